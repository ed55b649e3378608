/* SPDX-License-Identifier: BSD-3-Clause */
/* durations.h - how long things took: counts by length, and the sum. Pure. */
#ifndef FOREWARN_BASE_DURATIONS_H
#define FOREWARN_BASE_DURATIONS_H

#include <stddef.h>
#include <stdint.h>

/* From an answer out of a cache to the longest that a pass may be told to
 * take by default. */
#define DURATIONS_BUCKETS 10
extern const int64_t durations_limit_ms[DURATIONS_BUCKETS];

/* All zero at first. */
struct durations {
	uint64_t count[DURATIONS_BUCKETS + 1]; /* each alone; last: longer */
	int64_t sum_ms;
};

/** Count one of @p ms, in the first bucket whose limit it does not exceed. */
void durations_add(struct durations *durations, int64_t ms);

#endif
