/* SPDX-License-Identifier: BSD-3-Clause */
/* report.h - assessments and announcements as text and JSON for people and
 * programs. Pure: strings in, strings out. */
#ifndef FOREWARN_REPORT_REPORT_H
#define FOREWARN_REPORT_REPORT_H

#include "base/text.h"
#include "incident/assessment.h"
#include "incident/incident.h"

struct card;

#define REPORT_SCHEMA_VERSION 1

/** One zone as `forewarn check --json` prints it, one line without its end.
 * A contract: fields are added, never changed. */
void report_zone_json(const struct assessment *assessment, struct text *out);

/** Read back what report_zone_json() or state_zone_json() wrote, to show it:
 * what the reports here print is there, and nothing else (no servers but their
 * count, no keys).
 * @return NULL when it is no such object; assessment_free() it. */
struct assessment *report_zone_read(const char *json, size_t len);

struct report_style {
	bool colour;	/* a terminal that wants it */
	bool ascii;	/* marks in ASCII: the terminal is not UTF-8 */
	unsigned width; /* columns; 0: do not fold */
	/* What "in 6h" counts from; s 0: from when the zone was checked. */
	struct wall now;
};

/** One zone for people: verdict first, soonest deadline, then each finding
 * with evidence, fix and the command that verifies it. */
void report_zone_text(const struct assessment *assessment,
		      struct report_style style, struct text *out);

/** The first lines of that: verdict, deadline and cause, facts. */
void report_zone_head(const struct assessment *assessment,
		      struct report_style style, struct text *out);

/** One line of a table of zones: glyph, verdict, zone, countdown, cause. */
void report_zone_row(const struct assessment *assessment,
		     struct report_style style, size_t zone_width,
		     struct text *out);

/** Append why of such a line: the worst finding with its subject; of a zone
 * that is well, what ends first. Nothing where nothing is known. */
void report_zone_cause(const struct assessment *assessment, struct text *out);

/** monitoring-plugins: one line with perfdata for one or more zones. */
void report_plugin(const struct assessment *const *assessments, size_t count,
		   struct text *out);

/** The exit code of the contract: 0 ok or info, 1, 2, 3 unknown. */
int report_exit_code(enum verdict worst);

/** The `generic` webhook's body: a CloudEvent 1.0 in structured mode.
 * @param source   "/forewarnd/HOST".
 * @param runbook  where the fault is written about, or NULL. */
void report_cloudevent(const struct announcement *announcement,
		       const char *source, const char *runbook,
		       struct text *out);

/** The same of a summary or a test: type org.forewarn.summary and .test. */
void report_cloudevent_notice(const struct card *card, struct text *out);

/** The finding that an announcement is about: the worst of its assessment that
 * is part of the incident; NULL where that is not known (any more). */
const struct finding *report_cause(const struct announcement *announcement);

/** What the headline says of a change behind the owner: " (worse)", static. */
const char *report_change_note(enum change change);

/** The part of the headline that says why. @return false and nothing appended
 * where that is not known. */
bool report_why(const struct announcement *announcement, struct text *out);

/** The fault by which an incident is known: of the confirmed ones the worst, of
 * equals the first. NULL where none is. */
const struct incident_fault *report_worst_fault(
	const struct incident *incident);

/** One line, for logs, chat and subject lines: zone, verdict, when, because
 * of what on which server. */
void report_headline(const struct announcement *announcement, struct text *out);

#endif
