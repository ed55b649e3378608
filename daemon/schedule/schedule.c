/* SPDX-License-Identifier: BSD-3-Clause */
/* schedule.c - which zone is due. */
#include "schedule/schedule.h"

#include <string.h>

/* Intervals vary by a tenth each way: enough to drift apart, too little for
 * an operator to notice. */
#define JITTER_SHARE 10

void schedule_done(struct schedule *schedule)
{
	heap_done(&schedule->heap);
}

/* splitmix64: spreads even names that differ in one letter. */
static uint64_t scatter(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t hash_name(const struct name *zone)
{
	uint64_t h = 0;

	for (size_t i = 0; i < zone->len; i++)
		h = scatter(h ^ zone->wire[i]);
	return h;
}

/* The interval, longer or shorter by up to a tenth, another at each turn. */
static struct mono after(const struct schedule_entry *entry, struct mono now,
			 int64_t interval_s)
{
	int64_t ms = interval_s * 1000;
	uint64_t span = (uint64_t)(2 * ms / JITTER_SHARE + 1);
	uint64_t r = scatter(entry->hash ^ scatter(entry->turn));

	return (struct mono){ now.ms + ms - ms / JITTER_SHARE +
			      (int64_t)(r % span) };
}

static bool enqueue(struct schedule *schedule, struct schedule_entry *entry)
{
	int64_t due = entry->survey_due_at.ms < entry->pulse_due_at.ms
			      ? entry->survey_due_at.ms
			      : entry->pulse_due_at.ms;

	return heap_put(&schedule->heap, &entry->item, due);
}

bool schedule_add(struct schedule *schedule, struct schedule_entry *entry,
		  const struct name *zone, struct mono now, int64_t spread_ms)
{
	*entry = (struct schedule_entry){ .hash = hash_name(zone) };
	entry->survey_due_at.ms =
		now.ms + (spread_ms > 0
				  ? (int64_t)(entry->hash % (uint64_t)spread_ms)
				  : 0);
	/* The first look is a survey: a pulse has nothing to compare with. */
	entry->pulse_due_at.ms = INT64_MAX;
	return enqueue(schedule, entry);
}

void schedule_remove(struct schedule *schedule, struct schedule_entry *entry)
{
	heap_remove(&schedule->heap, &entry->item);
}

struct schedule_entry *schedule_take(struct schedule *schedule, struct mono now,
				     enum pass_kind *ret_kind)
{
	struct heap_item *item = heap_first(&schedule->heap);
	struct schedule_entry *entry = (struct schedule_entry *)item;

	_Static_assert(offsetof(struct schedule_entry, item) == 0,
		       "an item is its entry");
	if (!item || item->key > now.ms)
		return NULL;
	heap_remove(&schedule->heap, item);
	entry->in_flight = true;
	entry->turn++;
	*ret_kind =
		entry->survey_due_at.ms <= now.ms ? PASS_SURVEY : PASS_PULSE;
	return entry;
}

struct mono schedule_next(const struct schedule *schedule)
{
	const struct heap_item *item = heap_first(&schedule->heap);

	return (struct mono){ item ? item->key : INT64_MAX };
}

bool schedule_return(struct schedule *schedule, struct schedule_entry *entry,
		     const struct zone_policy *policy, enum pass_kind kind,
		     struct mono now)
{
	entry->in_flight = false;
	entry->pulse_due_at = after(entry, now, policy->pulse_s);
	if (kind == PASS_SURVEY)
		entry->survey_due_at = after(entry, now, policy->survey_s);
	return enqueue(schedule, entry);
}

bool schedule_hurry(struct schedule *schedule, struct schedule_entry *entry,
		    struct mono now, int64_t delay_ms)
{
	if (now.ms + delay_ms < entry->survey_due_at.ms)
		entry->survey_due_at.ms = now.ms + delay_ms;
	return entry->in_flight || enqueue(schedule, entry);
}
