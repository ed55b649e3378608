/* SPDX-License-Identifier: BSD-3-Clause */
/* finding.h - one fault of one zone, as told to people.
 *
 * Everything a finding points at lives in the arena of its pass. */
#ifndef FOREWARN_DIAGNOSE_FINDING_H
#define FOREWARN_DIAGNOSE_FINDING_H

#include "base/arena.h"
#include "base/time.h"

enum severity { /* in order of urgency */
		SEVERITY_OK,
		SEVERITY_INFO,
		SEVERITY_WARNING,  /* ticket */
		SEVERITY_CRITICAL, /* page */
};

enum finding_kind {
	KIND_FAILING,	/* now */
	KIND_PREDICTED, /* it has a deadline, or is a risk */
};

/* More lines than this help nobody at 3 a.m.; the rest is counted. */
#define FINDING_LINES_MAX 12

struct lines {
	size_t count, dropped;
	const char *at[FINDING_LINES_MAX];
};

struct finding {
	const char *id; /* of its check, static: never renamed */
	enum severity severity;
	enum finding_kind kind;
	const char *subject; /* "www.example. A @ ns1.example. (192.0.2.1)" */
	const char *summary; /* one line: what, where, since or when */
	/* When users fail or failed by it; WALL_NEVER: not known. */
	struct wall deadline;
	/* Who owns it: NULL, the zone itself; else an ancestor's name. */
	const char *blame;
	/* "servers 192.0.2.1, 2001:db8::1": the servers at fault, sorted, where
	 * they and not the zone's data are; zones that name the same may have
	 * one incident in common (incident.h). NULL: none, or too many. */
	const char *cause;
	struct lines evidence, fix, verify, references;
};

/** Add a formatted line; past FINDING_LINES_MAX it is only counted. */
void lines_add(struct arena *arena, struct lines *lines, const char *format,
	       ...) __attribute__((format(printf, 3, 4)));

const char *severity_text(enum severity severity); /* "warning" */
const char *kind_text(enum finding_kind kind);	   /* "predicted" */

#endif
