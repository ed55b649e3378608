/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_without_dnskey.c - the parent has a DS and every server that answers says
 * that there is no DNSKEY: to validators an unsigned zone under a DS, whether
 * or not signatures are left. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

static void run(struct diagnosis *d)
{
	size_t without = delegation_servers_without_keys(d->view);
	struct finding *f;

	if (d->view->key_count > 0 || without == 0 || !chain_has_ds(d->view))
		return;
	f = diagnosis_add(d, diagnosis_chain_severity(d), KIND_FAILING, NULL);
	diagnosis_summary(d, f,
			  "there is a DS %s, but %zu of %zu servers say that "
			  "the zone has no DNSKEY",
			  ds_where(d), without, evidence_servers_answering(d));
	ds_show_all(d, f);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Quickest: put back the keys that the DS names, and sign the "
		  "zone with them");
	lines_add(d->arena, &f->fix,
		  "Without these keys, or where the zone shall be unsigned: "
		  "%s remove the DS",
		  ds_have(d, false));
	if (!d->view->anchored)
		lines_add(d->arena, &f->fix,
			  "Users then fail until the DS has left the caches: "
			  "%s, after the last parent server dropped it",
			  ds_ttl_text(d));
	verify_ds(d, f);
	verify_apex(d, f, TYPE_DNSKEY);
	verify_chain(d, f);
}

const struct check check_ds_without_dnskey = {
	.id = "ds-without-dnskey",
	.summary = "the parent has a DS, and the zone is unsigned",
	.source = "RFC 4035 5.2",
	.run = run,
};
