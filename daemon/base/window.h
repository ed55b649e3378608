/* SPDX-License-Identifier: BSD-3-Clause */
/* window.h - hours that come back on certain days: quiet hours, maintenance.
 *
 * Pure: what a clock on the wall shows there is asked of a function that the
 * caller hands in (clock_local() outside of tests). */
#ifndef FOREWARN_BASE_WINDOW_H
#define FOREWARN_BASE_WINDOW_H

#include "base/time.h"

#define DAY_SECONDS   86400
#define WINDOW_ALWAYS 0x7fU /* all days */

/* What calendar and clock on a wall show. */
struct local {
	unsigned weekday; /* 0: Monday */
	unsigned second;  /* of the day: 79200 at 22:00 */
};

/** The local time of @p t in the time zone @p zone, "Europe/Berlin". */
typedef struct local local_of(const char *zone, struct wall t);

struct window {
	/* Seconds of the day. To before from: it ends on the next day; to equal
	 * to from: it lasts a day. */
	unsigned from, to;
	unsigned days; /* on which it begins; bit 0: Monday */
	const char *zone;
};

/** What they show at @p t, @p offset_s seconds east of UTC. */
struct local window_local(struct wall t, int64_t offset_s);

/** Whether @p at is in the window. */
bool window_holds(const struct window *window, struct local at);

/**
 * The first moment from @p now on that is not in the window: @p now itself
 * where it is none. Right on days on which the clocks change too.
 *
 * @return WALL_NEVER for a window that has no end.
 */
struct wall window_end(const struct window *window, struct wall now,
		       local_of *local);

/**
 * The first moment from @p now on that is in the window: @p now itself where it
 * is one.
 *
 * @return WALL_NEVER for a window without days.
 */
struct wall window_start(const struct window *window, struct wall now,
			 local_of *local);

#endif
