/* SPDX-License-Identifier: BSD-3-Clause */
/* oracle_ldns.c - libldns. */
#include "oracle.h"

#include <ldns/ldns.h>
#include <string.h>

static const ldns_pkt_section sections[] = {
	[SECTION_ANSWER] = LDNS_SECTION_ANSWER,
	[SECTION_AUTHORITY] = LDNS_SECTION_AUTHORITY,
	[SECTION_ADDITIONAL] = LDNS_SECTION_ADDITIONAL,
};

static void *open_packet(const uint8_t *wire, size_t len)
{
	ldns_pkt *packet = NULL;

	if (ldns_wire2pkt(&packet, wire, len) != LDNS_STATUS_OK)
		return NULL;
	return packet;
}

static void close_packet(void *packet)
{
	ldns_pkt_free(packet);
}

static ldns_rr_list *section_of(ldns_pkt *packet, enum section section)
{
	switch (sections[section]) {
	case LDNS_SECTION_ANSWER:
		return ldns_pkt_answer(packet);
	case LDNS_SECTION_AUTHORITY:
		return ldns_pkt_authority(packet);
	default:
		return ldns_pkt_additional(packet);
	}
}

static struct seen seen_of(ldns_rr *rr, enum section section)
{
	ldns_rdf *owner = ldns_rdf_clone(ldns_rr_owner(rr));
	struct seen seen = { .section = section,
			     .type = (uint16_t)ldns_rr_get_type(rr),
			     .class = (uint16_t)ldns_rr_get_class(rr),
			     .ttl = ldns_rr_ttl(rr) };

	if (seen.ttl > INT32_MAX)
		seen.ttl = 0;
	ldns_dname2canonical(owner);
	seen.owner.len = (uint8_t)ldns_rdf_size(owner);
	memcpy(seen.owner.wire, ldns_rdf_data(owner), seen.owner.len);
	ldns_rdf_deep_free(owner);
	return seen;
}

static size_t records(void *packet, struct seen ret[ORACLE_RECORDS_MAX])
{
	size_t count = 0;

	for (int s = SECTION_ANSWER; s <= SECTION_ADDITIONAL; s++) {
		ldns_rr_list *list = section_of(packet, (enum section)s);

		for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
			ldns_rr *rr = ldns_rr_list_rr(list, i);

			if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_OPT &&
			    count < ORACLE_RECORDS_MAX)
				ret[count++] = seen_of(rr, (enum section)s);
		}
	}
	return count;
}

static bool is_of(ldns_rr *rr, const struct seen *which, uint16_t type)
{
	struct seen seen = seen_of(rr, which->section);

	return seen.type == type && seen.class == which->class &&
	       name_equal(&seen.owner, &which->owner);
}

/* The RRset as a new list of copies. */
static ldns_rr_list *rrset_of(void *packet, const struct seen *which)
{
	ldns_rr_list *all = section_of(packet, which->section);
	ldns_rr_list *set = ldns_rr_list_new();

	for (size_t i = 0; i < ldns_rr_list_rr_count(all); i++) {
		ldns_rr *rr = ldns_rr_list_rr(all, i);

		if (is_of(rr, which, which->type))
			ldns_rr_list_push_rr(set, ldns_rr_clone(rr));
	}
	return set;
}

static size_t rrset(void *packet, const struct seen *which, uint8_t *pool,
		    struct rdata ret[ORACLE_RECORDS_MAX])
{
	ldns_rr_list *set = rrset_of(packet, which);
	size_t count = ldns_rr_list_rr_count(set);

	for (size_t i = 0; i < count; i++) {
		ldns_rr *rr = ldns_rr_list_rr(set, i);
		ldns_buffer *buffer = ldns_buffer_new(MESSAGE_SIZE_MAX);
		size_t len;

		ldns_rr2canonical(rr);
		ldns_rr_rdata2buffer_wire(buffer, rr);
		len = ldns_buffer_position(buffer);
		memcpy(pool, ldns_buffer_begin(buffer), len);
		ret[i] = (struct rdata){ pool, (uint16_t)len };
		pool += len;
		ldns_buffer_free(buffer);
	}
	ldns_rr_list_deep_free(set);
	return count;
}

static ldns_rr *key_rr(const struct name *owner, struct rdata key)
{
	uint8_t wire[NAME_WIRE_MAX + 10 + MESSAGE_SIZE_MAX];
	size_t at = owner->len;
	ldns_rr *rr = NULL;

	memcpy(wire, owner->wire, at);
	memcpy(wire + at, "\0\60\0\1\0\0\0\1", 8);
	wire[at + 8] = (uint8_t)(key.len >> 8);
	wire[at + 9] = (uint8_t)key.len;
	memcpy(wire + at + 10, key.at, key.len);
	at = 0;
	if (ldns_wire2rr(&rr, wire, owner->len + 10u + key.len, &at,
			 LDNS_SECTION_ANSWER) != LDNS_STATUS_OK)
		return NULL;
	return rr;
}

static ldns_rr *find_signature(void *packet, const struct seen *which,
			       size_t sig)
{
	ldns_rr_list *all = section_of(packet, which->section);

	for (size_t i = 0; i < ldns_rr_list_rr_count(all); i++) {
		ldns_rr *rr = ldns_rr_list_rr(all, i);

		if (!is_of(rr, which, TYPE_RRSIG) ||
		    ldns_rdf2rr_type(ldns_rr_rrsig_typecovered(rr)) !=
			    which->type)
			continue;
		if (!sig--)
			return rr;
	}
	return NULL;
}

static bool verify(void *packet, const struct seen *which, size_t sig,
		   struct rdata key)
{
	ldns_rr *rrsig = find_signature(packet, which, sig);
	ldns_rr_list *set = rrset_of(packet, which);
	ldns_rr_list *keys = ldns_rr_list_new();
	struct name signer = { 0 };
	bool right = false;
	ldns_rr *rr;

	if (rrsig) {
		ldns_rdf *name = ldns_rr_rrsig_signame(rrsig);

		signer.len = (uint8_t)ldns_rdf_size(name);
		memcpy(signer.wire, ldns_rdf_data(name), signer.len);
		rr = key_rr(&signer, key);
		if (rr)
			ldns_rr_list_push_rr(keys, rr);
		/* A copy: verification canonicalizes what it is given. */
		rrsig = ldns_rr_clone(rrsig);
		right = ldns_verify_rrsig_keylist_notime(
				set, rrsig, keys, NULL) == LDNS_STATUS_OK;
		ldns_rr_free(rrsig);
	}
	ldns_rr_list_deep_free(keys);
	ldns_rr_list_deep_free(set);
	return right;
}

static uint16_t key_tag(struct rdata key)
{
	return ldns_calc_keytag_raw(key.at, key.len);
}

static size_t digest(const struct name *owner, struct rdata key,
		     uint8_t digest_type, uint8_t ret[64])
{
	ldns_rr *rr = key_rr(owner, key), *ds;
	size_t len = 0;

	ds = rr ? ldns_key_rr2ds(rr, (ldns_hash)digest_type) : NULL;
	if (ds) {
		ldns_rdf *rdf = ldns_rr_rdf(ds, 3);

		len = ldns_rdf_size(rdf);
		memcpy(ret, ldns_rdf_data(rdf), len < 64 ? len : 64);
	}
	ldns_rr_free(ds);
	ldns_rr_free(rr);
	return len;
}

const struct oracle oracle_ldns = {
	.name = "ldns",
	.open = open_packet,
	.close = close_packet,
	.records = records,
	.rrset = rrset,
	.verify = verify,
	.key_tag = key_tag,
	.digest = digest,
};
