/* SPDX-License-Identifier: BSD-3-Clause */
/* zone_row.c - one line of a table of zones. */
#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

#include <string.h>

/* "CRITICAL" and "for 13d 23h", the widest of their columns. */
#define VERDICT_COLUMNS 8
#define CLOCK_COLUMNS	11
/* A cause that is cut shorter than this says nothing. */
#define CAUSE_COLUMNS_MIN 16
#define CELL_MAX	  4096

/* At least two spaces: what is too wide moves its line, and is told apart. */
static void pad(struct text *out, size_t used, size_t columns)
{
	text_printf(out, "%*s", used + 2 < columns ? (int)(columns - used) : 2,
		    "");
}

static void put_subject(struct text *out, const char *before,
			const char *subject, const char *zone)
{
	if (!subject || strcmp(subject, zone) == 0)
		return;
	text_put(out, before);
	words_relative(out, subject, zone, CELL_MAX / 2);
}

/* What will end first; that it is well says no fault's name. */
static void put_limit(struct text *out, const struct assessment *assessment)
{
	struct text limit;

	text_init(&limit, WORDS_LIMIT_MAX);
	if (words_limit(assessment, &limit))
		put_subject(out, "", text_string(&limit),
			    assessment->zone_text);
	text_done(&limit);
}

/* Before the cause, since the end of a line is what is cut. */
static void put_attention(const struct assessment *assessment, struct text *out)
{
	const struct attention *attention = assessment->attention;

	if (!attention)
		return;
	if (attention->incident &&
	    !wall_is_never(attention->incident->acked_at))
		text_printf(out, "[acked by %s] ",
			    attention->incident->acked_by);
	if (attention_silence(attention, assessment))
		text_put(out, "[silenced] ");
}

void report_zone_cause(const struct assessment *assessment, struct text *out)
{
	const struct finding *first =
		assessment->finding_count ? assessment->findings[0] : NULL;

	if (assessment->verdict == VERDICT_UNKNOWN) {
		safe_put_cut(out, words_unknown(assessment), CELL_MAX / 2);
	} else if (first && assessment->verdict != VERDICT_OK) {
		put_attention(assessment, out);
		text_put(out, first->id);
		put_subject(out, " on ", first->subject, assessment->zone_text);
	} else {
		put_limit(out, assessment);
	}
}

void report_zone_row(const struct assessment *assessment,
		     struct report_style style, size_t zone_width,
		     struct text *out)
{
	size_t before =
		2 + VERDICT_COLUMNS + 2 + zone_width + 2 + CLOCK_COLUMNS + 2;
	size_t room = style.width > before + CAUSE_COLUMNS_MIN
			      ? style.width - before
			      : CAUSE_COLUMNS_MIN;
	enum verdict verdict = assessment->verdict;
	const char *word = words_verdict(verdict);
	struct text cause;
	size_t start;

	words_coloured(out, verdict, style, words_glyph(verdict, style));
	text_put(out, " ");
	words_coloured(out, verdict, style, word);
	pad(out, strlen(word), VERDICT_COLUMNS + 2);
	start = out->len;
	safe_put(out, assessment->zone_text);
	pad(out, out->len - start, zone_width + 2);
	start = out->len;
	words_clock(out, words_left(assessment), words_now(assessment, style));

	text_init(&cause, CELL_MAX);
	report_zone_cause(assessment, &cause);
	if (cause.len) {
		pad(out, out->len - start, CLOCK_COLUMNS + 2);
		safe_put_cut(out, text_string(&cause),
			     style.width ? room : CELL_MAX);
	}
	text_put(out, "\n");
	text_done(&cause);
}
