/* SPDX-License-Identifier: BSD-3-Clause */
/* check_rrset.c - RRsets out of a message: canonical, ordered, bounded. */
#include "rrset_fixture.h"
#include "unit.h"

#include "base/arena.h"

#include <string.h>

START_TEST(rrset_canonical)
{
	const struct rrset *set;

	/* Out of order, twice, by different TTLs and cases of the owner. */
	answer("www.example.", TYPE_A, 300, "\300\0\2\2", 4);
	answer("www.example.", TYPE_A, 200, "\300\0\2\1", 4);
	answer("WWW.EXAMPLE.", TYPE_A, 400, "\300\0\2\2", 4);
	answer("example.", TYPE_A, 100, "\300\0\2\3", 4);
	answer("www.example.", TYPE_AAAA, 100, "0123456789abcdef", 16);
	set = collect("www.example.", TYPE_A, ERR_OK);
	ck_assert_ptr_nonnull(set);
	ck_assert_uint_eq(set->count, 2);
	ck_assert_uint_eq(set->ttl, 200);
	ck_assert_mem_eq(set->rdata[0].at, "\300\0\2\1", 4);
	ck_assert_mem_eq(set->rdata[1].at, "\300\0\2\2", 4);
	ck_assert_uint_eq(set->sig_count, 0);
	ck_assert_ptr_null(collect("www.example.", TYPE_MX, ERR_OK));
	ck_assert_ptr_null(collect("no.example.", TYPE_A, ERR_OK));
}
END_TEST

START_TEST(rrset_order)
{
	const struct rrset *set;

	/* RFC 4034 6.3: a missing byte comes first, 0x80 after 0x7f. */
	answer("www.example.", 65280, 1, "a\200", 2);
	answer("www.example.", 65280, 1, "a\177", 2);
	answer("www.example.", 65280, 1, "a", 1);
	answer("www.example.", 65280, 1, "a\0", 2);
	answer("www.example.", 65280, 1, "", 0);
	set = collect("www.example.", 65280, ERR_OK);
	ck_assert_uint_eq(set->count, 5);
	ck_assert_uint_eq(set->rdata[0].len, 0);
	ck_assert_uint_eq(set->rdata[1].len, 1);
	ck_assert_mem_eq(set->rdata[2].at, "a\0", 2);
	ck_assert_mem_eq(set->rdata[3].at, "a\177", 2);
	ck_assert_mem_eq(set->rdata[4].at, "a\200", 2);
}
END_TEST

/* The question's "wWw.example" is at 12. */
static const struct {
	const char *what;
	uint16_t type;
	const char *rdata;
	unsigned len;
	const char *want; /* NULL: ERR_FORMAT */
	unsigned want_len;
} layouts[] = {
	{ "A", TYPE_A, "abcd", 4, "abcd", 4 },
	{ "A too short", TYPE_A, "abc", 3, NULL, 0 },
	{ "A too long", TYPE_A, "abcde", 5, NULL, 0 },
	{ "AAAA too short", TYPE_AAAA, "abcd", 4, NULL, 0 },
	{ "NS by pointer", TYPE_NS, "\xc0\x10", 2, "\7example", 9 },
	{ "NS with a tail", TYPE_NS, "\xc0\x10x", 3, NULL, 0 },
	{ "NS empty", TYPE_NS, "", 0, NULL, 0 },
	{ "NS without its end", TYPE_NS, "\1a", 2, NULL, 0 },
	{ "MX in lower case", TYPE_MX, "\0\12\4Mail\xc0\x10", 9,
	  "\0\12\4mail\7example", 16 },
	{ "MX without a name", TYPE_MX, "\0\12", 2, NULL, 0 },
	{ "MX half", TYPE_MX, "\0", 1, NULL, 0 },
	{ "SOA", TYPE_SOA,
	  "\xc0\x10\1X\xc0\x10"
	  "01234567890123456789",
	  26,
	  "\7example\0\1x\7example\0"
	  "01234567890123456789",
	  40 },
	{ "SOA short", TYPE_SOA,
	  "\xc0\x10\0"
	  "0123456789012345678",
	  22, NULL, 0 },
	{ "SRV", TYPE_SRV, "123456\1A\0", 9, "123456\1a", 9 },
	{ "NAPTR", 35, "1234\1S\0\2Xy\1A\0", 13, "1234\1S\0\2Xy\1a", 13 },
	{ "NAPTR string past its end", 35, "1234\1S\0\77Xy\1A\0", 13, NULL, 0 },
	{ "NSEC keeps its case", TYPE_NSEC, "\1A\0\0\1\100", 6, "\1A\0\0\1\100",
	  6 },
	{ "NSEC by pointer", TYPE_NSEC, "\xc0\x10\0\1\100", 5, NULL, 0 },
	{ "NSEC3", TYPE_NSEC3, "\1\0\0\0\1s\2hh\0\1\100", 12,
	  "\1\0\0\0\1s\2hh\0\1\100", 12 },
	{ "NSEC3 hash past its end", TYPE_NSEC3, "\1\0\0\0\1s\3hh", 9, NULL,
	  0 },
	{ "NSEC3 without a hash", TYPE_NSEC3, "\1\0\0\0\2ss", 7, NULL, 0 },
	{ "NSEC3 salt past its end", TYPE_NSEC3, "\1\0\0\0\3ss", 7, NULL, 0 },
	{ "NSEC3PARAM", TYPE_NSEC3PARAM, "\1\0\0\0\2ss", 7, "\1\0\0\0\2ss", 7 },
	{ "NSEC3PARAM with a tail", TYPE_NSEC3PARAM, "\1\0\0\0\1ss", 7, NULL,
	  0 },
	{ "NSEC3PARAM cut off", TYPE_NSEC3PARAM, "\1\0\0\0\3ss", 7, NULL, 0 },
	{ "DNSKEY without a key", TYPE_DNSKEY, "\1\1\3\15", 4, NULL, 0 },
	{ "DS without a digest", TYPE_DS, "\1\1\3\15", 4, NULL, 0 },
	{ "unknown type", 65280, "Ab", 2, "Ab", 2 },
};

START_TEST(rrset_layout)
{
	const struct rrset *set;

	answer("www.example.", layouts[_i].type, 1, layouts[_i].rdata,
	       layouts[_i].len);
	set = collect("www.example.", layouts[_i].type,
		      layouts[_i].want ? ERR_OK : ERR_FORMAT);
	if (!layouts[_i].want)
		return;
	ck_assert_uint_eq(set->rdata[0].len, layouts[_i].want_len);
	ck_assert_msg(memcmp(set->rdata[0].at, layouts[_i].want,
			     layouts[_i].want_len) == 0,
		      "%s", layouts[_i].what);
}
END_TEST

/* A name in rdata may not run past the rdata into the next record. */
START_TEST(rrset_name_runs_out)
{
	answer("www.example.", TYPE_NS, 1, "\3ab", 3);
	answer("\\001.example.", TYPE_A, 1, "abcd", 4);
	collect("www.example.", TYPE_NS, ERR_FORMAT);
}
END_TEST

START_TEST(rrset_signatures)
{
	const struct rrset *set;

	answer("www.example.", TYPE_RRSIG, 60, SIG_A "\0sig", 18 + 9 + 3);
	answer("www.example.", TYPE_RRSIG, 60, SIG_A, 18 + 8);
	answer("www.example.", TYPE_RRSIG, 60, "\0\1", 2);
	answer("www.example.", TYPE_RRSIG, 60, "\0", 1);
	answer("example.", TYPE_RRSIG, 60, SIG_A "\0sig", 18 + 9 + 3);
	set = collect("www.example.", TYPE_A, ERR_OK);
	ck_assert_ptr_nonnull(set);
	ck_assert_uint_eq(set->count, 0);
	ck_assert_uint_eq(set->sig_count, 1);
	ck_assert_uint_eq(set->sigs_malformed, 2);
	ck_assert_uint_eq(set->sigs_dropped, 2);
	ck_assert_uint_eq(set->sigs[0].ttl, 60);
	ck_assert_uint_eq(set->sigs[0].labels, 2);
	ck_assert_uint_eq(set->sigs[0].original_ttl, 300);
	ck_assert_uint_eq(set->sigs[0].key_tag, 258);
	ck_assert_uint_eq(set->sigs[0].signature_len, 3);
	ck_assert_ptr_null(collect("www.example.", TYPE_AAAA, ERR_OK));
}
END_TEST

START_TEST(rrset_signatures_limit)
{
	const struct rrset *set;

	answer("www.example.", TYPE_A, 1, "abcd", 4);
	for (unsigned i = 0; i < RRSET_SIGNATURES_MAX + 3; i++)
		answer("www.example.", TYPE_RRSIG, 60, SIG_A "\0sig", 30);
	set = collect("www.example.", TYPE_A, ERR_OK);
	ck_assert_uint_eq(set->sig_count, RRSET_SIGNATURES_MAX);
	ck_assert_uint_eq(set->sigs_dropped, 3);
	ck_assert_uint_eq(set->sigs_malformed, 0);
}
END_TEST

START_TEST(rrset_arena_full)
{
	struct name www = name_of("www.example.");
	const struct rrset *set = NULL;
	struct arena *small = arena_new(64);

	answer("www.example.", TYPE_A, 1, "abcd", 4);
	ck_assert_int_eq(message_parse(wire.at, wire.len, &message), ERR_OK);
	ck_assert_int_eq(rrset_collect(small, &message, SECTION_ANSWER, &www,
				       TYPE_A, &set),
			 ERR_MEMORY);
	ck_assert_ptr_null(set);
	arena_free(small);
}
END_TEST

START_TEST(rrset_same)
{
	const struct rrset *a, *b;

	/* NS, whose rdata does not stay in the message. */
	answer("www.example.", TYPE_NS, 1, "\1a\0", 3);
	answer("www.example.", TYPE_NS, 9, "\1b\0", 3);
	a = collect("www.example.", TYPE_NS, ERR_OK);
	start();
	answer("www.example.", TYPE_NS, 9, "\1B\0", 3);
	answer("www.example.", TYPE_NS, 1, "\1a\0", 3);
	b = collect("www.example.", TYPE_NS, ERR_OK);
	ck_assert(rrset_same_data(a, b));
	answer("www.example.", TYPE_NS, 1, "\1c\0", 3);
	b = collect("www.example.", TYPE_NS, ERR_OK);
	ck_assert(!rrset_same_data(a, b));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rrset");
	TCase *c = tcase_create("rrset");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, rrset_canonical);
	tcase_add_test(c, rrset_order);
	tcase_add_loop_test(c, rrset_layout, 0, COUNT_OF(layouts));
	tcase_add_test(c, rrset_name_runs_out);
	tcase_add_test(c, rrset_signatures);
	tcase_add_test(c, rrset_signatures_limit);
	tcase_add_test(c, rrset_arena_full);
	tcase_add_test(c, rrset_same);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
