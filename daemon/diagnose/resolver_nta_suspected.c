/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_nta_suspected.c - a resolver that validates makes an exception for
 * the zone, as a negative trust anchor does: its users have no protection, and
 * no outage either. */
#include "diagnose/decision.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	diagnosis_summary(
		d, f,
		"resolver %s validates, but gives answers of this zone "
		"unvalidated: a negative trust anchor, it seems",
		resolver->label);
	lines_add(d->arena, &f->fix,
		  "Treat it as an outage that is hidden: mend the zone, where "
		  "it fails elsewhere");
	lines_add(d->arena, &f->fix,
		  "Once the zone is well, ask the operator of %s to take the "
		  "exception away",
		  resolver->label);
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_EXCEPTS, SEVERITY_INFO, tell);
}

const struct check check_resolver_nta_suspected = {
	.id = "resolver-nta-suspected",
	.summary =
		"a resolver seems to have a negative trust anchor for the zone",
	.source = "RFC 7646",
	.run = run,
};
