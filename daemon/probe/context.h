/* SPDX-License-Identifier: BSD-3-Clause */
/* context.h - libunbound's contexts, set up as a monitor needs them. I/O. */
#ifndef FOREWARN_PROBE_CONTEXT_H
#define FOREWARN_PROBE_CONTEXT_H

#include "base/time.h"
#include "dns/name.h"
#include "observe/plan.h"
#include "probe/roots.h"

struct event_base;
struct ub_ctx;

enum context_use {
	CONTEXT_VALIDATOR, /* iterator and validator */
	CONTEXT_CD,	   /* iterator only: what "checking disabled" shows */
	/* A validator for NS questions. A bogus NS set takes the servers with
	 * it: whatever else is asked in that context is then SERVFAIL, without
	 * a reason. */
	CONTEXT_VALIDATOR_NS,
	/* The same two for a zone that is known to be bogus: a bogus answer is
	 * not asked for again elsewhere. */
	CONTEXT_ONCE,
	CONTEXT_ONCE_NS,
};
#define CONTEXT_USE_COUNT 5

struct context_settings {
	const struct roots *roots;
	bool ipv6;
	/* Ask addresses that are not public, too; else the root's and the
	 * island's servers are the only such. */
	bool private_servers;
	struct wall at; /* signatures are judged as of then; WALL_NEVER: now */
	/* Of an island: its anchors beside the root's, as resolvers have them
	 * that know it; where it is isolated, its servers asked for the zone.
	 * NULL: none. */
	const struct plan *island;
};

/**
 * Set up a context on @p base. Its first question costs a millisecond more.
 *
 * ub_ctx_delete() it outside of any callback of libunbound's, with every
 * question cancelled before.
 *
 * @return NULL without memory, or where libunbound refuses an anchor.
 */
struct ub_ctx *context_new(struct event_base *base, enum context_use use,
			   const struct context_settings *settings);

#endif
