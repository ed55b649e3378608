/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_sha1_only.c - every DS that counts has a SHA-1 digest: validators that
 * give up SHA-1 take the zone for unsigned. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

static bool is_meant(const struct view *view)
{
	bool any = false;

	for (size_t i = 0; i < view->ds_count; i++) {
		if (!chain_ds_counts(view, &view->ds[i]))
			continue;
		if (view->ds[i].digest_type != DIGEST_SHA1)
			return false;
		any = true;
	}
	return any;
}

static void run(struct diagnosis *d)
{
	struct finding *f;

	if (!is_meant(d->view))
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f, "the DS set %s has SHA-1 digests only",
			  ds_where(d));
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "%s add a SHA-256 DS of the same key; the SHA-1 one may go a "
		  "DS TTL later:",
		  ds_have(d, true));
	ds_offer(d, f);
	verify_ds(d, f);
	verify_chain(d, f);
}

const struct check check_ds_sha1_only = {
	.id = "ds-sha1-only",
	.summary = "every DS has a SHA-1 digest, which validators give up",
	.source = "RFC 4509 3, RFC 9905",
	.run = run,
};
