/* SPDX-License-Identifier: BSD-3-Clause */
/* impact.h - the impact clock: when does the first validating user fail, if
 * nothing changes, and because of what.
 *
 * That is the least, over servers and RRsets seen, of the greatest expiration
 * among an RRset's valid signatures: one valid signature is enough (RFC 6840
 * 5.4), and the least over servers, or a stale secondary would hide. Deadlines
 * of rollovers and of the chain above are not counted. */
#ifndef FOREWARN_FORECAST_IMPACT_H
#define FOREWARN_FORECAST_IMPACT_H

#include "base/arena.h"
#include "observe/view.h"

/* What a dashboard shows of one zone; the soonest are kept. */
#define COUNTDOWNS_MAX 16

struct countdown {
	struct name owner;
	uint16_t type;
	const char *server; /* label */
	uint16_t key_tag;
	struct wall inception, expires_at;
};

struct impact {
	struct wall breaks_at; /* WALL_NEVER: nothing is known to end */
	const char *because;   /* fault id that then is true, or NULL */
	const char *subject;   /* the limiting RRset and server, or NULL */
	size_t countdown_count;
	struct countdown countdowns[COUNTDOWNS_MAX]; /* soonest first */
};

/** Work out @p ret from the view. Signatures already past their expiration
 * give a breaks_at in the past only where the RRset has no valid one. */
void impact_of(struct arena *arena, const struct view *view,
	       struct impact *ret);

#endif
