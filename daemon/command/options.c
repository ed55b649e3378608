/* SPDX-License-Identifier: BSD-3-Clause */
/* options.c - the arguments of all commands, read through one table. */
#include "command/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

/* The letter names the option to the commands; -c and -h alone are also short
 * options, the others are seldom typed. */
static const struct {
	char letter;
	const char *name, *argument, *help;
} rows[] = {
	{ 'c', "config", "FILE", "configuration (" CONFIG_PATH ")" },
	{ 'j', "json", NULL, "JSON: an object for each, a line each" },
	{ 'p', "plugin", NULL, "one line with perfdata, for monitoring" },
	{ 's', "save", "FILE", "keep what was seen, for forewarn replay" },
	{ 'f', "from", "FILE", "tell of what check --save kept, ask nothing" },
	{ 'a', "at", "TIME", "judge as of TIME: RFC 3339, or +3d" },
	{ 'w', "wait", "TIME", "wait so long for an end, 30s unless said" },
	{ 'S', "state", "FILE", "this state file, not the daemon's here" },
	{ 'o', "once", NULL, "print it once, as text" },
	{ 'k', "keys", NULL, "every key: type, range, default, meaning" },
	{ 'i', "fault", "ID", "of this fault only; * and ? as in PATTERN" },
	{ 'l', "for", "LENGTH", "how long: 90m, 2h, 1d" },
	{ 'r', "reason", "TEXT", "why, for the others" },
	{ 'h', "help", NULL, "print this and exit" },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static bool takes(const struct command *command, size_t row)
{
	return strchr(command->options, rows[row].letter) != NULL;
}

void options_help(const struct command *command)
{
	char left[32];

	(void)printf("Usage: forewarn %s [options]%s%s\n%s.\n\n", command->name,
		     command->words ? " " : "",
		     command->words ? command->words : "", command->summary);
	for (size_t i = 0; i < ROWS; i++) {
		const char *argument = rows[i].argument;

		if (!takes(command, i))
			continue;
		(void)snprintf(left, sizeof(left), "--%s%s%s", rows[i].name,
			       argument ? " " : "", argument ? argument : "");
		(void)printf("  %c%c%c %-15s %s\n",
			     strchr("ch", rows[i].letter) ? '-' : ' ',
			     strchr("ch", rows[i].letter) ? rows[i].letter
							  : ' ',
			     strchr("ch", rows[i].letter) ? ',' : ' ', left,
			     rows[i].help);
	}
	if (command->manual)
		(void)printf("\n%s", command->manual);
}

static void take(int letter, struct arguments *arguments)
{
	switch (letter) {
	case 'c':
		arguments->config_path = optarg;
		break;
	case 'j':
		arguments->json = true;
		break;
	case 'p':
		arguments->plugin = true;
		break;
	case 's':
		arguments->save_path = optarg;
		break;
	case 'f':
		arguments->from_path = optarg;
		break;
	case 'a':
		arguments->at = optarg;
		break;
	case 'i':
		arguments->fault = optarg;
		break;
	case 'l':
		arguments->length = optarg;
		break;
	case 'r':
		arguments->reason = optarg;
		break;
	case 'w':
		arguments->wait = optarg;
		break;
	case 'S':
		arguments->state_path = optarg;
		break;
	case 'o':
		arguments->once = true;
		break;
	case 'k':
		arguments->keys = true;
		break;
	}
}

static void long_options(const struct command *command,
			 struct option ret_options[ROWS + 1])
{
	size_t count = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (takes(command, i))
			ret_options[count++] = (struct option){
				.name = rows[i].name,
				.has_arg = rows[i].argument ? required_argument
							    : no_argument,
				.val = rows[i].letter,
			};
	ret_options[count] = (struct option){ 0 };
}

/* getopt has said on stderr what is wrong; this says where to read on. */
static int refuse(const struct command *command)
{
	(void)fprintf(stderr, "Try: forewarn %s --help\n", command->name);
	return EXIT_UNKNOWN;
}

static int check_words(const struct command *command,
		       const struct arguments *arguments)
{
	if (arguments->count < command->least) {
		(void)command_complain("%s: %s is missing", command->name,
				       command->words);
		return refuse(command);
	}
	if (arguments->count > command->most) {
		(void)command_complain("%s: %s: unexpected argument",
				       command->name,
				       arguments->words[command->most]);
		return refuse(command);
	}
	if (arguments->json && arguments->plugin) {
		(void)command_complain("%s: either --json or --plugin",
				       command->name);
		return refuse(command);
	}
	return -1;
}

int options_parse(const struct command *command, int argc, char **argv,
		  struct arguments *ret_arguments)
{
	struct option options[ROWS + 1];
	char title[64];
	int letter;

	*ret_arguments = (struct arguments){ 0 };
	long_options(command, options);
	/* getopt begins its messages with argv[0]. */
	(void)snprintf(title, sizeof(title), "forewarn %s", command->name);
	argv[0] = title;
	while ((letter = getopt_long(
			argc, argv, strchr(command->options, 'c') ? "c:h" : "h",
			options, NULL)) != -1) {
		if (letter == 'h') {
			options_help(command);
			return 0;
		}
		if (letter == '?')
			return refuse(command);
		take(letter, ret_arguments);
	}
	ret_arguments->count = (size_t)(argc - optind);
	ret_arguments->words = argv + optind;
	return check_words(command, ret_arguments);
}
