/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_invalid.c - RRsets whose signatures do not fit data and key. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_RRSIG_INVALID);
	struct finding *f;

	if (s.count == 0)
		return;
	f = selection_report(d, &s);
	diagnosis_summary(d, f, "%s %s: wrong cryptographically",
			  selection_signature(d, &s), selection_where(d, &s));
	selection_show(d, f, &s);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "See that nothing edits the zone after it is signed, and "
		  "that the signer's private key is that of the published "
		  "DNSKEY");
	fix_resign(d, f);
	verify_chain(d, f);
}

const struct check check_rrsig_invalid = {
	.id = "rrsig-invalid",
	.summary = "an RRset's signatures are cryptographically wrong",
	.source = "RFC 4035 5.3.3",
	.run = run,
};
