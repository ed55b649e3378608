/* SPDX-License-Identifier: BSD-3-Clause */
/* changes.h - the latest changes over the portfolio, the newest first: what
 * somebody wants to know who was away for an hour. Pure.
 *
 * A view, not a record: the past of a zone is its history (observe/), what is
 * owed to people the outbox (memory/). It says at once what a list of zones
 * never tells: what came first. */
#ifndef FOREWARN_REPORT_CHANGES_H
#define FOREWARN_REPORT_CHANGES_H

#include "incident/incident.h"

/* What a reader scrolls through; and each poll of a page fetches them all. */
#define CHANGES_MAX 100
/* A line. Longer ones are cut. */
#define CHANGE_TEXT_MAX 240
/* An outage is noticed zone by zone: what is said of many zones within this is
 * one change of so many zones, or ten thousand would push out the rest. */
#define CHANGE_JOIN_S 600

enum changed {
	CHANGED_OPENED, /* an incident; of zone: its owner */
	CHANGED_WORSENED,
	CHANGED_EASED,
	CHANGED_CLOSED,
	CHANGED_ACK,	 /* by somebody, or given back */
	CHANGED_SILENCE, /* begun or taken back */
	CHANGED_VERDICT,
	CHANGED_SECURITY, /* what validators make of the zone */
	CHANGED_DS,
	CHANGED_DNSKEY,
	CHANGED_NS,
	CHANGED_ADDED, /* to the configuration */
	CHANGED_REMOVED,
};
#define CHANGED_COUNT 13

struct change_row {
	struct wall at; /* of several zones the last */
	enum changed what;
	enum verdict verdict; /* from then on; VERDICT_COUNT: says nothing */
	const char *zone;     /* of several the first */
	unsigned zone_count;  /* one that came twice is counted twice */
	const char *text;     /* not yet made safe */
};

struct changes;

/** @return NULL without memory; changes_free() it. */
struct changes *changes_new(void);
void changes_free(struct changes *changes); /* takes NULL */

/** Add @p row (deep copy; a zone_count of 0 is 1) as the newest. Past
 * CHANGES_MAX the oldest goes. Cannot fail. */
void changes_note(struct changes *changes, const struct change_row *row);

/** The i-th, 0 is the newest, or NULL. Takes NULL changes. */
const struct change_row *changes_at(const struct changes *changes, size_t i);

const char *changed_text(enum changed what); /* "incident-opened" */
/** @return false where @p text is none. */
bool changed_from_text(const char *text, enum changed *ret_what);

/** Append what came to and what left a set of the history: "added 2948 (flags
 * 257, algorithm 13); removed ...". */
void changes_set_words(enum history_what what, const char *before,
		       const char *now, struct text *out);

/** Append the array of state.json. Takes NULL. */
void changes_json(const struct changes *changes, struct text *out);

#endif
