/* SPDX-License-Identifier: BSD-3-Clause */
/* snapshot.h - what one pass over one zone saw: the raw messages, and who
 * asked whom for what, when, how, and how long it took.
 *
 * A snapshot is filled by a prober, sealed by writing it as text, and never
 * changed after. The text goes over the socketpair, into files (--save) and
 * out of them again (replay): one format, printable, a line an item, so that
 * a bug report can carry it. Judging needs nothing else, so a file gives the
 * same findings on any machine on any day. */
#ifndef FOREWARN_OBSERVE_SNAPSHOT_H
#define FOREWARN_OBSERVE_SNAPSHOT_H

#include "base/address.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/time.h"
#include "dns/message.h"
#include "dns/name.h"
#include "observe/plan.h"

/* 128 servers asked for 12 things each over UDP and TCP, and room. */
#define SNAPSHOT_ANSWERS_MAX 8192
#define SNAPSHOT_SERVERS_MAX 256
/* The text of one: what a zone of 128 servers with 2 kB answers takes. */
#define SNAPSHOT_TEXT_MAX (16 * 1024 * 1024)
/* An arena that holds whatever such a text can say. */
#define SNAPSHOT_ARENA_MAX (32 * 1024 * 1024)
/* The longest why that is kept: libunbound's sentences are under 500. */
#define SNAPSHOT_WHY_MAX 1024

enum vantage {
	VANTAGE_VALIDATOR, /* libunbound, validating from the trust anchor */
	VANTAGE_CD,	   /* libunbound without its validator */
	VANTAGE_PARENT,	   /* a server of the parent zone, asked directly */
	VANTAGE_AUTHORITY, /* a server of the zone, asked directly */
	VANTAGE_RESOLVER,  /* a public resolver, asked as a stub would */
};
#define VANTAGE_COUNT 5

enum outcome {
	OUTCOME_ANSWER,	     /* a message that answers the question */
	OUTCOME_TIMEOUT,     /* nothing came, after all retries */
	OUTCOME_REFUSED,     /* ICMP port unreachable or TCP reset */
	OUTCOME_UNREACHABLE, /* no route to that host or network */
	OUTCOME_MALFORMED,   /* something came that is no DNS answer to it */
	OUTCOME_FAILED,	     /* the resolver library failed (validator, cd):
			      * SERVFAIL without a usable packet */
	OUTCOME_LATE,	     /* our own deadline ended it: says nothing */
	OUTCOME_UNMEASURED,  /* we have no such address family: says nothing */
	OUTCOME_FORBIDDEN,   /* the DNS led to an address that is not public,
			      * and that we may not ask: says nothing */
};
#define OUTCOME_COUNT 9

enum security { /* RFC 4033 5; what libunbound said */
		SECURITY_INDETERMINATE,
		SECURITY_INSECURE,
		SECURITY_SECURE,
		SECURITY_BOGUS,
};

/* A name server's address, or one that was named and has none. */
struct server {
	enum vantage vantage;	  /* PARENT, AUTHORITY or RESOLVER */
	struct name host;	  /* len 0 where only the address is known */
	struct address address;	  /* family 0: the name has no address */
	bool in_parent, in_child; /* which NS set names it (AUTHORITY) */
	bool hidden; /* none does: the operator named it, beside those
		      * (AUTHORITY); a hidden primary, as a rule */
};

struct answer {
	enum vantage vantage;
	int server;	    /* index into servers; -1 for validator and cd */
	bool tcp;	    /* the packet came over TCP */
	bool truncated_udp; /* UDP answered TC first, then TCP was tried */
	bool cd; /* RESOLVER: the question had CD set, RFC 4035 3.2.2 */
	struct name name;
	uint16_t type;
	enum outcome outcome;
	struct wall sent_at;
	uint32_t took_ms;
	uint8_t tries; /* attempts; 0: not asked, as unmeasured, late, or
			* since the server had not answered the first */
	enum security security; /* validator only */
	const char *why;       /* libunbound's why_bogus, for people; or NULL */
	const uint8_t *packet; /* NULL without one */
	size_t packet_len;
};

struct snapshot {
	uint64_t plan_id;
	enum pass_kind kind;
	struct name zone;
	struct name parent; /* apex of the parent zone, as found; len 0: not */
	/* Of an island, a line each: what it is judged by. NULL: the root's. */
	const char *trust_anchor;
	struct wall started_at, finished_at;
	struct wall at;	 /* judge as of then: started_at, or the plan's */
	bool overloaded; /* the prober was; no verdict from this one */
	bool ipv4, ipv6; /* families that we ourselves could use */
	size_t server_count;
	const struct server *servers;
	size_t answer_count;
	const struct answer *answers; /* in the order in which they came */
};

/** Append the text form, "forewarn-snapshot 1" to "end". */
void snapshot_write(const struct snapshot *snapshot, struct text *out);

/**
 * Read one back. The input may be hostile: every field is checked, indices
 * included.
 *
 * @param arena  owns the result.
 * @return ERR_FORMAT, ERR_LIMIT, ERR_VERSION or ERR_MEMORY.
 */
enum err snapshot_read(const char *text, size_t len, struct arena *arena,
		       struct snapshot **ret_snapshot);

/** The first answer by @p vantage (and @p server, -1: any) to name and type
 * over UDP (TCP after a truncated one counts), or NULL. */
const struct answer *snapshot_find(const struct snapshot *snapshot,
				   enum vantage vantage, int server,
				   const struct name *name, uint16_t type);

const char *vantage_text(enum vantage vantage); /* "authority" */
/** Whether a server was asked and nothing of it came. */
bool outcome_is_silence(enum outcome outcome);
const char *outcome_text(enum outcome outcome);	   /* "timeout" */
const char *security_text(enum security security); /* "bogus" */
const char *pass_kind_text(enum pass_kind kind);   /* "survey" */

#endif
