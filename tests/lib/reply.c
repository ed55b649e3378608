/* SPDX-License-Identifier: BSD-3-Clause */
/* reply.c - one answer of one server in the making: the records of a zone,
 * signed as they are put in. */
#include "lib/reply.h"

#include <stdlib.h>
#include <string.h>

const struct world_zone *zone_of(const struct world *world,
				 const struct world_server *server)
{
	return server->has_own ? &server->own : &world->zone;
}

bool key_signs(const struct world_key *key, uint16_t type)
{
	return type == TYPE_DNSKEY ? key->signs_keys : key->signs_data;
}

struct reply *reply_new(const struct world *world,
			const struct world_zone *zone,
			const struct plan_question *question, uint16_t flags,
			struct arena *arena)
{
	struct reply *reply = calloc(1, sizeof(*reply));

	if (!reply)
		abort();
	reply->arena = arena;
	reply->world = world;
	reply->zone = zone;
	packet_begin(&reply->packet, &question->name, question->type, flags,
		     RCODE_NOERROR);
	return reply;
}

struct bytes reply_end(struct reply *reply)
{
	struct bytes bytes;

	bytes.at = packet_end(&reply->packet, reply->arena, &bytes.len);
	free(reply);
	return bytes;
}

/* --- the records that are made when served --- */

size_t put_name(uint8_t *at, const struct name *name)
{
	memcpy(at, name->wire, name->len);
	return name->len;
}

static struct rdata make_soa(struct arena *arena, const struct name *apex,
			     uint32_t serial)
{
	/* refresh, retry, expire (14 days), minimum */
	const uint32_t numbers[5] = { serial, 3600, 900, 1209600, 300 };
	uint8_t bytes[2 * NAME_WIRE_MAX + 20];
	struct name ns = name_in_zone(apex, "ns1");
	size_t len = put_name(bytes, &ns);

	len += put_name(bytes + len, apex);
	for (int i = 0; i < 5; i++)
		for (int shift = 24; shift >= 0; shift -= 8)
			bytes[len++] = (uint8_t)(numbers[i] >> shift);
	return rdata_copy(arena, bytes, len);
}

static size_t make_ns(const struct world *world, struct arena *arena,
		      bool at_parent, struct rdata *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < world->server_count; i++) {
		const struct world_server *server = &world->servers[i];

		if (at_parent ? server->in_parent : server->in_child)
			ret[count++] = rdata_copy(arena, server->host.wire,
						  server->host.len);
	}
	return count;
}

static size_t make_dnskey(const struct world_zone *zone, struct rdata *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < zone->key_count; i++)
		if (zone->keys[i].published)
			ret[count++] = signer_key_rdata(zone->keys[i].key);
	return count;
}

/* The records of @p set, @p ret having room for all of them. */
static size_t make_rdata(const struct reply *reply,
			 const struct world_rrset *set, struct rdata *ret)
{
	switch (set->count ? 0 : set->type) {
	case TYPE_SOA:
		ret[0] = make_soa(reply->arena, &reply->zone->apex,
				  reply->zone->serial);
		return 1;
	case TYPE_NS:
		return make_ns(reply->world, reply->arena, false, ret);
	case TYPE_DNSKEY:
		return make_dnskey(reply->zone, ret);
	default:
		memcpy(ret, set->rdata, set->count * sizeof(*ret));
		return set->count;
	}
}

/* --- signed sets into the packet --- */

/* The signatures are over @p set's own owner, "*" or not (RFC 4035 2.2). */
static void put_signatures(struct reply *reply, enum section section,
			   const struct name *owner,
			   const struct world_rrset *set,
			   const struct rdata *rdata, size_t count)
{
	const struct world_zone *zone = reply->zone;
	const struct world_dates *dates =
		set->has_dates ? &set->dates : &zone->dates;
	struct signer_job job = {
		.apex = &zone->apex,
		.owner = &set->owner,
		.type = set->type,
		.ttl = set->ttl,
		.count = count,
		.rdata = rdata,
		.inception = dates->inception,
		.expiration = dates->expiration,
		.flaw = set->flaw,
	};

	if (set->flaw == FLAW_MISSING)
		return;
	for (size_t i = 0; i < zone->key_count; i++) {
		job.key = zone->keys[i].key;
		if (key_signs(&zone->keys[i], set->type))
			packet_add(&reply->packet, section, owner, TYPE_RRSIG,
				   set->ttl, signer_rrsig(reply->arena, &job));
	}
}

bool reply_put_set_as(struct reply *reply, enum section section,
		      const struct name *owner, const struct world_rrset *set)
{
	struct rdata rdata[WORLD_RRSETS_MAX];
	size_t count = make_rdata(reply, set, rdata);

	for (size_t i = 0; i < count; i++)
		packet_add(&reply->packet, section, owner, set->type,
			   set->ttl + set->raised_s, rdata[i]);
	if (count && reply->dnssec)
		put_signatures(reply, section, owner, set, rdata, count);
	return count > 0;
}

bool reply_put_set(struct reply *reply, enum section section,
		   const struct world_rrset *set)
{
	return reply_put_set_as(reply, section, &set->owner, set);
}
