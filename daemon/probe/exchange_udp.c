/* SPDX-License-Identifier: BSD-3-Clause */
/* exchange_udp.c - the question over UDP: some tries, each with its time.
 *
 * All tries use one socket and one id, so that the answer to an early try is
 * still welcome while a later one is under way. */
#include "probe/exchange_inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Datagrams read at one wake-up, and strays borne in all: a flood must take
 * turns with the others, and then ends. */
#define READS_MAX  16
#define STRAYS_MAX 64

static void send_try(struct exchange *x);

static void finish_without(struct exchange *x)
{
	if (x->strays)
		exchange_finish(x, OUTCOME_MALFORMED, x->bytes, x->bytes_len);
	else
		exchange_finish(x, x->failure, NULL, 0);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct exchange *x = arg;

	(void)fd;
	(void)what;
	if (x->tries < x->tries_max)
		send_try(x);
	else
		finish_without(x);
}

/* This try has failed at once, as @p error says. */
static void try_failed(struct exchange *x, int error)
{
	int64_t pause_ms = x->pool->limits.timeout_ms;

	if (error == ENOBUFS || error == ENOMEM)
		x->pool->starved = true;
	if (exchange_outcome(error) != OUTCOME_TIMEOUT) {
		x->failure = exchange_outcome(error);
		pause_ms = exchange_pause_ms(x);
	}
	exchange_set_timer(x, pause_ms, on_timer);
}

static void send_try(struct exchange *x)
{
	uint8_t wire[QUESTION_SIZE_MAX];
	size_t len = question_write(&x->question, wire);

	x->tries++;
	if (send(x->fd, wire, len, 0) < 0)
		try_failed(x, errno);
	else
		exchange_set_timer(x, x->pool->limits.timeout_ms, on_timer);
}

/* Keep the last stray: it is the evidence if nothing better comes. */
static void keep_stray(struct exchange *x, const uint8_t *wire, size_t len)
{
	free(x->bytes);
	x->bytes = len ? malloc(len) : NULL;
	x->bytes_len = x->bytes ? len : 0;
	if (x->bytes)
		memcpy(x->bytes, wire, len);
	x->strays++;
}

static void turn_to_tcp(struct exchange *x)
{
	exchange_hang_up(x);
	x->tcp = true;
	x->truncated_udp = true;
	exchange_tcp_start(x);
}

/* @return whether @p x still waits for more. */
static bool take(struct exchange *x, const uint8_t *wire, size_t len)
{
	switch (exchange_judge(x, wire, len)) {
	case REPLY_ANSWER:
		exchange_finish(x, OUTCOME_ANSWER, wire, len);
		return false;
	case REPLY_TRUNCATED:
		turn_to_tcp(x);
		return false;
	case REPLY_STRAY:
		break;
	}
	keep_stray(x, wire, len);
	if (x->strays < STRAYS_MAX)
		return true;
	x->flooded = true;
	finish_without(x);
	return false;
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct exchange *x = arg;
	uint8_t *buffer = x->pool->buffer;

	(void)what;
	for (int i = 0; i < READS_MAX; i++) {
		ssize_t len = recv(fd, buffer, sizeof(x->pool->buffer), 0);

		if (len >= 0 && take(x, buffer, (size_t)len))
			continue;
		/* An ICMP error comes as the errno of the next call. */
		if (len < 0 && errno != EAGAIN && errno != EINTR)
			try_failed(x, errno);
		return;
	}
}

void exchange_udp_start(struct exchange *x)
{
	if (exchange_connect(x, SOCK_DGRAM)) {
		exchange_watch(x, EV_READ, on_readable);
		send_try(x);
	} else if (x->fd < 0) {
		exchange_requeue(x);
	} else {
		/* No route: no try will find one a moment later. */
		x->tries = 1;
		exchange_finish(x, exchange_outcome(errno), NULL, 0);
	}
}
