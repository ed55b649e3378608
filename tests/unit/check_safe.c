/* SPDX-License-Identifier: BSD-3-Clause */
/* check_safe.c - text of others made safe to show: escaped, cut, folded. */
#include "report_fixture.h"
#include "unit.h"

#include "report/layout.h"
#include "report/safe.h"

#include <string.h>

static const struct {
	const char *name, *from, *safe;
} safes[] = {
	{ "nothing", "", "" },
	{ "NULL", NULL, "" },
	{ "plain", "www.example. A", "www.example. A" },
	{ "UTF-8", "z\xc3\xbcrich \xf0\x9f\x94\x91",
	  "z\xc3\xbcrich \xf0\x9f\x94\x91" },
	{ "terminal escape", "\033[2J\033]0;x\a", "\\x1b[2J\\x1b]0;x\\x07" },
	{ "line ends and tab", "a\r\n\tb", "a\\x0d\\x0a\\x09b" },
	{ "DEL", "\177", "\\x7f" },
	{ "C1 CSI in UTF-8",
	  "\xc2\x9b"
	  "2J",
	  "\\xc2\\x9b2J" },
	{ "C1 CSI alone",
	  "\x9b"
	  "2J",
	  "\\x9b2J" },
	{ "overlong slash", "\xc0\xaf", "\\xc0\\xaf" },
	{ "overlong in three", "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "past U+10FFFF", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "cut in a character", "a\xe2\x82", "a\\xe2\\x82" },
	{ "never a start", "\xff\xfe", "\\xff\\xfe" },
	{ "right to left",
	  "\xe2\x80\xae"
	  "abc",
	  "\\xe2\\x80\\xaeabc" },
	{ "zero width",
	  "a\xe2\x80\x8b"
	  "b",
	  "a\\xe2\\x80\\x8bb" },
};

START_TEST(safe_text)
{
	safe_put(&out, safes[_i].from);
	ck_assert_msg(strcmp(text_string(&out), safes[_i].safe) == 0, "%s: %s",
		      safes[_i].name, text_string(&out));
}
END_TEST

static const struct {
	const char *from;
	size_t max;
	const char *cut;
} cuts[] = {
	{ "12345678", 8, "12345678" },
	{ "123456789", 8, "12345..." },
	{ "1234\xc3\xbc\xc3\xbc\xc3\xbc", 8, "1234..." },
	{ "1234\033\033", 8, "1234..." },
	{ "", 8, "" },
};

START_TEST(safe_text_cut)
{
	safe_put_cut(&out, cuts[_i].from, cuts[_i].max);
	ck_assert_str_eq(text_string(&out), cuts[_i].cut);
}
END_TEST

static const struct {
	const char *name;
	unsigned width;
	const char *body, *folded;
} folds[] = {
	{ "fits to the column", 32, "one two three four five six",
	  "  1. one two three four five six\n" },
	{ "one column too narrow", 31, "one two three four five six",
	  "  1. one two three four five\n     six\n" },
	{ "a long word stays whole", 30,
	  "DS aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd end",
	  "  1. DS\n     aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\n     "
	  "end\n" },
	{ "not folded", 0, "one two three four five six seven eight",
	  "  1. one two three four five six seven eight\n" },
	{ "absurdly narrow", 1, "one two three four five six",
	  "  1. one two three four five\n     six\n" },
	{ "empty", 40, "", "  1. \n" },
};

START_TEST(folded)
{
	layout_paragraph(&out, folds[_i].width, 2, "1. ", folds[_i].body);
	ck_assert_msg(strcmp(text_string(&out), folds[_i].folded) == 0,
		      "%s:\n%s", folds[_i].name, text_string(&out));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("safe");
	TCase *c = tcase_create("safe");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, safe_text, 0, COUNT_OF(safes));
	tcase_add_loop_test(c, safe_text_cut, 0, COUNT_OF(cuts));
	tcase_add_loop_test(c, folded, 0, COUNT_OF(folds));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
