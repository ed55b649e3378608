/* SPDX-License-Identifier: BSD-3-Clause */
/* control.c - forewarn reload and check-now: what the daemon is told to do. */
#include "command/command.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"

/* The errors of a configuration that is refused. */
#define REPLY_BYTES_MAX ((size_t)64 * 1024 * 1024)

static int tell(const struct arguments *arguments,
		const struct settings *settings, const char *word)
{
	const char *words[2] = { word, NULL };
	int code = EXIT_UNKNOWN;
	struct text reply;

	if (arguments->count)
		words[1] = arguments->words[0];
	text_init(&reply, REPLY_BYTES_MAX);
	if (settings_ask(settings, 1 + arguments->count, words, &reply))
		code = output_text(&reply, 0);
	text_done(&reply);
	return code;
}

static int reload(const struct arguments *arguments,
		  const struct settings *settings)
{
	return tell(arguments, settings, "reload");
}

static int check_now(const struct arguments *arguments,
		     const struct settings *settings)
{
	return tell(arguments, settings, "check-now");
}

static int run_reload(const struct arguments *arguments)
{
	return settings_for_each(arguments, reload);
}

static int run_check_now(const struct arguments *arguments)
{
	return settings_for_each(arguments, check_now);
}

const struct command command_reload = {
	.name = "reload",
	.options = "ch",
	.summary = "have the daemon read its configuration again",
	.run = run_reload,
};

const struct command command_check_now = {
	.name = "check-now",
	.words = "[ZONE]",
	.options = "ch",
	.most = 1,
	.summary = "have the daemon survey a zone, or all, at once",
	.run = run_check_now,
};
