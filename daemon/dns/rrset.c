/* SPDX-License-Identifier: BSD-3-Clause */
/* rrset.c - RRsets in canonical form (RFC 4034 6), with their signatures. */
#include "dns/rrset.h"

#include <stdlib.h>
#include <string.h>

/* The longest rdata with names in it: NAPTR's 4 bytes, three character
 * strings and a name; the types that end in bytes of any length are put
 * together elsewhere. */
#define NAMED_SIZE_MAX 1100

#define ANY_TAIL UINT16_MAX

/* Types whose names are compressed (RFC 3597 4) or in lower case when signed
 * (RFC 4034 6.2; without NSEC, RFC 6840 5.1): how many bytes come before the
 * names, how many character strings, names, and bytes after. */
struct layout {
	uint16_t type;
	uint8_t before, strings, names;
	uint16_t after;
};

static const struct layout layouts[] = {
	{ TYPE_NS, 0, 0, 1, 0 },    { 3, 0, 0, 1, 0 }, /* MD */
	{ 4, 0, 0, 1, 0 },			       /* MF */
	{ TYPE_CNAME, 0, 0, 1, 0 }, { TYPE_SOA, 0, 0, 2, 20 },
	{ 7, 0, 0, 1, 0 },				/* MB */
	{ 8, 0, 0, 1, 0 },				/* MG */
	{ 9, 0, 0, 1, 0 },				/* MR */
	{ TYPE_PTR, 0, 0, 1, 0 },   { 14, 0, 0, 2, 0 }, /* MINFO */
	{ TYPE_MX, 2, 0, 1, 0 },    { 17, 0, 0, 2, 0 }, /* RP */
	{ 18, 2, 0, 1, 0 },				/* AFSDB */
	{ 21, 2, 0, 1, 0 },				/* RT */
	{ 24, 18, 0, 1, ANY_TAIL },			/* SIG */
	{ 26, 2, 0, 2, 0 },				/* PX */
	{ 30, 0, 0, 1, ANY_TAIL },			/* NXT */
	{ TYPE_SRV, 6, 0, 1, 0 },   { 35, 4, 3, 1, 0 }, /* NAPTR */
	{ 36, 2, 0, 1, 0 },				/* KX */
	{ TYPE_DNAME, 0, 0, 1, 0 }, { TYPE_RRSIG, 18, 0, 1, ANY_TAIL },
};

/* Other types that are read further on: bounds of their length. */
static const struct {
	uint16_t type, min, max;
} sizes[] = {
	{ TYPE_A, 4, 4 },
	{ TYPE_TXT, 1, UINT16_MAX },
	{ TYPE_AAAA, 16, 16 },
	{ TYPE_DS, 5, UINT16_MAX },
	{ TYPE_NSEC, 2, UINT16_MAX },
	{ TYPE_DNSKEY, 5, UINT16_MAX },
	{ TYPE_NSEC3, 7, UINT16_MAX },
	{ TYPE_NSEC3PARAM, 5, 260 },
	{ TYPE_CDS, 5, UINT16_MAX },
	{ TYPE_CDNSKEY, 5, UINT16_MAX },
};

/* What is being collected, and from where. */
struct collector {
	struct arena *arena;
	const struct message *message;
	enum section section;
	const struct name *owner;
	uint16_t type;
};

static const struct layout *layout_of(uint16_t type)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (layouts[i].type == type)
			return &layouts[i];
	return NULL;
}

static bool size_is_right(uint16_t type, uint16_t len)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (sizes[i].type == type)
			return len >= sizes[i].min && len <= sizes[i].max;
	return true;
}

/* RFC 4034 4.1.1: an NSEC's next name is not compressed; with a pointer in it
 * it would not have the length that it takes up. */
static bool begins_with_name(const uint8_t *at, size_t len)
{
	struct name name;
	size_t end = 0;

	return !name_unpack(at, len, &end, &name) && end == name.len;
}

/* RFC 5155 3.2, 4.2: a salt, and in an NSEC3 a hash behind it. */
static bool hashes_fit(uint16_t type, const uint8_t *at, size_t len)
{
	size_t end = 5u + at[4];

	if (type == TYPE_NSEC3PARAM || end >= len)
		return end == len && type == TYPE_NSEC3PARAM;
	return at[end] && at[end] < len - end;
}

static bool layout_is_right(uint16_t type, const uint8_t *at, uint16_t len)
{
	if (!size_is_right(type, len))
		return false;
	if (type == TYPE_NSEC)
		return begins_with_name(at, len);
	if (type == TYPE_NSEC3 || type == TYPE_NSEC3PARAM)
		return hashes_fit(type, at, len);
	return true;
}

/* Move past @p count character strings. @return false where they do not fit. */
static bool skip_strings(const uint8_t *wire, size_t end, unsigned count,
			 size_t *at)
{
	while (count--) {
		if (*at >= end || wire[*at] >= end - *at)
			return false;
		*at += 1u + wire[*at];
	}
	return true;
}

/* Write what is before the names, and the names, into @p ret_bytes; move
 * @p at past them in the message.
 * @return bytes written, 0 when that breaks the layout. */
static size_t unpack_names(const struct message *m, const struct record *record,
			   const struct layout *layout, size_t *at,
			   uint8_t ret_bytes[NAMED_SIZE_MAX])
{
	size_t end = (size_t)record->rdata_at + record->rdata_len, len;

	if (layout->before > record->rdata_len)
		return 0;
	*at = record->rdata_at + layout->before;
	if (!skip_strings(m->wire, end, layout->strings, at))
		return 0;
	len = *at - record->rdata_at;
	memcpy(ret_bytes, m->wire + record->rdata_at, len);
	for (unsigned i = 0; i < layout->names; i++) {
		struct name name;

		/* Up to the rdata's end: a name may not run out of it. */
		if (name_unpack(m->wire, end, at, &name))
			return 0;
		memcpy(ret_bytes + len, name.wire, name.len);
		len += name.len;
	}
	return len;
}

static enum err unpack_rdata(const struct collector *c,
			     const struct record *record,
			     const struct layout *layout,
			     struct rdata *ret_rdata)
{
	size_t end = (size_t)record->rdata_at + record->rdata_len;
	uint8_t names[NAMED_SIZE_MAX], *bytes;
	size_t at, len = unpack_names(c->message, record, layout, &at, names);

	if (!len || (layout->after != ANY_TAIL && end - at != layout->after) ||
	    len + (end - at) > UINT16_MAX)
		return ERR_FORMAT;
	bytes = arena_alloc(c->arena, len + (end - at));
	if (!bytes)
		return ERR_MEMORY;
	memcpy(bytes, names, len);
	memcpy(bytes + len, c->message->wire + at, end - at);
	*ret_rdata = (struct rdata){ bytes, (uint16_t)(len + (end - at)) };
	return ERR_OK;
}

/* RFC 4034 6.2. An rdata without names stays where it is in the message. */
static enum err canonical_rdata(const struct collector *c,
				const struct record *record,
				struct rdata *ret_rdata)
{
	const struct layout *layout = layout_of(record->type);
	const uint8_t *at = c->message->wire + record->rdata_at;

	if (layout)
		return unpack_rdata(c, record, layout, ret_rdata);
	if (!layout_is_right(record->type, at, record->rdata_len))
		return ERR_FORMAT;
	*ret_rdata = (struct rdata){ at, record->rdata_len };
	return ERR_OK;
}

static bool is_of(const struct collector *c, const struct record *record,
		  uint16_t type)
{
	struct name owner;

	if (record->section != c->section || record->type != type ||
	    record->class != CLASS_IN)
		return false;
	message_owner(c->message, record, &owner);
	return name_equal(&owner, c->owner);
}

static bool covers(const struct collector *c, const struct record *record)
{
	const uint8_t *at = c->message->wire + record->rdata_at;

	if (record->type != TYPE_RRSIG || record->rdata_len < 2 ||
	    (at[0] << 8 | at[1]) != c->type)
		return false;
	return is_of(c, record, TYPE_RRSIG);
}

/* RFC 4034 6.3: as left-justified bytes, a missing one first. */
static int compare(const void *left, const void *right)
{
	const struct rdata *a = left, *b = right;
	size_t len = a->len < b->len ? a->len : b->len;
	int order = len ? memcmp(a->at, b->at, len) : 0;

	return order ? order : a->len - b->len;
}

/* @return how many of the @p count sorted ones are left. */
static size_t drop_duplicates(struct rdata *rdata, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!kept || compare(&rdata[kept - 1], &rdata[i]) != 0)
			rdata[kept++] = rdata[i];
	return kept;
}

static enum err collect_rdata(const struct collector *c, size_t count,
			      struct rrset *set)
{
	struct rdata *rdata = arena_array(c->arena, count, sizeof(*rdata));
	size_t done = 0;

	if (!rdata)
		return ERR_MEMORY;
	set->ttl = UINT32_MAX;
	for (size_t i = 0; done < count; i++) {
		const struct record *record = &c->message->records[i];
		enum err err;

		if (!is_of(c, record, c->type))
			continue;
		err = canonical_rdata(c, record, &rdata[done++]);
		if (err)
			return err;
		if (record->ttl < set->ttl)
			set->ttl = record->ttl;
	}
	qsort(rdata, count, sizeof(*rdata), compare);
	set->rdata = rdata;
	set->count = drop_duplicates(rdata, count);
	return ERR_OK;
}

static enum err collect_signatures(const struct collector *c, size_t count,
				   struct rrset *set)
{
	size_t room =
		count < RRSET_SIGNATURES_MAX ? count : RRSET_SIGNATURES_MAX;
	struct rrsig *sigs = arena_array(c->arena, room, sizeof(*sigs));

	if (!sigs)
		return ERR_MEMORY;
	set->sigs = sigs;
	for (size_t i = 0, seen = 0; seen < count; i++) {
		const struct record *record = &c->message->records[i];
		struct rdata rdata;
		enum err err;

		if (!covers(c, record))
			continue;
		seen++;
		if (set->sig_count == room) {
			set->sigs_dropped++;
			continue;
		}
		err = canonical_rdata(c, record, &rdata);
		if (err == ERR_MEMORY)
			return err;
		if (err || !rrsig_read(rdata, &sigs[set->sig_count])) {
			set->sigs_malformed++;
			set->sigs_dropped++;
			continue;
		}
		sigs[set->sig_count++].ttl = record->ttl;
	}
	return ERR_OK;
}

enum err rrset_collect(struct arena *arena, const struct message *message,
		       enum section section, const struct name *owner,
		       uint16_t type, const struct rrset **ret_set)
{
	const struct collector c = { arena, message, section, owner, type };
	size_t count = 0, sig_count = 0;
	struct rrset *set;
	enum err err = ERR_OK;

	for (size_t i = 0; i < message->record_count; i++) {
		count += is_of(&c, &message->records[i], type);
		sig_count += covers(&c, &message->records[i]);
	}
	if (!count && !sig_count) {
		*ret_set = NULL;
		return ERR_OK;
	}
	set = arena_alloc(arena, sizeof(*set));
	if (!set)
		return ERR_MEMORY;
	set->owner = *owner;
	set->type = type;
	if (count)
		err = collect_rdata(&c, count, set);
	if (!err && sig_count)
		err = collect_signatures(&c, sig_count, set);
	if (!err)
		*ret_set = set;
	return err;
}

bool rrset_same_data(const struct rrset *a, const struct rrset *b)
{
	if (a->type != b->type || a->count != b->count ||
	    !name_equal(&a->owner, &b->owner))
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (compare(&a->rdata[i], &b->rdata[i]) != 0)
			return false;
	return true;
}
