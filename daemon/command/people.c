/* SPDX-License-Identifier: BSD-3-Clause */
/* people.c - forewarn ack, unack, silence, unsilence, silences: what people
 * say of what is broken. The daemon notes who said it. */
#include "base/clock.h"
#include "command/command.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"
#include "report/safe.h"
#include "report/words.h"

#include <jansson.h>
#include <string.h>

/* Some hundred silences. */
#define REPLY_BYTES_MAX ((size_t)16 * 1024 * 1024)

/* Ask, and hand the answer to @p show. @return the exit code. */
static int ask(const struct arguments *arguments,
	       const struct settings *settings, size_t count,
	       const char *const *words,
	       int (*show)(const struct arguments *arguments,
			   const struct text *reply))
{
	int code = EXIT_UNKNOWN;
	struct text reply;

	text_init(&reply, REPLY_BYTES_MAX);
	if (settings_ask(settings, count, words, &reply))
		code = show(arguments, &reply);
	text_done(&reply);
	return code;
}

static int show_reply(const struct arguments *arguments,
		      const struct text *reply)
{
	(void)arguments;
	return output_text(reply, 0);
}

static int ack(const struct arguments *arguments,
	       const struct settings *settings)
{
	const char *words[] = { "ack", arguments->words[0], arguments->reason };

	return ask(arguments, settings, arguments->reason ? 3 : 2, words,
		   show_reply);
}

static int unack(const struct arguments *arguments,
		 const struct settings *settings)
{
	const char *words[] = { "unack", arguments->words[0] };

	return ask(arguments, settings, 2, words, show_reply);
}

static int silence(const struct arguments *arguments,
		   const struct settings *settings)
{
	const char *words[] = { "silence", arguments->words[0],
				arguments->fault ? arguments->fault : "",
				arguments->length, arguments->reason };

	return ask(arguments, settings, 5, words, show_reply);
}

static int unsilence(const struct arguments *arguments,
		     const struct settings *settings)
{
	const char *words[] = { "unsilence", arguments->words[0] };

	return ask(arguments, settings, 2, words, show_reply);
}

static int run_ack(const struct arguments *arguments)
{
	return settings_for_any(arguments, ack);
}

static int run_unack(const struct arguments *arguments)
{
	return settings_for_any(arguments, unack);
}

static int run_silence(const struct arguments *arguments)
{
	if (!arguments->length)
		return command_complain(
			"silence: --for is missing: how long, such as 2h");
	if (!arguments->reason)
		return command_complain(
			"silence: --reason is missing: whoever sees it broken "
			"and was not told will ask");
	return settings_for_each(arguments, silence);
}

static int run_unsilence(const struct arguments *arguments)
{
	return settings_for_any(arguments, unsilence);
}

/* --- silences --- */

static const char *word_at(const json_t *silence, const char *key)
{
	const char *word = json_string_value(json_object_get(silence, key));

	return word ? word : "";
}

static struct wall time_at(const json_t *silence, const char *key)
{
	struct wall t = WALL_NEVER;

	(void)wall_parse(word_at(silence, key), &t); /* null is never */
	return t;
}

static void put_names(struct text *out, const json_t *names)
{
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		text_put(out, i ? ", " : "");
		safe_put(out, json_string_value(name));
	}
}

/* "in force until 2026-11-22 18:00 UTC, 1h 59m more" */
static void put_when(struct text *out, const json_t *silence, struct wall now)
{
	struct wall from = time_at(silence, "from");
	struct wall until = time_at(silence, "until");

	if (json_is_true(json_object_get(silence, "active"))) {
		text_put(out, "in force until ");
		words_time(out, until);
		text_put(out, ", ");
		words_span(out, now, until);
		text_put(out, " more\n");
	} else if (from.s > now.s) {
		text_put(out, "from ");
		words_time(out, from);
		text_put(out, " (in ");
		words_span(out, now, from);
		text_put(out, ") until ");
		words_time(out, until);
		text_put(out, "\n");
	} else {
		text_put(out, "over\n");
	}
}

static void put_silence(struct text *out, const json_t *silence,
			struct wall now)
{
	const json_t *faults = json_object_get(silence, "faults");
	bool window = strcmp(word_at(silence, "kind"), "maintenance") == 0;

	text_printf(out, "%-5.16s ", word_at(silence, "id"));
	put_when(out, silence, now);
	text_put(out, "      ");
	put_names(out, json_object_get(silence, "zones"));
	text_put(out, ": ");
	if (json_array_size(faults))
		put_names(out, faults);
	else
		text_put(out, "all faults");
	text_put(out, "\n      ");
	safe_put(out, window ? "maintenance" : word_at(silence, "by"));
	text_put(out, ": ");
	safe_put(out, word_at(silence, "reason"));
	text_put(out, "\n");
}

static int show_silences(const struct arguments *arguments,
			 const struct text *reply)
{
	const char *line = text_string(reply);
	struct text out;
	int code;

	if (arguments->json)
		return output_text(reply, 0);
	text_init(&out, REPLY_BYTES_MAX);
	if (!*line)
		text_put(&out, "nothing is silenced\n");
	while (*line) {
		size_t len = strcspn(line, "\n");
		json_t *silence = json_loadb(line, len, 0, NULL);

		put_silence(&out, silence, clock_wall());
		json_decref(silence);
		line += len + (line[len] == '\n');
	}
	code = output_text(&out, 0);
	text_done(&out);
	return code;
}

static int silences(const struct arguments *arguments,
		    const struct settings *settings)
{
	const char *words[] = { "silences" };

	return ask(arguments, settings, 1, words, show_silences);
}

static int run_silences(const struct arguments *arguments)
{
	return settings_for_each(arguments, silences);
}

const struct command command_ack = {
	.name = "ack",
	.words = "ZONE|INCIDENT",
	.options = "crh",
	.least = 1,
	.most = 1,
	.summary = "say that you look after an open incident",
	.manual = "Reminders stop until it worsens or is over. INCIDENT is an "
		  "id, or its first\nsix characters or more. --reason is for "
		  "the others: what you know, what you do.\n",
	.run = run_ack,
};

const struct command command_unack = {
	.name = "unack",
	.words = "ZONE|INCIDENT",
	.options = "ch",
	.least = 1,
	.most = 1,
	.summary = "give an incident back that you looked after",
	.run = run_unack,
};

const struct command command_silence = {
	.name = "silence",
	.words = "ZONE|PATTERN",
	.options = "cilrh",
	.least = 1,
	.most = 1,
	.summary = "have faults shown and not told, for a time",
	.manual =
		"Verdicts, counts and exit codes stay what they are. What is "
		"still broken when\nthe silence ends is told then. PATTERN: * "
		"stands for any letters, dots among\nthem, and for zones "
		"alone; "
		"quote it. --for is 1m to 30d.\n\n"
		"  forewarn silence '*.bank.example' --fault 'rrsig-*' --for "
		"2h "
		"\\\n      --reason 'HSM moves'\n",
	.run = run_silence,
};

const struct command command_silences = {
	.name = "silences",
	.options = "cjh",
	.summary = "list silences and windows of maintenance",
	.run = run_silences,
};

const struct command command_unsilence = {
	.name = "unsilence",
	.words = "ID",
	.options = "ch",
	.least = 1,
	.most = 1,
	.summary = "end a silence; what is still broken is told",
	.run = run_unsilence,
};
