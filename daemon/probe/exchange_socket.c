/* SPDX-License-Identifier: BSD-3-Clause */
/* exchange_socket.c - what UDP and TCP have in common: the connected socket,
 * its events, and what a reply is worth. */
#include "probe/exchange_inner.h"

#include "base/sockaddr.h"

#include <errno.h>
#include <unistd.h>

/* A server that restarts is back by then, and a dead one costs no timeout. */
#define REFUSED_PAUSE_MS 250

/* Servers that cannot read a question may answer with the bare header. */
static bool is_bare_refusal(const struct message *message, uint16_t id)
{
	return message->qr && message->opcode == 0 && message->id == id &&
	       !message->has_question &&
	       (message->rcode == RCODE_FORMERR ||
		message->rcode == RCODE_SERVFAIL ||
		message->rcode == RCODE_NOTIMP ||
		message->rcode == RCODE_REFUSED);
}

/* RFC 1035 4.1.1. Some servers cut within a record, so that nothing behind
 * the header can be relied on; TCP then tells. */
static bool is_cut_short(const uint8_t *wire, size_t len, uint16_t id)
{
	return len >= 12 && wire[0] == id >> 8 && wire[1] == (id & 255) &&
	       (wire[2] & 0xfa) == 0x82; /* QR, opcode 0, TC */
}

/* More records than we read are still an answer: what the zone has too much
 * of is not a fault of its server. */
static bool is_overfull(const struct message *message, enum err err)
{
	return err == ERR_LIMIT && message->record_count == MESSAGE_RECORDS_MAX;
}

enum reply exchange_judge(struct exchange *x, const uint8_t *wire, size_t len)
{
	struct message *message = &x->pool->message;
	uint16_t id = x->question.id;
	enum err err = message_parse(wire, len, message);

	if (err != ERR_OK && !is_overfull(message, err))
		return !x->tcp && is_cut_short(wire, len, id) ? REPLY_TRUNCATED
							      : REPLY_STRAY;
	if (message_answers(message, &x->question))
		return message->tc && !x->tcp ? REPLY_TRUNCATED : REPLY_ANSWER;
	return is_bare_refusal(message, id) ? REPLY_ANSWER : REPLY_STRAY;
}

bool exchange_connect(struct exchange *x, int type)
{
	struct sockaddr_storage to;
	socklen_t len = sockaddr_fill(&x->to, &to);

	x->fd = socket(to.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (x->fd < 0)
		return false;
	return connect(x->fd, (struct sockaddr *)&to, len) == 0 ||
	       errno == EINPROGRESS;
}

void exchange_hang_up(struct exchange *x)
{
	if (event_initialized(&x->io))
		(void)event_del(&x->io);
	if (event_initialized(&x->timer))
		(void)event_del(&x->timer);
	if (x->fd >= 0)
		(void)close(x->fd); /* nothing was buffered */
	x->fd = -1;
}

enum outcome exchange_outcome(int error)
{
	switch (error) {
	case ECONNREFUSED:
	case ECONNRESET:
	case EPIPE:
		return OUTCOME_REFUSED;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EADDRNOTAVAIL:
		return OUTCOME_UNREACHABLE;
	default:
		return OUTCOME_TIMEOUT;
	}
}

int64_t exchange_pause_ms(const struct exchange *x)
{
	int64_t timeout_ms = x->pool->limits.timeout_ms;

	return timeout_ms < REFUSED_PAUSE_MS ? timeout_ms : REFUSED_PAUSE_MS;
}

void exchange_watch(struct exchange *x, short what, event_callback_fn on_ready)
{
	if (event_initialized(&x->io))
		(void)event_del(&x->io);
	(void)event_assign(&x->io, x->pool->base, x->fd, what | EV_PERSIST,
			   on_ready, x);
	/* Should epoll refuse it, the timer ends the try. */
	(void)event_add(&x->io, NULL);
}

void exchange_set_timer(struct exchange *x, int64_t ms,
			event_callback_fn on_timer)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	if (event_initialized(&x->timer))
		(void)event_del(&x->timer);
	(void)evtimer_assign(&x->timer, x->pool->base, on_timer, x);
	(void)evtimer_add(&x->timer, &tv);
}
