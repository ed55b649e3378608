/* SPDX-License-Identifier: BSD-3-Clause */
/* fake_server.h - a server on loopback whose answers a test makes up. */
#ifndef FOREWARN_TESTS_FAKE_SERVER_H
#define FOREWARN_TESTS_FAKE_SERVER_H

#include "probe/exchange.h"

#include <event2/event.h>
#include <netinet/in.h>

#define TIMEOUT_MS 100
#define TRIES	   3

struct fake;
typedef void datagram_fn(struct fake *, uint8_t *wire, size_t len);
typedef void stream_fn(struct fake *, int fd, uint8_t *wire, size_t len);

struct fake {
	struct event_base *base;
	struct address address;
	datagram_fn *datagram;
	stream_fn *stream; /* NULL: nobody listens */
	int udp, tcp, conn;
	struct event *on_udp, *on_tcp, *on_conn, *drip;
	struct sockaddr_in client, early_client;
	unsigned asked, connected;
	uint8_t early[512]; /* the first question, kept; or being dripped */
	size_t early_len, drip_at, drip_size;
};

/* What came of a question. */
struct seen {
	struct event_base *base; /* to be stopped by it, or NULL */
	unsigned count;
	struct exchange_result result;
	uint8_t packet[65535];
};

/** Send a datagram to who asked last. */
void reply(struct fake *f, const void *wire, size_t len);

/** The question as its answer: QR set, no records. */
void udp_answer(struct fake *f, uint8_t *wire, size_t len);

/** None. */
void udp_silent(struct fake *f, uint8_t *wire, size_t len);

/** Answer over TCP in pieces of @p size bytes, each a tenth of the timeout. */
void drip(struct fake *f, size_t size, const uint8_t *wire, size_t len);

/** A server at 127.62.0.@p last, on a port that is free for both. */
void fake_start(struct fake *f, struct event_base *base, int last);

/** End it, whatever is under way. */
void fake_stop(struct fake *f);

/** exchange_done: note it in the struct seen. */
void on_done(void *arg, const struct exchange_result *result);

/** Ask for a.example. A; the answer goes to @p seen. */
struct exchange *ask(struct exchange_pool *pool, const struct address *to,
		     bool tcp, struct seen *seen);

#endif
