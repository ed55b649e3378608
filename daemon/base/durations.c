/* SPDX-License-Identifier: BSD-3-Clause */
/* durations.c - how long things took. */
#include "base/durations.h"

const int64_t durations_limit_ms[DURATIONS_BUCKETS] = {
	50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000,
};

void durations_add(struct durations *durations, int64_t ms)
{
	size_t i = 0;

	while (i < DURATIONS_BUCKETS && ms > durations_limit_ms[i])
		i++;
	durations->count[i]++;
	durations->sum_ms += ms;
}
