/* SPDX-License-Identifier: BSD-3-Clause */
/* worker.h - the daemon's end of one prober process: start it, feed it, notice
 * that it died or hangs. I/O. */
#ifndef FOREWARN_PROBE_WORKER_H
#define FOREWARN_PROBE_WORKER_H

#include "base/text.h"
#include "base/time.h"
#include "observe/plan.h"
#include "observe/snapshot.h"

struct event_base;
struct worker;

struct worker_user {
	/* A pass has ended, as supervisor_done has it. */
	void (*done)(void *arg, uint64_t plan_id, struct snapshot *snapshot,
		     struct arena *arena, const char *why);
	/* It is dead: every pass was reported. worker_free() is left to do,
	 * inside the call or later. */
	void (*died)(void *arg, struct worker *worker, const char *why);
	void *arg;
};

/**
 * Start one.
 *
 * @param settings  text for it.
 * @return NULL with errno.
 */
struct worker *worker_new(struct event_base *base, const struct text *settings,
			  const struct worker_user *user);

/** Close its socket, which ends it; kill it where it does not. Passes under
 * way are forgotten without a call. Takes NULL. */
void worker_free(struct worker *worker);

/** Send a plan. @return false without memory. */
bool worker_submit(struct worker *worker, const struct plan *plan);

/** Whether it takes plans; not from the moment on that its death is noticed,
 * so also not in the calls that report its passes. */
bool worker_is_alive(const struct worker *worker);

/** Passes under way. */
unsigned worker_load(const struct worker *worker);

#endif
