/* SPDX-License-Identifier: BSD-3-Clause */
/* check.h - what a check is, and the table of them all.
 *
 * A check is one file and one row: it reads the view, and adds at most
 * CHECK_FINDINGS_MAX findings of its own id. To add a fault: its file here, its
 * row in checks.c, its test, its manual entry. */
#ifndef FOREWARN_DIAGNOSE_CHECK_H
#define FOREWARN_DIAGNOSE_CHECK_H

#include "base/arena.h"
#include "config/config.h"
#include "diagnose/finding.h"
#include "observe/copies.h"
#include "observe/history.h"
#include "observe/view.h"

struct denials;	       /* denials.h */
struct resolver_cases; /* resolvers.h */
struct staleness;      /* stale.h */

/* One finding per kind of subject; details are its evidence. */
#define FINDINGS_MAX 64

struct diagnosis {
	struct arena *arena;
	const struct view *view;
	const struct zone_policy *policy;
	enum chain chain; /* whether validators insist on signatures */
	const struct copies *copies;
	const struct staleness *staleness;
	const struct resolver_cases *resolver_cases;
	const struct denials *denials;
	const struct history *history; /* NULL: nothing is remembered */
	struct sighting seen;	       /* what this view adds to it */
	const struct check *running;   /* whose findings are being added */
	size_t count;
	struct finding
		*findings[FINDINGS_MAX]; /* worst and first cause first */
	size_t dropped;
	struct finding scratch; /* takes what there is no room for */
};

struct check {
	const char *id;
	const char *summary;  /* one line for the manual */
	const char *source;   /* "RFC 4035 5.3.1, RFC 6781 4.4.2" */
	const char *explains; /* ids, space-separated, that are mere
			       * consequences of this one in the same zone:
			       * they become its evidence. NULL: none */
	void (*run)(struct diagnosis *diagnosis);
};

extern const struct check *const checks[]; /* by precedence, NULL at end */

/**
 * Add a finding of the running check.
 *
 * @return it, with id, references (from the row's source), subject, severity
 *         and kind set; or a scratch one that goes nowhere when the table is
 *         full or memory is short, so that checks need not look.
 */
struct finding *diagnosis_add(struct diagnosis *diagnosis,
			      enum severity severity, enum finding_kind kind,
			      const char *subject);

/** Set the summary of @p finding: one line, what on which server and when. */
void diagnosis_summary(struct diagnosis *diagnosis, struct finding *finding,
		       const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** How bad a fault is that makes validation fail: critical where validators
 * insist (or the operator said so while we do not know), else a warning, since
 * then nobody fails. */
enum severity diagnosis_chain_severity(const struct diagnosis *diagnosis);

/** Whether a finding of @p id is there already: for checks of last resort. */
bool diagnosis_has(const struct diagnosis *diagnosis, const char *id);

/** Whether anything of at least @p severity and kind failing is there. */
bool diagnosis_explains_failure(const struct diagnosis *diagnosis);

/**
 * Run every check over a survey's view (nothing over one of an overloaded
 * prober: that says nothing), drop consequences, sort: critical before warning,
 * failing before predicted, then by precedence.
 */
void diagnose(struct arena *arena, const struct view *view,
	      const struct zone_policy *policy, struct diagnosis *ret);

/** The same, knowing what was seen of the zone before. @param history  with or
 * without what this view adds to it; NULL: nothing is remembered. */
void diagnose_remembering(struct arena *arena, const struct view *view,
			  const struct zone_policy *policy,
			  const struct history *history, struct diagnosis *ret);

#endif
