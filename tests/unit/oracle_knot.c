/* SPDX-License-Identifier: BSD-3-Clause */
/* oracle_knot.c - libknot, with libdnssec on GnuTLS. */
#include "oracle.h"

#include <libdnssec/error.h>
#include <libdnssec/key.h>
#include <libdnssec/keytag.h>
#include <libdnssec/sign.h>
#include <libknot/libknot.h>
#include <stdlib.h>
#include <string.h>

static void *open_packet(const uint8_t *wire, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);
	knot_pkt_t *packet;

	memcpy(copy, wire, len);
	packet = knot_pkt_new(copy, (uint16_t)len, NULL);
	if (!packet || knot_pkt_parse(packet, KNOT_PF_KEEPWIRE) != KNOT_EOK) {
		knot_pkt_free(packet);
		free(copy);
		return NULL;
	}
	return packet;
}

static void close_packet(void *packet)
{
	uint8_t *copy = ((knot_pkt_t *)packet)->wire;

	knot_pkt_free(packet);
	free(copy);
}

static const knot_pktsection_t *section_of(void *packet, enum section section)
{
	return knot_pkt_section(packet, (knot_section_t)section);
}

/* What they parsed is in lower case already. */
static struct seen seen_of(const knot_rrset_t *rr, enum section section)
{
	struct seen seen = { .section = section,
			     .type = rr->type,
			     .class = rr->rclass,
			     .ttl = rr->ttl > INT32_MAX ? 0 : rr->ttl };

	seen.owner.len = (uint8_t)knot_dname_size(rr->owner);
	memcpy(seen.owner.wire, rr->owner, seen.owner.len);
	return seen;
}

static size_t records(void *packet, struct seen ret[ORACLE_RECORDS_MAX])
{
	size_t count = 0;

	for (int s = SECTION_ANSWER; s <= SECTION_ADDITIONAL; s++) {
		const knot_pktsection_t *in =
			section_of(packet, (enum section)s);

		for (uint16_t i = 0; i < in->count; i++) {
			const knot_rrset_t *rr = knot_pkt_rr(in, i);

			if (rr->type != KNOT_RRTYPE_OPT &&
			    count < ORACLE_RECORDS_MAX)
				ret[count++] = seen_of(rr, (enum section)s);
		}
	}
	return count;
}

static bool is_of(const knot_rrset_t *rr, const struct seen *which,
		  uint16_t type)
{
	struct seen seen = seen_of(rr, which->section);

	return seen.type == type && seen.class == which->class &&
	       name_equal(&seen.owner, &which->owner);
}

static size_t rrset(void *packet, const struct seen *which, uint8_t *pool,
		    struct rdata ret[ORACLE_RECORDS_MAX])
{
	const knot_pktsection_t *in = section_of(packet, which->section);
	size_t count = 0;

	for (uint16_t i = 0; i < in->count; i++) {
		const knot_rrset_t *rr = knot_pkt_rr(in, i);

		if (!is_of(rr, which, which->type) ||
		    count == ORACLE_RECORDS_MAX)
			continue;
		memcpy(pool, rr->rrs.rdata->data, rr->rrs.rdata->len);
		ret[count++] = (struct rdata){ pool, rr->rrs.rdata->len };
		pool += rr->rrs.rdata->len;
	}
	return count;
}

static const knot_rrset_t *find_signature(void *packet,
					  const struct seen *which, size_t sig)
{
	const knot_pktsection_t *in = section_of(packet, which->section);

	for (uint16_t i = 0; i < in->count; i++) {
		const knot_rrset_t *rr = knot_pkt_rr(in, i);

		if (is_of(rr, which, TYPE_RRSIG) &&
		    knot_rrsig_type_covered(rr->rrs.rdata) == which->type &&
		    !sig--)
			return rr;
	}
	return NULL;
}

static int compare(const void *left, const void *right)
{
	const struct rdata *a = left, *b = right;
	int order = memcmp(a->at, b->at, a->len < b->len ? a->len : b->len);

	return order ? order : a->len - b->len;
}

static void add(dnssec_sign_ctx_t *ctx, const void *bytes, size_t len)
{
	dnssec_binary_t binary = { len, (uint8_t *)bytes };

	(void)dnssec_sign_add(ctx, &binary); /* a wrong sum shows below */
}

/* RFC 4034 3.1.8.1, put together from their rdata; wildcards as RFC 4035
 * 5.3.2 has them. */
static void add_signed(dnssec_sign_ctx_t *ctx, void *packet,
		       const struct seen *which, const knot_rdata_t *sig)
{
	static struct rdata rows[ORACLE_RECORDS_MAX];
	static uint8_t pool[MESSAGE_SIZE_MAX * 4];
	size_t count = rrset(packet, which, pool, rows);
	unsigned labels = name_labels(&which->owner);
	struct name owner = which->owner;

	if (knot_rrsig_labels(sig) < labels) {
		owner = name_strip(&owner, labels - knot_rrsig_labels(sig));
		(void)name_prepend("*", &owner, &owner);
	}
	qsort(rows, count, sizeof(rows[0]), compare);
	add(ctx, sig->data, 18u + knot_dname_size(knot_rrsig_signer_name(sig)));
	for (size_t i = 0; i < count; i++) {
		uint8_t fixed[10] = { (uint8_t)(which->type >> 8),
				      (uint8_t)which->type, 0, 1 };

		if (i && !compare(&rows[i - 1], &rows[i]))
			continue;
		memcpy(fixed + 4, sig->data + 4, 4);
		fixed[8] = (uint8_t)(rows[i].len >> 8);
		fixed[9] = (uint8_t)rows[i].len;
		add(ctx, owner.wire, owner.len);
		add(ctx, fixed, sizeof(fixed));
		add(ctx, rows[i].at, rows[i].len);
	}
}

static dnssec_key_t *key_new(struct rdata rdata)
{
	dnssec_binary_t binary = { rdata.len, (uint8_t *)rdata.at };
	dnssec_key_t *key = NULL;

	if (dnssec_key_new(&key) != DNSSEC_EOK)
		return NULL;
	if (dnssec_key_set_rdata(key, &binary) == DNSSEC_EOK)
		return key;
	dnssec_key_free(key);
	return NULL;
}

static bool verify(void *packet, const struct seen *which, size_t index,
		   struct rdata rdata)
{
	const knot_rrset_t *rr = find_signature(packet, which, index);
	dnssec_sign_ctx_t *ctx = NULL;
	dnssec_key_t *key = rr ? key_new(rdata) : NULL;
	bool right = false;

	if (key && dnssec_sign_new(&ctx, key) == DNSSEC_EOK) {
		const knot_rdata_t *sig = rr->rrs.rdata;
		dnssec_binary_t binary = { knot_rrsig_signature_len(sig),
					   (uint8_t *)knot_rrsig_signature(
						   sig) };

		add_signed(ctx, packet, which, sig);
		right = dnssec_sign_verify(ctx, false, &binary) == DNSSEC_EOK;
	}
	dnssec_sign_free(ctx);
	dnssec_key_free(key);
	return right;
}

static uint16_t key_tag(struct rdata key)
{
	dnssec_binary_t binary = { key.len, (uint8_t *)key.at };
	uint16_t tag = 0;

	(void)dnssec_keytag(&binary, &tag);
	return tag;
}

static size_t digest(const struct name *owner, struct rdata rdata,
		     uint8_t digest_type, uint8_t ret[64])
{
	dnssec_key_t *key = key_new(rdata);
	dnssec_binary_t ds = { 0 };
	size_t len = 0;

	if (key && dnssec_key_set_dname(key, owner->wire) == DNSSEC_EOK &&
	    dnssec_key_create_ds(key, (dnssec_key_digest_t)digest_type, &ds) ==
		    DNSSEC_EOK &&
	    ds.size > 4) {
		len = ds.size - 4;
		memcpy(ret, ds.data + 4, len < 64 ? len : 64);
	}
	dnssec_binary_free(&ds);
	dnssec_key_free(key);
	return len;
}

const struct oracle oracle_knot = {
	.name = "knot",
	.open = open_packet,
	.close = close_packet,
	.records = records,
	.rrset = rrset,
	.verify = verify,
	.key_tag = key_tag,
	.digest = digest,
};
