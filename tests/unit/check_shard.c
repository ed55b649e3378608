/* SPDX-License-Identifier: BSD-3-Clause */
/* check_shard.c - every zone is one shard's, and shards do not meet. */
#include "unit.h"

#include "config/config_load.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *text;
	bool good;
	unsigned shard, shards;
} choices[] = {
	{ "0", true, 0, 0 },
	{ "1023", true, 1023, 0 },
	{ "0/1", true, 0, 1 },
	{ "2/3", true, 2, 3 },
	{ "1023/1024", true, 1023, 1024 },
	{ "", false, 0, 0 },
	{ "1024", false, 0, 0 },
	{ "3/3", false, 0, 0 },
	{ "0/0", false, 0, 0 },
	{ "0/1025", false, 0, 0 },
	{ "1/", false, 0, 0 },
	{ "/2", false, 0, 0 },
	{ "-1", false, 0, 0 },
	{ "+1", false, 0, 0 },
	{ " 1", false, 0, 0 },
	{ "1/-2", false, 0, 0 },
	{ "1/2/3", false, 0, 0 },
	{ "0x1", false, 0, 0 },
	{ "1 ", false, 0, 0 },
	{ "4294967297", false, 0, 0 },
	{ "one", false, 0, 0 },
};

START_TEST(choice)
{
	struct shard_choice got = { .given = false };

	ck_assert_msg(shard_parse(choices[_i].text, &got) == choices[_i].good,
		      "'%s'", choices[_i].text);
	ck_assert(got.given == choices[_i].good);
	ck_assert_uint_eq(got.shard, choices[_i].shard);
	ck_assert_uint_eq(got.shards, choices[_i].shards);
}
END_TEST

/* As `promtool check service-discovery` says of relabelling by hashmod. */
static const struct {
	const char *zone;
	unsigned of_2, of_3, of_1000;
} hashes[] = {
	{ "example.com.", 0, 2, 552 },
	{ "example.org.", 1, 1, 251 },
	{ ".", 1, 1, 237 },
	{ "xn--mgbai9azgqp6j.", 1, 2, 683 },
	{ "a.b.c.example.net.", 1, 1, 867 },
};

START_TEST(as_prometheus_does)
{
	ck_assert_uint_eq(shard_of(hashes[_i].zone, 1), 0);
	ck_assert_uint_eq(shard_of(hashes[_i].zone, 2), hashes[_i].of_2);
	ck_assert_uint_eq(shard_of(hashes[_i].zone, 3), hashes[_i].of_3);
	ck_assert_uint_eq(shard_of(hashes[_i].zone, 1000), hashes[_i].of_1000);
}
END_TEST

static char path[] = "/tmp/check_shard.XXXXXX";
static struct text errors;

static void set_up(void)
{
	int fd;

	strcpy(path + sizeof(path) - 7, "XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	(void)close(fd);
	text_init(&errors, 65536);
}

static void tear_down(void)
{
	text_done(&errors);
	ck_assert_int_eq(unlink(path), 0);
}

static struct config_file *load(const char *head,
				const struct shard_choice *which)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_gt(fprintf(file,
				 "%s\nzones: [example.com, example.org, "
				 "a.b.c.example.net]\n",
				 head),
			 0);
	ck_assert_int_eq(fclose(file), 0);
	return config_load_shard(path, which, &errors);
}

/* Zones as letters: c(om), o(rg), n(et). */
static const struct {
	const char *name, *head;
	struct shard_choice which;
	const char *zones, *state_dir, *run_dir, *listen;
} shares[] = {
	{ "the only one",
	  "",
	  { false, 0, 0 },
	  "con",
	  "/var/lib/forewarn",
	  "/run/forewarn",
	  "127.0.0.1:9553" },
	{ "the first beside the second",
	  "shards: 2",
	  { true, 0, 0 },
	  "c",
	  "/var/lib/forewarn/0",
	  "/run/forewarn/0",
	  "127.0.0.1:9553" },
	{ "the second beside the first",
	  "shards: 2",
	  { true, 1, 0 },
	  "on",
	  "/var/lib/forewarn/1",
	  "/run/forewarn/1",
	  "127.0.0.1:9554" },
	{ "on a host of its own",
	  "",
	  { true, 1, 2 },
	  "on",
	  "/var/lib/forewarn",
	  "/run/forewarn",
	  "127.0.0.1:9553" },
	{ "the command line wins",
	  "shards: 7",
	  { true, 0, 2 },
	  "c",
	  "/var/lib/forewarn",
	  "/run/forewarn",
	  "127.0.0.1:9553" },
	{ "one of one, as an orchestrator says",
	  "",
	  { true, 0, 1 },
	  "con",
	  "/var/lib/forewarn",
	  "/run/forewarn",
	  "127.0.0.1:9553" },
	{ "without a zone",
	  "shards: 1000",
	  { true, 0, 0 },
	  "",
	  "/var/lib/forewarn/0",
	  "/run/forewarn/0",
	  "127.0.0.1:9553" },
	{ "a socket",
	  "shards: 2\nhttp_listen: 'unix:/run/forewarn/http'",
	  { true, 1, 0 },
	  "on",
	  "/var/lib/forewarn/1",
	  "/run/forewarn/1",
	  "unix:/run/forewarn/http.1" },
	{ "IPv6",
	  "shards: 2\nhttp_listen: '[::1]:9553'",
	  { true, 1, 0 },
	  "on",
	  "/var/lib/forewarn/1",
	  "/run/forewarn/1",
	  "[::1]:9554" },
	{ "no window",
	  "shards: 2\nhttp_listen: ''",
	  { true, 1, 0 },
	  "on",
	  "/var/lib/forewarn/1",
	  "/run/forewarn/1",
	  "" },
};

START_TEST(share)
{
	struct config_file *file = load(shares[_i].head, &shares[_i].which);
	const struct config *config;
	char zones[8] = "";

	ck_assert_msg(file != NULL, "%s: %s", shares[_i].name,
		      text_string(&errors));
	config = config_get(file);
	for (size_t i = 0; i < config->zone_count; i++) {
		const char *apex = config->zones[i].apex_text;

		/* The first letter of the last label. */
		strncat(zones, apex + strlen(apex) - 4, 1);
	}
	ck_assert_uint_eq(strlen(zones), strlen(shares[_i].zones));
	ck_assert_uint_eq(strspn(zones, shares[_i].zones), strlen(zones));
	ck_assert_uint_eq(config->shard, shares[_i].which.shard);
	ck_assert_str_eq(config->state_dir, shares[_i].state_dir);
	ck_assert_str_eq(config->run_dir, shares[_i].run_dir);
	ck_assert_str_eq(config->http_listen, shares[_i].listen);
	config_free(file);
}
END_TEST

static const struct {
	const char *name, *head;
	struct shard_choice which;
	const char *error;
} refusals[] = {
	{ "which?", "shards: 2", { false, 0, 0 }, "by --shard, 0 to 1" },
	{ "none such", "shards: 2", { true, 2, 0 }, "--shard 2: shards: is 2" },
	{ "there is but one", "", { true, 0, 0 }, "--shard 0: shards: is 1" },
	{ "no port",
	  "shards: 2\nhttp_listen: '127.0.0.1:65535'",
	  { true, 0, 0 },
	  "shard 1 has no port" },
	{ "too many", "shards: 1025", { true, 0, 0 }, "shards" },
	{ "none", "shards: 0", { true, 0, 0 }, "shards" },
};

START_TEST(refusal)
{
	ck_assert_ptr_null(load(refusals[_i].head, &refusals[_i].which));
	ck_assert_msg(strstr(text_string(&errors), refusals[_i].error) != NULL,
		      "%s: %s", refusals[_i].name, text_string(&errors));
}
END_TEST

START_TEST(whole)
{
	struct config_file *file = load("shards: 2", NULL);

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(config_get(file)->zone_count, 3);
	ck_assert_str_eq(config_get(file)->run_dir, "/run/forewarn");
	config_free(file);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shard");
	TCase *pure = tcase_create("pure"), *files = tcase_create("files");

	tcase_add_loop_test(pure, choice, 0, COUNT_OF(choices));
	tcase_add_loop_test(pure, as_prometheus_does, 0, COUNT_OF(hashes));
	tcase_add_checked_fixture(files, set_up, tear_down);
	tcase_add_loop_test(files, share, 0, COUNT_OF(shares));
	tcase_add_loop_test(files, refusal, 0, COUNT_OF(refusals));
	tcase_add_test(files, whole);
	suite_add_tcase(suite, pure);
	suite_add_tcase(suite, files);
	return unit_run(suite);
}
