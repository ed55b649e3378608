/* SPDX-License-Identifier: BSD-3-Clause */
/* notify.h - pay the outbox' debts: webhooks by libcurl's multi interface on
 * our loop, with retries that survive a restart. I/O. */
#ifndef FOREWARN_NOTIFY_NOTIFY_H
#define FOREWARN_NOTIFY_NOTIFY_H

#include "base/err.h"
#include "base/text.h"
#include "config/config.h"
#include "memory/memory.h"

#include <stdbool.h>

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

/** Take an alert. @param quiet  only where it is shown already: it is not the
 * time to tell of new ones. */
typedef void notify_put_alert(void *to, const char *labels, const char *details,
			      bool quiet);

/* What is asked when a target is told by the state of things. */
struct notify_sources {
	/** Call @p put with each alert that @p target shows as of @p now; one
	 * that is a test among them where @p test is. */
	void (*alerts)(void *arg, const char *target, struct wall now,
		       bool test, notify_put_alert *put, void *to);
	/** Append why the daemon does no useful work, a line each; nothing
	 * where it does. */
	void (*troubles)(void *arg, struct text *out);
	void *arg;
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

/** Whom to ask; before notify_set_targets(). */
void notify_set_sources(struct notify *notify,
			const struct notify_sources *sources);

/* How the ids of messages begin that only ask whether the path works. */
#define NOTIFY_TEST_PREFIX "test-"
bool notify_is_test(const char *id);

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
/* What became of a target that is told by the state of things, since start. */
struct notify_seen {
	struct wall success_at, error_at; /* WALL_NEVER: not yet */
	const char *error; /* of error_at, ""; valid until the loop turns */
};
/** @return false for a target that is told by messages: the memory knows. */
bool notify_seen(const struct notify *notify, const char *target,
		 struct notify_seen *ret_seen);
const char *notify_health_text(enum notify_health health); /* "failing" */

#endif
