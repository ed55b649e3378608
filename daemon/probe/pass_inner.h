/* SPDX-License-Identifier: BSD-3-Clause */
/* pass_inner.h - what pass.c, ask.c, measure.c, discover.c and resolvers.c
 * know of each other.
 *
 *	pass_start -> asks answered, discovery adds servers and asks -> done
 *	     |                                                           ^
 *	     |________ deadline: what is open is "late" _________________|
 *
 * A pass has no phases beyond that: it is over when no ask is open, and an
 * answer may open others. */
#ifndef FOREWARN_PROBE_PASS_INNER_H
#define FOREWARN_PROBE_PASS_INNER_H

#include "probe/pass.h"

#include "dns/message.h"
#include "probe/exchange.h"
#include "probe/families.h"
#include "probe/generation.h"
#include "probe/lookup.h"
#include "probe/questions.h"
#include "probe/trap.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <sys/queue.h>

/* Name servers of a zone and of its parent: 13 and 13, and room. */
#define HOSTS_MAX 64

struct ask { /* one open question */
	TAILQ_ENTRY(ask) entry;
	struct pass *pass;
	struct exchange *exchange; /* one of the two */
	struct lookup *lookup;
	enum vantage vantage;
	int server;
	bool tcp;
	bool cd;    /* RESOLVER: with checking disabled */
	bool waits; /* until some server of the zone was heard; not begun */
	bool scout; /* the first to its server, or to the validator: others
		     * wait for it */
	bool once;  /* the validator: the scout was bogus */
	int host;   /* discovery's own question, most are left out of the
		     * snapshot: about
		     * this host, or one of HOST_...; HOST_NONE: a planned one */
	/* A planned one: which of the pass' questions; as its exchange_result
	 * has it. */
	size_t planned;
	bool flooded;
	struct name name;
	uint16_t type;
};

#define HOST_NONE	-1
#define HOST_PARENT_NS	-2 /* the parent's NS set */
#define HOST_PARENT_SOA -3 /* where the parent's apex is */

struct host {		      /* a name server's name */
	enum vantage vantage; /* PARENT or AUTHORITY */
	struct name name;
	bool in_parent, in_child;
	unsigned open_count;	/* of A and AAAA */
	unsigned address_count; /* found so far, those not asked included */
	bool unsure;		/* a lookup of its addresses was not measured */
};

struct pass {
	const struct pass_tools *tools;
	const struct plan *plan;
	struct arena *arena;
	pass_done *done;
	void *arg;
	struct families families;
	struct generation *generation;
	struct questions questions;
	struct snapshot snapshot;
	struct server *servers; /* of the snapshot */
	size_t servers_max;
	struct answer *answers; /* of the snapshot; grows */
	size_t answers_cap, packet_bytes;
	size_t planned_count; /* asked or answered */
	TAILQ_HEAD(, ask) asks;
	struct event finish; /* its timer is the deadline */
	bool discovers;	     /* the zone's servers and its parent's */
	struct trap trap;    /* of the zone */
	bool zone_heard;     /* some server of the zone has answered */
	bool zone_silent;    /* some has not, after all its tries */
	size_t host_count;
	struct host *hosts;	/* HOSTS_MAX; survey only */
	struct message message; /* scratch: too large for a stack */
};

/** Ask the planned questions of @p vantage; @p server is -1 for the
 * validator and cd. */
void pass_measure(struct pass *pass, enum vantage vantage, int server);

/** Record that the planned questions were not asked of @p server: its address
 * is none that we may ask. */
void pass_forbid(struct pass *pass, enum vantage vantage, int server);

/** A planned question has its answer: was it a scout, or lost? */
void measure_noted(struct pass *pass, const struct ask *scout,
		   const struct answer *answer);

/** Go on with what waits, when a server of the zone was heard or none can be.
 * Where all are silent it is recorded as no answer, and not asked: libunbound
 * would ask them for ten seconds and more, cancelled or not, and the zones of
 * a provider that is down would leave it no time for any other. */
void pass_settle(struct pass *pass);

/** Open a question like @p from; without memory it is recorded as late, and
 * the pass as overloaded. */
void pass_ask(struct pass *pass, const struct ask *from);

/** The answer to @p ask while nobody was asked. */
struct answer answer_of(const struct ask *ask, enum outcome outcome);

/** Put a copy of @p answer into the snapshot. */
void pass_record(struct pass *pass, const struct answer *answer);

/** Ask every resolver of the plan what is planned for resolvers. */
void resolvers_begin(struct pass *pass);

/** A resolver has answered: where it fails, the same with CD set. */
void resolvers_note(struct pass *pass, const struct answer *answer);

/** Ask cd for discovery's own sake; the answer goes to discover_heard(). */
void pass_ask_cd(struct pass *pass, const struct name *name, uint16_t type,
		 int host);

/** Every ask that is open: record it as late, and end it. */
void pass_end_asks(struct pass *pass);

/** Add a server, or find it. @return its index, or -1 when there are too many;
 * @p ret_new whether it was not there. */
int pass_add_server(struct pass *pass, const struct server *server,
		    bool *ret_new);

/** A planned question has its answer: look for servers in it. */
void discover_note(struct pass *pass, const struct answer *answer);

/** Discovery's own question has its answer. */
void discover_heard(struct pass *pass, const struct ask *ask,
		    const struct answer *answer);

/** Whether the answer to @p ask, one of discovery's own questions, belongs into
 * the snapshot: the address of a name server within the zone, to be held
 * against the parent's glue. */
bool discover_is_evidence(const struct pass *pass, const struct ask *ask);

/** The pass ends: servers without address, and who named which. */
void discover_seal(struct pass *pass);

#endif
