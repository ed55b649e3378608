/* SPDX-License-Identifier: BSD-3-Clause */
/* words.c - the words and marks that every report for people shares. */
#include "report/words.h"

#include "report/safe.h"

#include <string.h>

static const struct {
	const char *word, *glyph, *ascii, *colour; /* SGR, ECMA-48 8.3.117 */
} rows[VERDICT_COUNT] = {
	[VERDICT_OK] = { "OK", "✓", "+", "32" },
	[VERDICT_INFO] = { "INFO", "•", "i", "36" },
	[VERDICT_WARNING] = { "WARNING", "▲", "!", "33" },
	[VERDICT_CRITICAL] = { "CRITICAL", "✗", "X", "1;31" },
	[VERDICT_UNKNOWN] = { "UNKNOWN", "?", "?", "35" },
};

const char *words_verdict(enum verdict verdict)
{
	return rows[verdict].word;
}

enum verdict words_verdict_of(enum severity severity)
{
	static const enum verdict of[] = {
		[SEVERITY_OK] = VERDICT_OK,
		[SEVERITY_INFO] = VERDICT_INFO,
		[SEVERITY_WARNING] = VERDICT_WARNING,
		[SEVERITY_CRITICAL] = VERDICT_CRITICAL,
	};

	return of[severity];
}

const char *words_severity(enum severity severity)
{
	return rows[words_verdict_of(severity)].word;
}

const char *words_glyph(enum verdict verdict, struct report_style style)
{
	return style.ascii ? rows[verdict].ascii : rows[verdict].glyph;
}

void words_coloured(struct text *out, enum verdict verdict,
		    struct report_style style, const char *word)
{
	if (style.colour)
		text_printf(out, "\033[%sm%s\033[0m", rows[verdict].colour,
			    word);
	else
		text_put(out, word);
}

void words_time(struct text *out, struct wall t)
{
	char text[WALL_TEXT_SIZE];

	/* Seconds help nobody who reads; the zone of time always does. */
	wall_format(t, text);
	if (wall_is_never(t))
		text_put(out, text);
	else
		text_printf(out, "%.10s %.5s UTC", text, text + 11);
}

bool words_is_paste(const char *line)
{
	const char *space = strchr(line, ' ');

	return space && strncmp(space, " IN DS ", 7) == 0;
}

bool words_mention(const char *line, struct wall t)
{
	char text[WALL_TEXT_SIZE];

	return wall_is_never(t) ||
	       (line && strstr(line, wall_format(t, text)) != NULL);
}

void words_span(struct text *out, struct wall a, struct wall b)
{
	char text[DURATION_TEXT_SIZE];
	int64_t s = wall_diff(a, b);

	text_put(out, duration_format(s < 0 ? -s : s, text));
}

bool words_fails_undated(const struct assessment *assessment)
{
	if (assessment->breaks_at.s > assessment->checked_at.s)
		return false;
	for (size_t i = 0; i < assessment->finding_count; i++)
		if (assessment->findings[i]->deadline.s ==
		    assessment->breaks_at.s)
			return false;
	return true;
}

struct words_left words_left(const struct assessment *assessment)
{
	return (struct words_left){
		.known = assessment->verdict != VERDICT_UNKNOWN &&
			 !wall_is_never(assessment->breaks_at),
		.undated = words_fails_undated(assessment),
		.breaks_at = assessment->breaks_at,
	};
}

void words_clock(struct text *out, struct words_left left, struct wall now)
{
	if (!left.known) {
		text_put(out, "-");
	} else if (left.undated) {
		text_put(out, "now");
	} else {
		text_put(out, left.breaks_at.s <= now.s ? "for " : "in ");
		words_span(out, now, left.breaks_at);
	}
}

const char *words_unknown(const struct assessment *assessment)
{
	return assessment->unknown_because ? assessment->unknown_because
					   : "too little was measured";
}

static bool limit_by_finding(const struct assessment *assessment,
			     struct text *out)
{
	const struct finding *best = NULL;

	for (size_t i = 0; i < assessment->finding_count; i++) {
		const struct finding *f = assessment->findings[i];

		if (!f->subject ||
		    strcmp(f->id, assessment->breaks_because) != 0)
			continue;
		if (!best || f->deadline.s == assessment->breaks_at.s)
			best = f;
		if (best->deadline.s == assessment->breaks_at.s)
			break;
	}
	if (best)
		text_put(out, best->subject);
	return best != NULL;
}

static bool limit_by_countdown(const struct assessment *assessment,
			       struct text *out)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];

	for (size_t i = 0; i < assessment->countdown_count; i++) {
		const struct countdown *c = &assessment->countdowns[i];

		if (c->expires_at.s != assessment->breaks_at.s)
			continue;
		text_printf(out, "%s %s", name_to_text(&c->owner, owner),
			    type_to_text(c->type, type));
		if (c->server)
			text_printf(out, " @ %s", c->server);
		return true;
	}
	return false;
}

bool words_limit(const struct assessment *assessment, struct text *out)
{
	if (!assessment->breaks_because || wall_is_never(assessment->breaks_at))
		return false;
	return limit_by_finding(assessment, out) ||
	       limit_by_countdown(assessment, out);
}

void words_relative(struct text *out, const char *line, const char *owner,
		    size_t max_bytes)
{
	size_t len = strcmp(owner, ".") == 0 ? 0 : strlen(owner);
	const char *at = line;
	struct text part;

	if (len && strncmp(at, owner, len) == 0 && at[len] == ' ')
		at += len + 1;
	text_init(&part, WORDS_LIMIT_MAX);
	while (*at) {
		if (len && *at == '.' && strncmp(at + 1, owner, len) == 0 &&
		    (at[1 + len] == ' ' || at[1 + len] == '\0'))
			at += 1 + len;
		else
			text_bytes(&part, at++, 1);
	}
	safe_put_cut(out, text_string(&part), max_bytes);
	text_done(&part);
}

void words_silence(struct text *out, const struct silence *silence,
		   struct wall now)
{
	text_put(out, "silenced until ");
	words_time(out, silence->until);
	text_put(out, " (");
	words_span(out, now, silence->until);
	text_printf(out, " more) by %s: %s (%s %s)",
		    silence->maintenance ? "maintenance" : silence->by,
		    silence->reason,
		    silence->maintenance ? "window" : "silence", silence->id);
}

void words_ack(struct text *out, const struct incident *incident,
	       struct wall now)
{
	text_printf(out, "acknowledged by %s ", incident->acked_by);
	words_span(out, incident->acked_at, now);
	text_printf(out, " ago%s%s", *incident->ack_note ? ": " : "",
		    incident->ack_note);
}

struct wall words_now(const struct assessment *assessment,
		      struct report_style style)
{
	return style.now.s ? style.now : assessment->checked_at;
}
