/* SPDX-License-Identifier: BSD-3-Clause */
/* stale.c - which servers lag behind the others with their signatures. */
#include "diagnose/stale.h"

/* A transfer that follows a NOTIFY is done within this, even where the SOA's
 * refresh is seconds. */
#define IN_FLIGHT_S 3600
/* Keys by which one RRset is compared: the providers of one zone. What a
 * hostile zone has beyond is not compared. */
#define KEYS_MAX 4

struct comparison {
	const struct view *view;
	const struct zone_policy *policy;
	const struct copies *copies;
	struct stale_server *servers;
	const struct copy **fresher;
};

static bool comparable(const struct copy *a, const struct copy *b)
{
	return a->best && b->best &&
	       (a->state == COPY_GOOD || a->state == COPY_EXPIRED) &&
	       (b->state == COPY_GOOD || b->state == COPY_EXPIRED) &&
	       a->best->sig->key_tag == b->best->sig->key_tag &&
	       a->best->sig->algorithm == b->best->sig->algorithm;
}

/* Seconds by which @p copy ends before @p other. */
static int64_t behind_s(const struct copy *copy, const struct copy *other)
{
	return wall_diff(copy->best->expiration, other->best->expiration);
}

static const struct copy *freshest_like(const struct copies *copies, size_t i,
					size_t end)
{
	const struct copy *freshest = &copies->at[i];

	for (size_t k = i + 1; k < end; k++)
		if (comparable(&copies->at[i], &copies->at[k]) &&
		    behind_s(freshest, &copies->at[k]) > 0)
			freshest = &copies->at[k];
	return freshest;
}

/* Fill in `fresher` for the group from @p start to @p end. */
static void compare_group(struct comparison *c, size_t start, size_t end)
{
	const struct copy *freshest[KEYS_MAX];
	size_t keys = 0;

	for (size_t i = start; i < end; i++) {
		const struct copy *copy = &c->copies->at[i];
		size_t k = 0;

		if (!comparable(copy, copy))
			continue;
		while (k < keys && !comparable(freshest[k], copy))
			k++;
		if (k == KEYS_MAX)
			continue;
		if (k == keys)
			freshest[keys++] = freshest_like(c->copies, i, end);
		if (behind_s(copy, freshest[k]) > c->policy->pulse_s)
			c->fresher[i] = freshest[k];
	}
}

static struct stale_server *entry_of(const struct comparison *c,
				     const struct view_server *server)
{
	return &c->servers[server - c->view->servers];
}

/* For each server the copy that is furthest behind. */
static void find_worst(struct comparison *c)
{
	for (size_t i = 0; i < c->copies->count; i++) {
		const struct copy *copy = &c->copies->at[i];
		struct stale_server *s = entry_of(c, copy->server);

		if (!c->fresher[i] ||
		    (s->worst && behind_s(copy, c->fresher[i]) <= s->behind_s))
			continue;
		s->worst = copy;
		s->ahead = c->fresher[i];
		s->behind_s = behind_s(copy, s->ahead);
	}
}

static int64_t in_flight_s(const struct view_server *server)
{
	struct soa soa;

	if (server->soa && server->soa->set && server->soa->set->count > 0 &&
	    soa_read(server->soa->set->rdata[0], &soa) &&
	    soa.refresh > IN_FLIGHT_S)
		return soa.refresh;
	return IN_FLIGHT_S;
}

static bool is_stale(const struct comparison *c, const struct copy *copy,
		     const struct copy *fresher)
{
	return behind_s(copy, fresher) > in_flight_s(copy->server) ||
	       copy_ends_within(copy, c->policy->expiry_warning_percent,
				c->view->now);
}

static void mark_stale(struct comparison *c)
{
	for (size_t i = 0; i < c->copies->count; i++) {
		const struct copy *copy = &c->copies->at[i];

		if (c->fresher[i] && is_stale(c, copy, c->fresher[i]))
			entry_of(c, copy->server)->stale = true;
	}
}

/* A copy of the group that @p server has, or NULL. */
static const struct copy *copy_at(const struct copies *copies, size_t start,
				  size_t end, const struct view_server *server)
{
	while (start < end) { /* sorted by the server's index */
		size_t middle = start + (end - start) / 2;
		const struct copy *copy = &copies->at[middle];

		if (copy->server == server)
			return copy;
		if (copy->server->index < server->index)
			start = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

/* What is newer in one RRset and older in another is no copy of the other. */
static void clear_independent(struct comparison *c, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		const struct copy *copy = &c->copies->at[i], *other;
		struct stale_server *s = entry_of(c, copy->server);

		if (!s->stale)
			continue;
		other = copy_at(c->copies, start, end, s->ahead->server);
		if (other && comparable(copy, other) &&
		    behind_s(other, copy) > c->policy->pulse_s)
			s->stale = false;
	}
}

static void clear_newer_serials(struct comparison *c)
{
	for (size_t i = 0; i < c->view->server_count; i++) {
		const struct view_server *server = &c->view->servers[i];
		struct stale_server *s = &c->servers[i];

		if (s->stale && server->has_serial &&
		    s->ahead->server->has_serial &&
		    serial_newer(server->serial, s->ahead->server->serial))
			s->stale = false;
	}
}

static void compare_all(struct comparison *c)
{
	const struct copies *copies = c->copies;
	size_t end;

	for (size_t i = 0; i < copies->count; i = end) {
		end = copies_group_end(copies, i);
		compare_group(c, i, end);
	}
	find_worst(c);
	mark_stale(c);
	for (size_t i = 0; i < copies->count; i = end) {
		end = copies_group_end(copies, i);
		clear_independent(c, i, end);
	}
	clear_newer_serials(c);
}

const struct staleness *staleness_new(struct arena *arena,
				      const struct view *view,
				      const struct zone_policy *policy,
				      const struct copies *copies)
{
	struct staleness *staleness = arena_alloc(arena, sizeof(*staleness));
	struct comparison c = { .view = view,
				.policy = policy,
				.copies = copies };

	c.servers =
		arena_array(arena, view->server_count + 1, sizeof(*c.servers));
	c.fresher = arena_array(arena, copies->count + 1, sizeof(*c.fresher));
	if (!staleness || !c.servers || !c.fresher)
		return NULL;
	compare_all(&c);
	staleness->servers = c.servers;
	staleness->fresher = c.fresher;
	return staleness;
}

const struct stale_server *staleness_server(const struct diagnosis *d,
					    const struct view_server *server)
{
	return &d->staleness->servers[server - d->view->servers];
}
