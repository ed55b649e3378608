/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_keytag_collision.c - two keys of one algorithm share a tag. Validators
 * try both for each signature, some only a few such (CVE-2023-50387), and
 * people and tools that go by the tag take one for the other. */
#include "diagnose/evidence.h"

/* The keys of a view are all different. */
static const struct dnskey *twin_of(const struct view *view, size_t i)
{
	for (size_t k = i + 1; k < view->key_count; k++)
		if (view->keys[k].tag == view->keys[i].tag &&
		    view->keys[k].algorithm == view->keys[i].algorithm)
			return &view->keys[k];
	return NULL;
}

static bool has_signature_of(const struct view_rrset *set,
			     const struct dnskey *key)
{
	for (size_t i = 0; i < set->sig_count; i++)
		if (set->sigs[i].sig->key_tag == key->tag &&
		    set->sigs[i].sig->algorithm == key->algorithm)
			return true;
	return false;
}

/* How many RRsets have so many wrong pairs of signature and key that nobody
 * tries them all: validators fail on those, right signature or not. */
static size_t count_given_up(const struct diagnosis *d,
			     const struct dnskey *key)
{
	size_t count = 0;

	for (size_t i = 0; i < d->copies->count; i++) {
		const struct view_rrset *set = d->copies->at[i].rrset;

		count += set->gave_up && has_signature_of(set, key);
	}
	return count;
}

static void show_signatures(struct diagnosis *d, struct finding *f,
			    const struct dnskey *key)
{
	size_t valid = 0, wrong = 0, unchecked = 0;

	for (size_t i = 0; i < d->copies->count; i++) {
		const struct view_rrset *set = d->copies->at[i].rrset;

		for (size_t k = 0; k < set->sig_count; k++) {
			if (set->sigs[k].sig->key_tag != key->tag)
				continue;
			valid += set->sigs[k].state == SIG_VALID;
			wrong += set->sigs[k].state == SIG_INVALID;
			unchecked += set->sigs[k].state == SIG_UNCHECKED;
		}
	}
	lines_add(d->arena, &f->evidence,
		  "signatures under tag %u: %zu valid, %zu wrong", key->tag,
		  valid, wrong);
	if (unchecked > 0)
		lines_add(d->arena, &f->evidence,
			  "%zu more were not checked: too many are wrong",
			  unchecked);
}

static size_t count_keys(const struct view *view, const struct dnskey *like)
{
	size_t count = 0;

	for (size_t i = 0; i < view->key_count; i++)
		count += view->keys[i].tag == like->tag &&
			 view->keys[i].algorithm == like->algorithm;
	return count;
}

static void report(struct diagnosis *d, const struct dnskey *key,
		   const struct dnskey *twin)
{
	size_t given_up = count_given_up(d, key);
	struct finding *f = diagnosis_add(
		d,
		given_up > 0 ? diagnosis_chain_severity(d) : SEVERITY_WARNING,
		given_up > 0 ? KIND_FAILING : KIND_PREDICTED, NULL);

	diagnosis_summary(d, f, "%zu keys of %s share the tag %u%s",
			  count_keys(d->view, key),
			  evidence_algorithm(d, key->algorithm), key->tag,
			  given_up > 0 ? ", and validators give up before they "
					 "have tried each with each signature"
				       : "");
	evidence_key(d, f, key);
	evidence_key(d, f, twin);
	show_signatures(d, f, key);
	if (given_up > 0)
		lines_add(d->arena, &f->evidence,
			  "RRsets that validators give up on "
			  "(CVE-2023-50387): %zu",
			  given_up);
	lines_add(d->arena, &f->fix,
		  "Roll the key that the DS does not name to one with another "
		  "tag; signers that share no key store must compare tags");
	verify_apex(d, f, TYPE_DNSKEY);
}

static void run(struct diagnosis *d)
{
	for (size_t i = 0; i < d->view->key_count; i++) {
		const struct dnskey *twin = twin_of(d->view, i);

		if (!twin)
			continue;
		report(d, &d->view->keys[i], twin);
		return;
	}
}

const struct check check_dnskey_keytag_collision = {
	.id = "dnskey-keytag-collision",
	.summary = "two keys of one algorithm share a tag",
	.source = "RFC 4034 App. B",
	.explains = "rrsig-invalid dnskey-rrset-bogus",
	.run = run,
};
