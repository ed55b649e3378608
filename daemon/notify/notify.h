/* SPDX-License-Identifier: BSD-3-Clause */
/* notify.h - pay the outbox' debts: webhooks by libcurl's multi interface on
 * our loop, with retries that survive a restart. I/O. */
#ifndef FOREWARN_NOTIFY_NOTIFY_H
#define FOREWARN_NOTIFY_NOTIFY_H

#include "base/err.h"
#include "config/config.h"
#include "memory/memory.h"

struct event_base;
struct notify;

/* Steps of the retry policy and limits of one attempt. */
struct notify_policy {
	size_t delay_count;  /* at least 1 */
	int64_t delay_ms[8]; /* after 1, 2, ... failures; the last repeats */
	int64_t retry_after_max_ms;
	int64_t connect_ms, total_ms;
	int64_t database_ms; /* until a database that refused is tried again */
	int64_t pace_ms;     /* how long a message counts against the limit */
};

/** @param base, memory  outlive it. From here on SIGPIPE is ignored. */
enum err notify_new(struct event_base *base, struct memory *memory,
		    struct notify **ret_notify);
/** Attempts under way are dropped; they stay owed. Takes NULL. */
void notify_free(struct notify *notify);

/** What summaries say: "/forewarnd/HOST", and the dashboard's URL or NULL.
 * @return ERR_MEMORY: it is as before. */
enum err notify_set_source(struct notify *notify, const char *source,
			   const char *link_base);

/** Other steps and limits than the built-in ones, for tests. */
void notify_set_policy(struct notify *notify,
		       const struct notify_policy *policy);

/** From now on deliver to public addresses alone, or to any. */
void notify_public_only(struct notify *notify, bool only);

/**
 * The targets from now on (start, reload). Copies what it needs.
 *
 * All that is owed to them is due at once, and a target that was gone (HTTP
 * 410) is tried again: somebody looked after it. What is owed to a target that
 * is no longer there stays owed.
 *
 * @return ERR_FORMAT: a secret that is no "whsec_..."; ERR_MEMORY. The targets
 * are then the old ones.
 */
enum err notify_set_targets(struct notify *notify,
			    const struct target_config *targets, size_t count);

/** Something is owed since the last call: look now. */
void notify_wake(struct notify *notify);

enum notify_health {
	NOTIFY_WELL,	 /* as far as we know */
	NOTIFY_FAILING,	 /* its last attempt failed; it is tried again */
	NOTIFY_DISABLED, /* it said HTTP 410; not tried until a reload */
};

/** How @p target does; WELL where there is none of that name. */
enum notify_health notify_health(const struct notify *notify,
				 const char *target);
const char *notify_health_text(enum notify_health health); /* "failing" */

#endif
