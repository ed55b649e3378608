/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_digest_mismatch.c - a DS names a key by tag and algorithm, and its digest
 * is another's. Beside a DS that matches it hurts only validators that go by
 * the strongest digest alone, so the verdict decides. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

static const struct ds *first_wrong(const struct view *view)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (chain_ds_counts(view, &view->ds[i]) &&
		    delegation_digest_differs(view, &view->ds[i]))
			return &view->ds[i];
	return NULL;
}

static void show_computed(struct diagnosis *d, struct finding *f,
			  const struct ds *ds)
{
	for (size_t i = 0; i < d->view->key_count; i++)
		if (ds_names_key(ds, &d->view->keys[i]))
			lines_add(d->arena, &f->evidence,
				  "computed from key %u: %s", ds->key_tag,
				  ds_of_key(d, &d->view->keys[i],
					    ds->digest_type));
}

static void run(struct diagnosis *d)
{
	const struct ds *ds = first_wrong(d->view);
	enum delegation delegation = delegation_of(d->view);
	struct finding *f;

	if (!ds || (delegation != DELEGATION_DIGEST_DIFFERS &&
		    delegation != DELEGATION_MATCHES))
		return;
	f = delegation_report(d);
	if (delegation == DELEGATION_MATCHES &&
	    chain_apex_security(d->view) != SECURITY_BOGUS)
		f->severity = SEVERITY_WARNING;
	diagnosis_summary(d, f,
			  "the DS %u %u %u %s has the tag and algorithm of a "
			  "key, but not its %s digest",
			  ds->key_tag, ds->algorithm, ds->digest_type,
			  ds_where(d), digest_text(ds->digest_type));
	show_computed(d, f, ds);
}

const struct check check_ds_digest_mismatch = {
	.id = "ds-digest-mismatch",
	.summary = "a DS has a key's tag and algorithm, and another digest",
	.source = "RFC 4035 5.2, RFC 4034 5.1.4",
	.run = run,
};
