/* SPDX-License-Identifier: BSD-3-Clause */
/* check_nsec3.c - hashes of names, against RFC 5155 Appendix A, and bitmaps of
 * types. */
#include "denial_fixture.h"
#include "unit.h"

#include "dns/message.h"

#include <stdio.h>

/* --- hashes: RFC 5155 Appendix A --- */

static const struct {
	const char *name, *hash;
} hashes[] = {
	{ "example.", H_EXAMPLE },   { "a.example.", H_A },
	{ "ai.example.", H_AI },     { "ns1.example.", H_NS1 },
	{ "ns2.example.", H_NS2 },   { "w.example.", H_W },
	{ "*.w.example.", H_STARW }, { "x.w.example.", H_XW },
	{ "y.w.example.", H_YW },    { "x.y.w.example.", H_XYW },
	{ "xx.example.", H_XX },     { H_NS1 ".example.", H_HASHED },
	{ "AI.Example.", H_AI },
};

static struct nsec3_params salted(uint16_t extra)
{
	static const uint8_t salt[] = { 0xaa, 0xbb, 0xcc, 0xdd };

	return (struct nsec3_params){ .algorithm = NSEC3_SHA1,
				      .iterations = extra,
				      .salt_len = sizeof(salt),
				      .salt = salt };
}

START_TEST(hash)
{
	const struct nsec3_params params = salted(12);
	struct name name = name_of(hashes[_i].name);
	uint8_t found[NSEC3_HASH_SIZE];

	put_hash(hashes[_i].hash);
	ck_assert(nsec3_hash(&hasher, &params, &name, found));
	ck_assert_mem_eq(found, bytes, NSEC3_HASH_SIZE);
	/* Once more costs nothing. */
	hasher.left = 0;
	ck_assert(nsec3_hash(&hasher, &params, &name, found));
	ck_assert_mem_eq(found, bytes, NSEC3_HASH_SIZE);
}
END_TEST

START_TEST(hashing_is_bounded)
{
	struct nsec3_params params = salted(NSEC3_ITERATIONS_MAX);
	struct name name = name_of("example.");
	uint8_t found[NSEC3_HASH_SIZE];

	ck_assert(nsec3_hash(&hasher, &params, &name, found));
	ck_assert_uint_eq(hasher.left, NSEC3_BUDGET - NSEC3_ITERATIONS_MAX - 1);
	params.iterations++;
	ck_assert(!nsec3_hash(&hasher, &params, &name, found));
	params = salted(9);
	hasher.left = 9;
	ck_assert(!nsec3_hash(&hasher, &params, &name, found));
	hasher.left = 10;
	ck_assert(nsec3_hash(&hasher, &params, &name, found));
	params.algorithm = 2;
	hasher.left = 10;
	name = name_of("other.example.");
	ck_assert(!nsec3_hash(&hasher, &params, &name, found));
}
END_TEST

START_TEST(names_kept_are_bounded)
{
	const struct nsec3_params params = salted(0);
	uint8_t found[NSEC3_HASH_SIZE];
	char text[32];

	for (int i = 0; i < NSEC3_HASHES_MAX + 3; i++) {
		struct name name;

		(void)snprintf(text, sizeof(text), "n%d.example.", i);
		name = name_of(text);
		ck_assert(nsec3_hash(&hasher, &params, &name, found));
	}
	ck_assert_uint_eq(hasher.count, NSEC3_HASHES_MAX);
}
END_TEST

/* --- layouts --- */

static const struct {
	const char *name, *bytes;
	size_t len;
	bool good;
} bitmaps[] = {
	{ "empty", "", 0, true },
	{ "A", "\0\1\100", 3, true },
	{ "two windows", "\0\1\100\1\1\100", 6, true },
	{ "32 bytes", "\0\40aaaabbbbaaaabbbbaaaabbbbaaaabbbb", 34, true },
	{ "33 bytes", "\0\41aaaabbbbaaaabbbbaaaabbbbaaaabbbbc", 35, false },
	{ "an empty window", "\0\0", 2, false },
	{ "a byte short", "\0\2\100", 3, false },
	{ "half a head", "\0", 1, false },
	{ "windows out of order", "\1\1\100\0\1\100", 6, false },
	{ "a window twice", "\0\1\100\0\1\100", 6, false },
};

START_TEST(bitmap)
{
	const struct rdata rdata = { (const uint8_t *)bitmaps[_i].bytes,
				     (uint16_t)bitmaps[_i].len };
	struct type_bitmap types;

	ck_assert_msg(type_bitmap_read(rdata, &types) == bitmaps[_i].good, "%s",
		      bitmaps[_i].name);
}
END_TEST

START_TEST(bitmap_edges)
{
	struct rdata rdata = { (const uint8_t *)"\0\1\100\1\1\100", 6 };
	struct type_bitmap types;

	ck_assert(type_bitmap_read(rdata, &types));
	ck_assert(type_bitmap_has(&types, TYPE_A));
	ck_assert(!type_bitmap_has(&types, 0));
	ck_assert(!type_bitmap_has(&types, 8));
	ck_assert(type_bitmap_has(&types, TYPE_CAA));
	ck_assert(!type_bitmap_has(&types, 513));
	ck_assert(!type_bitmap_has(&types, 65535));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("nsec3");
	TCase *c = tcase_create("nsec3");

	tcase_add_checked_fixture(c, setup, NULL);
	tcase_add_loop_test(c, hash, 0, (int)COUNT_OF(hashes));
	tcase_add_test(c, hashing_is_bounded);
	tcase_add_test(c, names_kept_are_bounded);
	tcase_add_loop_test(c, bitmap, 0, (int)COUNT_OF(bitmaps));
	tcase_add_test(c, bitmap_edges);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
