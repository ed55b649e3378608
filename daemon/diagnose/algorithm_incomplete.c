/* SPDX-License-Identifier: BSD-3-Clause */
/* algorithm_incomplete.c - an algorithm that the zone promises is not carried
 * through. By the DS set: validators that know no other one of it, or insist on
 * each, fail. By the DNSKEY RRset: signers must sign everything with it, and
 * validators must not insist. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

/* Whether a signature over the DNSKEY RRset could not be checked: by a local
 * policy libcrypto may refuse SHA-1. */
static bool is_unchecked(const struct diagnosis *d, uint8_t algorithm)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_rrset *set = d->view->servers[i].dnskey;

		for (size_t k = 0; set && k < set->sig_count; k++)
			if (set->sigs[k].sig->algorithm == algorithm &&
			    (set->sigs[k].state == SIG_UNSUPPORTED ||
			     set->sigs[k].state == SIG_UNCHECKED))
				return true;
	}
	return false;
}

static bool enters(const struct diagnosis *d, uint8_t algorithm)
{
	for (size_t i = 0; i < d->view->key_count; i++) {
		const struct dnskey *key = &d->view->keys[i];

		if (key->algorithm == algorithm &&
		    chain_key_in_ds(d->view, key) && key_signs_dnskey(d, key))
			return true;
	}
	return false;
}

/* The DS whose algorithm leads nowhere while another one's does: where none
 * does, that is another fault. */
static const struct ds *dead_end(const struct diagnosis *d)
{
	const struct ds *found = NULL;
	bool other = false;

	for (size_t i = 0; i < d->view->ds_count; i++) {
		const struct ds *ds = &d->view->ds[i];

		if (!chain_ds_counts(d->view, ds))
			continue;
		if (enters(d, ds->algorithm))
			other = true;
		else if (!found && !is_unchecked(d, ds->algorithm))
			found = ds;
	}
	return other ? found : NULL;
}

static void report_ds(struct diagnosis *d, const struct ds *ds)
{
	struct finding *f = diagnosis_add(d, diagnosis_chain_severity(d),
					  KIND_FAILING, NULL);

	diagnosis_summary(d, f,
			  "the DS set has the algorithm %s, and no key of it "
			  "that a DS names signs the DNSKEY RRset",
			  evidence_algorithm(d, ds->algorithm));
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "In an algorithm roll: sign the whole zone with the key of "
		  "this DS, and publish it, now; or %s remove this DS until "
		  "then: %s",
		  ds_have(d, false), ds_to_line(d, ds));
	ds_warn_of_caches(d, f);
	verify_ds(d, f);
	verify_apex(d, f, TYPE_DNSKEY);
	verify_chain(d, f);
}

static bool is_signed_with(const struct view_rrset *rrset, uint8_t algorithm)
{
	for (size_t i = 0; i < rrset->sig_count; i++)
		if (rrset->sigs[i].sig->algorithm == algorithm)
			return true;
	return false;
}

/* The first key of the server whose algorithm did not sign the copy. */
static const struct dnskey *unused_key(const struct copy *copy)
{
	const struct view_server *server = copy->server;

	for (size_t i = 0; i < server->key_count; i++) {
		const struct dnskey *key = &server->keys[i];

		if ((key->flags & DNSKEY_ZONE) &&
		    !(key->flags & DNSKEY_REVOKE) &&
		    !is_signed_with(copy->rrset, key->algorithm))
			return key;
	}
	return NULL;
}

static bool is_meant(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];

	return copy->state == COPY_GOOD && unused_key(copy);
}

static void report_signatures(struct diagnosis *d, const struct selection *s)
{
	struct finding *f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING,
					  selection_subject(d, s));
	const struct dnskey *key = unused_key(s->at[0]);

	diagnosis_summary(d, f,
			  "%s %s: not signed with %s, of which key %u is "
			  "published",
			  selection_what(d, s), selection_where(d, s),
			  evidence_algorithm(d, key->algorithm), key->tag);
	for (size_t i = 0; i < d->view->key_count; i++)
		evidence_key(d, f, &d->view->keys[i]);
	selection_show(d, f, s);
	lines_add(d->arena, &f->fix,
		  "Sign the whole zone with every algorithm that the DNSKEY "
		  "RRset has; in an algorithm roll the signatures come before "
		  "the keys and go after them, RFC 6781 4.1.4");
	lines_add(d->arena, &f->fix,
		  "Or take the keys of that algorithm out, where no DS names "
		  "them");
	verify_apex(d, f, TYPE_DNSKEY);
}

static void run(struct diagnosis *d)
{
	const struct ds *ds = dead_end(d);
	struct selection s;

	if (ds) {
		report_ds(d, ds);
		return;
	}
	s = selection_new(d, is_meant);
	if (s.count > 0)
		report_signatures(d, &s);
}

const struct check check_algorithm_incomplete = {
	.id = "algorithm-incomplete",
	.summary = "an algorithm of the DS set, or of the keys, does not sign "
		   "the zone",
	.source = "RFC 6840 5.11",
	.explains = "ds-orphan",
	.run = run,
};
