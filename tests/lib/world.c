/* SPDX-License-Identifier: BSD-3-Clause */
/* world.c - make a healthy world, and change it. */
#include "lib/world.h"

#include "lib/world_inside.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than any story adds; a bound all the same. */
#define WORLD_BYTES_MAX (16 * 1024 * 1024)
#define DAY_S		86400

struct name name_or_abort(const char *text)
{
	struct name name;

	if (!name_from_text(text, &name)) {
		fprintf(stderr, "world: '%s' is no name\n", text);
		abort();
	}
	return name;
}

struct name name_in_zone(const struct name *apex, const char *label)
{
	char text[2 * NAME_TEXT_SIZE], zone[NAME_TEXT_SIZE];
	size_t len = strlen(label);

	if (!strcmp(label, "@"))
		return *apex;
	if (len && label[len - 1] == '.')
		return name_or_abort(label);
	name_to_text(apex, zone);
	snprintf(text, sizeof(text), "%s.%s", label,
		 strcmp(zone, ".") ? zone : "");
	return name_or_abort(text);
}

static struct address address_or_abort(const char *text)
{
	struct address address;

	if (!address_from_text(text, &address)) {
		fprintf(stderr, "world: '%s' is no address\n", text);
		abort();
	}
	return address;
}

/* --- keys and DS --- */

const struct signer_key *world_signer_key(const struct name *apex,
					  const char *label, uint8_t algorithm)
{
	bool sep = !strncmp(label, "ksk", 3) || !strncmp(label, "csk", 3);
	char id[64], text[NAME_TEXT_SIZE];

	snprintf(id, sizeof(id), "%.16s %.40s", label,
		 name_to_text(apex, text));
	return signer_key(id, algorithm, sep ? SIGNER_KSK : SIGNER_ZSK);
}

struct world_key *world_key_add(struct world_zone *zone, const char *label,
				uint8_t algorithm)
{
	struct world_key *key = &zone->keys[zone->key_count++];
	bool csk = !strncmp(label, "csk", 3);
	bool ksk = csk || !strncmp(label, "ksk", 3);

	assert(zone->key_count <= WORLD_KEYS_MAX);
	*key = (struct world_key){
		.key = world_signer_key(&zone->apex, label, algorithm),
		.published = true,
		.signs_keys = ksk,
		.signs_data = csk || !ksk,
	};
	return key;
}

struct world_key *world_key(struct world_zone *zone, const char *label)
{
	size_t len = strlen(label);

	for (size_t i = 0; i < zone->key_count; i++) {
		const char *id = signer_key_label(zone->keys[i].key);

		if (!strncmp(id, label, len) && id[len] == ' ')
			return &zone->keys[i];
	}
	return NULL;
}

void world_key_remove(struct world_zone *zone, const char *label)
{
	struct world_key *key = world_key(zone, label);

	assert(key);
	for (; key + 1 < zone->keys + zone->key_count; key++)
		key[0] = key[1];
	zone->key_count--;
}

struct world_ds *world_ds_add(struct world_ds_set *set,
			      const struct signer_key *key, uint8_t digest_type)
{
	struct world_ds *ds = &set->at[set->count++];

	assert(set->count <= WORLD_DS_MAX && key);
	*ds = (struct world_ds){ .key = key, .digest_type = digest_type };
	return ds;
}

/* --- RRsets --- */

struct world_rrset *rrset_find(const struct world_zone *zone,
			       const struct name *owner, uint16_t type)
{
	for (size_t i = 0; i < zone->rrset_count; i++) {
		const struct world_rrset *set = &zone->rrsets[i];

		if (set->type == type && name_equal(&set->owner, owner))
			return (struct world_rrset *)set;
	}
	return NULL;
}

struct world_rrset *world_rrset(struct world_zone *zone, const char *label,
				uint16_t type)
{
	struct name owner = name_in_zone(&zone->apex, label);

	return rrset_find(zone, &owner, type);
}

static struct world_rrset *rrset_new(struct world_zone *zone,
				     const struct name *owner, uint16_t type)
{
	struct world_rrset *set = &zone->rrsets[zone->rrset_count++];

	assert(zone->rrset_count <= WORLD_RRSETS_MAX);
	*set = (struct world_rrset){ .owner = *owner,
				     .type = type,
				     .ttl = WORLD_TTL };
	return set;
}

static struct rdata rdata_from_text(struct arena *arena, uint16_t type,
				    const char *text)
{
	uint8_t bytes[512];
	struct name name;
	size_t len = strlen(text);
	char *end;

	switch (type) {
	case TYPE_A:
		if (inet_pton(AF_INET, text, bytes) != 1)
			abort();
		return rdata_copy(arena, bytes, 4);
	case TYPE_AAAA:
		if (inet_pton(AF_INET6, text, bytes) != 1)
			abort();
		return rdata_copy(arena, bytes, 16);
	case TYPE_TXT:
		assert(len < 256);
		bytes[0] = (uint8_t)len;
		memcpy(bytes + 1, text, len);
		return rdata_copy(arena, bytes, len + 1);
	case TYPE_MX:
		len = strtoul(text, &end, 10);
		bytes[0] = (uint8_t)(len >> 8);
		bytes[1] = (uint8_t)len;
		name = name_or_abort(end + strspn(end, " "));
		memcpy(bytes + 2, name.wire, name.len);
		return rdata_copy(arena, bytes, 2u + name.len);
	default:
		name = name_or_abort(text);
		return rdata_copy(arena, name.wire, name.len);
	}
}

struct world_rrset *world_rrset_add(struct world *world,
				    struct world_zone *zone, const char *label,
				    uint16_t type, const char *rdata)
{
	struct name owner = name_in_zone(&zone->apex, label);
	struct world_rrset *set = rrset_find(zone, &owner, type);

	if (!set)
		set = rrset_new(zone, &owner, type);
	assert(set->count < WORLD_RDATA_MAX);
	set->rdata[set->count++] = rdata_from_text(world->arena, type, rdata);
	return set;
}

void world_rrset_remove(struct world_zone *zone, const char *label,
			uint16_t type)
{
	struct world_rrset *set = world_rrset(zone, label, type);

	assert(set);
	for (; set + 1 < zone->rrsets + zone->rrset_count; set++)
		set[0] = set[1];
	zone->rrset_count--;
}

void world_ask(struct world *world, const char *label, uint16_t type)
{
	assert(world->question_count < WORLD_QUESTIONS_MAX);
	world->questions[world->question_count++] =
		(struct plan_question){ name_in_zone(&world->zone.apex, label),
					type };
}

/* --- servers --- */

struct world_server *world_server_add(struct world *world, const char *host,
				      const char *address)
{
	struct world_server *server = &world->servers[world->server_count++];

	assert(world->server_count <= WORLD_SERVERS_MAX);
	memset(server, 0, sizeof(*server));
	server->host = name_in_zone(&world->zone.apex, host);
	if (address)
		server->address = address_or_abort(address);
	server->in_parent = server->in_child = true;
	return server;
}

struct world_zone *world_freeze(struct world *world, size_t index)
{
	struct world_server *server = &world->servers[index];

	assert(index < world->server_count);
	if (!server->has_own)
		server->own = world->zone;
	server->has_own = true;
	return &server->own;
}

/* --- a healthy world --- */

static void zone_fill(struct world *world, struct wall now)
{
	struct world_zone *zone = &world->zone;

	zone->serial = 1;
	zone->dates.inception = wall_add(now, -3600);
	zone->dates.expiration = wall_add(now, 14 * DAY_S - 3600);
	rrset_new(zone, &zone->apex, TYPE_SOA);
	rrset_new(zone, &zone->apex, TYPE_NS);
	rrset_new(zone, &zone->apex, TYPE_DNSKEY);
	world_rrset_add(world, zone, "@", TYPE_A, "198.51.100.1");
	world_rrset_add(world, zone, "www", TYPE_A, "198.51.100.2");
	world_key_add(zone, "ksk1", 13);
	world_key_add(zone, "zsk1", 13);
}

struct world *world_new(const char *apex, struct wall now)
{
	struct world *world = calloc(1, sizeof(*world));

	if (!world)
		abort();
	world->arena = arena_new(WORLD_BYTES_MAX);
	world->zone.apex = name_or_abort(apex);
	world->parent = name_strip(&world->zone.apex, 1);
	zone_fill(world, now);
	world_server_add(world, "ns1", "192.0.2.1");
	world_server_add(world, "ns2", "192.0.2.2");
	world_ask(world, "@", TYPE_A);
	world_ask(world, "www", TYPE_A);
	world_ds_add(&world->ds, world_key(&world->zone, "ksk1")->key, 2);
	world->parent_count = 2;
	world->parents[0].host = name_in_zone(&world->parent, "a.nic");
	world->parents[0].address = address_or_abort("203.0.113.1");
	world->parents[1].host = name_in_zone(&world->parent, "b.nic");
	world->parents[1].address = address_or_abort("203.0.113.2");
	return world;
}

void world_free(struct world *world)
{
	if (!world)
		return;
	arena_free(world->arena);
	free(world);
}
