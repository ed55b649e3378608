/* SPDX-License-Identifier: BSD-3-Clause */
/* world_parent.c - what the zones above answer: DS sets, referrals, SOAs. */
#include "lib/reply.h"

#include <string.h>

/* A zone of one SOA, signed by a key of its own, always fresh: its faults are
 * told by world.weak_ancestor. Dates stay the same the whole story long, so
 * that each signature is made once. */
static void ancestor_zone(const struct name *apex, struct world_zone *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->apex = *apex;
	ret->serial = 1;
	ret->dates.inception.s = 1;
	ret->dates.expiration.s = INT32_MAX;
	world_key_add(ret, "zsk1", 13);
	ret->rrset_count = 1;
	ret->rrsets[0] = (struct world_rrset){ .owner = *apex,
					       .type = TYPE_SOA,
					       .ttl = WORLD_TTL };
}

struct bytes ancestor_answer(const struct world *world,
			     const struct name *ancestor, uint16_t flags,
			     struct arena *arena)
{
	struct plan_question question = { *ancestor, TYPE_SOA };
	struct world_zone zone;
	struct reply *reply;

	ancestor_zone(ancestor, &zone);
	reply = reply_new(world, &zone, &question, flags, arena);
	reply->dnssec = true;
	reply_put_set(reply, SECTION_ANSWER, &zone.rrsets[0]);
	return reply_end(reply);
}

static void ds_rrset(const struct world *world, const struct world_ds_set *ds,
		     struct arena *arena, struct world_rrset *ret)
{
	const struct name *apex = &world->zone.apex;

	*ret = (struct world_rrset){ .owner = *apex,
				     .type = TYPE_DS,
				     .ttl = WORLD_TTL,
				     .count = ds->count };
	for (size_t i = 0; i < ds->count; i++)
		ret->rdata[i] =
			signer_ds(arena, ds->at[i].key, apex,
				  ds->at[i].digest_type, ds->at[i].flaw);
}

/* RFC 4035 3.1.4.1: the NSEC at the cut, without DS in its bitmap. */
static void put_no_ds(struct reply *reply)
{
	/* window 0, 6 bytes: NS, RRSIG, NSEC */
	static const uint8_t bitmap[] = { 0, 6, 0x20, 0, 0, 0, 0, 0x03 };
	uint8_t bytes[NAME_WIRE_MAX + sizeof(bitmap)];
	struct world_rrset set = { .owner = reply->world->zone.apex,
				   .type = TYPE_NSEC,
				   .ttl = 300,
				   .count = 1 };
	size_t len = put_name(bytes, &reply->world->parent);

	memcpy(bytes + len, bitmap, sizeof(bitmap));
	set.rdata[0] = rdata_copy(reply->arena, bytes, len + sizeof(bitmap));
	reply_put_set(reply, SECTION_AUTHORITY, &set);
}

static void put_referral(struct reply *reply)
{
	const struct world *world = reply->world;

	for (size_t i = 0; i < world->server_count; i++) {
		const struct name *host = &world->servers[i].host;

		if (world->servers[i].in_parent)
			packet_add(&reply->packet, SECTION_AUTHORITY,
				   &world->zone.apex, TYPE_NS, WORLD_TTL,
				   rdata_copy(reply->arena, host->wire,
					      host->len));
	}
}

static void put_glue(struct reply *reply)
{
	const struct world *world = reply->world;

	for (size_t i = 0; i < world->server_count; i++) {
		const struct world_server *server = &world->servers[i];
		const struct address *glue =
			server->glue.family ? &server->glue : &server->address;
		bool v4 = glue->family == 4;

		if (server->in_parent && glue->family &&
		    name_is_under(&server->host, &world->zone.apex))
			packet_add(&reply->packet, SECTION_ADDITIONAL,
				   &server->host, v4 ? TYPE_A : TYPE_AAAA,
				   WORLD_TTL,
				   rdata_copy(reply->arena, glue->bytes,
					      v4 ? 4 : 16));
	}
}

/* The parent is signed, but nothing reads the proof. */
static struct bytes no_such_zone(const struct world *world,
				 const struct plan_question *question,
				 uint16_t flags, struct arena *arena)
{
	struct world_zone zone;
	struct reply *reply;

	ancestor_zone(&world->parent, &zone);
	reply = reply_new(world, &zone, question, flags, arena);
	reply->dnssec = true;
	packet_rcode(&reply->packet, RCODE_NXDOMAIN);
	reply_put_set(reply, SECTION_AUTHORITY, &zone.rrsets[0]);
	return reply_end(reply);
}

static struct bytes delegation_answer(const struct world *world,
				      const struct world_parent *parent,
				      const struct plan_question *question,
				      uint16_t flags, struct arena *arena)
{
	static const struct world_ds_set none;
	const struct world_ds_set *ds = world->anchor	  ? &none
					: parent->has_own ? &parent->own
							  : &world->ds;
	bool asked_ds = question->type == TYPE_DS;
	struct world_zone zone;
	struct world_rrset set;
	struct reply *reply;

	ancestor_zone(&world->parent, &zone);
	ds_rrset(world, ds, arena, &set);
	reply = reply_new(world, &zone, question,
			  asked_ds ? flags : flags & ~PACKET_AA, arena);
	reply->dnssec = true;
	if (!asked_ds)
		put_referral(reply);
	else if (!ds->count)
		reply_put_set(reply, SECTION_AUTHORITY, &zone.rrsets[0]);
	if (ds->count)
		reply_put_set(reply,
			      asked_ds ? SECTION_ANSWER : SECTION_AUTHORITY,
			      &set);
	else
		put_no_ds(reply);
	if (!asked_ds)
		put_glue(reply);
	return reply_end(reply);
}

struct bytes parent_answer(const struct world *world,
			   const struct world_parent *parent,
			   const struct plan_question *question, uint16_t flags,
			   struct arena *arena)
{
	if (parent->denies && parent->health == HEALTH_WELL)
		return no_such_zone(world, question, flags, arena);
	switch (parent->health) {
	case HEALTH_WELL:
	case HEALTH_STRIPS:
		return delegation_answer(world, parent, question, flags, arena);
	case HEALTH_SERVFAIL:
		return empty_answer(question, flags, RCODE_SERVFAIL, arena);
	case HEALTH_REFUSED:
		return empty_answer(question, flags, RCODE_REFUSED, arena);
	default:
		return (struct bytes){ 0 };
	}
}
