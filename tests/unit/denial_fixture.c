/* SPDX-License-Identifier: BSD-3-Clause */
/* denial_fixture.c - NSEC and NSEC3 records from text, in a zone with the
 * hashes of RFC 5155 Appendix A. */
#include "denial_fixture.h"
#include "unit.h"

#include <string.h>

uint8_t bytes[8192];
size_t used;
struct denial denial;
struct nsec3_hasher hasher;
uint8_t opt_out;
uint16_t iterations;

void setup(void)
{
	used = 0;
	opt_out = 0;
	iterations = 12;
	memset(&hasher, 0, sizeof(hasher));
	hasher.left = NSEC3_BUDGET;
}

void put(const void *from, size_t len)
{
	ck_assert_uint_le(used + len, sizeof(bytes));
	memcpy(bytes + used, from, len);
	used += len;
}

void put_hash(const char *digits)
{
	static const char alphabet[] = "0123456789abcdefghijklmnopqrstuv";
	uint8_t hash[NSEC3_HASH_SIZE] = { 0 };

	ck_assert_uint_eq(strlen(digits), 32);
	for (size_t i = 0; i < 160; i++) {
		unsigned value =
			(unsigned)(strchr(alphabet, digits[i / 5]) - alphabet);

		if (value & 16u >> i % 5)
			hash[i / 8] |= (uint8_t)(0x80 >> i % 8);
	}
	put(hash, sizeof(hash));
}
