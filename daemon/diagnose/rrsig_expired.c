/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_expired.c - RRsets whose last right signature has ended. One server of
 * many is enough: the validators that ask it fail. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"
#include "diagnose/stale.h"

/* The first copy that another server has fresh, and who. */
static const struct copy *fresh_elsewhere(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *fresher = d->staleness->fresher[i];

		if (fresher && fresher->state == COPY_GOOD &&
		    copy_fault(d, i) == FAULT_RRSIG_EXPIRED)
			return fresher;
	}
	return NULL;
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_RRSIG_EXPIRED);
	const struct copy *fresh;
	struct finding *f;

	if (s.count == 0)
		return;
	selection_by_end(&s);
	f = selection_report(d, &s);
	if (f->kind == KIND_FAILING)
		f->deadline = s.at[0]->best->expiration;
	diagnosis_summary(d, f, "%s %s expired%s %s",
			  selection_signature(d, &s), selection_where(d, &s),
			  s.rrset_count == 1 ? "" : ", the first",
			  evidence_when(d, s.at[0]->best->expiration));
	selection_show(d, f, &s);
	fresh = fresh_elsewhere(d);
	if (fresh && f->kind == KIND_FAILING)
		lines_add(d->arena, &f->fix,
			  "%s has newer signatures: transfer the zone from "
			  "there, and see that every re-signing raises the "
			  "serial",
			  fresh->server->label);
	else
		fix_resign(d, f);
	verify_chain(d, f);
}

const struct check check_rrsig_expired = {
	.id = "rrsig-expired",
	.summary = "an RRset has no signature left that has not expired",
	.source = "RFC 4035 5.3.1",
	.explains = "rrsig-stale-secondary",
	.run = run,
};
