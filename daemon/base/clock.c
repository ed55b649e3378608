/* SPDX-License-Identifier: BSD-3-Clause */
/* clock.c - the one place that reads a clock. */
#include "base/clock.h"

#include <time.h>

struct wall clock_wall(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts); /* cannot fail on Linux */
	return (struct wall){ ts.tv_sec };
}

struct mono clock_mono(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts); /* cannot fail on Linux */
	return (struct mono){ (int64_t)ts.tv_sec * 1000 +
			      ts.tv_nsec / 1000000 };
}
