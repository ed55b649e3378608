/* SPDX-License-Identifier: BSD-3-Clause */
/* launch.c - begin a program. */
#include "notify/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENVIRONMENT_MAX 32

extern char **environ;

/* Where and in which language, and for sanitized builds how; nothing that may
 * be a secret. */
static const char *const passed[] = {
	"PATH=", "HOME=",   "LANG=",	     "LC_ALL=",	      "TZ=",
	"USER=", "TMPDIR=", "ASAN_OPTIONS=", "LSAN_OPTIONS=",
};

static bool is_passed(const char *entry)
{
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (strncmp(entry, passed[i], strlen(passed[i])) == 0)
			return true;
	return false;
}

/* @param own  its lines are cut apart. */
static void choose_environment(char *own, char *ret[ENVIRONMENT_MAX])
{
	size_t count = 0;

	for (char *line = own; *line && count < ENVIRONMENT_MAX - 1;) {
		size_t len = strcspn(line, "\n");
		bool last = line[len] == '\0';

		line[len] = '\0';
		ret[count++] = line;
		line += len + !last;
	}
	for (char **e = environ; *e && count < ENVIRONMENT_MAX - 1; e++)
		if (is_passed(*e))
			ret[count++] = *e;
	ret[count] = NULL;
}

/* What we ignore or block it shall not; its group is its own, so that all that
 * it begins can be ended with it. @return 0 or an errno. */
static int choose_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	int error;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	error = posix_spawnattr_setflags(
		attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
				    POSIX_SPAWN_SETSIGDEF);
	if (!error)
		error = posix_spawnattr_setpgroup(attributes, 0);
	if (!error)
		error = posix_spawnattr_setsigmask(attributes, &none);
	return error ? error : posix_spawnattr_setsigdefault(attributes, &all);
}

/* Libraries may have opened something without O_CLOEXEC: all else is closed.
 * @return 0 or an errno. */
static int choose_descriptors(posix_spawn_file_actions_t *actions, int in,
			      int out)
{
	int error = posix_spawn_file_actions_adddup2(actions, in, 0);

	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, out, 1);
	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, out, 2);
#ifdef HAVE_POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
	return error;
}

/* @return 0 or an errno. */
static int spawn(const char *const *arguments, char *const *environment, int in,
		 int out, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (!error) {
		error = choose_attributes(&attributes);
		if (!error)
			error = choose_descriptors(&actions, in, out);
		/* POSIX: the strings are not changed, the type is C's. */
		if (!error)
			error = posix_spawn(
				ret_pid, arguments[0], &actions, &attributes,
				(char *const *)arguments, environment);
		(void)posix_spawnattr_destroy(&attributes);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

static void close_pipe(const int ends[2])
{
	(void)close(ends[0]); /* nothing is buffered */
	(void)close(ends[1]);
}

/* @return 0 or an errno. */
static int spawn_between(const char *const *arguments, char *const *environment,
			 const int in[2], const int out[2],
			 struct launched *ret)
{
	pid_t pid;
	int error = spawn(arguments, environment, in[0], out[1], &pid);

	if (error)
		return error;
	(void)fcntl(in[1], F_SETFL, O_NONBLOCK); /* cannot fail on a pipe */
	(void)fcntl(out[0], F_SETFL, O_NONBLOCK);
	(void)close(in[0]); /* the program's now */
	(void)close(out[1]);
	*ret = (struct launched){ pid, in[1], out[0] };
	return 0;
}

int launch(const char *const *arguments, const char *environment,
	   struct launched *ret)
{
	char *chosen[ENVIRONMENT_MAX], *own = strdup(environment);
	int in[2], out[2], error = 0;

	if (!own)
		return ENOMEM;
	choose_environment(own, chosen);
	if (pipe2(in, O_CLOEXEC) != 0) {
		error = errno;
	} else if (pipe2(out, O_CLOEXEC) != 0) {
		error = errno;
		close_pipe(in);
	} else {
		error = spawn_between(arguments, chosen, in, out, ret);
		if (error) {
			close_pipe(in);
			close_pipe(out);
		}
	}
	free(own);
	return error;
}
