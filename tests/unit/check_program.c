/* SPDX-License-Identifier: BSD-3-Clause */
/* check_program.c - programs that are run for a message: how they end, what
 * they get, what they leave behind. Real ones, by /bin/sh. */
#include "unit.h"

#include "notify/program.h"

#include <event2/event.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct event_base *base;
static struct programs *programs;
static struct webhook_reply last;
static unsigned ended;

static void setup(void)
{
	base = event_base_new();
	ck_assert(programs_new(base, &programs) == ERR_OK);
	ended = 0;
}

static void teardown(void)
{
	programs_free(programs);
	event_base_free(base);
}

static void on_done(void *arg, const struct webhook_reply *reply)
{
	unsigned *wanted = arg;

	last = *reply;
	if (++ended == *wanted)
		(void)event_base_loopbreak(base);
}

static struct program *begin(const char *path, const char *script,
			     int64_t deadline_ms, unsigned *wanted)
{
	const char *const words[] = { path, "-c", script, "argument one",
				      NULL };
	const struct program_start start = { .arguments = words,
					     .environment =
						     "FOREWARN_A=a b\n"
						     "FOREWARN_B=$HOME\n",
					     .input = "the message\n",
					     .deadline_ms = deadline_ms,
					     .done = on_done,
					     .arg = wanted };

	return program_run(programs, &start);
}

static const struct {
	const char *name, *path, *script;
	int64_t deadline_ms;
	unsigned status;
	const char *error;
} runs[] = {
	{ "well", "/bin/sh", "cat > /dev/null", 5000, 0, "exit 0" },
	{ "reads nothing", "/bin/sh", "exit 0", 5000, 0, "exit 0" },
	{ "closes stdin and goes on", "/bin/sh", "exec 0<&-; sleep 0.05", 5000,
	  0, "exit 0" },
	{ "gets the message", "/bin/sh", "read line; echo \"$line\"; exit 1",
	  5000, 1, "exit 1: the message" },
	{ "gets its argument, untouched", "/bin/sh", "echo \"$0\"; exit 2",
	  5000, 2, "exit 2: argument one" },
	{ "gets its environment, untouched", "/bin/sh",
	  "echo \"$FOREWARN_A,$FOREWARN_B\"; exit 3", 5000, 3,
	  "exit 3: a b,$HOME" },
	{ "and nothing of ours", "/bin/sh", "echo \"[$PATH_SECRET]\"; exit 4",
	  5000, 4, "exit 4: []" },
	{ "its first line only", "/bin/sh", "echo one; echo two >&2; exit 5",
	  5000, 5, "exit 5: one" },
	{ "what it says on stderr", "/bin/sh", "echo bad >&2; exit 75", 5000,
	  75, "exit 75: bad" },
	{ "writes without end", "/bin/sh", "yes x | head -c 5000000; exit 6",
	  20000, 6, "exit 6: x" },
	{ "the greatest status", "/bin/sh", "exit 255", 5000, 255, "exit 255" },
	{ "killed", "/bin/sh", "kill -9 $$", 5000, PROGRAM_STATUS_NONE,
	  "killed by signal 9" },
	{ "a signal that we ignore ends it", "/bin/sh", "kill -PIPE $$", 5000,
	  PROGRAM_STATUS_NONE, "killed by signal 13" },
	{ "past its deadline", "/bin/sh", "sleep 600", 50, PROGRAM_STATUS_NONE,
	  "killed at its deadline" },
	{ "past it while it ignores signals", "/bin/sh",
	  "trap '' TERM INT HUP; sleep 600 & wait; wait", 50,
	  PROGRAM_STATUS_NONE, "killed at its deadline" },
	{ "a child that lives on holds nothing up", "/bin/sh",
	  "sleep 600 & exit 7", 5000, 7, "exit 7" },
	{ "no such program", "/no/such/program", "", 5000, PROGRAM_STATUS_NONE,
	  "cannot be started: No such file or directory" },
	{ "not a program", "/etc/passwd", "", 5000, PROGRAM_STATUS_NONE,
	  "cannot be started: Permission denied" },
};

START_TEST(program_ends)
{
	unsigned wanted = 1;

	(void)setenv("PATH_SECRET", "hunter2", 1);
	ck_assert_ptr_nonnull(begin(runs[_i].path, runs[_i].script,
				    runs[_i].deadline_ms, &wanted));
	ck_assert_uint_eq(ended, 0);
	(void)event_base_dispatch(base);
	ck_assert_msg(last.status == runs[_i].status &&
			      strcmp(last.error, runs[_i].error) == 0,
		      "%s: %u, '%s'", runs[_i].name, last.status, last.error);
	ck_assert(programs_have_room(programs));
}
END_TEST

/* What has ended and was not waited for yet (by init) is dead enough. */
static bool is_alive(int pid)
{
	char path[32], state = 'Z';
	FILE *stat;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	stat = fopen(path, "r");
	if (!stat)
		return false;
	(void)fscanf(stat, "%*d (%*[^)]) %c", &state);
	(void)fclose(stat);
	return state != 'Z' && state != 'X';
}

/* All that it began is gone with it: its whole group. */
START_TEST(its_group_goes_with_it)
{
	unsigned wanted = 1;
	int pid;

	/* The child ignores what can be ignored, and has let go of the pipe. */
	ck_assert_ptr_nonnull(
		begin("/bin/sh",
		      "(trap '' HUP; exec sleep 600 > /dev/null 2>&1) &"
		      " echo $!; exit 1",
		      5000, &wanted));
	(void)event_base_dispatch(base);
	ck_assert_int_eq(sscanf(last.error, "exit 1: %d", &pid), 1);
	for (int i = 0; i < 200 && is_alive(pid); i++)
		(void)usleep(10000);
	ck_assert(!is_alive(pid));
}
END_TEST

START_TEST(so_many_at_once)
{
	unsigned wanted = PROGRAMS_MAX;

	for (size_t i = 0; i < PROGRAMS_MAX; i++)
		ck_assert_ptr_nonnull(
			begin("/bin/sh", "exit 0", 5000, &wanted));
	ck_assert(!programs_have_room(programs));
	ck_assert_ptr_null(begin("/bin/sh", "exit 0", 5000, &wanted));
	(void)event_base_dispatch(base);
	ck_assert_uint_eq(ended, PROGRAMS_MAX);
	ck_assert(programs_have_room(programs));
}
END_TEST

START_TEST(cancelled_it_is_gone)
{
	unsigned wanted = 1;
	struct program *program = begin("/bin/sh", "sleep 600", 5000, &wanted);

	ck_assert_ptr_nonnull(program);
	program_cancel(program);
	ck_assert(programs_have_room(programs));
	(void)event_base_loop(base, EVLOOP_NONBLOCK);
	ck_assert_uint_eq(ended, 0);
	/* And with all of them. */
	ck_assert_ptr_nonnull(begin("/bin/sh", "sleep 600", 5000, &wanted));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("program");
	TCase *c = tcase_create("program");

	tcase_set_timeout(c, 30);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, program_ends, 0, COUNT_OF(runs));
	tcase_add_test(c, its_group_goes_with_it);
	tcase_add_test(c, so_many_at_once);
	tcase_add_test(c, cancelled_it_is_gone);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
