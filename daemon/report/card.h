/* SPDX-License-Identifier: BSD-3-Clause */
/* card.h - what a message to people says, before any target has its way with
 * it: the kinds of targets/ lay it out, each in its own form.
 *
 * All strings of a card are safe (safe.h) and hold nothing secret. Pure. */
#ifndef FOREWARN_REPORT_CARD_H
#define FOREWARN_REPORT_CARD_H

#include "base/arena.h"
#include "incident/incident.h"

/* The most that the arena of one card needs: each of its lines is at most 4 KiB
 * once it is safe. */
#define CARD_BYTES_MAX (1u << 20)

#define CARD_FACTS_MAX 10
#define CARD_TITLE_MAX 140
/* What is more than this is counted: the state file has all of it. */
#define CARD_LIST_MAX 50

enum card_what {
	CARD_INCIDENT, /* one announcement */
	CARD_SUMMARY,  /* several, together */
	CARD_TEST,     /* nothing happened: does the path work? */
};

/* What became of several incidents, told as one. */
struct card_summary {
	const char *id; /* of the message: the same on each retry */
	struct wall at, from, until;
	enum severity severity; /* the worst of them */
	size_t opened, worsened, eased, closed;
	/* Their headlines, worst and soonest first; the first
	 * CARD_LIST_MAX are shown. */
	size_t line_count;
	const char *const *lines;
	size_t more; /* incidents beside those */
};

/* What the links of a card begin with; NULL: there is none. */
struct card_bases {
	const char *dashboard; /* "#zone=..." follows */
	const char *runbook;   /* the id of a fault follows */
};

struct card_fact {
	const char *label, *value; /* "Fails since", "2026-11-22 08:00 UTC" */
};

struct card {
	enum card_what what;
	const char *id;	      /* of the message: the same on each retry */
	const char *source;   /* "/forewarnd/HOST" */
	const char *incident; /* what is updated in place by it */
	const char *owner;    /* a zone; "monitor"; "summary"; "test" */
	enum change change;   /* OPENED but for an incident */
	enum severity severity;
	struct wall at, opened_at;
	/* Verdict, whose, when, at most CARD_TITLE_MAX bytes: what a phone
	 * shows before it is unlocked. */
	const char *title;
	const char *headline; /* one line that says it all */
	const char *why;      /* what the title leaves unsaid; may be "" */
	size_t fact_count;
	struct card_fact facts[CARD_FACTS_MAX]; /* what matters most first */
	/* Of the worst finding; empty where nothing is known. */
	struct lines evidence, fix, verify, references;
	/* Zones of the incident, headlines of the summary: of list_count the
	 * first list_shown are there. */
	size_t list_count, list_shown;
	const char *const *list;
	const char *fault;   /* id of the worst finding, or NULL */
	const char *link;    /* where to look, or NULL */
	const char *runbook; /* the operator's page about the fault, or NULL */
	/* What it was made of, borrowed: for kinds that tell all of it. */
	const struct announcement *announcement; /* or NULL */
	const struct card_summary *summary;	 /* or NULL */
};

/**
 * The card of one announcement.
 *
 * @param arena      owns the card.
 * @param source     "/forewarnd/HOST".
 * @param bases      what links begin with.
 * @return NULL without memory.
 */
const struct card *card_of_announcement(struct arena *arena,
					const struct announcement *announcement,
					const char *source,
					const struct card_bases *bases);

/** The card of several incidents; @p link_base  of the dashboard, or NULL. */
const struct card *card_of_summary(struct arena *arena,
				   const struct card_summary *summary,
				   const char *source, const char *link_base);

/** The card that asks whether @p target can be reached. NULL without memory. */
const struct card *card_of_test(struct arena *arena, const char *id,
				const char *target, struct wall at,
				const char *source);

#endif
