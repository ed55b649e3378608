/* SPDX-License-Identifier: BSD-3-Clause */
/* commands.c - the table of commands, and `forewarn help`. */
#include "command/command.h"
#include "command/options.h"
#include "config/complaints.h"
#include "diagnose/faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct command *const commands[] = {
	&command_check,	    &command_explain,
	&command_status,    &command_top,
	&command_replay,    &command_config,
	&command_reload,    &command_check_now,
	&command_ack,	    &command_unack,
	&command_silence,   &command_silences,
	&command_unsilence, &command_test_alert,
	&command_help,	    NULL,
};

int command_complain(const char *format, ...)
{
	va_list args;

	(void)fputs("forewarn: ", stderr);
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	(void)fputc('\n', stderr);
	return EXIT_UNKNOWN;
}

static const char *command_at(const void *unused, size_t i)
{
	(void)unused;
	return commands[i] ? commands[i]->name : NULL;
}

static void complain_of_command(const char *name)
{
	const char *near = nearest_word(name, command_at, NULL);

	if (*name == '-') {
		(void)command_complain("%s: the command comes first: forewarn "
				       "status %s ...",
				       name, name);
		return;
	}
	(void)fprintf(stderr, "forewarn: %s: no such command; ", name);
	if (near)
		(void)fprintf(stderr, "did you mean '%s'? There are", near);
	else
		(void)fputs("there are", stderr);
	for (size_t i = 0; commands[i]; i++)
		(void)fprintf(stderr, "%s %s", i ? "," : "", commands[i]->name);
	(void)fputc('\n', stderr);
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	complain_of_command(name);
	return NULL;
}

/* What forewarn-faults(7) says, for whoever has an alert and no manual. */
static int explain_fault(const struct fault *fault)
{
	const struct fault_family *family = fault_family(fault->id);
	const struct fault_note *note = fault_note(fault->id);

	(void)printf("%s: %s", fault->id, fault->summary);
	if (fault->source)
		(void)printf(" (%s)", fault->source);
	if (family)
		(void)printf("\n\nAbout:   %s.", family->plain);
	(void)printf("\n\nShown:   %s.\nFix:     %s.\n", note->shown,
		     note->fix);
	if (family)
		(void)printf("Careful: %s.\n", family->careful);
	return 0;
}

static int list_faults(void)
{
	struct fault fault;
	int longest = 0;

	for (size_t i = 0; fault_at(i, &fault); i++)
		if ((int)strlen(fault.id) > longest)
			longest = (int)strlen(fault.id);
	for (size_t i = 0; fault_at(i, &fault); i++)
		(void)printf("  %-*s  %s\n", longest, fault.id, fault.summary);
	return 0;
}

/* What has a hyphen is more likely to be a fault's id than a command. */
static void complain_of_word(const char *word)
{
	const char *near = nearest_word(word, fault_id_at, NULL);

	if (!strchr(word, '-') && !near) {
		complain_of_command(word);
		return;
	}
	(void)command_complain("%s: no such fault or command%s%s%s; forewarn "
			       "help faults lists the faults",
			       word, near ? " (did you mean '" : "",
			       near ? near : "", near ? "'?)" : "");
}

static int help_about(const char *name)
{
	struct fault fault;

	if (strcmp(name, "faults") == 0)
		return list_faults();
	for (size_t i = 0; fault_at(i, &fault); i++)
		if (strcmp(fault.id, name) == 0)
			return explain_fault(&fault);
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0) {
			options_help(commands[i]);
			return 0;
		}
	complain_of_word(name);
	return EXIT_UNKNOWN;
}

static int run_help(const struct arguments *arguments)
{
	if (arguments->count == 1)
		return help_about(arguments->words[0]);
	(void)puts("Usage: forewarn COMMAND [options]\n"
		   "Look at DNSSEC-signed zones: when validating users fail, "
		   "because of what,\nand what to do.\n");
	for (size_t i = 0; commands[i]; i++)
		(void)printf("  %-11s%s\n", commands[i]->name,
			     commands[i]->summary);
	(void)puts("\nThree to begin with, the first two without the daemon:\n"
		   "  forewarn check example.com     how is it now?\n"
		   "  forewarn explain example.com   why, and what to do?\n"
		   "  forewarn status                what fails next, of all?\n"
		   "\n'forewarn COMMAND --help' says more, 'forewarn help "
		   "FAULT' what an alert means.\nExit codes: 0 ok, 1 warning, "
		   "2 critical, 3 unknown, or it could not be done.");
	return 0;
}

const struct command command_help = {
	.name = "help",
	.words = "[COMMAND|FAULT|faults]",
	.options = "h",
	.most = 1,
	.summary = "list the commands, or explain one, or a fault",
	.run = run_help,
};
