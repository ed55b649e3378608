/* SPDX-License-Identifier: BSD-3-Clause */
/* impact.c - the impact clock, first form.
 *
 * Nobody fails on the signatures of a zone that validators treat as insecure,
 * so it has no breaks_at; its countdowns are shown all the same. Where it is
 * not known whether the parent has a DS, the deadline is told: one too many is
 * better than one hidden. */
#include "forecast/impact.h"
#include "observe/copies.h"

#include <string.h>

static bool has_end(const struct copy *copy)
{
	return copy->state == COPY_GOOD || copy->state == COPY_EXPIRED;
}

static bool ends_before(const struct copy *a, const struct copy *b)
{
	return a->best->expiration.s < b->best->expiration.s;
}

/* Keep the soonest, in order; of equal ones the first. */
static void keep_soonest(const struct copy *soonest[COUNTDOWNS_MAX],
			 size_t *count, const struct copy *copy)
{
	size_t place = *count;

	while (place > 0 && ends_before(copy, soonest[place - 1]))
		place--;
	if (place == COUNTDOWNS_MAX)
		return;
	if (*count < COUNTDOWNS_MAX)
		(*count)++;
	for (size_t i = *count - 1; i > place; i--)
		soonest[i] = soonest[i - 1];
	soonest[place] = copy;
}

static struct countdown countdown_of(const struct copy *copy)
{
	return (struct countdown){
		.owner = copy->rrset->owner,
		.type = copy->rrset->type,
		.server = copy->server->label,
		.key_tag = copy->best->sig->key_tag,
		.inception = copy->best->inception,
		.expires_at = copy->best->expiration,
	};
}

void impact_of(struct arena *arena, const struct view *view, struct impact *ret)
{
	const struct copies *copies = copies_new(arena, view);
	const struct copy *soonest[COUNTDOWNS_MAX];
	size_t count = 0;

	memset(ret, 0, sizeof(*ret));
	ret->breaks_at = WALL_NEVER;
	for (size_t i = 0; copies && i < copies->count; i++)
		if (has_end(&copies->at[i]))
			keep_soonest(soonest, &count, &copies->at[i]);
	for (size_t i = 0; i < count; i++)
		ret->countdowns[i] = countdown_of(soonest[i]);
	ret->countdown_count = count;
	if (count == 0 || chain_of(view) == CHAIN_INSECURE)
		return;
	ret->breaks_at = soonest[0]->best->expiration;
	ret->because = soonest[0]->state == COPY_GOOD ? "rrsig-expiring"
						      : "rrsig-expired";
	ret->subject =
		view_subject(arena, soonest[0]->server, soonest[0]->rrset);
}
