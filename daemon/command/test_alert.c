/* SPDX-License-Identifier: BSD-3-Clause */
/* test_alert.c - forewarn test-alert: does the path to people work?
 *
 * The daemon owes a test to each target and is asked, again and again, what
 * became of it: it tells, and not we, so what is proved is its own path. */
#include "base/clock.h"
#include "command/command.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"
#include "report/safe.h"

#include <jansson.h>
#include <string.h>
#include <time.h>

#define REPLY_BYTES_MAX ((size_t)1024 * 1024)
#define WAIT_S		30
#define ASK_AGAIN_MS	250
/* The plugins contract calls this critical: people are not told. */
#define EXIT_UNDELIVERED 2
/* The request's words, but for the command. */
#define TARGETS_NAMED_MAX 15

struct tally {
	size_t targets, delivered, refused;
};

static struct tally count_results(const char *lines)
{
	struct tally tally = { 0 };

	for (; *lines; lines += strcspn(lines, "\n") + 1) {
		json_t *row = json_loadb(lines, strcspn(lines, "\n"), 0, NULL);
		const char *result =
			json_string_value(json_object_get(row, "result"));

		tally.targets++;
		if (result && strcmp(result, "delivered") == 0)
			tally.delivered++;
		else if (result && strcmp(result, "refused") == 0)
			tally.refused++;
		json_decref(row);
	}
	return tally;
}

/* "failing    pager    HTTP 500". */
static void put_row(const char *line, size_t len, struct text *out)
{
	json_t *row = json_loadb(line, len, 0, NULL);
	const char *error = json_string_value(json_object_get(row, "error"));
	const char *target = json_string_value(json_object_get(row, "target"));
	const char *result = json_string_value(json_object_get(row, "result"));
	struct text name;

	text_init(&name, 1024);
	safe_put(&name, target);
	text_printf(out, error ? "%-10s %-20s " : "%-10s %s",
		    result ? result : "unknown", text_string(&name));
	safe_put(out, error);
	text_put(out, "\n");
	text_done(&name);
	json_decref(row);
}

static int print(const struct arguments *arguments, const struct text *reply)
{
	struct tally tally = count_results(text_string(reply));
	const char *line = text_string(reply);
	int code = tally.targets && tally.delivered == tally.targets
			   ? 0
			   : EXIT_UNDELIVERED;
	struct text out;

	if (arguments->json)
		return output_text(reply, code);
	text_init(&out, REPLY_BYTES_MAX);
	for (size_t len; *line; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		put_row(line, len, &out);
	}
	code = output_text(&out, code);
	text_done(&out);
	return code;
}

static void pause_ms(int64_t ms)
{
	const struct timespec rest = { .tv_sec = ms / 1000,
				       .tv_nsec = ms % 1000 * 1000000 };

	(void)nanosleep(&rest, NULL);
}

/* Ask until each has an end, or the time is over. */
static int await(const struct arguments *arguments,
		 const struct settings *settings, const char *id,
		 int64_t wait_s)
{
	const char *words[2] = { "test-result", id };
	struct mono until = { clock_mono().ms + wait_s * 1000 };

	for (;;) {
		struct tally tally;
		struct text reply;
		int code = EXIT_UNKNOWN;
		bool asked, over;

		text_init(&reply, REPLY_BYTES_MAX);
		asked = settings_ask(settings, 2, words, &reply);
		tally = count_results(text_string(&reply));
		over = tally.delivered + tally.refused == tally.targets ||
		       clock_mono().ms >= until.ms;
		if (asked && over)
			code = print(arguments, &reply);
		text_done(&reply);
		if (!asked || over)
			return code;
		pause_ms(ASK_AGAIN_MS);
	}
}

static int send_test(const struct arguments *arguments,
		     const struct settings *settings)
{
	const char *words[1 + TARGETS_NAMED_MAX] = { "test-alert" };
	int64_t wait_s = WAIT_S;
	int code = EXIT_UNKNOWN;
	struct text id;

	for (size_t i = 0; i < arguments->count; i++)
		words[1 + i] = arguments->words[i];
	if (arguments->wait)
		(void)duration_parse(arguments->wait, &wait_s); /* it is one */
	text_init(&id, 128);
	if (settings_ask(settings, 1 + arguments->count, words, &id) && id.at) {
		id.at[strcspn(id.at, "\n")] = '\0';
		code = await(arguments, settings, id.at, wait_s);
	}
	text_done(&id);
	return code;
}

static int run(const struct arguments *arguments)
{
	int64_t wait_s;

	if (arguments->wait && !duration_parse(arguments->wait, &wait_s))
		return command_complain("--wait %s: must be like 30s or 2m",
					arguments->wait);
	return settings_for_each(arguments, send_test);
}

const struct command command_test_alert = {
	.name = "test-alert",
	.words = "[TARGET...]",
	.options = "cjwh",
	.most = TARGETS_NAMED_MAX,
	.summary = "send a test through the targets, and tell what arrived",
	.manual = "It is marked as a test. Exits 0 where all was delivered, 2 "
		  "where it was not\n(yet: it stays owed), 3 when it could not "
		  "be sent.\n",
	.run = run,
};
