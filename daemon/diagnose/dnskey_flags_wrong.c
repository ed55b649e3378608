/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_flags_wrong.c - a DNSKEY that no validator may use: its zone-key bit
 * is clear, or its protocol is not 3. Flags and protocol are part of the tag
 * and of the DS digest, so what the right key was used for shows under
 * another tag. Where nothing hangs on the key it only warns. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

#define DNSKEY_PROTOCOL 3 /* RFC 4034 2.1.2 */

static bool is_meant(const struct dnskey *key)
{
	return !(key->flags & DNSKEY_ZONE) || key->protocol != DNSKEY_PROTOCOL;
}

static bool signs(const struct diagnosis *d, const struct dnskey *key)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct view_rrset *set = d->copies->at[i].rrset;

		for (size_t k = 0; k < set->sig_count; k++)
			if (set->sigs[k].state != SIG_VALID &&
			    set->sigs[k].sig->key_tag == key->tag &&
			    set->sigs[k].sig->algorithm == key->algorithm)
				return true;
	}
	return false;
}

/* Whether the DS set or a signature names the key, as it is or as it was. */
static bool is_used(struct diagnosis *d, const struct dnskey *key)
{
	const uint16_t flags[] = { DNSKEY_ZONE, DNSKEY_ZONE | DNSKEY_SEP };

	if (delegation_ds_matches(d->view, key) || signs(d, key))
		return true;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		struct dnskey was;

		if (delegation_key_as(d, key, flags[i], &was) &&
		    (delegation_ds_matches(d->view, &was) || signs(d, &was)))
			return true;
	}
	return false;
}

static void report(struct diagnosis *d, const struct dnskey *key, bool used)
{
	struct finding *f = diagnosis_add(
		d, used ? diagnosis_chain_severity(d) : SEVERITY_WARNING,
		KIND_FAILING, NULL);

	diagnosis_summary(d, f,
			  "key %u has %s (flags %u, protocol %u): "
			  "validators may not use it%s",
			  key->tag,
			  key->flags & DNSKEY_ZONE ? "a wrong protocol"
						   : "no zone-key bit",
			  key->flags, key->protocol,
			  used ? "" : "; nothing hangs on it");
	ds_show_all(d, f);
	evidence_servers(d, f);
	if (used)
		lines_add(d->arena, &f->fix,
			  "Publish the key as it was made, with flags 256 or "
			  "257 and protocol 3, and sign the DNSKEY RRset: then "
			  "its tag and its DS are right again");
	else
		lines_add(d->arena, &f->fix,
			  "Take this DNSKEY out of the zone, and sign the "
			  "DNSKEY RRset");
	verify_apex(d, f, TYPE_DNSKEY);
	verify_chain(d, f);
}

static void run(struct diagnosis *d)
{
	const struct dnskey *found = NULL;

	for (size_t i = 0; i < d->view->key_count; i++) {
		const struct dnskey *key = &d->view->keys[i];

		if (!is_meant(key))
			continue;
		if (is_used(d, key)) {
			report(d, key, true);
			return;
		}
		found = key;
	}
	if (found)
		report(d, found, false);
}

const struct check check_dnskey_flags_wrong = {
	.id = "dnskey-flags-wrong",
	.summary = "a DNSKEY has no zone-key bit, or not protocol 3",
	.source = "RFC 4034 2.1",
	.run = run,
};
