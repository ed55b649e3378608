/* SPDX-License-Identifier: BSD-3-Clause */
/* exchange_inner.h - what the files exchange_*.c know of each other.
 *
 *	exchange_start -> waiting -> udp --TC--> tcp -> done
 *	                     |________________^
 *	                      request.tcp
 *
 * The pool picks who may go, udp and tcp end with exchange_finish(). */
#ifndef FOREWARN_PROBE_EXCHANGE_INNER_H
#define FOREWARN_PROBE_EXCHANGE_INNER_H

#include "probe/exchange.h"

#include "dns/message.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <sys/queue.h>

struct exchange {
	TAILQ_ENTRY(exchange) entry; /* of its peer's waiting, or under way */
	struct exchange_pool *pool;
	struct peer *peer;
	exchange_done *done;
	void *arg;
	struct address to;
	struct question question;
	bool under_way; /* has a slot of the pool */
	bool tcp, truncated_udp;
	unsigned tries, connects; /* over UDP, over TCP */
	unsigned tries_max;
	int fd; /* -1: none */
	struct event io, timer;
	struct wall sent_at;
	struct mono started_at, tcp_started_at;
	enum outcome failure; /* what a timeout at the end comes to */
	unsigned strays;      /* packets that were no answer to it */
	bool flooded;	      /* as in the result */
	uint8_t *bytes;	      /* the last stray, or the TCP message; or NULL */
	size_t bytes_len, bytes_want;
	uint8_t head[2 + QUESTION_SIZE_MAX]; /* TCP: being sent, then the
					      * length being received */
	size_t head_len, head_done;
};

TAILQ_HEAD(exchange_list, exchange);

struct exchange_pool {
	struct event_base *base;
	struct exchange_limits limits;
	struct map *peers; /* by address text */
	TAILQ_HEAD(, peer) ready;
	struct exchange_list under_way;
	unsigned under_way_count;
	bool starved;
	struct event *pump;
	uint8_t buffer[MESSAGE_SIZE_MAX];
	struct message message; /* scratch: too large for a stack */
};

enum reply {
	REPLY_ANSWER,	 /* to this very question */
	REPLY_TRUNCATED, /* an answer that says: ask over TCP */
	REPLY_STRAY,	 /* anything else */
};

/** What @p wire is to @p exchange. */
enum reply exchange_judge(struct exchange *exchange, const uint8_t *wire,
			  size_t len);

/** Open and connect a socket of @p type (SOCK_DGRAM or SOCK_STREAM).
 * @return false with errno; EINPROGRESS is success. */
bool exchange_connect(struct exchange *exchange, int type);

/** Close its socket and stop both its events. */
void exchange_hang_up(struct exchange *exchange);

/** What an errno of a socket call says about the other end; TIMEOUT where it
 * says nothing. */
enum outcome exchange_outcome(int error);

/** How long to wait after a refusal before the next try. */
int64_t exchange_pause_ms(const struct exchange *exchange);

/** Wait: @p what (EV_READ, EV_WRITE) on the socket. */
void exchange_watch(struct exchange *exchange, short what,
		    event_callback_fn on_ready);
void exchange_set_timer(struct exchange *exchange, int64_t ms,
			event_callback_fn on_timer);

/** Give the result and free @p exchange. */
void exchange_finish(struct exchange *exchange, enum outcome outcome,
		     const uint8_t *packet, size_t packet_len);

/** Give the slot back and wait in the queue again: no descriptors left. */
void exchange_requeue(struct exchange *exchange);

void exchange_udp_start(struct exchange *exchange);
void exchange_tcp_start(struct exchange *exchange);

#endif
