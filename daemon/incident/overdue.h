/* SPDX-License-Identifier: BSD-3-Clause */
/* overdue.h - do we still look at every zone, as often as we were told?
 *
 * A zone is overdue when it was not measured for two intervals, with their
 * jitter, and the longest that a pass takes. After a start or a reload the
 * first looks, which ask everything, may take as long as a round of surveys,
 * and the others wait for them: until then these are excused, as they are
 * when we ourselves did not run, and while we distrust ourselves: then passes
 * are slow, or not begun. Pure. */
#ifndef FOREWARN_INCIDENT_OVERDUE_H
#define FOREWARN_INCIDENT_OVERDUE_H

#include "base/text.h"
#include "base/time.h"
#include "diagnose/check.h"

/* Zones are counted this often; three rounds that did not come mean that we
 * were stopped. */
#define OVERDUE_ROUND_MS 10000

struct overdue_zone {
	struct mono since; /* its last measure, or when it was added */
	bool seen;	   /* false: it was never measured */
	int64_t pulse_s, survey_s;
};

struct overdue { /* all zero before the first round */
	struct mono round_at;
	struct mono resumed_at; /* we did not run before */
	struct mono excused_at; /* nobody could be expected on time */
	int64_t pass_deadline_ms;
	/* Of the round: */
	size_t zones, overdue;
	size_t unseen;	    /* overdue ones that were never measured */
	size_t settling;    /* others that were never measured */
	int64_t longest_ms; /* an overdue zone was not measured */
	int64_t stalled_ms; /* no prober has finished anything */
};

/** @param excused  nobody can be expected on time now. */
void overdue_begin(struct overdue *overdue, struct mono now,
		   int64_t pass_deadline_ms, bool excused);
void overdue_add(struct overdue *overdue, const struct overdue_zone *zone);
/** @param stalled_ms  since a prober last finished something; 0: none has
 *                     anything to do. */
void overdue_end(struct overdue *overdue, int64_t stalled_ms);

/** Warning: some zone is overdue. Critical: half of them are, or probers
 * finish nothing at all. */
enum severity overdue_severity(const struct overdue *overdue);

/** One line for people. */
void overdue_summary(const struct overdue *overdue, struct text *out);

#endif
