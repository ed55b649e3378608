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

/** @param base, memory  outlive it. */
enum err notify_new(struct event_base *base, struct memory *memory,
		    struct notify **ret_notify);
/** Attempts under way are dropped; they stay owed. Takes NULL. */
void notify_free(struct notify *notify);

/** The targets from now on (start, reload). Copies what it needs. */
enum err notify_set_targets(struct notify *notify,
			    const struct target_config *targets, size_t count);

/** Something is owed since the last call: look now. */
void notify_wake(struct notify *notify);

#endif
