/* SPDX-License-Identifier: BSD-3-Clause */
/* told.c - what fuzz targets hold every text to that leaves the program. */
#include "told.h"

#include "report/safe.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void told_check(bool holds)
{
	if (!holds)
		abort();
}

/* ASCII that prints, or line ends: as most is. */
static bool is_plain_text(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((at[i] < ' ' && at[i] != '\n') || at[i] == 0x7f)
			return false;
	return true;
}

void told_text(const struct text *text)
{
	const char *at = text_string(text);
	struct text safe;

	told_check(text_ok(text) && strlen(at) == text->len);
	if (is_plain_text(at, text->len))
		return;
	text_init(&safe, text->len + 16);
	for (const char *end = at; *end; at = end) {
		char *line;

		end += strcspn(end, "\n") + 1;
		line = strndup(at, (size_t)(end - at) - 1);
		safe_put(&safe, line);
		text_put(&safe, "\n");
		free(line);
		if (!end[-1])
			break;
	}
	/* What is safe already stays as it is. */
	told_check(text_ok(&safe) &&
		   strncmp(text_string(&safe), text_string(text), text->len) ==
			   0 &&
		   safe.len <= text->len + 1);
	text_done(&safe);
}

void told_json(const struct text *text)
{
	json_t *value;

	told_text(text);
	value = json_loadb(text_string(text), text->len, JSON_DECODE_ANY, NULL);
	told_check(value);
	json_decref(value);
}

/* --- commands --- */

/* What sh, bash and zsh take as it is, in the middle of a word. */
static bool is_plain(char c)
{
	return isalnum((unsigned char)c) || strchr("@:.,_+=/-", c);
}

/* One word, behind which a blank or the end is.
 * @return its end; aborts where a shell would make anything else of it. */
static const char *skip_word(const char *at)
{
	while (*at && *at != ' ') {
		if (*at == '\'') {
			at = strchr(at + 1, '\'');
			told_check(at);
		} else {
			told_check(is_plain(*at));
		}
		at++;
	}
	return at;
}

static void check_command(const char *command)
{
	static const char *const options[] = { "-p ", "-a ", "-b " };
	const char *at = command;
	bool known;

	for (;;) {
		known = *at != '-';
		for (size_t i = 0; i < sizeof(options) / sizeof(char *); i++)
			known |= strncmp(at, options[i], 3) == 0;
		told_check(known);
		at = skip_word(at);
		if (!*at)
			return;
		at++;
	}
}

void told_commands(const struct assessment *assessment)
{
	for (size_t i = 0; i < assessment->finding_count; i++) {
		const struct finding *f = assessment->findings[i];

		for (size_t n = 0; n < f->verify.count; n++)
			if (strncmp(f->verify.at[n], "dig ", 4) == 0 ||
			    strncmp(f->verify.at[n], "delv ", 5) == 0)
				check_command(f->verify.at[n]);
	}
}

/* --- verdicts --- */

void told_verdict(const struct assessment *a)
{
	enum severity worst = SEVERITY_OK;

	for (size_t i = 0; i < a->finding_count; i++)
		if (a->findings[i]->severity > worst)
			worst = a->findings[i]->severity;
	told_check((worst == SEVERITY_CRITICAL) ==
		   (a->verdict == VERDICT_CRITICAL));
	told_check(worst == SEVERITY_CRITICAL || !a->unknown_because ||
		   a->verdict == VERDICT_UNKNOWN);
	told_check(worst < SEVERITY_WARNING || a->verdict >= VERDICT_WARNING);
	told_check(a->verdict != VERDICT_OK || worst == SEVERITY_OK);
}
