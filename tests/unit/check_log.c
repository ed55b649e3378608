/* SPDX-License-Identifier: BSD-3-Clause */
/* check_log.c - an event is one line, whatever is in it. */
#include "unit.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *subject, *text, *want;
} lines[] = {
	{ "plain", "example.", "it is well", "example.: it is well\n" },
	{ "a line's end", "a\nb", "c\r\nd", "a\\x0ab: c\\x0d\\x0ad\n" },
	{ "an escape", "a", "\033[2J\177", "a: \\x1b[2J\\x7f\n" },
	{ "one of two bytes",
	  "\xc2\x9b"
	  "31m",
	  "\xc2\x80\xc2\x9f", "\\xc2\\x9b31m: \\xc2\\x80\\xc2\\x9f\n" },
	{ "letters beyond ASCII", "\xc3\x80", "\xc2\xa0\xe2\x82\xac",
	  "\xc3\x80: \xc2\xa0\xe2\x82\xac\n" },
	{ "cut within a character", "a", "\xc2", "a: \xc2\n" },
};

START_TEST(log_one_line)
{
	char path[] = "/tmp/check_log.XXXXXX", line[256] = "";
	int fd = mkstemp(path);
	FILE *file;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(unlink(path), 0);
	file = fdopen(fd, "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(dup2(fd, STDERR_FILENO), STDERR_FILENO);
	log_open("program", LOG_LEVEL_INFO);
	log_write(LOG_LEVEL_INFO, lines[_i].subject, "%s", lines[_i].text);
	rewind(file);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), file));
	ck_assert_msg(strstr(line, " program: ") != NULL, "%s", line);
	ck_assert_str_eq(strstr(line, "program: ") + 9, lines[_i].want);
	ck_assert_ptr_null(fgets(line, sizeof(line), file));
	ck_assert_int_eq(fclose(file), 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("log");
	TCase *c = tcase_create("lines");

	tcase_add_loop_test(c, log_one_line, 0, COUNT_OF(lines));
	suite_add_tcase(s, c);
	return unit_run(s);
}
