/* SPDX-License-Identifier: BSD-3-Clause */
/* pace.h - no more messages in a minute than a target may be sent. Pure. */
#ifndef FOREWARN_NOTIFY_PACE_H
#define FOREWARN_NOTIFY_PACE_H

#include "base/time.h"

#define PACE_MAX 600 /* the most that max_per_minute can be */

/* When the last messages arrived; all zero at first, but for the limit. */
struct pace {
	unsigned limit; /* 0: none */
	unsigned next, count;
	struct mono at[PACE_MAX];
};

/** A message arrived. */
void pace_count(struct pace *pace, struct mono now);

/**
 * How many messages may go now.
 *
 * @param window_ms  how long one counts: a minute.
 * @param under_way  that have gone and not arrived yet.
 * @return UINT_MAX without a limit.
 */
unsigned pace_left(const struct pace *pace, struct mono now, int64_t window_ms,
		   unsigned under_way);

/** Where none may go: how long until one may. @return -1: not before one that
 * is under way has arrived. */
int64_t pace_wait_ms(const struct pace *pace, struct mono now,
		     int64_t window_ms, unsigned under_way);

#endif
