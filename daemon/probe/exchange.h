/* SPDX-License-Identifier: BSD-3-Clause */
/* exchange.h - one question to one server, over UDP and then TCP, and the
 * pool that bounds how many are under way. I/O.
 *
 * Each question has a socket of its own, connected, so that the kernel picks
 * the port and drops what others send; the id is random too. What comes and
 * does not answer the question is not believed: the wait goes on. A server's
 * FORMERR or NOTIMP is an answer: asking again without EDNS would hide it. */
#ifndef FOREWARN_PROBE_EXCHANGE_H
#define FOREWARN_PROBE_EXCHANGE_H

#include "base/address.h"
#include "base/time.h"
#include "dns/name.h"
#include "observe/snapshot.h"

struct event_base;
struct exchange;
struct exchange_pool;

struct exchange_limits {
	unsigned sockets;     /* under way at once; the others wait */
	unsigned per_address; /* of those, to one address: politeness */
	int64_t timeout_ms;   /* of one try; TCP has tries * timeout_ms */
	unsigned tries;	      /* 1 to 255 */
};

struct exchange_request {
	struct address to;
	struct name name;
	uint16_t type;
	bool tcp;	  /* at once, without UDP before */
	bool recurse, cd; /* RD, CD: what a stub asks of a resolver */
};

struct exchange_result {
	enum outcome outcome; /* ANSWER, TIMEOUT, REFUSED, UNREACHABLE,
			       * MALFORMED */
	bool tcp, truncated_udp;
	bool flooded; /* MALFORMED: so much came that we stopped listening */
	uint8_t tries;
	struct wall sent_at; /* the first try */
	uint32_t took_ms;
	/* The answer; with MALFORMED what came instead. Valid during the call
	 * only. NULL without one. */
	const uint8_t *packet;
	size_t packet_len;
};

/** Called once, from the loop, never inside exchange_start(). */
typedef void exchange_done(void *arg, const struct exchange_result *result);

/** @return NULL without memory. */
struct exchange_pool *exchange_pool_new(struct event_base *base,
					const struct exchange_limits *limits);
/** Cancel what is under way (nobody is called) and free. Takes NULL. */
void exchange_pool_free(struct exchange_pool *pool);

/** Whether the system ran out of descriptors or buffers since the last call:
 * what is measured then is our own trouble. */
bool exchange_pool_starved(struct exchange_pool *pool);

/** Queue one. @return NULL without memory. */
struct exchange *exchange_start(struct exchange_pool *pool,
				const struct exchange_request *request,
				exchange_done *done, void *arg);

/** End it without a call. Not from inside its own done. */
void exchange_cancel(struct exchange *exchange);

#endif
