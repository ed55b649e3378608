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

static void pad(struct text *out, size_t used, size_t columns)
{
	text_printf(out, "%*s", used < columns ? (int)(columns - used) : 0, "");
}

/* "for 2h": failing since then; "in 6h 12m"; "-": nothing is known. */
static void put_clock(const struct assessment *assessment, struct wall now,
		      struct text *out)
{
	struct wall breaks_at = assessment->breaks_at;
	size_t start = out->len;

	if (assessment->verdict == VERDICT_UNKNOWN ||
	    wall_is_never(breaks_at)) {
		text_put(out, "-");
	} else if (breaks_at.s == assessment->checked_at.s) {
		text_put(out, "now"); /* since we know not when */
	} else {
		text_put(out, breaks_at.s <= now.s ? "for " : "in ");
		words_span(out, now, breaks_at);
	}
	pad(out, out->len - start, CLOCK_COLUMNS);
}

static void put_cause(const struct assessment *assessment, struct text *out)
{
	const struct finding *first =
		assessment->finding_count ? assessment->findings[0] : NULL;

	if (assessment->verdict == VERDICT_UNKNOWN)
		text_put(out, assessment->unknown_because
				      ? assessment->unknown_because
				      : "too little was measured");
	else if (first && assessment->verdict != VERDICT_OK)
		text_printf(out, "%s%s%s", first->id,
			    first->subject ? " on " : "",
			    first->subject ? first->subject : "");
	else if (assessment->breaks_because) {
		text_printf(out, "%s", assessment->breaks_because);
		text_put(out, " on ");
		if (!words_limit(assessment, out))
			text_put(out, assessment->zone_text);
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
	pad(out, safe_columns(word, strlen(word)), VERDICT_COLUMNS + 2);
	start = out->len;
	safe_put(out, assessment->zone_text);
	pad(out, out->len - start, zone_width + 2);
	put_clock(assessment, words_now(assessment, style), out);

	text_init(&cause, CELL_MAX);
	put_cause(assessment, &cause);
	if (cause.len) {
		text_put(out, "  ");
		safe_put_cut(out, text_string(&cause),
			     style.width ? room : CELL_MAX);
	}
	text_put(out, "\n");
	text_done(&cause);
}
