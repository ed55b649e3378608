/* SPDX-License-Identifier: BSD-3-Clause */
/* view.h - what a snapshot's messages say, worked out once for every check:
 * each server's RRsets with each signature's result, the keys, the DS sets.
 *
 * A view judges nothing: it holds facts as of `now`. Checks and the impact
 * clock read it and nothing else. */
#ifndef FOREWARN_OBSERVE_VIEW_H
#define FOREWARN_OBSERVE_VIEW_H

#include "base/arena.h"
#include "dns/dnssec.h"
#include "observe/snapshot.h"

enum signature_state {
	SIG_VALID,	 /* right, and now within its dates */
	SIG_EXPIRED,	 /* right (or its key is gone), past its expiration */
	SIG_EARLY,	 /* right, before its inception */
	SIG_INVALID,	 /* cryptographically wrong, RFC 4035 5.3.3 */
	SIG_KEY_MISSING, /* no key of that tag and algorithm on any server */
	SIG_UNSUPPORTED, /* an algorithm that we cannot check */
	SIG_UNCHECKED,	 /* the budget of checks for this zone ran out, or that
			  * of its RRset; and the parent's and cd's rows: only
			  * dates are judged */
};

struct view_signature {
	const struct rrsig *sig;
	enum signature_state state;
	struct wall inception, expiration;
	const struct dnskey *key; /* that verified it, or NULL */
};

/* One question's answer from one server (or the parent's). */
struct view_rrset {
	const struct answer *answer;
	const struct message *message; /* parsed; NULL without a packet */
	uint16_t rcode;		       /* of the message; 0 without one */
	struct name owner;
	uint16_t type;
	const struct rrset *set; /* NULL: the server has none such */
	size_t sig_count;
	const struct view_signature *sigs; /* as in set->sigs */
	bool from_authority; /* found in the authority section: a negative
			      * answer's SOA, NSEC or NSEC3 */
	/* The greatest expiration among valid signatures: until then some
	 * validator accepts it (RFC 6840 5.4). WALL_NEVER: unsigned, or no
	 * valid one. */
	struct wall good_until;
	bool usable; /* signed, and one signature at least is valid */
	/* So many tries were wrong that we gave up, as validators do since
	 * CVE-2023-50387: whether one is right does not matter. */
	bool gave_up;
};

enum server_state {
	SERVER_ANSWERS,	   /* at least one answer */
	SERVER_SILENT,	   /* asked, and nothing but timeouts or refusals */
	SERVER_NO_ADDRESS, /* its name has none */
	SERVER_UNMEASURED, /* we could not ask it (family, deadline), or may
			    * not: then it is forbidden */
};

struct view_server {
	const struct server *server;
	int index; /* into the snapshot's servers */
	enum server_state state;
	bool forbidden; /* of an address that we may not ask */
	/* "ns1.example. (192.0.2.1)", or "192.0.2.1 (hidden)". */
	const char *label;
	bool has_serial;
	uint32_t serial;
	size_t rrset_count;
	/* Every answer, UDP before TCP: first the RRset that was asked for,
	 * then others of the zone (an alias chain, the denial). */
	const struct view_rrset *rrsets;
	/* The apex DNSKEY and SOA answers that say most; NULL: no message. */
	const struct view_rrset *dnskey, *soa;
	size_t key_count;
	const struct dnskey *keys; /* of its own DNSKEY answer */
};

/* The DS answer of one parent server. */
struct view_parent {
	const struct server *server;
	const char *label;
	enum server_state state;
	const struct view_rrset *answer; /* NULL: no message to it came */
	/* Its answer to the question for the zone's NS, or NULL. */
	const struct message *referral;
	size_t ds_count;
	const struct ds *ds;
};

/* One question to a resolver of others. */
struct view_lookup {
	struct name name;
	uint16_t type;
	/* CD clear; and with CD set, where that was asked. Their signatures
	 * are judged by their dates only. NULL: not measured. */
	const struct view_rrset *checked, *unchecked;
};

struct view_resolver {
	const struct server *server;
	const char *label;
	enum server_state state;
	size_t lookup_count;
	const struct view_lookup *lookups; /* in the order of the asking */
};

struct view_verdict { /* what one validator question came to */
	const struct answer *answer;
	struct name name;
	uint16_t type;
	enum security security;
	uint16_t rcode;
	bool measured; /* false: timeout, late, overloaded: says nothing */
	bool servfail; /* the library gave up without a packet */
};

struct view {
	const struct snapshot *snapshot;
	struct wall now;
	struct name zone;
	char zone_text[NAME_TEXT_SIZE];
	char zone_word[NAME_SHELL_SIZE]; /* the same, for commands */
	/* Where trust starts: the root, or the owner of an island's anchors.
	 * What is above it is not looked at. */
	struct name trusted;
	/* It starts at the zone itself: the anchors are in the place of a DS
	 * set at the parent. */
	bool anchored;
	size_t server_count;
	const struct view_server *servers;
	size_t resolver_count;
	const struct view_resolver *resolvers;
	size_t parent_count;
	const struct view_parent *parents;
	/* Union over parent servers, or the validator's or cd's DS answer
	 * where no parent server was asked or answered; where the zone is
	 * anchored, its anchors (of a DNSKEY its SHA-256 digest). */
	size_t ds_count;
	const struct ds *ds;
	bool ds_known; /* false: nobody told us; count 0 is then no "none" */
	/* Union of keys over the zone's servers, without duplicates. */
	size_t key_count;
	const struct dnskey *keys;
	/* Which key some DS of the union matches: ds_key[i] is an index into
	 * keys, or -1. */
	const int *ds_key;
	bool ds_gave_up; /* more digests than we make: some were not tried */
	size_t verdict_count;
	const struct view_verdict *verdicts; /* every validator answer */
	size_t cd_count;
	const struct view_rrset *cd; /* every cd answer, not verified */
	/* The worst of the verdicts on names of the zone itself: bogus, then
	 * indeterminate, insecure, secure. INDETERMINATE when not measured. A
	 * denial does not make it insecure (opt-out, RFC 5155 6). */
	enum security security;
	bool budget_spent;	 /* some signatures are SIG_UNCHECKED */
	unsigned verified_count; /* signature checks done */
};

/**
 * Work out a view.
 *
 * Costs at most a fixed number of signature checks (the same bytes are
 * checked once, however many servers serve them).
 *
 * @param snapshot  outlives the view.
 * @param now       signatures are judged as of then.
 * @return NULL when the arena is full.
 */
struct view *view_new(struct arena *arena, const struct snapshot *snapshot,
		      struct wall now);

/** "www.example. A @ ns1.example. (192.0.2.1)", the subject of a finding. */
const char *view_subject(struct arena *arena, const struct view_server *server,
			 const struct view_rrset *rrset);

#endif
