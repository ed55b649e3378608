/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_not_yet_valid.c - RRsets whose signatures start in the future: the
 * signer's clock is ahead (or ours behind). */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_RRSIG_NOT_YET_VALID);
	struct finding *f;

	if (s.count == 0)
		return;
	f = selection_report(d, &s);
	diagnosis_summary(d, f, "%s %s: valid only from %s",
			  selection_signature(d, &s), selection_where(d, &s),
			  evidence_when(d, s.at[0]->best->inception));
	selection_show(d, f, &s);
	lines_add(d->arena, &f->fix,
		  "Compare the signer's clock with UTC and set it right (and "
		  "this host's: date -u)");
	fix_resign(d, f);
	verify_chain(d, f);
}

const struct check check_rrsig_not_yet_valid = {
	.id = "rrsig-not-yet-valid",
	.summary = "an RRset's signatures start in the future",
	.source = "RFC 4035 5.3.1",
	.run = run,
};
