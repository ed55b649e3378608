/* SPDX-License-Identifier: BSD-3-Clause */
/* world_answer.c - what a server of the zone or of its parent answers. */
#include "lib/reply.h"

/* --- a server of the zone --- */

/* The answer, through aliases. What ends in a denial, or came from a wildcard
 * (RFC 4035 3.1.3.3), has its proof in the authority section, behind. */
static void put_answer(struct reply *reply, struct plan_question question)
{
	struct name expanded[ALIASES_MAX];
	size_t expanded_count = 0;

	for (size_t links = 0; links < ALIASES_MAX; links++) {
		struct found found = zone_lookup(reply->zone, &question);

		if (!found.set ||
		    !reply_put_set_as(reply, SECTION_ANSWER, &question.name,
				      found.set)) {
			denial_put(reply, &question.name);
			break;
		}
		if (found.wildcard)
			expanded[expanded_count++] = question.name;
		if (!found.next.len)
			break;
		question.name = found.next;
	}
	for (size_t i = 0; reply->dnssec && i < expanded_count; i++)
		denial_put_expanded(reply, &expanded[i]);
}

static struct bytes zone_answer(const struct world *world,
				const struct world_server *server,
				const struct plan_question *question,
				uint16_t flags, struct arena *arena)
{
	const struct world_zone *zone = zone_of(world, server);
	struct reply *reply = reply_new(world, zone, question, flags, arena);

	reply->dnssec = server->health != HEALTH_STRIPS && !zone->is_unsigned;
	reply->packet.no_opt = server->health == HEALTH_STRIPS;
	put_answer(reply, *question);
	return reply_end(reply);
}

struct bytes empty_answer(const struct plan_question *question, uint16_t flags,
			  uint16_t rcode, struct arena *arena)
{
	struct reply *reply = reply_new(NULL, NULL, question, flags, arena);

	packet_rcode(&reply->packet, rcode);
	return reply_end(reply);
}

struct bytes server_answer(const struct world *world,
			   const struct world_server *server,
			   const struct plan_question *question, uint16_t flags,
			   struct arena *arena)
{
	switch (server->health) {
	case HEALTH_WELL:
	case HEALTH_STRIPS:
	case HEALTH_NO_TCP:
	case HEALTH_CUTS:
	case HEALTH_LIMITS:
	case HEALTH_DROPS:
	case HEALTH_LOSES_LARGE:
		return zone_answer(world, server, question, flags, arena);
	case HEALTH_SERVFAIL:
		return empty_answer(question, flags, RCODE_SERVFAIL, arena);
	case HEALTH_REFUSED:
		return empty_answer(question, flags, RCODE_REFUSED, arena);
	default:
		return (struct bytes){ 0 };
	}
}
