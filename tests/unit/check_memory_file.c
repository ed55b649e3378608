/* SPDX-License-Identifier: BSD-3-Clause */
/* check_memory_file.c - a memory whose file is damaged, a stranger's or in use,
 * a disk that is full, a daemon that is killed. */
#include "memory_fixture.h"
#include "unit.h"

#include "memory/database.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* --- files that are not what they should be --- */

static void fill_some(void)
{
	char id[32];

	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	for (unsigned i = 0; i < 300; i++) {
		(void)snprintf(id, sizeof(id), "i.%u", i);
		ck_assert_int_eq(owe("t", "i", id, 100), ERR_OK);
	}
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
}

static void damage_garbage(int fd)
{
	char garbage[5000];

	memset(garbage, 0xa5, sizeof(garbage));
	ck_assert_int_eq(write(fd, garbage, sizeof(garbage)), sizeof(garbage));
}

static void damage_short(int fd)
{
	ck_assert_int_eq(ftruncate(fd, 50), 0);
}

static void damage_half(int fd)
{
	struct stat st;

	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_int_eq(ftruncate(fd, st.st_size / 2), 0);
}

static void damage_schema(int fd)
{
	ck_assert_int_eq(pwrite(fd, "\xff\xff\xff\xff\xff\xff", 6, 100), 6);
}

static void damage_pages(int fd)
{
	char garbage[4096];

	memset(garbage, 0xa5, sizeof(garbage));
	for (off_t page = 10; page < 14; page++)
		ck_assert_int_eq(
			pwrite(fd, garbage, sizeof(garbage), page * 4096),
			sizeof(garbage));
}

static const struct {
	const char *name;
	void (*damage)(int fd);
} damages[] = {
	{ "overwritten", damage_garbage },
	{ "cut in the header", damage_short },
	{ "half gone", damage_half },
	{ "schema", damage_schema },
	{ "pages within", damage_pages },
};

START_TEST(corrupt_moved_aside)
{
	char aside[160];
	int fd;

	fill_some();
	memory_close(memory);
	fd = open(path, O_RDWR);
	damages[_i].damage(fd);
	(void)close(fd);
	/* A log that belongs to it, left by a kill. */
	(void)snprintf(aside, sizeof(aside), "%s-wal", path);
	fd = open(aside, O_WRONLY | O_CREAT, 0600);
	ck_assert_int_eq(write(fd, "old", 3), 3);
	(void)close(fd);

	open_memory();
	ck_assert_msg(note && strstr(note, "corrupt"), "%s", damages[_i].name);
	(void)snprintf(aside, sizeof(aside), "%s.corrupt-2026-11-22T10:00:00Z",
		       path);
	ck_assert_ptr_nonnull(strstr(note, aside));
	ck_assert_int_eq(access(aside, F_OK), 0);
	strcat(aside, "-wal");
	ck_assert_int_eq(access(aside, F_OK), 0);
	due("t", NULL, 0, NULL);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	reopen();
	due("t", NULL, 0, "i.1");
}
END_TEST

START_TEST(table_missing)
{
	by_hand("DROP TABLE timeline");
	memory_close(memory);
	open_memory();
	ck_assert_ptr_nonnull(note);
	ck_assert_int_eq(memory_timeline(memory, "a.", "ds", "1", now), ERR_OK);
}
END_TEST

START_TEST(corrupt_twice_in_a_second)
{
	char aside[160];
	int fd;

	for (unsigned i = 0; i < 2; i++) {
		memory_close(memory);
		fd = open(path, O_RDWR);
		damage_garbage(fd);
		(void)close(fd);
		open_memory();
		ck_assert_ptr_nonnull(note);
	}
	(void)snprintf(aside, sizeof(aside),
		       "%s.corrupt-2026-11-22T10:00:00Z-2", path);
	ck_assert_int_eq(access(aside, F_OK), 0);
}
END_TEST

START_TEST(empty_file_is_new)
{
	memory_close(memory);
	ck_assert_int_eq(truncate(path, 0), 0);
	open_memory();
	ck_assert_ptr_null(note);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
}
END_TEST

/* @return a sum over every byte of the database and its log. */
static uint64_t file_sum(void)
{
	static const char *const suffixes[] = { "", "-wal" };
	uint64_t sum = 14695981039346656037u;
	char name[128];
	int c;

	for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
		FILE *file;

		(void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
		file = fopen(name, "r");
		while (file && (c = getc(file)) != EOF)
			sum = (sum ^ (uint64_t)c) * 1099511628211u;
		if (file)
			(void)fclose(file);
	}
	return sum;
}

static const struct {
	const char *name, *sql;
	bool killed; /* what was done is still in the log */
	enum err want;
} strangers[] = {
	{ "newer", "PRAGMA user_version = 3", false, ERR_VERSION },
	{ "newer, in the log", "PRAGMA user_version = 3", true, ERR_VERSION },
	{ "newer, without our tables",
	  "PRAGMA user_version = 9; DROP TABLE timeline", false, ERR_VERSION },
	{ "of another program", "PRAGMA application_id = 0", false,
	  ERR_FORMAT },
};

START_TEST(stranger_left_alone)
{
	struct memory *none = NULL;
	const char *words = NULL;
	uint64_t before;
	int status;
	pid_t child;

	fill_some();
	memory_close(memory);
	memory = NULL;
	child = fork();
	if (child == 0) {
		open_memory();
		by_hand(strangers[_i].sql);
		if (!strangers[_i].killed)
			memory_close(memory);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	before = file_sum();
	for (unsigned i = 0; i < 2; i++)
		ck_assert_int_eq(memory_open(path, now, &none, &words),
				 strangers[_i].want);
	ck_assert_msg(file_sum() == before, "%s: touched", strangers[_i].name);
}
END_TEST

START_TEST(one_daemon_at_a_time)
{
	struct memory *none;
	const char *words;
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(memory_open(path, now, &none, &words) == ERR_BUSY ? 0
									: 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(nowhere_to_open)
{
	static char endless[5000];
	struct memory *none;
	const char *words;

	ck_assert_int_eq(memory_open("/nowhere/memory.db", now, &none, &words),
			 ERR_IO);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(memory_open("/dev", now, &none, &words), ERR_IO);
	memset(endless, 'a', sizeof(endless) - 1);
	ck_assert_int_eq(memory_open(endless, now, &none, &words), ERR_IO);
	ck_assert_int_eq(errno, ENAMETOOLONG);
	memory_close(NULL);
}
END_TEST

START_TEST(volatile_works)
{
	memory_close(memory);
	ck_assert_int_eq(memory_open_volatile(&memory), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	due("t", NULL, 0, "i.1");
}
END_TEST

/* --- a full disk --- */

static void fill_by_pages(bool full)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %d",
		       full ? (int)number("PRAGMA page_count") : 1 << 30);
	by_hand(sql);
}

static void fill_by_size(bool full)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	struct stat st;
	char wal[128];

	(void)snprintf(wal, sizeof(wal), "%s-wal", path);
	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(stat(wal, &st), 0);
	if (full)
		limit.rlim_cur = (rlim_t)st.st_size + 5000;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static const struct {
	const char *name;
	void (*fill)(bool full);
} disks[] = {
	{ "no page left", fill_by_pages },
	{ "the log cannot grow", fill_by_size },
};

/* Owe until it fails, as one transaction. @return how it failed. */
static enum err owe_too_much(void)
{
	enum err err = memory_begin(memory);
	char id[32];

	for (unsigned i = 0; !err && i < 100000; i++) {
		(void)snprintf(id, sizeof(id), "k.%u", i);
		err = owe("t", "k", id, 100);
	}
	if (err)
		memory_rollback(memory);
	return err ? err : memory_commit(memory);
}

START_TEST(full_disk)
{
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	disks[_i].fill(true);
	for (unsigned i = 0; i < 3; i++) {
		ck_assert_int_eq(owe_too_much(), ERR_IO);
		ck_assert_str_ne(memory_error(memory), "");
		expect_counts(1, 0, 0, (struct wall){ 100 });
		due("t", NULL, 0, "i.1");
	}
	disks[_i].fill(false);
	ck_assert_int_eq(owe_too_much(), ERR_OK);
	reopen();
	expect_counts(100001, 0, 0, (struct wall){ 100 });
}
END_TEST

/* --- kill -9 --- */

/* Owe from @p first on, a number down the pipe for each that was
 * acknowledged; every third settles the one before. */
static void owe_for_ever(int pipe_fd, unsigned first)
{
	char id[32], incident[32];
	struct delivery delivery;

	open_memory();
	for (unsigned i = first;; i++) {
		(void)snprintf(id, sizeof(id), "%u", i);
		(void)snprintf(incident, sizeof(incident), "%u", i / 7);
		if (i % 3 == 0 &&
		    memory_next_due(memory, "t", NULL, 0, &delivery) == ERR_OK)
			settle(delivery.row, DELIVERY_DONE);
		if (owe("t", incident, id, (int64_t)i) != ERR_OK ||
		    write(pipe_fd, &i, sizeof(i)) != sizeof(i))
			_exit(1);
	}
}

/* Let a child owe, kill it at a random moment.
 * @return how many it had acknowledged in all. */
static unsigned owe_and_die(unsigned first)
{
	struct timespec moment = { .tv_nsec = rand() % 2000000 };
	unsigned acknowledged = first, last, wait_for = (unsigned)rand() % 20;
	int ends[2], status;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		(void)close(ends[0]);
		owe_for_ever(ends[1], first);
	}
	(void)close(ends[1]);
	for (unsigned i = 0; i < wait_for; i++)
		if (read(ends[0], &last, sizeof(last)) == sizeof(last))
			acknowledged = last + 1;
	(void)nanosleep(&moment, NULL); /* somewhere within a transaction */
	(void)kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	while (read(ends[0], &last, sizeof(last)) == sizeof(last))
		acknowledged = last + 1;
	(void)close(ends[0]);
	return acknowledged;
}

START_TEST(killed_fifty_times)
{
	const char *given = getenv("CHECK_SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10)
			      : (unsigned)time(NULL) ^ (unsigned)getpid();
	unsigned count = 0;

	(void)printf("killed_fifty_times: CHECK_SEED=%u\n", seed);
	(void)fflush(stdout);
	srand(seed);
	memory_close(memory);
	for (unsigned round = 0; round < 50; round++) {
		unsigned acknowledged = owe_and_die(count);

		open_memory();
		ck_assert_ptr_null(note);
		count = (unsigned)number("SELECT count(*) FROM outbox");
		/* All that was acknowledged, at most one that was just not,
		 * and nothing else. */
		ck_assert_uint_ge(count, acknowledged);
		ck_assert_uint_le(count, acknowledged + 1);
		ck_assert_int_eq(number("SELECT count(*) FROM outbox "
					"WHERE n <> CAST(id AS INTEGER) + 1"),
				 0);
		ck_assert_int_eq(number("SELECT (SELECT count(*) FROM outbox "
					"WHERE state = 0) - (SELECT sum(owed) "
					"FROM target)"),
				 0);
		memory_close(memory);
	}
	open_memory();
	ck_assert_int_eq(number("SELECT count(*) FROM outbox AS o "
				"WHERE state = 0 AND head <> (NOT EXISTS "
				"(SELECT 1 FROM outbox AS p WHERE state = 0 "
				"AND p.incident = o.incident AND p.n < o.n))"),
			 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory file");
	TCase *c = tcase_create("memory file");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_set_timeout(c, 120); /* a slow disk, fifty times */
	tcase_add_loop_test(c, corrupt_moved_aside, 0, COUNT_OF(damages));
	tcase_add_test(c, table_missing);
	tcase_add_test(c, corrupt_twice_in_a_second);
	tcase_add_test(c, empty_file_is_new);
	tcase_add_loop_test(c, stranger_left_alone, 0, COUNT_OF(strangers));
	tcase_add_test(c, one_daemon_at_a_time);
	tcase_add_test(c, nowhere_to_open);
	tcase_add_test(c, volatile_works);
	tcase_add_loop_test(c, full_disk, 0, COUNT_OF(disks));
	tcase_add_test(c, killed_fifty_times);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
