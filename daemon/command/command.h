/* SPDX-License-Identifier: BSD-3-Clause */
/* command.h - the commands of `forewarn`: one file each, and one row in
 * commands.c. I/O; right of everything, like app/. */
#ifndef FOREWARN_COMMAND_COMMAND_H
#define FOREWARN_COMMAND_COMMAND_H

#include <stddef.h>

/* The plugins contract: what could not be done is "unknown", and a wrong
 * argument is that as well, never a warning. */
#define EXIT_UNKNOWN 3

struct arguments;

struct command {
	const char *name;
	const char *words;   /* what follows its options: "ZONE..." */
	const char *options; /* letters of options.c that it takes */
	size_t least, most;  /* how many words it needs and takes */
	const char *summary; /* one line for `forewarn help` */
	const char *manual;  /* more for its own --help, whole lines, or NULL */
	/** @return the exit code. */
	int (*run)(const struct arguments *arguments);
};

extern const struct command command_check, command_explain, command_status,
	command_replay, command_config, command_reload, command_check_now,
	command_ack, command_unack, command_silence, command_silences,
	command_unsilence, command_test_alert, command_top, command_help;

extern const struct command *const commands[]; /* NULL at end */

/** @return NULL when there is none such; says so, and what there is. */
const struct command *command_find(const char *name);

/** Say on stderr what went wrong, after the program's name and before a line
 * end. @return EXIT_UNKNOWN, to return with. */
int command_complain(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif
