/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_algorithm_mismatch.c - the DS set is of other algorithms than the keys:
 * the DS has a key's tag under a wrong algorithm, or no algorithm is in both
 * sets. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"

static void run(struct diagnosis *d)
{
	struct finding *f;

	if (delegation_of(d->view) != DELEGATION_ALGORITHM_DIFFERS)
		return;
	f = delegation_report(d);
	diagnosis_summary(d, f,
			  "the DS set %s is of another algorithm than the "
			  "zone's keys (%s)",
			  ds_where(d), delegation_tags(d));
}

const struct check check_ds_algorithm_mismatch = {
	.id = "ds-algorithm-mismatch",
	.summary = "the DS set is of other algorithms than the zone's keys",
	.source = "RFC 4035 5.2, RFC 6840 5.11",
	.run = run,
};
