/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_missing_signed_zone.c - the zone is signed and the parent has no DS:
 * validators treat it as unsigned. No outage, unless the operator declared
 * the zone secure. Under a parent that is itself insecure a DS would be of no
 * use; in the place of a zone's DS stand its own anchors, where it has any. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

static bool is_signed(const struct diagnosis *d)
{
	return d->view->key_count > 0 && copies_any_signed(d->copies);
}

static bool parent_is_insecure(const struct view *view)
{
	const struct view_verdict *parent;

	if (view->snapshot->parent.len == 0)
		return false;
	parent = verdict_find(view, &view->snapshot->parent, TYPE_SOA);
	return parent && !parent->servfail && parent->rcode == RCODE_NOERROR &&
	       parent->security == SECURITY_INSECURE;
}

static bool needs_ds(const struct diagnosis *d)
{
	return !name_equal(&d->view->zone, &name_root) &&
	       d->policy->expect != EXPECT_INSECURE &&
	       !parent_is_insecure(d->view);
}

static void run(struct diagnosis *d)
{
	struct finding *f;

	if (!d->view->ds_known || d->view->ds_count > 0 || !is_signed(d) ||
	    !needs_ds(d))
		return;
	f = diagnosis_add(d,
			  d->policy->expect == EXPECT_SECURE ? SEVERITY_CRITICAL
							     : SEVERITY_WARNING,
			  KIND_FAILING, NULL);
	diagnosis_summary(d, f,
			  "the zone is signed, but the parent has no DS: "
			  "nobody validates it");
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "See first that all servers serve valid signatures and the "
		  "same keys");
	lines_add(d->arena, &f->fix,
		  "Then have the parent (through the registrar) publish:");
	ds_offer(d, f);
	verify_ds(d, f);
	verify_chain(d, f);
}

const struct check check_ds_missing_signed_zone = {
	.id = "ds-missing-signed-zone",
	.summary = "the zone is signed, and the parent has no DS",
	.source = "RFC 4035 5.2",
	.run = run,
};
