/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_text.c - DS records as lines to read and to paste at the parent. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

#include <string.h>

/* Tag, algorithm, digest type, and more digest than any type has. */
#define DS_RDATA_MAX (4 + 64)

bool ds_names_key(const struct ds *ds, const struct dnskey *key)
{
	return ds->key_tag == key->tag && ds->algorithm == key->algorithm;
}

const char *ds_to_line(struct diagnosis *d, const struct ds *ds)
{
	size_t len = ds->digest_len < DS_RDATA_MAX - 4 ? ds->digest_len
						       : DS_RDATA_MAX - 4;
	uint8_t rdata[DS_RDATA_MAX] = { (uint8_t)(ds->key_tag >> 8),
					(uint8_t)ds->key_tag, ds->algorithm,
					ds->digest_type };
	const char *line;
	struct text text;

	memcpy(rdata + 4, ds->digest, len);
	text_init(&text, 2 * NAME_TEXT_SIZE);
	text_printf(&text, "%s IN DS ", d->view->zone_text);
	rdata_print(&text, TYPE_DS,
		    (struct rdata){ rdata, (uint16_t)(4 + len) });
	line = arena_strdup(d->arena, text_string(&text));
	text_done(&text);
	return line ? line : "";
}

const char *ds_of_key(struct diagnosis *d, const struct dnskey *key,
		      uint8_t digest_type)
{
	uint8_t digest[DIGEST_SIZE_MAX];
	struct ds ds = { .key_tag = key->tag,
			 .algorithm = key->algorithm,
			 .digest_type = digest_type,
			 .digest = digest };

	ds.digest_len = (uint16_t)ds_digest(&d->view->zone, key->rdata,
					    digest_type, digest);
	return ds.digest_len > 0 ? ds_to_line(d, &ds) : "";
}

bool key_signs_dnskey(const struct diagnosis *d, const struct dnskey *key)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_rrset *set = d->view->servers[i].dnskey;

		for (size_t k = 0; set && k < set->sig_count; k++) {
			const struct view_signature *sig = &set->sigs[k];

			if (sig->state == SIG_VALID && sig->key &&
			    sig->key->rdata.len == key->rdata.len &&
			    memcmp(sig->key->rdata.at, key->rdata.at,
				   key->rdata.len) == 0)
				return true;
		}
	}
	return false;
}

static const char *ds_state(const struct view *view, size_t i)
{
	const struct ds *ds = &view->ds[i];

	if (view->ds_key[i] >= 0)
		return "matches a key";
	if (!digest_is_supported(ds->digest_type) ||
	    !algorithm_info(ds->algorithm)->supported)
		return "ignored by validators: unsupported";
	for (size_t k = 0; k < view->key_count; k++)
		if (ds_names_key(ds, &view->keys[k]))
			return "digest differs from the key's";
	return "matches no key";
}

void ds_show_all(struct diagnosis *d, struct finding *f)
{
	const struct view *view = d->view;

	for (size_t i = 0; i < view->ds_count; i++) {
		const char *line = arena_printf(d->arena, "%s: %s",
						ds_to_line(d, &view->ds[i]),
						ds_state(view, i));

		evidence_list(d, f, line ? line : "");
	}
	for (size_t i = 0; i < view->key_count; i++) {
		const struct dnskey *key = &view->keys[i];
		const char *line = arena_printf(
			d->arena, "key %u %s flags %u, %s: %s", key->tag,
			evidence_algorithm(d, key->algorithm), key->flags,
			key_signs_dnskey(d, key) ? "signs DNSKEY"
						 : "no valid RRSIG over DNSKEY",
			ds_of_key(d, key, DIGEST_SHA256));

		evidence_list(d, f, line ? line : "");
	}
}

/* The SEP flag decides only between several keys that all sign. */
static bool sep_key_signs(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->view->key_count; i++)
		if ((d->view->keys[i].flags & DNSKEY_SEP) &&
		    key_signs_dnskey(d, &d->view->keys[i]))
			return true;
	return false;
}

void ds_offer(struct diagnosis *d, struct finding *f)
{
	bool sep_only = sep_key_signs(d);
	size_t count = 0;

	for (size_t i = 0; i < d->view->key_count; i++) {
		const struct dnskey *key = &d->view->keys[i];

		if (!key_signs_dnskey(d, key) ||
		    (sep_only && !(key->flags & DNSKEY_SEP)) ||
		    (key->flags & DNSKEY_REVOKE))
			continue;
		lines_add(d->arena, &f->fix, "%s",
			  ds_of_key(d, key, DIGEST_SHA256));
		count++;
	}
	if (count == 0)
		lines_add(d->arena, &f->fix,
			  "(no key signs the DNSKEY RRset as it should: mend "
			  "that first, then look again)");
}

const char *ds_ttl_text(struct diagnosis *d)
{
	const char *text = NULL;
	uint32_t ttl = 0;

	for (size_t i = 0; i < d->view->parent_count; i++) {
		const struct view_rrset *answer = d->view->parents[i].answer;

		if (answer && answer->set && answer->set->ttl > ttl)
			ttl = answer->set->ttl;
	}
	if (ttl > 0)
		text = arena_printf(d->arena, "its TTL, %s",
				    evidence_duration(d, ttl));
	return text ? text : "its TTL";
}

const char *ds_where(const struct diagnosis *d)
{
	return d->view->anchored ? "in trust_anchor:" : "at the parent";
}

const char *ds_have(const struct diagnosis *d, bool begins)
{
	if (d->view->anchored)
		return begins ? "In trust_anchor:, and at every resolver that "
				"trusts the zone,"
			      : "in trust_anchor:, and at every resolver that "
				"trusts the zone,";
	return begins ? "Have the parent (through the registrar)"
		      : "have the parent (through the registrar)";
}

void ds_warn_of_caches(struct diagnosis *d, struct finding *f)
{
	if (d->view->anchored) {
		lines_add(d->arena, &f->fix,
			  "Each resolver goes on with the anchors it has: "
			  "remove no key and no signature until the last one "
			  "is changed");
		return;
	}
	lines_add(d->arena, &f->fix,
		  "Once the last parent server has the new DS set, validators "
		  "may still use the old one for %s: remove no key and no "
		  "signature until then",
		  ds_ttl_text(d));
}
