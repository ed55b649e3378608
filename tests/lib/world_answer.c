/* SPDX-License-Identifier: BSD-3-Clause */
/* world_answer.c - what a server of the zone or of its parent answers. */
#include "lib/reply.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Names of a zone: each has an RRset at least. */
#define NAMES_MAX WORLD_RRSETS_MAX

/* --- denial: NSEC, RFC 4034 4 --- */

static int compare_names(const void *a, const void *b)
{
	return name_compare(a, b);
}

/* The zone's names in canonical order. */
static size_t zone_names(const struct world_zone *zone, struct name *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < zone->rrset_count; i++) {
		bool known = false;

		for (size_t j = 0; j < count; j++)
			known |= name_equal(&ret[j], &zone->rrsets[i].owner);
		if (!known)
			ret[count++] = zone->rrsets[i].owner;
	}
	qsort(ret, count, sizeof(*ret), compare_names);
	return count;
}

/* RFC 4034 4.1.2; every type that a world has is in window 0 or 1. */
static size_t make_bitmap(const struct world_zone *zone,
			  const struct name *owner, uint8_t *ret)
{
	uint8_t windows[2][32] = { { 0 } };
	size_t len = 0;

	windows[0][TYPE_RRSIG / 8] |= 0x80 >> TYPE_RRSIG % 8;
	windows[0][TYPE_NSEC / 8] |= 0x80 >> TYPE_NSEC % 8;
	for (size_t i = 0; i < zone->rrset_count; i++) {
		uint16_t type = zone->rrsets[i].type;

		assert(type < 512);
		if (name_equal(&zone->rrsets[i].owner, owner))
			windows[type / 256][type % 256 / 8] |= 0x80 >> type % 8;
	}
	for (uint8_t w = 0; w < 2; w++) {
		uint8_t size = 32;

		while (size && !windows[w][size - 1])
			size--;
		if (!size)
			continue;
		ret[len++] = w;
		ret[len++] = size;
		memcpy(ret + len, windows[w], size);
		len += size;
	}
	return len;
}

/* The NSEC that matches or covers @p name. */
static void put_nsec(struct reply *reply, const struct name *name)
{
	struct name names[NAMES_MAX];
	uint8_t bytes[NAME_WIRE_MAX + 80];
	size_t count = zone_names(reply->zone, names), at = 0, len;
	struct world_rrset set = { .type = TYPE_NSEC,
				   .ttl = 300,
				   .count = 1,
				   .flaw = reply->zone->denial_flaw };

	for (size_t i = 0; i < count; i++)
		if (name_compare(&names[i], name) <= 0)
			at = i;
	set.owner = names[at];
	if (name_equal(&set.owner, &reply->last_nsec))
		return; /* the same one proves both */
	reply->last_nsec = set.owner;
	len = put_name(bytes, &names[(at + 1) % count]);
	len += make_bitmap(reply->zone, &set.owner, bytes + len);
	set.rdata[0] = rdata_copy(reply->arena, bytes, len);
	reply_put_set(reply, SECTION_AUTHORITY, &set);
}

/* RFC 4035 3.1.3: the SOA, and where the zone is signed, proof. */
static void put_denial(struct reply *reply, const struct name *name)
{
	const struct name *apex = &reply->zone->apex;
	bool exists = name_exists(reply->zone, name);
	struct name wildcard;

	reply_put_set(reply, SECTION_AUTHORITY,
		      rrset_find(reply->zone, apex, TYPE_SOA));
	/* The apex is the closest encloser of all names that are asked. */
	(void)name_prepend("*", apex, &wildcard); /* apexes are short */
	if (!exists && !name_exists(reply->zone, &wildcard))
		packet_rcode(&reply->packet, RCODE_NXDOMAIN);
	if (!reply->dnssec)
		return;
	put_nsec(reply, name);
	if (!exists)
		put_nsec(reply, &wildcard);
}

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
			put_denial(reply, &question.name);
			break;
		}
		if (found.wildcard)
			expanded[expanded_count++] = question.name;
		if (!found.next.len)
			break;
		question.name = found.next;
	}
	for (size_t i = 0; reply->dnssec && i < expanded_count; i++)
		put_nsec(reply, &expanded[i]);
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
		return zone_answer(world, server, question, flags, arena);
	case HEALTH_SERVFAIL:
		return empty_answer(question, flags, RCODE_SERVFAIL, arena);
	case HEALTH_REFUSED:
		return empty_answer(question, flags, RCODE_REFUSED, arena);
	default:
		return (struct bytes){ 0 };
	}
}
