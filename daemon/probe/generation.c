/* SPDX-License-Identifier: BSD-3-Clause */
/* generation.c - libunbound's contexts as generations. */
#include "probe/generation.h"

#include "base/clock.h"
#include "base/map.h"

#include <malloc.h>
#include <stdlib.h>
#include <unbound.h>

/* What a validator judged is at most this old; for a plan that confirms, this
 * old: many zones that fail at once then share their contexts. */
#define LIFE_MS	      60000
#define FRESH_LIFE_MS 1000
/* Each may hold 5 contexts of 1.3 MB and their caches. */
#define ALIVE_MAX 24

struct generation {
	struct generations *all;
	unsigned users;
	struct mono born_at;
	struct map *zones; /* met in it; the value means nothing */
	struct context_settings settings;
	struct ub_ctx *contexts[CONTEXT_USE_COUNT];
};

struct generations {
	struct event_base *base;
	const struct roots *roots;
	bool private_servers;
	struct generation *current; /* counts as a user */
	unsigned alive;
};

struct generations *generations_new(struct event_base *base,
				    const struct roots *roots,
				    bool private_servers)
{
	struct generations *all = calloc(1, sizeof(*all));

	if (all) {
		all->base = base;
		all->roots = roots;
		all->private_servers = private_servers;
	}
	return all;
}

static void generation_free(struct generation *g)
{
	for (int use = 0; use < CONTEXT_USE_COUNT; use++)
		if (g->contexts[use])
			ub_ctx_delete(g->contexts[use]);
	map_free(g->zones);
	g->all->alive--;
	free(g);
	/* A context allocates 7 MB and touches 2; in recycled memory it would
	 * have all of them. */
	(void)malloc_trim(0);
}

void generation_drop(struct generation *g)
{
	if (g && --g->users == 0)
		generation_free(g);
}

void generations_free(struct generations *all)
{
	if (!all)
		return;
	generation_drop(all->current);
	free(all);
}

static struct generation *generation_new(struct generations *all, bool ipv6)
{
	struct generation *g;

	if (all->alive >= ALIVE_MAX)
		return NULL;
	g = calloc(1, sizeof(*g));
	if (!g)
		return NULL;
	g->zones = map_new();
	if (!g->zones) {
		free(g);
		return NULL;
	}
	g->all = all;
	g->users = 1;
	g->born_at = clock_mono();
	g->settings = (struct context_settings){
		.roots = all->roots,
		.ipv6 = ipv6,
		.private_servers = all->private_servers,
		.at = WALL_NEVER,
	};
	all->alive++;
	return g;
}

/* One of its own: the caller is its only user. */
static struct generation *take_throwaway(struct generations *all,
					 const struct plan *plan, bool ipv6)
{
	struct generation *g = generation_new(all, ipv6);

	if (!g)
		return NULL;
	g->settings.at = plan->at;
	g->settings.island = plan->trust_anchor ? plan : NULL;
	return g;
}

static bool needs_throwaway(const struct plan *plan)
{
	return plan->trust_anchor || !wall_is_never(plan->at);
}

static bool is_spent(const struct generation *g, const struct plan *plan,
		     const char *zone, bool ipv6)
{
	int64_t life_ms = plan->fresh ? FRESH_LIFE_MS : LIFE_MS;

	return clock_mono().ms - g->born_at.ms >= life_ms ||
	       g->settings.ipv6 != ipv6 || map_get(g->zones, zone);
}

struct generation *generation_take(struct generations *all,
				   const struct plan *plan, bool ipv6)
{
	char zone[NAME_TEXT_SIZE];
	struct generation *next;

	if (needs_throwaway(plan))
		return take_throwaway(all, plan, ipv6);
	name_to_text(&plan->zone, zone);
	if (!all->current || is_spent(all->current, plan, zone, ipv6)) {
		next = generation_new(all, ipv6);
		if (!next)
			return NULL;
		generation_drop(all->current);
		all->current = next;
	}
	if (!map_put(all->current->zones, zone, all))
		return NULL;
	all->current->users++;
	return all->current;
}

struct ub_ctx *generation_context(struct generation *g, enum context_use use)
{
	if (!g->contexts[use])
		g->contexts[use] = context_new(g->all->base, use, &g->settings);
	return g->contexts[use];
}
