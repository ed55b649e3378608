/* SPDX-License-Identifier: BSD-3-Clause */
/* world.h - an Internet in memory for tests: one zone, its servers, its
 * parent, and what a prober's survey of it would have seen.
 *
 * Plain data: make a healthy world, spoil what the test is about, survey it.
 *
 *	struct world *w = world_new("example.", now);
 *
 *	world_rrset(&w->zone, "www", TYPE_A)->flaw = FLAW_MISSING;
 *	snapshot = world_survey(w, arena, now);
 *
 * What the validator says is worked out from the same facts by
 * world_model.c, not scripted. Signatures are real. Anything that a test gets
 * wrong (a name that is none, too many keys) aborts. */
#ifndef FOREWARN_TESTS_WORLD_H
#define FOREWARN_TESTS_WORLD_H

#include "base/address.h"
#include "base/arena.h"
#include "dns/message.h"
#include "observe/snapshot.h"
#include "lib/signer.h"

#define WORLD_KEYS_MAX	    8
#define WORLD_RRSETS_MAX    16
#define WORLD_RDATA_MAX	    8
#define WORLD_SERVERS_MAX   8
#define WORLD_DS_MAX	    8
#define WORLD_QUESTIONS_MAX 16
#define WORLD_RESOLVERS_MAX 4
#define WORLD_TTL	    3600

struct world_dates {
	struct wall inception, expiration;
};

struct world_key {
	const struct signer_key *key;
	bool published; /* in the DNSKEY RRset */
	bool signs_keys, signs_data;
};

struct world_rrset {
	struct name owner;
	uint16_t type;
	uint32_t ttl;
	uint32_t raised_s; /* served above the TTL that was signed */
	size_t count;	   /* of SOA, NS and DNSKEY: made when served */
	struct rdata rdata[WORLD_RDATA_MAX];
	bool has_dates; /* else the zone's */
	struct world_dates dates;
	enum sig_flaw flaw; /* of all its signatures */
};

enum world_denial {
	DENY_NSEC,
	DENY_NSEC3,   /* SHA-1, no salt */
	DENY_COMPACT, /* RFC 9824: made as it answers */
	DENY_NOTHING, /* the proof is left out */
};

/* One version of the zone, as one server or all of them serve it. */
struct world_zone {
	struct name apex;
	uint32_t serial;
	bool is_unsigned; /* neither DNSKEY nor RRSIG nor NSEC */
	size_t key_count;
	struct world_key keys[WORLD_KEYS_MAX];
	struct world_dates dates;
	enum world_denial denial;
	uint16_t iterations;	   /* additional ones, of NSEC3 */
	bool denial_stops;	   /* no record covers anything */
	struct name hidden_name;   /* the chain goes past it; len 0: none */
	uint16_t hidden_type;	   /* left out of every bitmap; 0: none */
	enum sig_flaw denial_flaw; /* of the NSEC records' signatures */
	size_t rrset_count;	   /* SOA, NS and DNSKEY are the first three */
	struct world_rrset rrsets[WORLD_RRSETS_MAX];
};

enum world_health {
	HEALTH_WELL,
	HEALTH_DEAD,	    /* silence */
	HEALTH_PORT_CLOSED, /* ICMP port unreachable */
	HEALTH_NO_ROUTE,
	HEALTH_GARBAGE,	    /* bytes that are no DNS message */
	HEALTH_LATE,	    /* our deadline ends the wait */
	HEALTH_SERVFAIL,    /* answers, with that rcode */
	HEALTH_REFUSED,	    /* lame */
	HEALTH_STRIPS,	    /* answers as if DO had not been set */
	HEALTH_NO_TCP,	    /* silence over TCP */
	HEALTH_CUTS,	    /* the same, and DNSKEY is cut short over UDP */
	HEALTH_LIMITS,	    /* every second answer over UDP is cut short */
	HEALTH_FORBIDDEN,   /* its address is private, and we do not ask */
	HEALTH_DROPS,	    /* its first answers over UDP come, no more */
	HEALTH_LOSES_LARGE, /* DNSKEY does not come over UDP, all else does */
};

struct world_server {
	struct name host;
	struct address address; /* family 0: its name has none */
	struct address glue;	/* at the parent; family 0: the address */
	enum world_health health;
	size_t udp_max; /* larger answers get lost over UDP; 0: none do */
	bool in_parent, in_child;
	bool hidden;  /* only `servers:` names it; it has no host then */
	bool has_own; /* serves `own`, not the world's zone */
	struct world_zone own;
};

struct world_ds {
	const struct signer_key *key;
	uint8_t digest_type;
	enum ds_flaw flaw;
};

struct world_ds_set {
	size_t count;
	struct world_ds at[WORLD_DS_MAX];
};

struct world_parent {
	struct name host;
	struct address address;
	enum world_health health;
	bool has_own; /* serves `own`, not the world's DS set */
	struct world_ds_set own;
	bool denies; /* knows no such zone: NXDOMAIN */
};

enum world_resolver_mode {
	MODE_HONEST,  /* validates, as the model does */
	MODE_LAX,     /* does not validate: never AD, never SERVFAIL */
	MODE_EXCEPTS, /* validates, but not the zone */
	MODE_ACCEPTS, /* calls the zone authentic, whatever it is */
	MODE_FAILS,   /* on all of the zone, for reasons of its own */
	MODE_BROKEN,  /* on all, the root included */
	MODE_REFUSES, /* us */
	MODE_DEAD,
};

struct world_resolver {
	struct address address;
	enum world_resolver_mode mode;
	uint16_t ede; /* said with every answer about the zone; 0: none */
	/* What is in its cache, of the zone and of its DS set. */
	bool has_own, has_own_ds;
	struct world_zone own;
	struct world_ds_set own_ds;
};

enum world_network {
	NETWORK_UP,
	NETWORK_DOWN, /* nothing of ours gets out */
	NETWORK_LATE, /* every answer comes after our deadline */
};

enum world_anchor { ANCHOR_NONE, ANCHOR_DS, ANCHOR_KEY };

struct world {
	struct arena *arena; /* the world's own: rdata that tests add */
	struct world_zone zone;
	size_t server_count;
	struct world_server servers[WORLD_SERVERS_MAX];
	struct name parent; /* apex of the parent zone */
	size_t parent_count;
	struct world_parent parents[2];
	struct world_ds_set ds;
	/* The DS set is no parent's: `trust_anchor:` has it, in this form. */
	enum world_anchor anchor;
	size_t resolver_count;
	struct world_resolver resolvers[WORLD_RESOLVERS_MAX];
	struct name weak_ancestor; /* len 0: the chain above is secure */
	enum security weak_security;
	struct name bogus_elsewhere; /* another zone, or len 0: none is bogus */
	enum world_network network;
	/* Say this whatever the facts are (SERVFAILs as well: a resolver
	 * that fails for reasons of its own). */
	bool has_override;
	enum security override;
	bool validator_servfails;
	size_t question_count; /* the plan's */
	struct plan_question questions[WORLD_QUESTIONS_MAX];
	bool tcp;  /* servers are asked over TCP as well */
	bool ipv6; /* we have IPv6 */
	/* We ask only the servers, as for `servers:` in the configuration;
	 * the parent is then not asked. */
	bool declared;
};

/**
 * A healthy world at @p now: two servers (192.0.2.1, 192.0.2.2), ksk1 and
 * zsk1 of algorithm 13, a SHA-256 DS of ksk1, apex A, www A, signed an hour ago
 * for 14 days; apex A and www A are asked.
 *
 * @return never NULL; world_free() it.
 */
struct world *world_new(const char *apex, struct wall now);
void world_free(struct world *world);

/** The key of @p label at @p apex, in the zone or not: each zone has keys of
 * its own. "ksk" and "csk" in front make the SEP flag. */
const struct signer_key *world_signer_key(const struct name *apex,
					  const char *label, uint8_t algorithm);

/** Put a fresh key into @p zone. A label that begins with "ksk" signs the
 * DNSKEY set, "csk" everything, any other one the data. */
struct world_key *world_key_add(struct world_zone *zone, const char *label,
				uint8_t algorithm);
/** @return the first key with that label, or NULL. */
struct world_key *world_key(struct world_zone *zone, const char *label);
void world_key_remove(struct world_zone *zone, const char *label);

/** Add a DS of @p key to a set. */
struct world_ds *world_ds_add(struct world_ds_set *set,
			      const struct signer_key *key,
			      uint8_t digest_type);

/** The RRset, or NULL. @param label  "www", "@", or absolute with a dot. */
struct world_rrset *world_rrset(struct world_zone *zone, const char *label,
				uint16_t type);

/** Add a record (and its RRset). @param rdata  presentation form of A, AAAA,
 * NS, CNAME, TXT (one string) or MX. */
struct world_rrset *world_rrset_add(struct world *world,
				    struct world_zone *zone, const char *label,
				    uint16_t type, const char *rdata);
void world_rrset_remove(struct world_zone *zone, const char *label,
			uint16_t type);

/** Ask it in every survey. */
void world_ask(struct world *world, const char *label, uint16_t type);

/** Server @p index serves its own copy of the zone from now on, as the zone
 * is now. @return the copy, to be spoilt. */
struct world_zone *world_freeze(struct world *world, size_t index);

struct world_server *world_server_add(struct world *world, const char *host,
				      const char *address);

/** A resolver of others: "192.0.2.53". It validates honestly. */
struct world_resolver *world_resolver_add(struct world *world,
					  const char *address);

/** What a survey that starts at @p now sees, in @p arena. */
struct snapshot *world_survey(const struct world *world, struct arena *arena,
			      struct wall now);
/** The same for a pulse. */
struct snapshot *world_pulse(const struct world *world, struct arena *arena,
			     struct wall now);

#endif
