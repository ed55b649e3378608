/* SPDX-License-Identifier: BSD-3-Clause */
/* supervisor.h - the daemon's end of the probers: start, feed, watch, restart.
 * I/O.
 *
 * A prober is this same program, executed anew with "--prober", over a
 * socketpair; frames of a 4-byte big-endian length and that many bytes of
 * text: settings first, then plans down and snapshots up. */
#ifndef FOREWARN_PROBE_SUPERVISOR_H
#define FOREWARN_PROBE_SUPERVISOR_H

#include "base/err.h"
#include "base/time.h"
#include "observe/plan.h"
#include "observe/snapshot.h"

struct event_base;
struct supervisor;

struct prober_settings { /* the same for all; copied */
	const char *root_hints, *trust_anchor_file; /* files */
	const char *user; /* whom a prober started as root becomes, or NULL */
	unsigned probers;
	unsigned window; /* passes at once in each prober */
	int64_t query_timeout_ms, query_tries;
	bool private_servers; /* ask them where the DNS leads to them */
};

/**
 * One pass has ended. Called from the loop, never inside supervisor_submit().
 *
 * @param snapshot  in @p arena, which the callee now owns. NULL (with @p
 *                  arena NULL): the prober died or sent nonsense; @p why says
 *                  so. The pass is lost; that says nothing about the zone.
 */
typedef void supervisor_done(void *arg, uint64_t plan_id,
			     struct snapshot *snapshot, struct arena *arena,
			     const char *why);

/**
 * Start the probers. Since one may die while it is fed, SIGPIPE is ignored from
 * here on.
 *
 * @param settings  copied.
 * @return ERR_IO (with errno) and others of reading, of a file that is logged;
 *         nothing runs then. ERR_MEMORY.
 */
enum err supervisor_new(struct event_base *base,
			const struct prober_settings *settings,
			supervisor_done *done, void *arg,
			struct supervisor **ret_supervisor);
/** End the probers (their sockets close; SIGKILL after half a second) and wait
 * for them. Passes under way are forgotten without a call. Takes NULL. */
void supervisor_free(struct supervisor *supervisor);

/** @return ERR_BUSY when every prober has its window full: ask again after
 * the next supervisor_done. Plans are copied. */
enum err supervisor_submit(struct supervisor *supervisor,
			   const struct plan *plan);

/** New settings: running passes finish in the old probers. Where it fails, the
 * old settings stay in force. */
enum err supervisor_reconfigure(struct supervisor *supervisor,
				const struct prober_settings *settings);

/* Of all probers together. */
struct supervisor_stats {
	unsigned alive, restarts, in_flight; /* the second since start */
	struct mono last_progress_at;	     /* of the last snapshot */
};
void supervisor_stats(const struct supervisor *supervisor,
		      struct supervisor_stats *ret_stats);

#endif
