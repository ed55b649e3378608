/* SPDX-License-Identifier: BSD-3-Clause */
/* world_inside.h - what the parts of the world share among themselves. */
#ifndef FOREWARN_TESTS_WORLD_INSIDE_H
#define FOREWARN_TESTS_WORLD_INSIDE_H

#include "lib/world.h"

struct name name_or_abort(const char *text);
/** "www", "@", or an absolute name with its dot. */
struct name name_in_zone(const struct name *apex, const char *label);

struct world_rrset *rrset_find(const struct world_zone *zone,
			       const struct name *owner, uint16_t type);

/* What a zone has for a question, RFC 1034 4.3.2. */
struct found {
	const struct world_rrset *set; /* maybe a CNAME; NULL: denied */
	bool wildcard;		       /* made from "*" under the apex */
	struct name next; /* the alias's target in the zone; len 0: none */
};

struct found zone_lookup(const struct world_zone *zone,
			 const struct plan_question *question);
/** Whether the name or one below it is there. */
bool name_exists(const struct world_zone *zone, const struct name *name);

/* An alias chain in one zone; resolvers give up at about ten. */
#define ALIASES_MAX 8

/** Whether a server of that health gives resolvers what they ask; with
 * @p dnssec: signatures too; with @p large: what needs TCP too. */
bool health_answers(enum world_health health, bool dnssec, bool large);

/** What @p server serves. */
const struct world_zone *zone_of(const struct world *world,
				 const struct world_server *server);

/** Whether @p key signs an RRset of @p type. */
bool key_signs(const struct world_key *key, uint16_t type);

/* --- world_answer.c: messages --- */

struct bytes {
	const uint8_t *at; /* NULL: no message */
	size_t len;
};

/** What @p server answers; the flags are a server's or a resolver's. */
struct bytes server_answer(const struct world *world,
			   const struct world_server *server,
			   const struct plan_question *question, uint16_t flags,
			   struct arena *arena);
/** What @p parent answers: DS, or a referral for anything else. */
struct bytes parent_answer(const struct world *world,
			   const struct world_parent *parent,
			   const struct plan_question *question, uint16_t flags,
			   struct arena *arena);
/** The SOA of an ancestor, as a resolver hands it on. */
struct bytes ancestor_answer(const struct world *world,
			     const struct name *ancestor, uint16_t flags,
			     struct arena *arena);
/** An answer with @p rcode and no record. */
struct bytes empty_answer(const struct plan_question *question, uint16_t flags,
			  uint16_t rcode, struct arena *arena);

/** What @p resolver answers, with checking disabled or not. @return none
 * where it is dead. */
struct bytes resolver_answer(const struct world *world,
			     const struct world_resolver *resolver,
			     const struct plan_question *question, bool cd,
			     struct wall now, struct arena *arena);

/* --- world_transport.c --- */

/** Set what comes of a server that gives no message at all.
 * @return false: it gives one. */
bool health_fails(enum world_health health, struct answer *answer);
/** What a server does to UDP or TCP, by answer->tcp. @return whether no answer
 * comes. */
bool transport_fails(enum world_health health,
		     const struct plan_question *question,
		     struct answer *answer);
/** Lose an answer that is too large for the way to @p server. */
void transport_lose_large(const struct world_server *server,
			  struct answer *answer);

/* --- world_island.c --- */

/** The anchors, a line each; NULL where it is no island. */
const char *island_anchors(const struct world *world, struct arena *arena);

/* --- world_model.c: what a validating resolver makes of it --- */

struct verdict_of {
	enum security security;
	bool servfail; /* nobody answered it anything usable */
	bool from_parent;
	const struct world_server *server; /* whose answer it took, or NULL */
};

struct verdict_of model_ask(const struct world *world,
			    const struct plan_question *question,
			    struct wall now);

#endif
