/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_missing.c - the parent says that there is no such zone: NXDOMAIN,
 * or no NS. A registration that ran out or is on hold looks like this. */
#include "diagnose/evidence.h"
#include "diagnose/referral.h"

static size_t count_denying(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->parent_count; i++)
		count += referral_denied(view, &view->parents[i]);
	return count;
}

static void show_parents(struct diagnosis *d, struct finding *f)
{
	const struct view *view = d->view;

	for (size_t i = 0; i < view->parent_count; i++) {
		const struct view_parent *parent = &view->parents[i];
		const char *line;

		if (!parent->referral)
			continue;
		line = arena_printf(d->arena, "%s: %s%s", parent->label,
				    rcode_text(parent->referral->rcode),
				    referral_denied(view, parent)
					    ? ", no NS for the zone"
					    : ", delegates the zone");
		evidence_list(d, f, line ? line : "");
		if (referral_denied(view, parent) && f->verify.count < 2)
			verify_question(d, f, parent->server, &view->zone,
					TYPE_NS);
	}
}

static void run(struct diagnosis *d)
{
	size_t denying = count_denying(d->view);
	struct finding *f;

	if (denying == 0)
		return;
	f = diagnosis_add(d, SEVERITY_CRITICAL, KIND_FAILING, NULL);
	diagnosis_summary(d, f,
			  "%zu of %zu servers of the parent say that there is "
			  "no such zone",
			  denying, d->view->parent_count);
	show_parents(d, f);
	lines_add(d->arena, &f->fix,
		  "Look at the registration: expired, on hold (clientHold, "
		  "serverHold), or deleted; the registrar renews or releases "
		  "it");
	lines_add(d->arena, &f->fix,
		  "Where only some of the parent's servers say so, tell its "
		  "operator");
}

const struct check check_delegation_missing = {
	.id = "delegation-missing",
	.summary = "the parent has no delegation for the zone",
	.source = "RFC 1034 4.2.2",
	.explains =
		"auth-all-unreachable delegation-lame delegation-ns-mismatch "
		"delegation-ns-unresolvable ds-missing-signed-zone "
		"servfail-unclassified",
	.run = run,
};
