/* SPDX-License-Identifier: BSD-3-Clause */
/* stale.h - which servers lag behind the others with their signatures, worked
 * out once: one check tells of them, and another keeps quiet about what that
 * one tells already. */
#ifndef FOREWARN_DIAGNOSE_STALE_H
#define FOREWARN_DIAGNOSE_STALE_H

#include "diagnose/check.h"

struct stale_server {
	bool stale;
	/* Its copy that is furthest behind, and the one it is behind of. */
	const struct copy *worst, *ahead;
	int64_t behind_s; /* between their expirations */
};

struct staleness {
	const struct stale_server *servers; /* as in view->servers */
	/* For each copy the freshest of the same RRset by the same key, where
	 * that is notably newer; else NULL. */
	const struct copy *const *fresher;
};

/**
 * Compare each server's signatures with the freshest that any server has.
 *
 * Only signatures by one key are compared: several providers that each sign
 * with their own have rhythms of their own (RFC 8901). A server is stale when
 * it is behind another by more than the SOA's refresh and an hour, so that a
 * transfer in flight is none; or by more than a pulse while its signatures
 * are within the warning limit. It is not stale when it has a newer signature
 * than that other, or a newer serial: then each signs by itself.
 *
 * @return NULL when the arena is full. O(n) in the copies.
 */
const struct staleness *staleness_new(struct arena *arena,
				      const struct view *view,
				      const struct zone_policy *policy,
				      const struct copies *copies);

/** What is known of @p server, which is one of d->view's. */
const struct stale_server *staleness_server(const struct diagnosis *d,
					    const struct view_server *server);

#endif
