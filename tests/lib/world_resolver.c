/* SPDX-License-Identifier: BSD-3-Clause */
/* world_resolver.c - what a resolver of others answers a stub. */
#include "lib/world_inside.h"

#include "lib/packet.h"

#include <stdlib.h>
#include <string.h>

struct world_resolver *world_resolver_add(struct world *world,
					  const char *address)
{
	struct world_resolver *resolver;

	if (world->resolver_count == WORLD_RESOLVERS_MAX)
		abort();
	resolver = &world->resolvers[world->resolver_count++];
	memset(resolver, 0, sizeof(*resolver));
	if (!address_from_text(address, &resolver->address))
		abort();
	return resolver;
}

static bool is_of_zone(const struct world *world,
		       const struct plan_question *question)
{
	return name_is_under(&question->name, &world->zone.apex);
}

static bool fails(const struct world *world,
		  const struct world_resolver *resolver,
		  const struct plan_question *question,
		  const struct verdict_of *verdict)
{
	switch (resolver->mode) {
	case MODE_BROKEN:
		return true;
	case MODE_FAILS:
		return is_of_zone(world, question);
	case MODE_HONEST:
		return verdict->servfail || verdict->security == SECURITY_BOGUS;
	default:
		return verdict->servfail;
	}
}

static bool says_authentic(const struct world *world,
			   const struct world_resolver *resolver,
			   const struct plan_question *question,
			   const struct verdict_of *verdict)
{
	if (resolver->mode == MODE_LAX)
		return false;
	if (!is_of_zone(world, question))
		return true;
	return resolver->mode == MODE_ACCEPTS ||
	       (resolver->mode != MODE_EXCEPTS &&
		verdict->security == SECURITY_SECURE);
}

/* What the cache holds, else what a server says. */
static struct bytes data(const struct world *world,
			 const struct world_resolver *resolver,
			 const struct plan_question *question, uint16_t flags,
			 struct arena *arena)
{
	struct world_server server = { .has_own = resolver->has_own };
	struct world_parent parent = { .has_own = resolver->has_own_ds };

	if (!is_of_zone(world, question))
		return ancestor_answer(world, &question->name, flags, arena);
	if (question->type == TYPE_DS) {
		parent.own = resolver->own_ds;
		return parent_answer(world, &parent, question, flags, arena);
	}
	server.own = resolver->own;
	return server_answer(world, &server, question, flags, arena);
}

/* Put an extended error into the OPT record, which is the last, and empty. */
static struct bytes with_ede(struct bytes packet, uint16_t ede,
			     struct arena *arena)
{
	const uint8_t option[] = {
		0, 6, 0, 15, 0, 2, (uint8_t)(ede >> 8), (uint8_t)ede
	};
	uint8_t *at;

	if (!ede)
		return packet;
	at = arena_alloc(arena, packet.len + 6);
	if (!at)
		abort();
	memcpy(at, packet.at, packet.len - 2);
	memcpy(at + packet.len - 2, option, sizeof(option));
	return (struct bytes){ at, packet.len + 6 };
}

struct bytes resolver_answer(const struct world *world,
			     const struct world_resolver *resolver,
			     const struct plan_question *question, bool cd,
			     struct wall now, struct arena *arena)
{
	const struct verdict_of verdict = model_ask(world, question, now);
	uint16_t flags = PACKET_RD | PACKET_RA;
	struct bytes packet;

	if (resolver->mode == MODE_DEAD)
		return (struct bytes){ 0 };
	if (resolver->mode == MODE_REFUSES)
		return empty_answer(question, flags, RCODE_REFUSED, arena);
	if (!cd && says_authentic(world, resolver, question, &verdict))
		flags |= PACKET_AD;
	packet = !cd && fails(world, resolver, question, &verdict)
			 ? empty_answer(question, PACKET_RD | PACKET_RA,
					RCODE_SERVFAIL, arena)
			 : data(world, resolver, question, flags, arena);
	return is_of_zone(world, question)
		       ? with_ede(packet, resolver->ede, arena)
		       : packet;
}
