/* SPDX-License-Identifier: BSD-3-Clause */
/* window.c - hours that come back on certain days. */
#include "base/window.h"

/* Windows of a week that follow each other without a gap have at most this
 * many ends, and days on which the clocks change add some. */
#define ENDS_MAX 16

struct local window_local(struct wall t, int64_t offset_s)
{
	int64_t s = t.s + offset_s;
	int64_t days = s / DAY_SECONDS - (s % DAY_SECONDS < 0);

	/* Day 0, 1970-01-01, was a Thursday. */
	return (struct local){
		.weekday = (unsigned)(((days + 3) % 7 + 7) % 7),
		.second = (unsigned)(s - days * DAY_SECONDS),
	};
}

static bool begins_on(const struct window *window, unsigned weekday)
{
	return window->days >> weekday & 1;
}

bool window_holds(const struct window *window, struct local at)
{
	unsigned yesterday = (at.weekday + 6) % 7;

	if (window->from < window->to)
		return begins_on(window, at.weekday) &&
		       at.second >= window->from && at.second < window->to;
	return (begins_on(window, at.weekday) && at.second >= window->from) ||
	       (begins_on(window, yesterday) && at.second < window->to);
}

/* Until the clock on the wall, which may change on the way, shows @p second
 * of a day. */
static int64_t seconds_to(unsigned second, struct local at)
{
	unsigned left = second + DAY_SECONDS - at.second;

	return left > DAY_SECONDS ? left - DAY_SECONDS : left;
}

static bool holds(const struct window *window, struct wall t, local_of *local)
{
	return window_holds(window, local(window->zone, t));
}

/* One of them is in the window and one is not: the first moment that is as
 * @p after. */
static struct wall bisect(const struct window *window, struct wall before,
			  struct wall after, local_of *local)
{
	bool becomes = holds(window, after, local);

	while (wall_diff(before, after) > 1) {
		struct wall middle =
			wall_add(before, wall_diff(before, after) / 2);

		if (holds(window, middle, local) == becomes)
			after = middle;
		else
			before = middle;
	}
	return after;
}

struct wall window_end(const struct window *window, struct wall now,
		       local_of *local)
{
	struct wall in = now, out = now;

	for (int i = 0; i < ENDS_MAX; i++) {
		if (!holds(window, out, local))
			return i ? bisect(window, in, out, local) : now;
		in = out;
		out = wall_add(in,
			       seconds_to(window->to, local(window->zone, in)));
	}
	return WALL_NEVER;
}

struct wall window_start(const struct window *window, struct wall now,
			 local_of *local)
{
	struct wall before = now, after = now;

	for (int i = 0; i < ENDS_MAX; i++) {
		if (holds(window, after, local))
			return i ? bisect(window, before, after, local) : now;
		before = after;
		after = wall_add(
			before,
			seconds_to(window->from, local(window->zone, before)));
	}
	return WALL_NEVER;
}
