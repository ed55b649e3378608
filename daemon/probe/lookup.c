/* SPDX-License-Identifier: BSD-3-Clause */
/* lookup.c - one question to libunbound.
 *
 *	waiting -> asked -> answered -> done
 *	              |________________^
 *	               deadline: ub_cancel()
 *
 * libunbound calls back inside ub_resolve_event() on a cache hit and inside
 * ub_ctx_delete() for what still runs: the callback copies, the loop ends. */
#include "probe/lookup.h"

#include "base/clock.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unbound-event.h>
#include <unbound.h>

/* Longer than libunbound takes to find every server silent (5 s measured) and
 * than any stub resolver waits. */
#define LOOKUP_MAX_MS 15000

struct lookup {
	TAILQ_ENTRY(lookup) entry; /* of the queue's waiting */
	struct lookup_queue *queue;
	struct lookup_request request;
	lookup_done *done;
	void *arg;
	bool asked;    /* has a place in the window */
	bool answered; /* libunbound has called back */
	int async_id;
	struct event finish; /* its timer is the deadline */
	struct mono started_at;
	struct lookup_result result;
	char *why;
	uint8_t *packet;
};

TAILQ_HEAD(lookup_list, lookup);

struct lookup_queue {
	struct event_base *base;
	unsigned window, asked;
	struct lookup_list waiting;
	struct event *pump;
};

static void pump_soon(struct lookup_queue *queue)
{
	event_active(queue->pump, EV_TIMEOUT, 0);
}

/* libunbound goes on with it, and calls nobody. */
static void forget(struct lookup *l)
{
	if (l->asked && !l->answered)
		(void)ub_cancel(l->request.ctx, l->async_id); /* it is there */
	l->answered = true;
}

static void lookup_free(struct lookup *l)
{
	if (l->asked) {
		l->queue->asked--;
		pump_soon(l->queue);
	} else {
		TAILQ_REMOVE(&l->queue->waiting, l, entry);
	}
	(void)event_del(&l->finish);
	free(l->why);
	free(l->packet);
	free(l);
}

void lookup_cancel(struct lookup *l)
{
	forget(l);
	lookup_free(l);
}

static void on_finish(evutil_socket_t fd, short what, void *arg)
{
	struct lookup *l = arg;

	(void)fd;
	(void)what;
	l->result.took_ms = (uint32_t)(clock_mono().ms - l->started_at.ms);
	l->result.why = l->why;
	l->result.packet = l->packet;
	forget(l); /* before the callee may delete the context */
	l->done(l->arg, &l->result);
	lookup_free(l);
}

static enum security security_of(int sec)
{
	return sec == 2	  ? SECURITY_SECURE
	       : sec == 1 ? SECURITY_BOGUS
			  : SECURITY_INSECURE;
}

/* Where no server is named in the sentence, nothing was received: that is the
 * network or our own load, and says nothing about the zone. */
static bool is_evidence(const char *why)
{
	return why && strstr(why, " from ");
}

/* libunbound remembers a SERVFAIL for 5 s, and then answers rcode 0 with a
 * packet that says SERVFAIL and "insecure". */
static void judge(struct lookup *l, int sec, int rcode)
{
	bool usable = rcode == RCODE_NOERROR && l->packet &&
		      (l->packet[3] & 15) != RCODE_SERVFAIL;

	l->result.outcome = OUTCOME_FAILED;
	if (!usable || (sec == 1 && !is_evidence(l->why)))
		return;
	l->result.outcome = OUTCOME_ANSWER;
	if (l->request.use != CONTEXT_CD)
		l->result.security = security_of(sec);
}

static void on_answer(void *arg, int rcode, void *packet, int packet_len,
		      int sec, char *why_bogus, int was_ratelimited)
{
	struct lookup *l = arg;

	(void)was_ratelimited; /* off: no limit is set */
	l->answered = true;
	/* With an rcode the packet is not one: only room for it. */
	if (rcode == RCODE_NOERROR && packet && packet_len >= 12 &&
	    packet_len <= MESSAGE_SIZE_MAX)
		l->packet = malloc((size_t)packet_len);
	if (l->packet) {
		memcpy(l->packet, packet, (size_t)packet_len);
		l->result.packet_len = (size_t)packet_len;
	}
	l->why = why_bogus ? strdup(why_bogus) : NULL;
	judge(l, sec, rcode);
	event_active(&l->finish, EV_TIMEOUT, 0);
}

static void lookup_ask(struct lookup *l)
{
	struct timeval deadline = { LOOKUP_MAX_MS / 1000, 0 };
	char name[NAME_TEXT_SIZE];

	TAILQ_REMOVE(&l->queue->waiting, l, entry);
	l->asked = true;
	l->queue->asked++;
	l->started_at = clock_mono();
	l->result.sent_at = clock_wall();
	l->result.outcome = OUTCOME_TIMEOUT;
	(void)event_add(&l->finish, &deadline);
	name_to_text(&l->request.name, name);
	if (ub_resolve_event(l->request.ctx, name, l->request.type, CLASS_IN, l,
			     on_answer, &l->async_id) != 0) {
		l->answered = true; /* there is nothing to cancel */
		l->result.outcome = OUTCOME_LATE;
		event_active(&l->finish, EV_TIMEOUT, 0);
	}
}

static void on_pump(evutil_socket_t fd, short what, void *arg)
{
	struct lookup_queue *queue = arg;
	struct lookup *next;

	(void)fd;
	(void)what;

	while ((next = TAILQ_FIRST(&queue->waiting)) &&
	       (next->request.urgent || queue->asked < queue->window))
		lookup_ask(next);
}

struct lookup_queue *lookup_queue_new(struct event_base *base, unsigned window)
{
	struct lookup_queue *queue = calloc(1, sizeof(*queue));

	if (!queue)
		return NULL;
	queue->base = base;
	queue->window = window;
	TAILQ_INIT(&queue->waiting);
	queue->pump = evtimer_new(base, on_pump, queue);
	if (!queue->pump) {
		free(queue);
		return NULL;
	}
	return queue;
}

void lookup_queue_free(struct lookup_queue *queue)
{
	if (!queue)
		return;
	event_free(queue->pump);
	free(queue);
}

struct lookup *lookup_start(struct lookup_queue *queue,
			    const struct lookup_request *request,
			    lookup_done *done, void *arg)
{
	struct lookup *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->queue = queue;
	l->request = *request;
	l->done = done;
	l->arg = arg;
	(void)evtimer_assign(&l->finish, queue->base, on_finish, l);
	if (request->urgent)
		TAILQ_INSERT_HEAD(&queue->waiting, l, entry);
	else
		TAILQ_INSERT_TAIL(&queue->waiting, l, entry);
	pump_soon(queue);
	return l;
}
