/* SPDX-License-Identifier: BSD-3-Clause */
/* check_memory_old.c - files of earlier versions are brought up, whole or not
 * at all. */
#include "memory_fixture.h"
#include "unit.h"

#include "memory/database.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file of a forewarnd that knew no changes is grown, not put aside. */
START_TEST(older_file_grows)
{
	by_hand("DROP TABLE change");
	reopen();
	expect_changes("[]");
}
END_TEST

/* Make a database of what @p sql_file says, in place of ours. */
static void make_from(const char *sql_file)
{
	static char sql[16384];
	FILE *file = fopen(sql_file, "r");
	size_t len;
	sqlite3 *db;

	ck_assert_ptr_nonnull(file);
	len = fread(sql, 1, sizeof(sql) - 1, file);
	ck_assert_uint_gt(len, 0);
	ck_assert_uint_lt(len, sizeof(sql) - 1);
	(void)fclose(file);
	sql[len] = '\0';
	memory_close(memory);
	memory = NULL;
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
}

static bool is_kept_as(const char *what)
{
	char name[160];

	(void)snprintf(name, sizeof(name), "%s.%s-2026-11-22T10:00:00Z", path,
		       what);
	return note && strstr(note, name) && access(name, F_OK) == 0;
}

static struct incident_fault first_fault = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.told_severity = SEVERITY_WARNING,
	.kind = KIND_FAILING,
	.seen = 3,
	.absent = 1,
	.confirmed = true,
	.first_seen_at = { 1795341000 },
	.deadline = { INT64_MAX },
	.subject = (char *)"www.example. A",
	.summary = (char *)"it expired",
};
static struct incident_member first_member = { (char *)"a.example.",
					       &first_fault, 1 };
static const struct incident first_incident = {
	.owner = (char *)"example.",
	.id = "0123456789abcdef0123456789abcdef",
	.open = true,
	.severity = SEVERITY_WARNING,
	.suspected_at = { 1795341000 },
	.opened_at = { 1795341060 },
	.changed_at = { INT64_MAX },
	.announcements = 3,
	.acked_at = { INT64_MAX },
	.acked_by = "",
	.ack_note = "",
	.member_count = 1,
	.members = &first_member,
};

START_TEST(first_schema_is_brought_up)
{
	struct outbox_counts counts;
	struct delivery next;

	make_from(FIRST_SCHEMA);
	open_memory();
	ck_assert(!memory_began_anew(memory));
	ck_assert_msg(is_kept_as("before"), "%s", note);
	for (unsigned i = 0; i < 2; i++) {
		expect_only(&first_incident);
		ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &next),
				 ERR_OK);
		ck_assert_str_eq(next.id, "i.1");
		ck_assert_str_eq(next.body, "{\"first\":1}");
		ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts),
				 ERR_OK);
		ck_assert_uint_eq(counts.owed, 2);
		ck_assert_uint_eq(counts.delivered, 1);
		ck_assert_int_eq(number("SELECT last_seen FROM timeline "
					"WHERE value = '1 8 2 AA'"),
				 2000);
		ck_assert_int_eq(number("SELECT count(*) FROM sqlite_schema "
					"WHERE name LIKE 'was%'"),
				 0);
		reopen(); /* and nothing more is to be done */
	}
	ck_assert_int_eq(memory_attempted(memory, next.row, DELIVERY_DONE, now,
					  now, NULL),
			 ERR_OK);
	ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &next), ERR_OK);
	ck_assert_str_eq(next.body, "{\"second\":2}");
}
END_TEST

START_TEST(last_of_version_one_is_brought_up)
{
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	by_hand("PRAGMA user_version = 1");
	memory_close(memory);
	open_memory();
	ck_assert_msg(is_kept_as("before"), "%s", note);
	expect_only(&broken);
	due("t", NULL, 0, "i.1");
}
END_TEST

/* A kill or a full disk amid it leaves the file as it was. */
START_TEST(brought_up_whole_or_not)
{
	struct memory *none;
	const char *words;
	struct rlimit limit;
	pid_t child;
	int status;

	make_from(FIRST_SCHEMA);
	child = fork();
	if (child == 0) {
		ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
		(void)signal(SIGXFSZ, SIG_IGN);
		limit.rlim_cur = 32768;
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
		_exit(memory_open(path, now, &none, &words) == ERR_IO ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	open_memory();
	expect_only(&first_incident);
	ck_assert_msg(is_kept_as("before"), "%s", note);
}
END_TEST

/* What no version ever wrote: nobody can say what it means. */
START_TEST(brought_up_in_vain)
{
	by_hand("DROP TABLE silence; CREATE TABLE silence (n INTEGER); "
		"INSERT INTO silence VALUES (1); PRAGMA user_version = 1");
	memory_close(memory);
	open_memory();
	ck_assert(memory_began_anew(memory));
	ck_assert_msg(is_kept_as("corrupt"), "%s", note);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("old memory");
	TCase *c = tcase_create("old memory");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, older_file_grows);
	tcase_add_test(c, first_schema_is_brought_up);
	tcase_add_test(c, last_of_version_one_is_brought_up);
	tcase_add_test(c, brought_up_whole_or_not);
	tcase_add_test(c, brought_up_in_vain);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
