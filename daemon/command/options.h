/* SPDX-License-Identifier: BSD-3-Clause */
/* options.h - the arguments of all commands, read through one table. */
#ifndef FOREWARN_COMMAND_OPTIONS_H
#define FOREWARN_COMMAND_OPTIONS_H

#include "command/command.h"

#include <stdbool.h>

/* Where a configuration is looked for when none is named. */
#define CONFIG_PATH SYSCONFDIR "/forewarn/forewarn.yaml"

struct arguments {
	const char *config_path;	     /* NULL: not given */
	const char *save_path;		     /* NULL: not given */
	const char *from_path;		     /* NULL: not given */
	const char *at;			     /* NULL: not given */
	const char *state_path;		     /* NULL: not given */
	const char *fault, *length, *reason; /* the same */
	const char *wait;		     /* NULL: not given */
	bool json, plugin, keys, once;
	size_t count;
	char **words; /* what is no option */
};

/**
 * Read what follows a command's name.
 *
 * @param argv  argv[0] is the command's name; is put in another order.
 * @return -1 to go on; else the exit code: it was help, or a complaint.
 */
int options_parse(const struct command *command, int argc, char **argv,
		  struct arguments *ret_arguments);

/** Print the --help of @p command. */
void options_help(const struct command *command);

#endif
