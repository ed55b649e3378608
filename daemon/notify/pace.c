/* SPDX-License-Identifier: BSD-3-Clause */
/* pace.c - no more messages in a minute than a target may be sent. */
#include "notify/pace.h"

#include <limits.h>

void pace_count(struct pace *pace, struct mono now)
{
	pace->at[pace->next] = now;
	pace->next = (pace->next + 1) % PACE_MAX;
	if (pace->count < PACE_MAX)
		pace->count++;
}

/* The message before the last @p back ones. */
static struct mono before(const struct pace *pace, unsigned back)
{
	return pace->at[(pace->next + PACE_MAX - 1 - back) % PACE_MAX];
}

unsigned pace_left(const struct pace *pace, struct mono now, int64_t window_ms,
		   unsigned under_way)
{
	unsigned used = 0;

	if (pace->limit == 0)
		return UINT_MAX;
	while (used < pace->count && used < pace->limit &&
	       now.ms - before(pace, used).ms < window_ms)
		used++;
	used += under_way;
	return used < pace->limit ? pace->limit - used : 0;
}

int64_t pace_wait_ms(const struct pace *pace, struct mono now,
		     int64_t window_ms, unsigned under_way)
{
	int64_t left_ms;

	/* The one that must grow old before another fits. */
	if (under_way >= pace->limit || pace->limit - under_way > pace->count)
		return -1;
	left_ms = before(pace, pace->limit - under_way - 1).ms + window_ms -
		  now.ms;
	return left_ms > 0 ? left_ms : 1;
}
