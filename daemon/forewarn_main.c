/* SPDX-License-Identifier: BSD-3-Clause */
/* forewarn_main.c - forewarn: find the command and run it. */
#include "base/log.h"
#include "base/streams.h"
#include "command/command.h"
#include "command/options.h"
#include "probe/prober.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	const struct command *command = &command_help;
	const char *name = argc > 1 ? argv[1] : "help";
	struct arguments arguments;
	int code;

	streams_open();
	/* The supervisor executes us anew with this, and nobody else does. */
	if (argc == 3 && strcmp(name, "--prober") == 0)
		return prober_main(atoi(argv[2]));
	log_open("forewarn", LOG_LEVEL_WARNING);
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		(void)puts("forewarn " PACKAGE_VERSION);
		return streams_flush("forewarn") ? EXIT_SUCCESS : EXIT_UNKNOWN;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	command = command_find(name);
	if (!command)
		return EXIT_UNKNOWN;
	code = options_parse(command, argc > 1 ? argc - 1 : 1,
			     argc > 1 ? argv + 1 : argv, &arguments);
	if (code < 0)
		code = command->run(&arguments);
	if (!streams_flush("forewarn"))
		return EXIT_UNKNOWN;
	return argc > 1 ? code : EXIT_UNKNOWN;
}
