/* SPDX-License-Identifier: BSD-3-Clause */
/* overdue.c - do we still look at every zone? */
#include "incident/overdue.h"

/* What schedule/ varies intervals by, in percent. */
#define JITTER_PERCENT 10
/* So many of the longest passes without an end to any: probers hang. */
#define STALLED_PASSES 3

void overdue_begin(struct overdue *overdue, struct mono now,
		   int64_t pass_deadline_ms, bool excused)
{
	if (excused)
		overdue->excused_at = now;
	if (now.ms - overdue->round_at.ms > 3 * OVERDUE_ROUND_MS)
		overdue->resumed_at = overdue->excused_at = now;
	*overdue = (struct overdue){ .round_at = now,
				     .resumed_at = overdue->resumed_at,
				     .excused_at = overdue->excused_at,
				     .pass_deadline_ms = pass_deadline_ms };
}

static int64_t two_of(int64_t interval_s)
{
	return 2 * interval_s * 10 * (100 + JITTER_PERCENT);
}

static void add_unseen(struct overdue *overdue, const struct overdue_zone *zone,
		       int64_t age_ms)
{
	int64_t round_ms = zone->survey_s * 1000;
	int64_t limit_ms = two_of(zone->pulse_s);

	limit_ms = limit_ms > round_ms ? limit_ms : round_ms;
	if (age_ms > limit_ms + overdue->pass_deadline_ms)
		overdue->unseen++;
	else
		overdue->settling++;
}

void overdue_add(struct overdue *overdue, const struct overdue_zone *zone)
{
	int64_t now_ms = overdue->round_at.ms;
	int64_t age_ms = now_ms - zone->since.ms;
	int64_t limit_ms = two_of(zone->pulse_s) + overdue->pass_deadline_ms;
	size_t before = overdue->unseen;

	overdue->zones++;
	if (!zone->seen)
		add_unseen(overdue, zone, age_ms);
	else if (age_ms > limit_ms &&
		 now_ms - overdue->excused_at.ms > limit_ms)
		overdue->overdue++;
	else
		return;
	if ((zone->seen || overdue->unseen > before) &&
	    age_ms > overdue->longest_ms)
		overdue->longest_ms = age_ms;
}

void overdue_end(struct overdue *overdue, int64_t stalled_ms)
{
	int64_t since_ms;

	if (overdue->settling) {
		overdue->excused_at = overdue->round_at;
		overdue->overdue = 0;
	}
	overdue->overdue += overdue->unseen;
	since_ms = overdue->round_at.ms - overdue->resumed_at.ms;
	stalled_ms = stalled_ms < since_ms ? stalled_ms : since_ms;
	if (stalled_ms > STALLED_PASSES * overdue->pass_deadline_ms)
		overdue->stalled_ms = stalled_ms;
}

enum severity overdue_severity(const struct overdue *overdue)
{
	if (overdue->stalled_ms || 2 * overdue->overdue > overdue->zones)
		return SEVERITY_CRITICAL;
	return overdue->overdue ? SEVERITY_WARNING : SEVERITY_OK;
}

void overdue_summary(const struct overdue *overdue, struct text *out)
{
	char length[DURATION_TEXT_SIZE];

	if (overdue->stalled_ms)
		text_printf(
			out, "no prober has finished anything for %s: ",
			duration_format(overdue->stalled_ms / 1000, length));
	text_printf(out, "%zu of %zu zones were not measured for two intervals",
		    overdue->overdue, overdue->zones);
	if (overdue->longest_ms)
		text_printf(
			out, ", the longest for %s",
			duration_format(overdue->longest_ms / 1000, length));
}
