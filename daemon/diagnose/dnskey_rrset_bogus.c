/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_rrset_bogus.c - a key that the DS names has signed the DNSKEY RRset,
 * and that signature is wrong, or it alone has expired: nothing in the zone
 * validates. copy_fault.h says where other checks take over. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static void say_keys(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->key_count; i++)
		if (chain_key_in_ds(d->view, &d->view->keys[i]))
			lines_add(d->arena, &f->fix,
				  "Sign the DNSKEY RRset again with key %u, "
				  "which the DS names, over exactly the keys "
				  "that are published",
				  d->view->keys[i].tag);
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_DNSKEY_RRSET_BOGUS);
	struct finding *f;

	if (s.count == 0)
		return;
	f = selection_report(d, &s);
	if (s.at[0]->state == COPY_EXPIRED) {
		f->deadline = s.at[0]->best->expiration;
		diagnosis_summary(d, f,
				  "the signature over the DNSKEY RRset %s "
				  "expired %s; all others are valid",
				  selection_where(d, &s),
				  evidence_when(d, f->deadline));
	} else {
		diagnosis_summary(d, f,
				  "the signature over the DNSKEY RRset %s is "
				  "wrong",
				  selection_where(d, &s));
	}
	selection_show(d, f, &s);
	ds_show_all(d, f);
	say_keys(d, f);
	lines_add(d->arena, &f->fix,
		  "Keep the DS as it is: it names a key that is there");
	verify_chain(d, f);
}

const struct check check_dnskey_rrset_bogus = {
	.id = "dnskey-rrset-bogus",
	.summary = "the signature over the DNSKEY RRset fails",
	.source = "RFC 4035 5.3",
	.run = run,
};
