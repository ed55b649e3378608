/* SPDX-License-Identifier: BSD-3-Clause */
/* world_denial.c - how a zone's servers deny what is not there: NSEC (RFC 4034
 * 4), NSEC3 (RFC 5155), or compact answers (RFC 9824). */
#include "lib/reply.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Names of a zone: each RRset's, and those that are empty above it. */
#define NAMES_MAX (4 * WORLD_RRSETS_MAX)
#define HASH_SIZE 20
#define NXNAME	  128
/* Room for a bitmap of two windows. */
#define BITMAP_MAX 68

/* --- what all kinds have in common --- */

static const struct name *source_of(const struct world_zone *zone,
				    const struct name *owner,
				    struct name *wildcard)
{
	if (name_exists(zone, owner) ||
	    !name_prepend("*", &zone->apex, wildcard) ||
	    !name_exists(zone, wildcard))
		return owner;
	return wildcard;
}

static void set_bit(uint8_t windows[2][32], uint16_t type)
{
	assert(type < 512);
	windows[type / 256][type % 256 / 8] |= (uint8_t)(0x80 >> type % 8);
}

static size_t put_windows(uint8_t windows[2][32], uint8_t *ret)
{
	size_t len = 0;

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

/* RFC 4034 4.1.2; every type that a world has is in window 0 or 1. */
static size_t put_bitmap(const struct world_zone *zone,
			 const struct name *owner, uint8_t *ret)
{
	uint8_t windows[2][32] = { { 0 } };
	struct name wildcard;
	const struct name *source = source_of(zone, owner, &wildcard);
	size_t count = 0;

	for (size_t i = 0; i < zone->rrset_count; i++) {
		uint16_t type = zone->rrsets[i].type;

		if (!name_equal(&zone->rrsets[i].owner, source))
			continue;
		count++;
		if (type != zone->hidden_type)
			set_bit(windows, type);
	}
	if (zone->denial != DENY_NSEC3)
		set_bit(windows, TYPE_NSEC);
	/* RFC 5155 7.1: an empty non-terminal has nothing that is signed. */
	if (count || zone->denial != DENY_NSEC3)
		set_bit(windows, TYPE_RRSIG);
	if (zone->denial == DENY_COMPACT && !name_exists(zone, source))
		set_bit(windows, NXNAME);
	return put_windows(windows, ret);
}

static void put_record(struct reply *reply, const struct name *owner,
		       uint16_t type, const uint8_t *bytes, size_t len)
{
	struct world_rrset set = { .owner = *owner,
				   .type = type,
				   .ttl = 300,
				   .count = 1,
				   .flaw = reply->zone->denial_flaw };

	for (size_t i = 0; i < reply->denial_count; i++)
		if (name_equal(&reply->denials[i], owner))
			return; /* the same one proves both */
	assert(reply->denial_count < REPLY_DENIALS_MAX);
	reply->denials[reply->denial_count++] = *owner;
	set.rdata[0] = rdata_copy(reply->arena, bytes, len);
	reply_put_set(reply, SECTION_AUTHORITY, &set);
}

/* --- NSEC --- */

static int compare_names(const void *a, const void *b)
{
	return name_compare(a, b);
}

static bool has_name(const struct name *names, size_t count,
		     const struct name *name)
{
	for (size_t i = 0; i < count; i++)
		if (name_equal(&names[i], name))
			return true;
	return false;
}

/* The zone's names in canonical order.
 * @param empty  those above names as well, which NSEC has no records for. */
static size_t zone_names(const struct world_zone *zone, bool empty,
			 struct name *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < zone->rrset_count; i++) {
		struct name name = zone->rrsets[i].owner;

		while (!has_name(ret, count, &name) &&
		       !name_equal(&name, &zone->hidden_name)) {
			assert(count < NAMES_MAX);
			ret[count++] = name;
			if (!empty)
				break;
			name = name_strip(&name, 1);
		}
	}
	qsort(ret, count, sizeof(*ret), compare_names);
	return count;
}

static struct name right_behind(const struct name *name)
{
	struct name next = { .len = (uint8_t)(name->len + 2), .wire = { 1 } };

	assert(name->len + 2 <= NAME_WIRE_MAX);
	memcpy(next.wire + 2, name->wire, name->len);
	return next;
}

static void put_nsec(struct reply *reply, const struct name *owner,
		     const struct name *next)
{
	uint8_t bytes[NAME_WIRE_MAX + BITMAP_MAX];
	size_t len = put_name(bytes, next);

	len += put_bitmap(reply->zone, owner, bytes + len);
	put_record(reply, owner, TYPE_NSEC, bytes, len);
}

/* The NSEC that matches or covers @p name. */
static void put_nsec_of(struct reply *reply, const struct name *name)
{
	struct name names[NAMES_MAX], next;
	size_t count = zone_names(reply->zone, false, names), at = 0;

	for (size_t i = 0; i < count; i++)
		if (name_compare(&names[i], name) <= 0)
			at = i;
	next = reply->zone->denial_stops ? right_behind(&names[at])
					 : names[(at + 1) % count];
	put_nsec(reply, &names[at], &next);
}

/* --- NSEC3 --- */

struct hashed {
	uint8_t hash[HASH_SIZE];
	const struct name *name;
};

static void hash_name(const struct world_zone *zone, const struct name *name,
		      uint8_t ret[HASH_SIZE])
{
	const uint8_t *from = name->wire;
	size_t len = name->len;

	for (unsigned i = 0; i <= zone->iterations; i++) {
		if (EVP_Digest(from, len, ret, NULL, EVP_sha1(), NULL) != 1)
			abort();
		from = ret;
		len = HASH_SIZE;
	}
}

/* RFC 4648 7: 32 digits, five bits each. */
static struct name hash_owner(const struct name *apex,
			      const uint8_t hash[HASH_SIZE])
{
	char label[33] = "";
	struct name owner;

	for (size_t i = 0; i < 160; i++)
		if (hash[i / 8] & 0x80 >> i % 8)
			label[i / 5] |= (char)(16 >> i % 5);
	for (size_t i = 0; i < 32; i++)
		label[i] = "0123456789abcdefghijklmnopqrstuv"[(int)label[i]];
	if (!name_prepend(label, apex, &owner))
		abort();
	return owner;
}

static int compare_hashes(const void *a, const void *b)
{
	return memcmp(a, b, HASH_SIZE);
}

static void put_nsec3(struct reply *reply, const struct hashed *owner,
		      const uint8_t next[HASH_SIZE])
{
	uint8_t bytes[64 + BITMAP_MAX] = { 1, 0 }; /* SHA-1, no flags */
	uint16_t iterations = reply->zone->iterations;
	struct name name = hash_owner(&reply->zone->apex, owner->hash);
	size_t len = 6;

	bytes[2] = (uint8_t)(iterations >> 8);
	bytes[3] = (uint8_t)iterations;
	bytes[5] = HASH_SIZE; /* behind a salt of no bytes */
	memcpy(bytes + len, next, HASH_SIZE);
	if (reply->zone->denial_stops) {
		memcpy(bytes + len, owner->hash, HASH_SIZE);
		bytes[len + HASH_SIZE - 1]++;
	}
	len += HASH_SIZE;
	len += put_bitmap(reply->zone, owner->name, bytes + len);
	put_record(reply, &name, TYPE_NSEC3, bytes, len);
}

/* The NSEC3 that matches or covers @p name. */
static void put_nsec3_of(struct reply *reply, const struct name *name)
{
	struct name names[NAMES_MAX];
	struct hashed chain[NAMES_MAX];
	uint8_t hash[HASH_SIZE];
	size_t count = zone_names(reply->zone, true, names), at;

	for (size_t i = 0; i < count; i++) {
		chain[i].name = &names[i];
		hash_name(reply->zone, &names[i], chain[i].hash);
	}
	qsort(chain, count, sizeof(*chain), compare_hashes);
	hash_name(reply->zone, name, hash);
	at = count - 1;
	for (size_t i = 0; i < count; i++)
		if (memcmp(chain[i].hash, hash, HASH_SIZE) <= 0)
			at = i;
	put_nsec3(reply, &chain[at], chain[(at + 1) % count].hash);
}

/* --- a denial --- */

/* @param ret_closer  the name one label longer, which is not there. */
static struct name encloser_of(const struct world_zone *zone,
			       const struct name *name, struct name *ret_closer)
{
	struct name at = *name;

	while (!name_exists(zone, &at)) {
		*ret_closer = at;
		at = name_strip(&at, 1);
	}
	return at;
}

/* RFC 4035 3.1.3.2: the name, and the wildcard in its place. */
static void prove_nsec(struct reply *reply, const struct name *name)
{
	struct name closer, wildcard;
	struct name encloser = encloser_of(reply->zone, name, &closer);

	put_nsec_of(reply, name);
	if (!name_equal(&encloser, name) &&
	    name_prepend("*", &encloser, &wildcard))
		put_nsec_of(reply, &wildcard);
}

/* RFC 5155 7.2.1, 7.2.2. */
static void prove_nsec3(struct reply *reply, const struct name *name)
{
	struct name closer, wildcard;
	struct name encloser = encloser_of(reply->zone, name, &closer);

	put_nsec3_of(reply, &encloser);
	if (name_equal(&encloser, name))
		return;
	put_nsec3_of(reply, &closer);
	if (name_prepend("*", &encloser, &wildcard))
		put_nsec3_of(reply, &wildcard);
}

static void put_proof(struct reply *reply, const struct name *name)
{
	struct name next;

	switch (reply->zone->denial) {
	case DENY_NSEC:
		prove_nsec(reply, name);
		break;
	case DENY_NSEC3:
		prove_nsec3(reply, name);
		break;
	case DENY_COMPACT:
		next = right_behind(name);
		put_nsec(reply, name, &next);
		break;
	case DENY_NOTHING:
		break;
	}
}

void denial_put(struct reply *reply, const struct name *name)
{
	const struct world_zone *zone = reply->zone;
	struct name wildcard;

	reply_put_set(reply, SECTION_AUTHORITY,
		      rrset_find(zone, &zone->apex, TYPE_SOA));
	(void)name_prepend("*", &zone->apex, &wildcard); /* apexes are short */
	/* RFC 9824 3: a compact answer is always NOERROR. */
	if (!name_exists(zone, name) && !name_exists(zone, &wildcard) &&
	    zone->denial != DENY_COMPACT)
		packet_rcode(&reply->packet, RCODE_NXDOMAIN);
	if (reply->dnssec)
		put_proof(reply, name);
}

void denial_put_expanded(struct reply *reply, const struct name *name)
{
	const struct name *apex = &reply->zone->apex;
	/* RFC 5155 7.2.6; wildcards here are all at the apex. */
	struct name closer =
		name_strip(name, name_labels(name) - name_labels(apex) - 1);

	if (reply->zone->denial == DENY_NSEC3)
		put_nsec3_of(reply, &closer);
	else if (reply->zone->denial != DENY_NOTHING)
		put_nsec_of(reply, name);
}
