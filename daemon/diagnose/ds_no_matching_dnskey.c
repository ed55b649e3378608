/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_no_matching_dnskey.c - no DS of the parent is of a key of the zone. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"

static void run(struct diagnosis *d)
{
	struct finding *f;

	if (delegation_of(d->view) != DELEGATION_NO_KEY)
		return;
	f = delegation_report(d);
	diagnosis_summary(d, f, "no DS %s matches a key of the zone (%s)",
			  ds_where(d), delegation_tags(d));
}

const struct check check_ds_no_matching_dnskey = {
	.id = "ds-no-matching-dnskey",
	.summary = "no DS at the parent matches a key of the zone",
	.source = "RFC 4035 5.2",
	.run = run,
};
