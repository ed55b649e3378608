/* SPDX-License-Identifier: BSD-3-Clause */
/* algorithm.c - what is registered about algorithms. */
#include "dns/dnssec.h"

#define RANGE_1(n)                                                             \
	{                                                                      \
		(n), "unknown", ALGORITHM_UNKNOWN, false, false,               \
	}
#define RANGE_2(n)  RANGE_1(n), RANGE_1((n) + 1)
#define RANGE_4(n)  RANGE_2(n), RANGE_2((n) + 2)
#define RANGE_8(n)  RANGE_4(n), RANGE_4((n) + 4)
#define RANGE_16(n) RANGE_8(n), RANGE_8((n) + 8)
#define RANGE_32(n) RANGE_16(n), RANGE_16((n) + 16)
#define RANGE_64(n) RANGE_32(n), RANGE_32((n) + 32)

/* IANA "DNS Security Algorithm Numbers". The status is the one for signing:
 * RFC 9904, RFC 9905 (SHA-1), RFC 9906 (GOST). 10 is "not recommended" there
 * and yet no reason to roll, so it counts as accepted. The last column was
 * measured with libunbound 1.17.1 on nettle. */
static const struct algorithm_info algorithms[256] = {
	{ 0, "DELETE", ALGORITHM_UNKNOWN, false, false }, /* RFC 8078 */
	{ 1, "RSAMD5", ALGORITHM_DEPRECATED, false, false },
	{ 2, "DH", ALGORITHM_UNKNOWN, false, false },
	{ 3, "DSA", ALGORITHM_DEPRECATED, false, false },
	RANGE_1(4),
	{ ALG_RSASHA1, "RSASHA1", ALGORITHM_DEPRECATED, true, true },
	{ 6, "DSA-NSEC3-SHA1", ALGORITHM_DEPRECATED, false, false },
	{ ALG_RSASHA1_NSEC3, "RSASHA1-NSEC3-SHA1", ALGORITHM_DEPRECATED, true,
	  true },
	{ ALG_RSASHA256, "RSASHA256", ALGORITHM_RECOMMENDED, true, true },
	RANGE_1(9),
	{ ALG_RSASHA512, "RSASHA512", ALGORITHM_ACCEPTED, true, true },
	RANGE_1(11),
	{ 12, "ECC-GOST", ALGORITHM_DEPRECATED, false, false },
	{ ALG_ECDSAP256, "ECDSAP256SHA256", ALGORITHM_RECOMMENDED, true, true },
	{ ALG_ECDSAP384, "ECDSAP384SHA384", ALGORITHM_ACCEPTED, true, true },
	{ ALG_ED25519, "ED25519", ALGORITHM_RECOMMENDED, true, true },
	{ ALG_ED448, "ED448", ALGORITHM_ACCEPTED, true, false },
	{ 17, "SM2SM3", ALGORITHM_ACCEPTED, false, false },
	RANGE_4(18),
	RANGE_1(22),
	{ 23, "ECC-GOST12", ALGORITHM_ACCEPTED, false, false },
	RANGE_8(24),
	RANGE_32(32),
	RANGE_64(64),
	RANGE_64(128),
	RANGE_32(192),
	RANGE_16(224),
	RANGE_8(240),
	RANGE_4(248),
	{ 252, "INDIRECT", ALGORITHM_UNKNOWN, false, false },
	{ 253, "PRIVATEDNS", ALGORITHM_UNKNOWN, false, false },
	{ 254, "PRIVATEOID", ALGORITHM_UNKNOWN, false, false },
	RANGE_1(255),
};

const struct algorithm_info *algorithm_info(uint8_t number)
{
	return &algorithms[number];
}
