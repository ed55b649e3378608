/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_key_not_signing.c - a DS matches a key, but at some server no such key
 * has signed the DNSKEY RRset: validators cannot enter the zone. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static void say_which_key(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->key_count; i++)
		if (chain_key_in_ds(d->view, &d->view->keys[i]))
			lines_add(d->arena, &f->fix,
				  "Sign the DNSKEY RRset with key %u, which "
				  "the DS names (restore it if the signer lost "
				  "it)",
				  d->view->keys[i].tag);
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_of_fault(d, FAULT_DS_KEY_NOT_SIGNING);
	struct finding *f;

	if (s.count == 0)
		return;
	f = selection_report(d, &s);
	diagnosis_summary(d, f,
			  "no key that the DS set names signs the DNSKEY RRset "
			  "%s",
			  selection_where(d, &s));
	ds_show_all(d, f);
	selection_show(d, f, &s);
	say_which_key(d, f);
	lines_add(d->arena, &f->fix,
		  "Only where that key is lost: %s replace the DS set by:",
		  ds_have(d, false));
	ds_offer(d, f);
	ds_warn_of_caches(d, f);
	verify_chain(d, f);
}

const struct check check_ds_key_not_signing = {
	.id = "ds-key-not-signing",
	.summary = "the key that the DS names does not sign the DNSKEY RRset",
	.source = "RFC 4035 5.2, RFC 6840 5.11",
	.run = run,
};
