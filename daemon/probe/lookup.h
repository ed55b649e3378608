/* SPDX-License-Identifier: BSD-3-Clause */
/* lookup.h - one question to libunbound, and the queue that bounds how many
 * are under way. I/O.
 *
 * libunbound admits everything at once, stalls on it, and then calls well
 * zones bogus; so at most a window of questions is in its hands, over all
 * contexts, and each has a deadline of ours. */
#ifndef FOREWARN_PROBE_LOOKUP_H
#define FOREWARN_PROBE_LOOKUP_H

#include "dns/name.h"
#include "observe/snapshot.h"
#include "probe/context.h"

struct event_base;
struct lookup;
struct lookup_queue;

struct lookup_request {
	struct ub_ctx *ctx; /* lives until the lookup is done or cancelled */
	enum context_use use;
	struct name name;
	uint16_t type;
	/* Ahead of all others, and beside the window: for the few that tell
	 * whether what all others wait for is our own trouble. */
	bool urgent;
};

struct lookup_result {
	enum outcome outcome; /* ANSWER, TIMEOUT, FAILED or LATE (our own
			       * trouble) */
	enum security
		security; /* INDETERMINATE unless the validator answered */
	struct wall sent_at;
	uint32_t took_ms;
	const char *why;       /* or NULL; valid during the call only, as the */
	const uint8_t *packet; /* packet, or NULL */
	size_t packet_len;
};

/** Called once, from the loop, never inside lookup_start(). */
typedef void lookup_done(void *arg, const struct lookup_result *result);

/** @return NULL without memory. */
struct lookup_queue *lookup_queue_new(struct event_base *base, unsigned window);
/** No lookup may be left. Takes NULL. */
void lookup_queue_free(struct lookup_queue *queue);

/** Queue one. @return NULL without memory. */
struct lookup *lookup_start(struct lookup_queue *queue,
			    const struct lookup_request *request,
			    lookup_done *done, void *arg);

/** End it without a call. Not from inside its own done. */
void lookup_cancel(struct lookup *lookup);

#endif
