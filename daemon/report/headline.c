/* SPDX-License-Identifier: BSD-3-Clause */
/* headline.c - an announcement in one line that is understood at 3 a.m. */
#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

#include <string.h>

/* What fits a subject line, a notification, a line of a chat. */
#define SUMMARY_BYTES 200
#define OWNER_BYTES   160

struct headline_cause {
	const char *id, *subject, *summary; /* NULL where not known */
	enum finding_kind kind;
	struct wall deadline; /* WALL_NEVER: not known */
};

/* Of the confirmed faults that are told (with that id, where @p id is not NULL)
 * the worst, of equals the first; or NULL. */
static const struct incident_fault *worst_fault(const struct incident *incident,
						const char *id)
{
	const struct incident_fault *worst = NULL;

	for (size_t m = 0; m < incident->member_count; m++)
		for (size_t f = 0; f < incident->members[m].fault_count; f++) {
			const struct incident_fault *fault =
				&incident->members[m].faults[f];

			if (!fault->confirmed || fault->silenced ||
			    (id && strcmp(fault->id, id)))
				continue;
			if (!worst || fault->severity > worst->severity)
				worst = fault;
		}
	return worst;
}

const struct incident_fault *report_worst_fault(const struct incident *incident)
{
	return worst_fault(incident, NULL);
}

const struct finding *report_cause(const struct announcement *announcement)
{
	const struct assessment *seen = announcement->assessment;

	for (size_t i = 0; seen && i < seen->finding_count; i++)
		if (worst_fault(announcement->incident, seen->findings[i]->id))
			return seen->findings[i];
	return NULL;
}

/* The fault to name: the worst finding of the assessment that is part of the
 * incident; else the worst fault that the incident remembers.
 * @return false where there is neither. */
static bool headline_cause(const struct announcement *announcement,
			   struct headline_cause *ret_cause)
{
	const struct finding *finding = report_cause(announcement);
	const struct incident_fault *fault;

	if (finding) {
		*ret_cause = (struct headline_cause){
			.id = finding->id,
			.subject = finding->subject,
			.summary = finding->summary,
			.kind = finding->kind,
			.deadline = finding->deadline,
		};
		return true;
	}
	fault = worst_fault(announcement->incident, NULL);
	if (!fault)
		return false;
	*ret_cause = (struct headline_cause){
		.id = fault->id,
		.subject = fault->subject,
		.summary = fault->summary,
		.kind = fault->kind,
		.deadline = fault->deadline,
	};
	return true;
}

/* A summary says what, where and when by itself (finding.h). */
static void put_trouble(struct text *out, const struct announcement *a,
			const struct headline_cause *cause)
{
	const char *owner = a->incident->owner;
	const char *what = cause->summary ? cause->summary : cause->subject;

	if (what) {
		words_relative(out, what, owner, SUMMARY_BYTES);
		text_printf(out, " (%s)", cause->id);
	} else {
		text_put(out, cause->id);
	}
	if (cause->kind == KIND_PREDICTED &&
	    !words_mention(what, cause->deadline)) {
		text_put(out, ", breaks ");
		words_time(out, cause->deadline);
	}
}

/* Of a zone that left the configuration nobody knows whether it is well. */
static void put_end(struct text *out, const struct announcement *a)
{
	if (a->assessment)
		text_printf(out, "%s%smended after ", a->ended,
			    *a->ended ? " " : "");
	else
		text_printf(out, "no longer watched; %s was open for ",
			    *a->ended ? a->ended : "it");
	words_span(out, a->incident->opened_at, a->at);
}

/* Servers are known by what they serve, so one zone is named beside them. */
static void put_members(struct text *out, const struct announcement *a)
{
	const struct incident *incident = a->incident;
	const char *zone = a->assessment ? a->assessment->zone_text : NULL;

	if (a->change != CHANGE_CLOSED && incident_has_other_servers(incident))
		text_printf(out, "; %zu server%s by now",
			    incident->server_count,
			    incident->server_count == 1 ? "" : "s");
	if (incident->member_count > 1)
		text_printf(out, "; %zu zones", incident->member_count);
	if (!zone || a->change == CHANGE_CLOSED ||
	    !incident_is_of_servers(incident))
		return;
	text_put(out, incident->member_count > 1 ? ", one is " : "; zone ");
	safe_put_cut(out, zone, OWNER_BYTES);
}

bool report_why(const struct announcement *announcement, struct text *out)
{
	struct headline_cause cause;

	if (announcement->change == CHANGE_CLOSED)
		put_end(out, announcement);
	else if (headline_cause(announcement, &cause))
		put_trouble(out, announcement, &cause);
	else
		return false;
	return true;
}

const char *report_change_note(enum change change)
{
	static const char *const notes[] = {
		[CHANGE_OPENED] = "",		[CHANGE_WORSENED] = " (worse)",
		[CHANGE_EASED] = " (eased)",	[CHANGE_CLOSED] = "",
		[CHANGE_REMINDED] = " (still)",
	};

	return notes[change];
}

void report_headline(const struct announcement *announcement, struct text *out)
{
	const struct incident *incident = announcement->incident;
	bool closed = announcement->change == CHANGE_CLOSED;
	struct text why;

	text_printf(out, "%s ",
		    closed ? "RESOLVED"
			   : words_severity(announcement->severity));
	safe_put_cut(out, incident->owner, OWNER_BYTES);
	text_put(out, report_change_note(announcement->change));
	text_init(&why, WORDS_LIMIT_MAX);
	if (report_why(announcement, &why))
		text_printf(out, ": %s", text_string(&why));
	text_done(&why);
	put_members(out, announcement);
}
