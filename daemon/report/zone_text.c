/* SPDX-License-Identifier: BSD-3-Clause */
/* zone_text.c - one zone for the people on call: the verdict first, then when
 * it breaks and by what, then each finding with what was seen, what to do, and
 * the command that shows whether it helped. */
#include "report/layout.h"
#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

#include <stdio.h>
#include <string.h>

/* One sentence, built from pieces. */
#define SENTENCE_MAX 8192

static const struct finding *first_failing(const struct assessment *assessment)
{
	for (size_t i = 0; i < assessment->finding_count; i++)
		if (assessment->findings[i]->kind == KIND_FAILING &&
		    assessment->findings[i]->severity == SEVERITY_CRITICAL)
			return assessment->findings[i];
	return NULL;
}

/* "(2h ago)", "in 6h 12m (2026-...)": the absolute time is always there. */
static void put_when(struct text *out, const char *past, const char *future,
		     struct wall t, struct wall now)
{
	if (t.s <= now.s) {
		text_printf(out, "%s ", past);
		words_time(out, t);
		text_put(out, " (");
		words_span(out, t, now);
		text_put(out, " ago)");
	} else {
		text_printf(out, "%s ", future);
		words_span(out, now, t);
		text_put(out, " (");
		words_time(out, t);
		text_put(out, ")");
	}
}

static void put_cause(struct text *out, const struct assessment *assessment,
		      const char *before)
{
	struct text limit;

	if (!assessment->breaks_because)
		return;
	text_printf(out, "%s%s", before, assessment->breaks_because);
	text_init(&limit, WORDS_LIMIT_MAX);
	if (words_limit(assessment, &limit))
		text_printf(out, " on %s", text_string(&limit));
	text_done(&limit);
}

/* Where no time is known: what can be said without one. */
static void put_timeless(struct text *out, const struct assessment *assessment)
{
	const struct finding *failing = first_failing(assessment);

	if (failing)
		text_printf(out, "failing now because of %s on %s", failing->id,
			    failing->subject ? failing->subject
					     : assessment->zone_text);
	else if (assessment->security == SECURITY_INSECURE)
		text_put(out, "not signed as validators see it: no signature "
			      "can run out");
	else
		text_put(out, "nothing is known to end");
}

/* Whether what breaks it one day is one of the findings, and so news. */
static bool breaks_by_finding(const struct assessment *assessment)
{
	for (size_t i = 0; i < assessment->finding_count; i++)
		if (assessment->breaks_because &&
		    strcmp(assessment->findings[i]->id,
			   assessment->breaks_because) == 0)
			return true;
	return false;
}

static void put_clock(struct text *out, const struct assessment *assessment,
		      struct wall now)
{
	bool well = assessment->verdict == VERDICT_OK ||
		    assessment->verdict == VERDICT_INFO;

	if (wall_is_never(assessment->breaks_at)) {
		put_timeless(out, assessment);
	} else if (words_fails_undated(assessment)) {
		text_put(out, "failing now");
		put_cause(out, assessment, " because of ");
	} else if (well && assessment->breaks_at.s > now.s) {
		put_when(out, "", "nothing breaks for", assessment->breaks_at,
			 now);
		put_cause(out, assessment, ", then ");
	} else if (assessment->breaks_at.s > now.s &&
		   !breaks_by_finding(assessment)) {
		put_when(out, "", "no deadline for", assessment->breaks_at,
			 now);
		put_cause(out, assessment, ", then ");
	} else {
		put_when(out, "failing since", "breaks in",
			 assessment->breaks_at, now);
		put_cause(out, assessment, " because of ");
	}
}

static void put_facts(struct text *out, const struct assessment *assessment)
{
	text_printf(out, "validators see it as %s",
		    security_text(assessment->security));
	if (assessment->server_count)
		text_printf(out, "; %zu server address%s",
			    assessment->server_count,
			    assessment->server_count == 1 ? "" : "es");
	if (assessment->serial)
		text_printf(out, "; serial %lu",
			    (unsigned long)assessment->serial);
	text_put(out, "; checked ");
	words_time(out, assessment->checked_at);
}

/* Who looks after it, and why nobody was told. */
static void put_attention(const struct assessment *assessment,
			  struct report_style style, struct text *out)
{
	const struct attention *attention = assessment->attention;
	const struct silence *silence =
		attention_silence(attention, assessment);
	struct wall now = words_now(assessment, style);
	struct text line;

	text_init(&line, SENTENCE_MAX);
	if (silence) {
		words_silence(&line, silence, now);
		layout_paragraph(out, style.width, 2, "", text_string(&line));
		text_done(&line);
	}
	if (attention->incident &&
	    !wall_is_never(attention->incident->acked_at)) {
		words_ack(&line, attention->incident, now);
		layout_paragraph(out, style.width, 2, "", text_string(&line));
		text_done(&line);
	}
}

void report_zone_head(const struct assessment *assessment,
		      struct report_style style, struct text *out)
{
	struct wall now = words_now(assessment, style);
	enum verdict verdict = assessment->verdict;
	struct text line;

	words_coloured(out, verdict, style, words_glyph(verdict, style));
	text_put(out, " ");
	words_coloured(out, verdict, style, words_verdict(verdict));
	layout_line(out, 2, "", assessment->zone_text);

	text_init(&line, SENTENCE_MAX);
	if (verdict == VERDICT_UNKNOWN)
		text_printf(&line, "not judged: %s", words_unknown(assessment));
	else
		put_clock(&line, assessment, now);
	layout_paragraph(out, style.width, 2, "", text_string(&line));
	text_done(&line);

	if (!wall_is_never(assessment->recovers_at)) {
		text_put(&line, "the last cache ");
		put_when(&line, "healed", "heals in", assessment->recovers_at,
			 now);
		layout_paragraph(out, style.width, 2, "", text_string(&line));
		text_done(&line);
	}
	put_facts(&line, assessment);
	layout_paragraph(out, style.width, 2, "", text_string(&line));
	text_done(&line);
	if (assessment->attention)
		put_attention(assessment, style, out);
}

enum list_form { LIST_BULLETS, LIST_NUMBERS, LIST_COMMANDS };

static void put_list(struct text *out, struct report_style style,
		     const char *title, const struct lines *lines,
		     enum list_form form)
{
	char number[24];
	size_t step = 0;

	if (lines->count == 0)
		return;
	text_printf(out, "    %s\n", title);
	for (size_t i = 0; i < lines->count; i++) {
		if (form == LIST_COMMANDS) {
			layout_line(out, 6, "$ ", lines->at[i]);
			continue;
		}
		if (form == LIST_NUMBERS && words_is_paste(lines->at[i])) {
			layout_line(out, 0, "", lines->at[i]);
			continue;
		}
		(void)snprintf(number, sizeof(number), "%zu. ", ++step);
		layout_paragraph(out, style.width, 6,
				 form == LIST_NUMBERS ? number : "- ",
				 lines->at[i]);
	}
	if (lines->dropped)
		text_printf(out, "      and %zu more\n", lines->dropped);
}

/* @param silence  NULL: it is told. */
static void put_finding(const struct finding *finding,
			const struct silence *silence,
			struct report_style style, struct text *out)
{
	enum verdict verdict = words_verdict_of(finding->severity);
	struct text line;

	text_put(out, "\n  ");
	words_coloured(out, verdict, style, words_glyph(verdict, style));
	text_put(out, " ");
	words_coloured(out, verdict, style, finding->id);
	text_printf(out, " (%s, %s)\n", severity_text(finding->severity),
		    kind_text(finding->kind));
	/* A summary says what and where by itself (finding.h). */
	if (finding->summary)
		layout_paragraph(out, style.width, 4, "", finding->summary);
	else if (finding->subject)
		layout_paragraph(out, style.width, 4, "on ", finding->subject);
	if (finding->blame)
		layout_paragraph(out, style.width, 4, "owned by ",
				 finding->blame);
	text_init(&line, SENTENCE_MAX);
	if (silence) {
		text_printf(&line, "not told: %s (%s)", silence->reason,
			    silence->id);
		layout_paragraph(out, style.width, 4, "", text_string(&line));
	}
	text_done(&line);
	put_list(out, style, "seen", &finding->evidence, LIST_BULLETS);
	put_list(out, style, "do", &finding->fix, LIST_NUMBERS);
	put_list(out, style, "verify", &finding->verify, LIST_COMMANDS);
	text_init(&line, SENTENCE_MAX);
	for (size_t i = 0; i < finding->references.count; i++)
		text_printf(&line, "%s%s", i ? ", " : "",
			    finding->references.at[i]);
	if (line.len)
		layout_paragraph(out, style.width, 4, "see ",
				 text_string(&line));
	text_done(&line);
}

void report_zone_text(const struct assessment *assessment,
		      struct report_style style, struct text *out)
{
	report_zone_head(assessment, style, out);
	for (size_t i = 0; i < assessment->finding_count; i++)
		put_finding(assessment->findings[i],
			    assessment->attention
				    ? assessment->attention->silences[i]
				    : NULL,
			    style, out);
}
