/* SPDX-License-Identifier: BSD-3-Clause */
/* plan.h - what one pass over one zone shall ask: made by schedule/, carried
 * out by a prober, sent to it as text. */
#ifndef FOREWARN_OBSERVE_PLAN_H
#define FOREWARN_OBSERVE_PLAN_H

#include "base/address.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/time.h"
#include "dns/name.h"

/* Bounds on what one zone may ask for: configured names are the operator's,
 * servers are the zone's own (13 name servers of 8 addresses fit). */
#define PLAN_QUESTIONS_MAX 256
#define PLAN_SERVERS_MAX   128
#define PLAN_RESOLVERS_MAX 16 /* the operator's */

/* The text of all trust anchors of one zone. */
#define PLAN_ANCHOR_SIZE_MAX (8 * 4096)

/* What a survey asks beyond names that users ask for: a name that is not there
 * (the label goes on with a nonce), and a type that the apex has not
 * (private use, RFC 6895 3.1). */
#define PROBE_NXDOMAIN_LABEL "_forewarn-nx-"
#define PROBE_NODATA_TYPE    65280

enum pass_kind {
	PASS_PULSE, /* the validator's verdict; SOA and DNSKEY of each server */
	PASS_SURVEY,	/* everything */
	PASS_CANARY,	/* is our own network well: known-good names only */
	PASS_RESOLVERS, /* the questions named, to resolvers of others only */
};

struct plan_question {
	struct name name;
	uint16_t type;
};

struct plan_server {
	struct name host; /* len 0: only the address is known */
	struct address address;
};

struct plan {
	uint64_t id; /* the daemon's; comes back in the snapshot */
	enum pass_kind kind;
	struct name zone;
	bool fresh;	/* in a new context, to confirm */
	bool tcp;	/* ask each server over TCP as well */
	bool chain;	/* survey: ask cd for DS and DNSKEY of all above, too */
	struct wall at; /* judge as of then; WALL_NEVER: now */
	int64_t deadline_ms;   /* the whole pass; what is open then is "late" */
	size_t question_count; /* beyond what the kind asks by itself */
	const struct plan_question *questions;
	/* Pulse: the servers that the last survey found. Survey: those that
	 * the operator named (`servers:`), beside what is discovered. */
	size_t server_count;
	const struct plan_server *servers;
	/* The public DNS has no such zone, or another one: nobody but these
	 * servers is asked about it, not even for its parent. */
	bool isolated;
	/* Asked as a stub would, by a survey and for their own sake. */
	size_t resolver_count;
	const struct address *resolvers;
	/* DS or DNSKEY records of an island, a line each, or NULL. */
	const char *trust_anchor;
};

/** Append the text form, "forewarn-plan 1" to "end". */
void plan_write(const struct plan *plan, struct text *out);

/** Read it back into @p arena.
 * @return ERR_FORMAT, ERR_LIMIT, ERR_VERSION or ERR_MEMORY. */
enum err plan_read(const char *text, size_t len, struct arena *arena,
		   struct plan **ret_plan);

#endif
