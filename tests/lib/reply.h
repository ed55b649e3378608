/* SPDX-License-Identifier: BSD-3-Clause */
/* reply.h - one answer of one server in the making. */
#ifndef FOREWARN_TESTS_REPLY_H
#define FOREWARN_TESTS_REPLY_H

#include "lib/packet.h"
#include "lib/world_inside.h"

/* An alias chain of expanded wildcards that ends in a denial. */
#define REPLY_DENIALS_MAX (ALIASES_MAX + 3)

struct reply {
	struct packet packet;
	struct arena *arena;
	const struct world *world;
	const struct world_zone *zone; /* the version that is served */
	bool dnssec;		       /* the server minds DO */
	size_t denial_count;	       /* NSEC or NSEC3 put in: each once */
	struct name denials[REPLY_DENIALS_MAX];
};

/** Begin a reply; reply_end() gives it back. */
struct reply *reply_new(const struct world *world,
			const struct world_zone *zone,
			const struct plan_question *question, uint16_t flags,
			struct arena *arena);
struct bytes reply_end(struct reply *reply);

/** Put an RRset and its signatures in. @return whether it has any record. */
bool reply_put_set(struct reply *reply, enum section section,
		   const struct world_rrset *set);

/** The same under another owner: what a wildcard is expanded to. */
bool reply_put_set_as(struct reply *reply, enum section section,
		      const struct name *owner, const struct world_rrset *set);

/* --- world_denial.c --- */

/** Deny @p name, or the type asked for at it: rcode, SOA, and proof. */
void denial_put(struct reply *reply, const struct name *name);
/** Prove that @p name, which a wildcard answered for, is not there. */
void denial_put_expanded(struct reply *reply, const struct name *name);

/** Copy a name's wire form to @p at. @return its length. */
size_t put_name(uint8_t *at, const struct name *name);

#endif
