/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_key_missing.c - RRsets signed only by keys that no server publishes.
 * Beside a valid signature that is normal in an algorithm roll. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_RRSIG_KEY_MISSING);
	struct finding *f;
	unsigned tag;

	if (s.count == 0)
		return;
	tag = s.at[0]->best->sig->key_tag;
	f = selection_report(d, &s);
	diagnosis_summary(d, f,
			  "%s %s: signed by key %u, which no server publishes",
			  selection_what(d, &s), selection_where(d, &s), tag);
	selection_show(d, f, &s);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Publish key %u in the DNSKEY RRset again, signed by the key "
		  "that the DS names",
		  tag);
	lines_add(d->arena, &f->fix,
		  "Or sign these RRsets with a published key; keep both until "
		  "the TTLs of the old signatures are over");
	verify_apex(d, f, TYPE_DNSKEY);
	verify_chain(d, f);
}

const struct check check_rrsig_key_missing = {
	.id = "rrsig-key-missing",
	.summary = "an RRset is signed only by keys that are not published",
	.source = "RFC 4035 5.3.1",
	.run = run,
};
