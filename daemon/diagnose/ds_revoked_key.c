/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_revoked_key.c - the DS set leads to revoked keys and to no other: a key
 * with the REVOKE bit may sign nothing but its own revocation. The bit changes
 * the key's tag and digest, so that a DS made before it matches no more. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

static bool has_other_entry(const struct view *view)
{
	for (size_t i = 0; i < view->key_count; i++)
		if (!(view->keys[i].flags & DNSKEY_REVOKE) &&
		    chain_key_in_ds(view, &view->keys[i]))
			return true;
	return false;
}

/* Whether a DS is of the key, with or without its REVOKE bit. */
static bool in_ds(struct diagnosis *d, const struct dnskey *key)
{
	struct dnskey was;

	return delegation_ds_matches(d->view, key) ||
	       (delegation_key_as(d, key, key->flags & (uint16_t)~DNSKEY_REVOKE,
				  &was) &&
		delegation_ds_matches(d->view, &was));
}

/* Whether ds_offer() has one to offer. */
static bool other_key_signs(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->view->key_count; i++)
		if (!(d->view->keys[i].flags & DNSKEY_REVOKE) &&
		    key_signs_dnskey(d, &d->view->keys[i]))
			return true;
	return false;
}

static void say_new_ds(struct diagnosis *d, struct finding *f)
{
	if (other_key_signs(d)) {
		lines_add(d->arena, &f->fix,
			  "%s replace the DS set by:", ds_have(d, true));
		ds_offer(d, f);
		ds_warn_of_caches(d, f);
		return;
	}
	lines_add(d->arena, &f->fix,
		  "Or, where its private key is in other hands: publish a new "
		  "KSK, sign the DNSKEY RRset with it, and %s replace the DS "
		  "set by its DS; users fail until that, and for the TTL of "
		  "the DS after it",
		  ds_have(d, false));
}

static void report(struct diagnosis *d, const struct dnskey *key)
{
	struct finding *f = diagnosis_add(d, diagnosis_chain_severity(d),
					  KIND_FAILING, NULL);

	diagnosis_summary(d, f,
			  "the DS set %s names key %u alone, which is revoked",
			  ds_where(d), key->tag);
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "Quickest: publish the key without its REVOKE bit again, and "
		  "sign the DNSKEY RRset with it (who had it for a trust "
		  "anchor, RFC 5011, has given it up for good)");
	say_new_ds(d, f);
	verify_ds(d, f);
	verify_apex(d, f, TYPE_DNSKEY);
	verify_chain(d, f);
}

static void run(struct diagnosis *d)
{
	if (!chain_has_ds(d->view) || has_other_entry(d->view))
		return;
	for (size_t i = 0; i < d->view->key_count; i++) {
		const struct dnskey *key = &d->view->keys[i];

		if (!(key->flags & DNSKEY_REVOKE) || !in_ds(d, key))
			continue;
		report(d, key);
		return;
	}
}

const struct check check_ds_revoked_key = {
	.id = "ds-revoked-key",
	.summary = "the DS set names a revoked key and no other",
	.source = "RFC 5011 2.1",
	.explains = "ds-no-matching-dnskey",
	.run = run,
};
