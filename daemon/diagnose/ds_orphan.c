/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_orphan.c - a DS that matches no key, beside one that does: what a roll
 * left behind, or what the next one brings. One that differs in its digest
 * alone is a mistyped one, which ds-digest-mismatch tells. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

static bool is_orphan(const struct view *view, size_t i)
{
	return view->ds_key[i] < 0 && chain_ds_counts(view, &view->ds[i]) &&
	       !delegation_digest_differs(view, &view->ds[i]);
}

static void run(struct diagnosis *d)
{
	const struct view *view = d->view;
	const struct ds *first = NULL;
	struct finding *f;
	size_t count = 0;

	for (size_t i = 0; i < view->ds_count; i++) {
		if (!is_orphan(view, i))
			continue;
		count++;
		if (!first)
			first = &view->ds[i];
	}
	if (!first || delegation_of(view) != DELEGATION_MATCHES)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f,
			  "%zu of %zu DS records match no key (the first: tag "
			  "%u, algorithm %u)",
			  count, view->ds_count, first->key_tag,
			  first->algorithm);
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "Where a roll put it there ahead of its key: leave it");
	lines_add(d->arena, &f->fix,
		  "Else have the parent remove this DS and keep those that "
		  "match: %s",
		  ds_to_line(d, first));
	verify_ds(d, f);
}

const struct check check_ds_orphan = {
	.id = "ds-orphan",
	.summary = "a DS at the parent matches no key while another does",
	.source = "RFC 6781 4.1.2",
	.run = run,
};
