/* SPDX-License-Identifier: BSD-3-Clause */
/* generation.h - libunbound's contexts as generations: young, and no zone
 * asked about twice in one. I/O.
 *
 * A context caches what it saw, and how it judged a key for a minute at least;
 * so a measurement of a zone is fresh only in a context that has not met it. A
 * generation lives a minute, and ends earlier when a zone comes a second time.
 * A plan that confirms gets one that is a second old at most; one that looks
 * at another date or trusts another anchor gets one to itself. */
#ifndef FOREWARN_PROBE_GENERATION_H
#define FOREWARN_PROBE_GENERATION_H

#include "observe/plan.h"
#include "probe/context.h"
#include "probe/roots.h"

struct event_base;
struct generation;
struct generations;

/** @param roots  must outlive it. @param private_servers  as context_settings
 * has it. @return NULL without memory. */
struct generations *generations_new(struct event_base *base,
				    const struct roots *roots,
				    bool private_servers);
/** Every generation must have been dropped. Takes NULL. */
void generations_free(struct generations *generations);

/**
 * Find or make the generation for @p plan.
 *
 * @param plan  outlives the use of the generation.
 * @param ipv6  whether contexts made now may use it.
 * @return to be dropped; NULL where too many are alive, or without memory:
 *         not now.
 */
struct generation *generation_take(struct generations *generations,
				   const struct plan *plan, bool ipv6);
/** Give it back, every lookup in it cancelled. Deletes contexts: never inside
 * a callback of libunbound's. Takes NULL. */
void generation_drop(struct generation *generation);

/** Its context of that use, made when first asked for; NULL where that
 * fails. */
struct ub_ctx *generation_context(struct generation *generation,
				  enum context_use use);

#endif
