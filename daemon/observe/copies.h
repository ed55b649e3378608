/* SPDX-License-Identifier: BSD-3-Clause */
/* copies.h - the zone's RRsets as each of its servers serves them, each with
 * what a validator would make of it.
 *
 * RRsets are judged, not single signatures: one valid signature by a key that
 * is allowed to make it is enough, and others by unknown keys are normal in an
 * algorithm roll (RFC 6840 5.4, 5.11). */
#ifndef FOREWARN_OBSERVE_COPIES_H
#define FOREWARN_OBSERVE_COPIES_H

#include "observe/chain.h"

enum copy_state {		/* a later one is the worse of two answers */
		  COPY_UNKNOWN, /* unchecked, or by algorithms we cannot do */
		  COPY_GOOD,
		  COPY_UNSIGNED,
		  COPY_KEY_MISSING,
		  COPY_EXPIRED,
		  COPY_EARLY,
		  COPY_INVALID,
		  COPY_NO_ENTRY, /* DNSKEY: unsigned by the keys in the DS */
};

struct copy {
	const struct view_server *server;
	const struct view_rrset *rrset;
	enum copy_state state;
	/* Good: the valid signature that ends last. Expired: the one that
	 * ended last. Else the first that is as the state says, or NULL. */
	const struct view_signature *best;
};

/* Sorted by owner (the apex first), type, and server; one for each. */
struct copies {
	size_t count;
	const struct copy *at;
};

/**
 * Collect the copies of every RRset that the zone itself should sign: not the
 * DS of its apex, not what a zone below it signed, not a CNAME made from a
 * DNAME (RFC 6672 5.3.1), nothing from a truncated message.
 *
 * Of several answers by one server the worst is kept. O(n log n).
 *
 * @return NULL when the arena is full.
 */
const struct copies *copies_new(struct arena *arena, const struct view *view);

/** The end of the group, one RRset over all servers, that starts at @p i. */
size_t copies_group_end(const struct copies *copies, size_t i);

/** Whether any copy has a signature, right or wrong. */
bool copies_any_signed(const struct copies *copies);

/** Whether @p copy is the DNSKEY RRset of the apex. */
bool copy_is_dnskey(const struct copy *copy);

/** Whether at most @p percent of the lifetime of its signature is left, or
 * none: limits are shares, since on-the-fly signers live with a day for ever.
 * False without a signature. */
bool copy_ends_within(const struct copy *copy, unsigned percent,
		      struct wall now);

#endif
