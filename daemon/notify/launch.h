/* SPDX-License-Identifier: BSD-3-Clause */
/* launch.h - begin a program with a pipe to it and one from it. I/O. */
#ifndef FOREWARN_NOTIFY_LAUNCH_H
#define FOREWARN_NOTIFY_LAUNCH_H

#include <sys/types.h>

struct launched {
	pid_t pid;   /* its process group as well */
	int in, out; /* to its stdin, from its stdout and stderr; do not block
		      */
};

/**
 * @param arguments    the program's path first, NULL last.
 * @param environment  "NAME=value\n" each, beside what is passed on of ours.
 * @param ret          untouched on failure.
 * @return 0 or an errno.
 */
int launch(const char *const *arguments, const char *environment,
	   struct launched *ret);

#endif
