/* SPDX-License-Identifier: BSD-3-Clause */
/* program.h - tell by a program: one run for each message, on our loop. I/O.
 *
 * No shell is between. The program has the message on stdin, the descriptors 0
 * to 2 and no other, a process group of its own, and of our environment only
 * what says where and in which language it runs. Whatever it leaves behind in
 * its group is killed when it ends, or at its deadline. */
#ifndef FOREWARN_NOTIFY_PROGRAM_H
#define FOREWARN_NOTIFY_PROGRAM_H

#include "notify/webhook.h"

/* Programs at once, of all targets: a burst must not fill the machine. */
#define PROGRAMS_MAX 8

/* Added to what a program exited with: it did not exit by itself, or was not
 * started. */
#define PROGRAM_STATUS_NONE 256

struct programs;
struct program;

struct program_start {
	const char *const *arguments; /* the program's path first, NULL last */
	const char *environment;      /* "NAME=value\n" each */
	const char *input;
	int64_t deadline_ms;
	/* With the exit status in reply.status, or PROGRAM_STATUS_NONE; the
	 * first line that it wrote is in reply.error. */
	webhook_done *done;
	void *arg;
};

/** ERR_MEMORY. From here on SIGCHLD is handled, SIGPIPE ignored. */
enum err programs_new(struct event_base *base, struct programs **ret_programs);
/** All are killed before. Takes NULL. */
void programs_free(struct programs *programs);

/** Whether one more may run now. */
bool programs_have_room(const struct programs *programs);

/** Run a program; copies what it needs. @return NULL without memory or room.
 * Never calls done() before it returns. */
struct program *program_run(struct programs *programs,
			    const struct program_start *start);
/** Kill it and all of its group; done() is not called. */
void program_cancel(struct program *program);

#endif
