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

static void show_signatures(struct diagnosis *d, struct finding *f,
			    const struct dnskey *key)
{
	size_t valid = 0, wrong = 0;

	for (size_t i = 0; i < d->copies->count; i++) {
		const struct view_rrset *set = d->copies->at[i].rrset;

		for (size_t k = 0; k < set->sig_count; k++) {
			if (set->sigs[k].sig->key_tag != key->tag)
				continue;
			valid += set->sigs[k].state == SIG_VALID;
			wrong += set->sigs[k].state == SIG_INVALID;
		}
	}
	lines_add(d->arena, &f->evidence,
		  "signatures under tag %u: %zu valid, %zu wrong", key->tag,
		  valid, wrong);
}

static void report(struct diagnosis *d, const struct dnskey *key,
		   const struct dnskey *twin)
{
	struct finding *f =
		diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);

	diagnosis_summary(d, f, "two keys of %s share the tag %u",
			  evidence_algorithm(d, key->algorithm), key->tag);
	evidence_key(d, f, key);
	evidence_key(d, f, twin);
	show_signatures(d, f, key);
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
	.run = run,
};
