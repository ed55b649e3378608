/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_targets.c - no name, however hostile, makes a message that a service
 * would refuse or that calls anybody, and no answer breaks what judges it.
 *
 * Input: a byte that chooses the change, one for the lines, one for the zones,
 * and the string that is all of the rest of the message; it is also what each
 * sink answers. */
#include "lib/samples.h"
#include "targets/kind.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define STRING_MAX	4096
#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	enum target_kind kind;
	size_t bytes_max;
} kinds[] = {
	{ TARGET_GENERIC, 65536 },   { TARGET_SLACK, 13000 },
	{ TARGET_DISCORD, 12000 },   { TARGET_TEAMS, 20000 },
	{ TARGET_PAGERDUTY, 65536 }, { TARGET_NTFY, 3900 },
	{ TARGET_COMMAND, 65536 },
};
#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

/* Links are the one thing that Slack is told in angle brackets. */
static void calls_nobody(const char *slack)
{
	for (const char *at = slack; (at = strchr(at, '<')); at++)
		if (strncmp(at, "<https://dns.example.net/", 25) != 0 &&
		    strncmp(at, "<https://wiki.example.net/", 26) != 0)
			abort();
	if (strstr(slack, "@here") || strstr(slack, "@channel") ||
	    strstr(slack, "@everyone"))
		abort();
}

/* Headers, or a program's environment: no value begins a line of its own. */
static void check_headers(const struct kind *kind,
			  const struct kind_attempt *attempt)
{
	const char *sign = kind->way == WAY_RUN ? "=" : ": ";
	struct text text;
	char *line, *rest;

	if (!kind->headers)
		return;
	text_init(&text, 1 << 20);
	kind->headers(attempt, &text);
	if (!text_ok(&text))
		abort();
	for (line = text.at; line && *line; line = rest + 1) {
		rest = strchr(line, '\n');
		if (!rest)
			abort();
		*rest = '\0';
		/* A name of ours, then the value. */
		if (line[strspn(line, NAME_CHARACTERS)] != *sign ||
		    strpbrk(line, "\r\033"))
			abort();
	}
	text_done(&text);
}

static void lay_out(const struct card *card, size_t i)
{
	const struct kind *kind = kind_of(kinds[i].kind);
	struct kind_attempt attempt = { .id = card->id,
					.url = "https://ntfy.example/topic",
					.token = "token" };
	struct text body, filled;
	json_t *message;

	text_init(&body, 1 << 20);
	text_init(&filled, 1 << 20);
	kind->body(card, &body);
	attempt.body = text_string(&body);
	if (!text_ok(&body) || body.len > kinds[i].bytes_max)
		abort();
	if (kind->fill)
		kind->fill(&attempt, &filled);
	else
		text_put(&filled, attempt.body);
	check_headers(kind, &attempt);
	message = json_loads(text_string(&filled), 0, NULL);
	if (!text_ok(&filled) || !json_is_object(message))
		abort();
	if (kinds[i].kind == TARGET_SLACK)
		calls_nobody(text_string(&body));
	json_decref(message);
	text_done(&filled);
	text_done(&body);
}

static void judge(const uint8_t *data, size_t size)
{
	static const unsigned statuses[] = { 0,	  200, 202, 204, 302,
					     400, 404, 410, 429, 500 };

	for (size_t i = 0; i < KIND_COUNT; i++)
		for (size_t s = 0; s < sizeof(statuses) / sizeof(statuses[0]);
		     s++) {
			struct kind_reply reply = {
				.status = statuses[s],
				/* As the header has it: of any size. */
				.retry_after_s = size > 2 ? data[2] << 23 : 0,
				.body = (const char *)data,
				.body_len = size < KIND_REPLY_MAX
						    ? size
						    : KIND_REPLY_MAX,
			};

			if (kind_judge(kind_of(kinds[i].kind), &reply) ==
				    KIND_DONE &&
			    kinds[i].kind != TARGET_COMMAND &&
			    (reply.status < 200 || reply.status > 299))
				abort();
			if (reply.retry_after_s < 0)
				abort();
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char string[STRING_MAX + 1];
	struct arena *arena;
	const struct card *card;

	if (size < 3)
		return 0;
	judge(data + 3, size - 3);
	memset(string, 0, sizeof(string));
	memcpy(string, data + 3, size - 3 < STRING_MAX ? size - 3 : STRING_MAX);
	arena = arena_new(CARD_BYTES_MAX);
	card = sample_hostile(arena, string, data[1], data[2], data[0] % 5);
	if (!card)
		abort();
	for (size_t i = 0; i < KIND_COUNT; i++)
		lay_out(card, i);
	arena_free(arena);
	return 0;
}
