/* SPDX-License-Identifier: BSD-3-Clause */
/* check_anchor.c - trust anchors as operators write them. */
#include "unit.h"

#include "dns/anchor.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(64 * 1024);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct {
	const char *name, *text, *owner;
	bool is_key;
	const char *rdata; /* hexadecimal */
} goods[] = {
	{ "a DS", "example. DS 12345 13 2 ab12CD", "example.", false,
	  "30390d02ab12cd" },
	{ "TTL, class, groups of digits", "Example.\t3600 IN ds 1 8 1 AB CD",
	  "example.", false, "00010801abcd" },
	{ "the greatest numbers", ". DS 65535 255 255 00", ".", false,
	  "ffffffff00" },
	{ "a DNSKEY", "a.b DNSKEY 257 3 13 AQID BAUG", "a.b.", true,
	  "0101030d010203040506" },
};

START_TEST(read_one)
{
	struct anchor anchor;
	const char *why = "";
	char owner[NAME_TEXT_SIZE];
	struct text hex;

	ck_assert_msg(anchor_read(arena, goods[_i].text, strlen(goods[_i].text),
				  &anchor, &why),
		      "%s", why);
	ck_assert_str_eq(name_to_text(&anchor.owner, owner), goods[_i].owner);
	ck_assert_int_eq(anchor.is_key, goods[_i].is_key);
	text_init(&hex, 1024);
	text_hex(&hex, anchor.rdata.at, anchor.rdata.len);
	ck_assert_str_eq(text_string(&hex), goods[_i].rdata);
	text_done(&hex);
}
END_TEST

#define NO_NAME "it does not begin with a domain name"
#define NO_TYPE "neither a DS nor a DNSKEY record"
#define NUMBERS "expected three numbers behind the type"
#define NO_HEX	"the digest is not hexadecimal"
#define NO_KEY	"the key is not base64"

static const struct {
	const char *name, *text, *why;
} refused[] = {
	{ "nothing", "", NO_NAME },
	{ "no name", "a..b. DS 1 1 1 AB", NO_NAME },
	{ "a name alone", "example.", NO_TYPE },
	{ "another type", "example. MX 10 mail.example.", NO_TYPE },
	{ "another class", "example. CH DS 1 1 1 AB", NO_TYPE },
	{ "a tag past 16 bits", "example. DS 65536 13 2 AB", NUMBERS },
	{ "an algorithm past 8 bits", "example. DS 1 256 2 AB", NUMBERS },
	{ "a negative number", "example. DS -1 13 2 AB", NUMBERS },
	{ "two numbers", "example. DS 1 13", NUMBERS },
	{ "no digest", "example. DS 1 13 2", NO_HEX },
	{ "half a byte", "example. DS 1 13 2 ABC", NO_HEX },
	{ "base64 for a digest", "example. DS 1 13 2 AQID/w==", NO_HEX },
	{ "a key cut short", "example. DNSKEY 257 3 13 AQIDB", NO_KEY },
	{ "no key", "example. DNSKEY 257 3 13", NO_KEY },
};

START_TEST(refuse)
{
	struct anchor anchor;
	const char *why = "";

	ck_assert(!anchor_read(arena, refused[_i].text,
			       strlen(refused[_i].text), &anchor, &why));
	ck_assert_str_eq(why, refused[_i].why);
}
END_TEST

/* The digits fill what is left of the longest text, and one more. */
START_TEST(longest)
{
	char text[ANCHOR_TEXT_MAX + 1];
	struct anchor anchor;
	const char *why;
	int head = snprintf(text, sizeof(text), "example. DS 1 13 2 A");

	memset(text + head, 'A', sizeof(text) - (size_t)head);
	ck_assert(anchor_read(arena, text, ANCHOR_TEXT_MAX - 1, &anchor, &why));
	ck_assert_uint_eq(anchor.rdata.len,
			  4 + (ANCHOR_TEXT_MAX - (size_t)head) / 2);
	ck_assert(!anchor_read(arena, text, ANCHOR_TEXT_MAX, &anchor, &why));
	ck_assert_str_eq(why, "it is too long");
}
END_TEST

static const struct {
	const char *name, *lines;
	size_t count;
} several[] = {
	{ "none", "", 0 },
	{ "empty lines", "\n\n", 0 },
	{ "one", "a", 1 },
	{ "one, ended", "a\n", 1 },
	{ "three", "\na\n\nbb\nccc", 3 },
};

START_TEST(lines)
{
	const char *line = several[_i].lines;
	size_t count = 0, len;

	for (; (line = anchor_line(line, &len)); line += len) {
		count++;
		ck_assert_uint_eq(len, count);
	}
	ck_assert_uint_eq(count, several[_i].count);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("anchor");
	TCase *tcase = tcase_create("text");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, read_one, 0, COUNT_OF(goods));
	tcase_add_loop_test(tcase, refuse, 0, COUNT_OF(refused));
	tcase_add_test(tcase, longest);
	tcase_add_loop_test(tcase, lines, 0, COUNT_OF(several));
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
