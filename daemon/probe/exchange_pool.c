/* SPDX-License-Identifier: BSD-3-Clause */
/* exchange_pool.c - which questions may go: a bound on sockets, a bound for
 * each address, and a fair turn for every address that waits. */
#include "probe/exchange_inner.h"

#include "base/clock.h"
#include "base/map.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

/* Out of descriptors: libunbound may close some within this; we tell when we
 * close our own. */
#define STARVED_PAUSE_MS 100
/* After so many questions in vain, and nothing else, an address gets one try a
 * question: hundreds of zones may wait behind it. */
#define SILENCE_MAX 10
/* RFC 9715 and DNS flag day 2020: no fragments below this. */
#define EDNS_SIZE 1232

struct peer { /* one server address */
	TAILQ_ENTRY(peer) entry;
	bool ready; /* in the pool's list: has waiting and may go */
	unsigned under_way_count;
	unsigned silence; /* questions in vain since the last sign of life */
	struct exchange_list waiting;
	char key[ADDRESS_TEXT_SIZE];
};

static void pump_after(struct exchange_pool *pool, int64_t ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	/* Fails only without memory; the next release tries again. */
	(void)event_add(pool->pump, &tv);
}

static void peer_update(struct exchange_pool *pool, struct peer *peer)
{
	bool ready = !TAILQ_EMPTY(&peer->waiting) &&
		     peer->under_way_count < pool->limits.per_address;

	if (ready && !peer->ready)
		TAILQ_INSERT_TAIL(&pool->ready, peer, entry);
	if (!ready && peer->ready)
		TAILQ_REMOVE(&pool->ready, peer, entry);
	peer->ready = ready;
	if (TAILQ_EMPTY(&peer->waiting) && peer->under_way_count == 0) {
		(void)map_remove(pool->peers, peer->key); /* it is peer */
		free(peer);
	}
}

static struct peer *peer_get(struct exchange_pool *pool,
			     const struct address *address)
{
	char key[ADDRESS_TEXT_SIZE];
	struct peer *peer = map_get(pool->peers, address_to_text(address, key));

	if (peer)
		return peer;
	peer = calloc(1, sizeof(*peer));
	if (!peer)
		return NULL;
	TAILQ_INIT(&peer->waiting);
	memcpy(peer->key, key, sizeof(key));
	if (!map_put(pool->peers, peer->key, peer)) {
		free(peer);
		return NULL;
	}
	return peer;
}

/* Let the first one of @p peer go; the peer then queues up again. */
static void peer_go(struct exchange_pool *pool, struct peer *peer)
{
	struct exchange *x = TAILQ_FIRST(&peer->waiting);

	TAILQ_REMOVE(&peer->waiting, x, entry);
	TAILQ_INSERT_TAIL(&pool->under_way, x, entry);
	TAILQ_REMOVE(&pool->ready, peer, entry);
	peer->ready = false;
	x->under_way = true;
	peer->under_way_count++;
	pool->under_way_count++;
	peer_update(pool, peer);
	x->tries_max = peer->silence < SILENCE_MAX ? pool->limits.tries : 1;
	if (!x->started_at.ms) { /* not the second turn after a requeue */
		x->started_at = clock_mono();
		x->sent_at = clock_wall();
	}
	if (x->tcp)
		exchange_tcp_start(x);
	else
		exchange_udp_start(x);
}

static void on_pump(evutil_socket_t fd, short what, void *arg)
{
	struct exchange_pool *pool = arg;

	(void)fd;
	(void)what;
	while (pool->under_way_count < pool->limits.sockets &&
	       !TAILQ_EMPTY(&pool->ready) &&
	       !event_pending(pool->pump, EV_TIMEOUT, NULL))
		peer_go(pool, TAILQ_FIRST(&pool->ready));
}

struct exchange_pool *exchange_pool_new(struct event_base *base,
					const struct exchange_limits *limits)
{
	struct exchange_pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	pool->base = base;
	pool->limits = *limits;
	TAILQ_INIT(&pool->ready);
	TAILQ_INIT(&pool->under_way);
	pool->peers = map_new();
	pool->pump = evtimer_new(base, on_pump, pool);
	if (!pool->peers || !pool->pump) {
		exchange_pool_free(pool);
		return NULL;
	}
	return pool;
}

void exchange_pool_free(struct exchange_pool *pool)
{
	struct exchange *x;
	struct peer *peer;
	size_t cursor = 0;

	if (!pool)
		return;
	while ((x = TAILQ_FIRST(&pool->under_way)))
		exchange_cancel(x);
	while (pool->peers && (peer = map_next(pool->peers, &cursor, NULL))) {
		/* The last cancel frees the peer; it is then not looked at. */
		struct exchange *next;

		for (x = TAILQ_FIRST(&peer->waiting); x; x = next) {
			next = TAILQ_NEXT(x, entry);
			exchange_cancel(x);
		}
	}
	map_free(pool->peers);
	if (pool->pump)
		event_free(pool->pump);
	free(pool);
}

bool exchange_pool_starved(struct exchange_pool *pool)
{
	bool starved = pool->starved;

	pool->starved = false;
	return starved;
}

struct exchange *exchange_start(struct exchange_pool *pool,
				const struct exchange_request *request,
				exchange_done *done, void *arg)
{
	struct exchange *x = calloc(1, sizeof(*x));
	struct peer *peer = x ? peer_get(pool, &request->to) : NULL;
	uint8_t id[2];

	if (!peer || RAND_bytes(id, sizeof(id)) != 1) {
		free(x);
		if (peer)
			peer_update(pool, peer);
		return NULL;
	}
	x->pool = pool;
	x->peer = peer;
	x->done = done;
	x->arg = arg;
	x->to = request->to;
	x->tcp = request->tcp;
	x->fd = -1;
	x->failure = OUTCOME_TIMEOUT;
	x->question = (struct question){
		.name = request->name,
		.type = request->type,
		.id = (uint16_t)(id[0] << 8 | id[1]),
		.rd = request->recurse,
		.cd = request->cd,
		.dnssec_ok = true,
		.edns_size = EDNS_SIZE,
	};
	TAILQ_INSERT_TAIL(&peer->waiting, x, entry);
	peer_update(pool, peer);
	pump_after(pool, 0);
	return x;
}

/* Take @p x out of its lists; its slot is free again. */
static void release(struct exchange *x)
{
	struct exchange_pool *pool = x->pool;
	struct peer *peer = x->peer;

	exchange_hang_up(x);
	if (x->under_way) {
		TAILQ_REMOVE(&pool->under_way, x, entry);
		pool->under_way_count--;
		peer->under_way_count--;
		pump_after(pool, 0);
	} else {
		TAILQ_REMOVE(&peer->waiting, x, entry);
	}
}

void exchange_requeue(struct exchange *x)
{
	struct exchange_pool *pool = x->pool;

	pool->starved = true;
	release(x);
	x->under_way = false;
	TAILQ_INSERT_HEAD(&x->peer->waiting, x, entry);
	peer_update(pool, x->peer);
	pump_after(pool, STARVED_PAUSE_MS);
}

void exchange_finish(struct exchange *x, enum outcome outcome,
		     const uint8_t *packet, size_t packet_len)
{
	struct exchange_result result = {
		.outcome = outcome,
		.tcp = x->tcp,
		.truncated_udp = x->truncated_udp,
		.flooded = x->flooded,
		.tries = (uint8_t)(x->tries ? x->tries : x->connects),
		.sent_at = x->sent_at,
		.took_ms = (uint32_t)(clock_mono().ms - x->started_at.ms),
		.packet = packet,
		.packet_len = packet_len,
	};

	x->peer->silence =
		outcome_is_silence(outcome) ? x->peer->silence + 1 : 0;
	release(x);
	peer_update(x->pool, x->peer);
	x->done(x->arg, &result);
	free(x->bytes);
	free(x);
}

void exchange_cancel(struct exchange *x)
{
	release(x);
	peer_update(x->pool, x->peer);
	free(x->bytes);
	free(x);
}
