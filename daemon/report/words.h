/* SPDX-License-Identifier: BSD-3-Clause */
/* words.h - the words and marks that every report for people shares. */
#ifndef FOREWARN_REPORT_WORDS_H
#define FOREWARN_REPORT_WORDS_H

#include "base/text.h"
#include "base/time.h"
#include "incident/assessment.h"
#include "incident/attention.h"
#include "report/report.h"

/* A subject: two names, a type and an address, and room for escapes. */
#define WORDS_LIMIT_MAX 4096

/** "CRITICAL", static. */
const char *words_verdict(enum verdict verdict);
const char *words_severity(enum severity severity);

/** A mark that is told apart by its shape, not its colour, one column. */
const char *words_glyph(enum verdict verdict, struct report_style style);

/** The verdict that a finding of @p severity alone would make. */
enum verdict words_verdict_of(enum severity severity);

/** Append @p word in the colour of @p verdict, where the style has colour. */
void words_coloured(struct text *out, enum verdict verdict,
		    struct report_style style, const char *word);

/** Append "2026-11-29 04:12 UTC". */
void words_time(struct text *out, struct wall t);

/** Whether @p line, which may be NULL, says @p t already, or there is no such
 * time to say. */
bool words_mention(const char *line, struct wall t);

/** Whether @p line of a fix is a record to paste, alone on its line. */
bool words_is_paste(const char *line);

/** Append "6h 12m" of the time between, whichever is first. */
void words_span(struct text *out, struct wall a, struct wall b);

/** Whether it fails since nobody knows when: breaks_at is then only the moment
 * of a check that saw it. */
bool words_fails_undated(const struct assessment *assessment);

/* What is left to a zone, as far as it is known. */
struct words_left {
	bool known;   /* else breaks_at says nothing */
	bool undated; /* words_fails_undated() */
	struct wall breaks_at;
};
struct words_left words_left(const struct assessment *assessment);
/** Append "for 2h", since when it fails; "now", since nobody knows when;
 * "in 6h 12m"; "-" where nothing is known. */
void words_clock(struct text *out, struct words_left left, struct wall now);

/** Why the zone was not judged. */
const char *words_unknown(const struct assessment *assessment);

/** Append the RRset and server by which the zone breaks: the subject of the
 * finding of that id, else the countdown that ends then.
 * @return false and nothing appended where neither is known. */
bool words_limit(const struct assessment *assessment, struct text *out);

/** Append @p line, made safe, less what @p owner already says: "www A @ ns1
 * (192.0.2.1)" under example.com.; at most @p max_bytes. */
void words_relative(struct text *out, const char *line, const char *owner,
		    size_t max_bytes);

/** Append "silenced until 2026-11-22 18:00 UTC (1h 59m more) by alice:
 * moves (silence 3)". */
void words_silence(struct text *out, const struct silence *silence,
		   struct wall now);

/** Append "acknowledged by alice 10m ago: on it". */
void words_ack(struct text *out, const struct incident *incident,
	       struct wall now);

/** What lengths of time count from in @p style. */
struct wall words_now(const struct assessment *assessment,
		      struct report_style style);

#endif
