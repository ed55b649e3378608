/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_unsupported_only.c - every DS has an algorithm or a digest that
 * validators do not know: to them the zone is unsigned, and no name in it
 * fails. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

/* Keys that a DS could name and validators would use. */
static bool has_usable_key(const struct view *view)
{
	for (size_t i = 0; i < view->key_count; i++)
		if (algorithm_info(view->keys[i].algorithm)->supported)
			return true;
	return false;
}

static void run(struct diagnosis *d)
{
	const struct ds *first = d->view->ds;
	struct finding *f;

	if (d->view->ds_count == 0 || chain_has_ds(d->view))
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING, NULL);
	diagnosis_summary(d, f,
			  "no DS %s is of an algorithm and a digest that "
			  "validators know (the first: %s, %s): nobody "
			  "validates the zone",
			  ds_where(d), evidence_algorithm(d, first->algorithm),
			  digest_text(first->digest_type));
	ds_show_all(d, f);
	if (has_usable_key(d->view)) {
		lines_add(d->arena, &f->fix,
			  "%s publish a SHA-256 DS of a key that validators "
			  "know:",
			  ds_have(d, true));
		ds_offer(d, f);
	} else {
		lines_add(d->arena, &f->fix,
			  "Roll to ECDSAP256SHA256 (13): sign with new keys "
			  "beside the old ones, see that all servers have "
			  "them, then %s add a SHA-256 DS of the new KSK, and "
			  "remove the old DS and keys last",
			  ds_have(d, false));
	}
	verify_ds(d, f);
	verify_chain(d, f);
}

const struct check check_ds_unsupported_only = {
	.id = "ds-unsupported-only",
	.summary = "validators know no algorithm or digest of the DS set, and "
		   "take the zone for unsigned",
	.source = "RFC 4035 5.2",
	.run = run,
};
