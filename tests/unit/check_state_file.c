/* SPDX-License-Identifier: BSD-3-Clause */
/* check_state_file.c - the state file: whole, or the one before. */
#include "publish_fixture.h"
#include "unit.h"

#include "publish/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(file_sizes)
{
	static const size_t paddings[] = { 0, 1000, 65000, 66000, 5000000 };
	struct stat st;

	(void)umask(077);
	ck_assert_int_eq(publish(7, paddings[_i]), ERR_OK);
	ck_assert_int_eq(read_version(), 7);
	ck_assert_int_eq(stat(file_path, &st), 0);
	ck_assert_int_eq(st.st_size, (off_t)paddings[_i] + 16);
	ck_assert_int_eq(st.st_mode & 07777, 0644);
	ck_assert_int_ne(access(temporary_path, F_OK), 0);
}
END_TEST

START_TEST(file_large_piece)
{
	static char piece[200000];
	struct state_file *file;
	struct stat st;

	ck_assert_int_eq(state_file_begin(file_path, &file), ERR_OK);
	ck_assert_int_eq(state_file_write(file, "a", 1), ERR_OK);
	ck_assert_int_eq(state_file_write(file, piece, sizeof(piece)), ERR_OK);
	ck_assert_int_eq(state_file_write(file, "", 0), ERR_OK);
	ck_assert_int_eq(state_file_commit(file), ERR_OK);
	ck_assert_int_eq(stat(file_path, &st), 0);
	ck_assert_int_eq(st.st_size, (off_t)sizeof(piece) + 1);
}
END_TEST

START_TEST(file_abort)
{
	struct state_file *file;

	ck_assert_int_eq(publish(1, 1000), ERR_OK);
	ck_assert_int_eq(state_file_begin(file_path, &file), ERR_OK);
	ck_assert_int_eq(write_version(file, 2, 100000), ERR_OK);
	state_file_abort(file);
	state_file_abort(NULL);
	ck_assert_int_eq(read_version(), 1);
	ck_assert_int_ne(access(temporary_path, F_OK), 0);
}
END_TEST

START_TEST(file_left_behind)
{
	int fd = open(temporary_path, O_WRONLY | O_CREAT, 0600);

	/* By a writer that was killed: longer than what comes next. */
	ck_assert_int_eq(ftruncate(fd, 1000000), 0);
	(void)close(fd);
	ck_assert_int_eq(publish(3, 1000), ERR_OK);
	ck_assert_int_eq(read_version(), 3);
}
END_TEST

START_TEST(file_two_writers)
{
	struct state_file *first, *second;

	ck_assert_int_eq(state_file_begin(file_path, &first), ERR_OK);
	ck_assert_int_eq(write_version(first, 4, 100000), ERR_OK);
	ck_assert_int_eq(state_file_begin(file_path, &second), ERR_BUSY);
	ck_assert_int_eq(state_file_commit(first), ERR_OK);
	ck_assert_int_eq(read_version(), 4);
	ck_assert_int_eq(publish(5, 0), ERR_OK);
	ck_assert_int_eq(read_version(), 5);
}
END_TEST

START_TEST(file_no_directory)
{
	struct state_file *file;

	errno = 0;
	ck_assert_int_eq(state_file_begin("/nowhere/at/all", &file), ERR_IO);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(file_not_through_links)
{
	struct state_file *file;

	ck_assert_int_eq(symlink("/dev/null", temporary_path), 0);
	ck_assert_int_eq(state_file_begin(file_path, &file), ERR_IO);
	ck_assert_int_eq(errno, ELOOP);
}
END_TEST

START_TEST(file_disk_full)
{
	struct rlimit limit = { .rlim_cur = 150000, .rlim_max = RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(publish(1, 1000), ERR_OK);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(publish(2, 1000000), ERR_IO);
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_int_eq(read_version(), 1);
	/* The last buffer is written by the commit. */
	ck_assert_int_eq(publish(3, 190000), ERR_IO);
	ck_assert_int_eq(read_version(), 1);
	ck_assert_int_eq(publish(4, 1000), ERR_OK);
	ck_assert_int_eq(read_version(), 4);
}
END_TEST

/* Read until the last version is there; exit 0 if none was ever torn or older
 * than one before. */
static void read_on(long last)
{
	long seen = 0;

	while (seen != last) {
		long number = read_version();

		if (number < seen)
			_exit(1);
		seen = number;
	}
	_exit(0);
}

START_TEST(file_never_torn)
{
	const unsigned versions = 300;
	int status;
	pid_t reader;

	ck_assert_int_eq(publish(0, 0), ERR_OK);
	reader = fork();
	if (reader == 0)
		read_on(versions);
	for (unsigned i = 1; i <= versions; i++)
		ck_assert_int_eq(publish(i, i % 5 * 70000), ERR_OK);
	ck_assert_int_eq(waitpid(reader, &status, 0), reader);
	ck_assert_int_eq(status, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("state file");
	TCase *c = tcase_create("state file");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, file_sizes, 0, 5);
	tcase_add_test(c, file_large_piece);
	tcase_add_test(c, file_abort);
	tcase_add_test(c, file_left_behind);
	tcase_add_test(c, file_two_writers);
	tcase_add_test(c, file_no_directory);
	tcase_add_test(c, file_not_through_links);
	tcase_add_test(c, file_disk_full);
	tcase_add_test(c, file_never_torn);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
