/* SPDX-License-Identifier: BSD-3-Clause */
/* check_secret.c - secrets: files that others may read, that are missing, that
 * lie. */
#include "config_fixture.h"
#include "unit.h"

#include "config/config_load.h"

#include <stdio.h>
#include <string.h>

static size_t lines_of(const char *text)
{
	size_t count = 0;

	for (; (text = strchr(text, '\n')); text++)
		count++;
	return count;
}

/* Who asks the daemon need not be able to read what it alone is given. */
START_TEST(secrets_of_others)
{
	static const struct {
		const char *name;
		enum config_secrets secrets;
		bool good;
		const char *complaints;
	} cases[] = {
		{ "the daemon", SECRETS_READ, false,
		  "c.yaml:2:36: error: credential:a: CREDENTIALS_DIRECTORY is "
		  "not set: LoadCredential= in the unit does that\n"
		  "c.yaml:3:42: error: credential:b: CREDENTIALS_DIRECTORY is "
		  "not set: LoadCredential= in the unit does that\n" },
		{ "--check", SECRETS_AT_HAND, true,
		  "c.yaml:2:36: warning: credential:a: not looked at here: "
		  "CREDENTIALS_DIRECTORY is not set; the daemon will\n"
		  "c.yaml:3:42: warning: credential:b: not looked at here: "
		  "CREDENTIALS_DIRECTORY is not set; the daemon will\n" },
		{ "forewarn status", SECRETS_LEFT, true, "" },
	};

	ck_assert_int_eq(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	write_file("c.yaml",
		   "targets:\n"
		   "- {name: a, kind: slack, url_file: \"credential:a\"}\n"
		   "- {name: b, kind: pagerduty, token_file: "
		   "\"credential:b\"}\n"
		   "zones: [a.org]\n");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct config_file *file;
		struct text errors;

		text_init(&errors, TEXT_MAX);
		file = config_load_with("c.yaml", cases[i].secrets, &errors);
		ck_assert_msg(!file == !cases[i].good, "%s", cases[i].name);
		ck_assert_str_eq(text_string(&errors), cases[i].complaints);
		if (file)
			ck_assert_str_eq(config_get(file)->targets[1].token,
					 "");
		config_free(file);
		text_done(&errors);
	}
}
END_TEST

/* Secrets and programs that are not there are the daemon's trouble. */
START_TEST(secrets_that_are_missing)
{
	struct config_file *file;
	struct text errors;

	text_init(&errors, TEXT_MAX);
	write_file("c.yaml",
		   "http_token_file: none\n"
		   "targets:\n"
		   "- {name: a, url_file: none, secret_files: [none], "
		   "tls_ca_file: none}\n"
		   "- {name: b, kind: command, command: [none, -x]}\n"
		   "zones: [a.org]\n");
	file = config_load_with("c.yaml", SECRETS_LEFT, &errors);
	ck_assert_str_eq(text_string(&errors), "");
	ck_assert_ptr_nonnull(file);
	config_free(file);
	ck_assert_ptr_null(
		config_load_with("c.yaml", SECRETS_AT_HAND, &errors));
	ck_assert_uint_eq(lines_of(text_string(&errors)), 5);
	text_done(&errors);
}
END_TEST

START_TEST(a_zero_byte_hides_nothing)
{
	FILE *out = fopen("z.txt", "w");
	struct text errors;

	text_init(&errors, TEXT_MAX);
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite("a.org\0\nb.org\n", 1, 13, out), 13);
	ck_assert_int_eq(fclose(out), 0);
	write_file("c.yaml", "zone_files: [z.txt]\n");
	ck_assert_ptr_null(config_load("c.yaml", &errors));
	ck_assert_str_eq(text_string(&errors),
			 "z.txt:1:1: error: an unprintable character\n");
	text_done(&errors);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secret");
	TCase *c = tcase_create("secret");

	tcase_add_checked_fixture(c, enter, leave);
	tcase_add_test(c, secrets_of_others);
	tcase_add_test(c, secrets_that_are_missing);
	tcase_add_test(c, a_zero_byte_hides_nothing);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
