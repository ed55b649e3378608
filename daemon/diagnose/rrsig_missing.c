/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_missing.c - data without RRSIG although we asked for it (DO), from a
 * zone that has keys. A server without any keys is dnskey-missing. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_RRSIG_MISSING);
	struct finding *f;

	if (s.count == 0)
		return;
	f = selection_report(d, &s);
	diagnosis_summary(d, f,
			  "%s %s: no RRSIG in an answer that must have one",
			  selection_what(d, &s), selection_where(d, &s));
	selection_show(d, f, &s);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Where one server alone lacks them: see that it has the "
		  "signed zone and answers with DNSSEC");
	fix_resign(d, f);
	verify_chain(d, f);
}

const struct check check_rrsig_missing = {
	.id = "rrsig-missing",
	.summary = "a signed zone answers without signatures",
	.source = "RFC 4035 3.1.1",
	.run = run,
};
