/* SPDX-License-Identifier: BSD-3-Clause */
/* schedule.h - which zone is due, and what its pass shall ask.
 *
 * Pure: monotonic time is an argument. Zones are spread over their interval by
 * a hash of their name, so that neither a start nor a reload bunches them, and
 * jittered anew at each pass so that they do not fall into step. */
#ifndef FOREWARN_SCHEDULE_SCHEDULE_H
#define FOREWARN_SCHEDULE_SCHEDULE_H

#include "base/heap.h"
#include "base/time.h"
#include "config/config.h"
#include "observe/plan.h"

/* One zone's place in the schedule; lives in the zone's own struct. */
struct schedule_entry {
	struct heap_item item; /* key: due_at in ms */
	struct mono survey_due_at, pulse_due_at;
	bool in_flight;
	uint32_t turn; /* passes begun; varies the jitter */
	uint64_t hash; /* of the zone's name */
};

struct schedule {
	struct heap heap;
};

/** Free the schedule's own memory, never the entries. */
void schedule_done(struct schedule *schedule);

/** Enter a zone: first looked at within @p spread_ms from now, by a survey.
 * @return false without memory: it is never due. The same of the others. */
bool schedule_add(struct schedule *schedule, struct schedule_entry *entry,
		  const struct name *zone, struct mono now, int64_t spread_ms);
/** The zone leaves. Nothing happens where it is in flight. */
void schedule_remove(struct schedule *schedule, struct schedule_entry *entry);

/** The next entry that is due at @p now, taken out and marked in flight, with
 * what it is due for; NULL: none. */
struct schedule_entry *schedule_take(struct schedule *schedule, struct mono now,
				     enum pass_kind *ret_kind);

/** When the next one is due; INT64_MAX ms: none. */
struct mono schedule_next(const struct schedule *schedule);

/** A pass has ended (or could not begin): put the entry back for its next
 * pulse and survey as @p policy says. */
bool schedule_return(struct schedule *schedule, struct schedule_entry *entry,
		     const struct zone_policy *policy, enum pass_kind kind,
		     struct mono now);

/** Look again (a survey) in @p delay_ms, or sooner if it is due sooner. */
bool schedule_hurry(struct schedule *schedule, struct schedule_entry *entry,
		    struct mono now, int64_t delay_ms);

/* What a plan points at. */
struct plan_lists {
	struct plan_question questions[POLICY_QUESTIONS_MAX];
	struct plan_server servers[POLICY_SERVERS_MAX];
};

/** Fill in what @p policy says of trust; for a survey also the questions and
 * the servers that the operator named, into @p lists, and the resolvers.
 * @param plan  its kind and zone are set. */
void plan_fill(struct plan *plan, const struct config *config,
	       const struct zone_policy *policy, struct plan_lists *lists);

#endif
