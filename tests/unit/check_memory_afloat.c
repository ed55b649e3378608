/* SPDX-License-Identifier: BSD-3-Clause */
/* check_memory_afloat.c - what is remembered goes on without the disk, and back
 * to it. */
#include "memory_fixture.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(afloat_and_back)
{
	char wal[128];

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert(!memory_is_robbed(memory));
	ck_assert_int_eq(memory_set_afloat(memory), ERR_OK);
	ck_assert_int_eq(memory_set_afloat(memory), ERR_OK);
	ck_assert(memory_is_afloat(memory));
	expect_only(&broken);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	ck_assert_int_eq(memory_land(memory), ERR_OK);
	ck_assert(!memory_is_afloat(memory));
	due("t", NULL, 0, "i.1");
	ck_assert_int_eq(owe("t", "k", "k.1", 50), ERR_OK);
	(void)snprintf(wal, sizeof(wal), "%s-wal", path);
	ck_assert_int_eq(access(wal, F_OK), 0);
	reopen();
	expect_only(&broken);
	due("t", NULL, 0, "k.1");
}
END_TEST

/* Killed while it floats: what was on the disk before is there still. */
START_TEST(killed_afloat)
{
	pid_t child;
	int status;

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	memory_close(memory);
	memory = NULL;
	child = fork();
	if (child == 0) {
		open_memory();
		ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
		ck_assert_int_eq(memory_set_afloat(memory), ERR_OK);
		ck_assert_int_eq(owe("t", "k", "k.1", 50), ERR_OK);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	open_memory();
	ck_assert_ptr_null(note);
	expect_only(&broken);
	due("t", NULL, 0, "i.1");
}
END_TEST

static void take_file(void)
{
	ck_assert_int_eq(unlink(path), 0);
}

static void take_all(void)
{
	char name[128];

	take_file();
	(void)snprintf(name, sizeof(name), "%s-wal", path);
	ck_assert_int_eq(unlink(name), 0);
	(void)snprintf(name, sizeof(name), "%s-shm", path);
	ck_assert_int_eq(unlink(name), 0);
	(void)snprintf(name, sizeof(name), "%s.lock", path);
	ck_assert_int_eq(unlink(name), 0);
}

static void replace_file(void)
{
	take_file();
	(void)close(open(path, O_WRONLY | O_CREAT, 0600));
}

static const struct {
	const char *name;
	void (*rob)(void);
	enum err want;
} robberies[] = {
	{ "of its file", take_file, ERR_OK },
	{ "of all", take_all, ERR_OK },
	{ "of its place", replace_file, ERR_BUSY },
};

START_TEST(robbed_of_its_file)
{
	struct memory *none;
	const char *words;
	pid_t child;
	int status;

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	robberies[_i].rob();
	ck_assert(memory_is_robbed(memory));
	ck_assert_int_eq(memory_set_afloat(memory), ERR_OK);
	ck_assert(!memory_is_robbed(memory));
	ck_assert_int_eq(memory_land(memory), robberies[_i].want);
	expect_only(&broken);
	if (robberies[_i].want != ERR_OK) {
		ck_assert(memory_is_afloat(memory));
		return;
	}
	ck_assert(!memory_is_robbed(memory));
	child = fork();
	if (child == 0)
		_exit(memory_open(path, now, &none, &words) == ERR_BUSY ? 0
									: 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	reopen();
	expect_only(&broken);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory afloat");
	TCase *c = tcase_create("memory afloat");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, afloat_and_back);
	tcase_add_test(c, killed_afloat);
	tcase_add_loop_test(c, robbed_of_its_file, 0, COUNT_OF(robberies));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
