/* SPDX-License-Identifier: BSD-3-Clause */
/* spawn.c - start and end a prober process. */
#include "probe/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_FD 3
/* Ending takes a prober a few ms; the loop may be held up this long. */
#define REAP_STEP_MS 5
#define REAP_STEPS   100

#define ENVIRONMENT_MAX 32

extern char **environ;

/* What of our environment a prober may see: no secrets are passed by these. */
static const char *const passed[] = {
	"JOURNAL_STREAM=", "LD_",    "FAKETIME",
	"ASAN_OPTIONS=",   "UBSAN_", "LSAN_",
};

static bool is_passed(const char *entry)
{
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (strncmp(entry, passed[i], strlen(passed[i])) == 0)
			return true;
	return false;
}

static void choose_environment(char *ret_environment[ENVIRONMENT_MAX])
{
	size_t count = 0;

	for (char **e = environ; *e && count < ENVIRONMENT_MAX - 1; e++)
		if (is_passed(*e))
			ret_environment[count++] = *e;
	ret_environment[count] = NULL;
}

/* The very program that runs, even where its file was replaced since. A
 * descriptor, since a debugger's /proc/self/exe may be the debugger.
 * @return above CHILD_FD, or -1 with errno. */
static int open_program(void)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), above;

	if (fd < 0)
		return -1;
	above = fcntl(fd, F_DUPFD_CLOEXEC, CHILD_FD + 1);
	(void)close(fd); /* only read */
	return above;
}

/* @return 0 or an errno. */
static int spawn_program(int program, int fd, pid_t *ret_pid)
{
	static char name[] = "forewarn-prober", flag[] = "--prober",
		    number[] = { '0' + CHILD_FD, '\0' };
	char *const arguments[] = { name, flag, number, NULL };
	char *environment[ENVIRONMENT_MAX], path[32];
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	choose_environment(environment);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", program);
	error = posix_spawn_file_actions_adddup2(&actions, fd, CHILD_FD);
	if (!error)
		error = posix_spawn(ret_pid, path, &actions, NULL, arguments,
				    environment);
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* @return 0 or an errno. */
static int spawn_on(int fd, pid_t *ret_pid)
{
	int program = open_program(), error;

	if (program < 0)
		return errno;
	error = spawn_program(program, fd, ret_pid);
	(void)close(program); /* only read */
	return error;
}

pid_t spawn_prober(int *ret_fd)
{
	int ends[2], error;
	pid_t pid = -1;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	error = spawn_on(ends[1], &pid);
	(void)close(ends[1]); /* the prober's now */
	if (error) {
		(void)close(ends[0]);
		errno = error;
		return -1;
	}
	*ret_fd = ends[0];
	return pid;
}

static pid_t wait_for(pid_t pid, int *ret_status, int flags)
{
	pid_t got;

	do
		got = waitpid(pid, ret_status, flags);
	while (got < 0 && errno == EINTR);
	return got;
}

pid_t spawn_reap(pid_t pid, int *ret_status)
{
	const struct timespec step = { 0, REAP_STEP_MS * 1000000 };
	pid_t got;

	for (int i = 0; i < REAP_STEPS; i++) {
		got = wait_for(pid, ret_status, WNOHANG);
		if (got != 0)
			return got;
		(void)nanosleep(&step, NULL);
	}
	(void)kill(pid, SIGKILL); /* ours, and not waited for yet */
	return wait_for(pid, ret_status, 0);
}
