/* SPDX-License-Identifier: BSD-3-Clause */
/* pass.h - carry out one plan and fill its snapshot. I/O. */
#ifndef FOREWARN_PROBE_PASS_H
#define FOREWARN_PROBE_PASS_H

#include "base/arena.h"
#include "observe/plan.h"
#include "observe/snapshot.h"

struct event_base;
struct exchange_pool;
struct generations;
struct lookup_queue;
struct pass;
struct roots;

/* The arena of a pass: its plan, 8 MiB of packets and what goes with them. */
#define PASS_ARENA_MAX (16 * 1024 * 1024)

/* What every pass of a prober works with. */
struct pass_tools {
	struct event_base *base;
	const struct roots *roots;
	struct exchange_pool *exchanges;
	struct lookup_queue *lookups;
	struct generations *generations;
	bool private_servers; /* ask them where the DNS leads to them */
};

struct pass_order {
	const struct plan *plan;
	struct arena *arena; /* of PASS_ARENA_MAX, with the plan in it */
	int64_t left_ms;     /* what is left of the plan's deadline */
};

/** Called once, from the loop, never inside pass_start(). */
typedef void pass_done(void *arg, struct pass *pass);

/**
 * Begin. It ends by itself, at the plan's deadline at the latest.
 *
 * @param order  its arena is taken over.
 * @return NULL, and the arena not taken: not now, or without memory.
 */
struct pass *pass_start(const struct pass_tools *tools,
			const struct pass_order *order, pass_done *done,
			void *arg);

/** The prober was short of time or descriptors while it ran. */
void pass_mark_overloaded(struct pass *pass);

/** Valid once it is done, until pass_free(). */
const struct snapshot *pass_snapshot(const struct pass *pass);

/** End it without a call, where it runs, and free it. Takes NULL. */
void pass_free(struct pass *pass);

#endif
