/* SPDX-License-Identifier: BSD-3-Clause */
/* links.h - the zones on the way from the root down to a zone, and the first
 * that is broken. Pure.
 *
 * Not every name above a zone is a zone. A link is a name that owns the SOA of
 * its answer, or has keys, or a DS; the zone (unless there is no such name),
 * its discovered parent and the root are links anyway. An island's chain
 * starts at its anchors. */
#ifndef FOREWARN_OBSERVE_LINKS_H
#define FOREWARN_OBSERVE_LINKS_H

#include "observe/view.h"

/* What validators make of a link. */
enum link_state {
	LINK_SECURE,
	LINK_INSECURE, /* RFC 4035 5.2: no DS, so nothing below is checked */
	LINK_BOGUS,
	LINK_FAILING, /* SERVFAIL, and nobody said that it is bogus */
	LINK_UNMEASURED,
};

/* How the DS set above a link fits the keys in it. */
enum link_entry {
	ENTRY_ANCHOR, /* trust starts here: there is no DS set above */
	ENTRY_MATCHES,
	ENTRY_MISMATCH, /* no DS matches a key */
	ENTRY_NONE,	/* proven to be none */
	ENTRY_UNMEASURED,
};

struct chain_link {
	struct name apex;
	enum link_state state;
	enum link_entry entry;
	bool ds_asked, keys_asked; /* else nothing below says "none" */
	size_t ds_count;
	const struct ds *ds;
	size_t key_count;
	const struct dnskey *keys;
	/* Its own, asked directly: those of the zone and of its parent. The
	 * others only libunbound asked. */
	size_t servers_asked, servers_answered;
	const struct view_verdict *verdict; /* on its SOA, or NULL */
};

struct links {
	size_t count;
	const struct chain_link *at; /* from the root down */
	int first_broken;	     /* index into at, or -1 */
};

/** @param security  of the zone as a whole, as judged.
 * @return no links when @p arena is full; they point into it and @p view. */
struct links links_of(struct arena *arena, const struct view *view,
		      enum security security);

const char *link_state_text(enum link_state state); /* "not measured" */
const char *link_entry_text(enum link_entry entry); /* "mismatch" */

#endif
