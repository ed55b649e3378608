/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_serve_stale_masking.c - a resolver says that it answers past the
 * TTL: the zone looks well to its users, and is not. */
#include "diagnose/decision.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	diagnosis_summary(
		d, f,
		"resolver %s answers from its cache past the TTL: it got "
		"nothing newer",
		resolver->label);
	lines_add(d->arena, &f->fix,
		  "Do not take its answers for health: mend what keeps it from "
		  "getting new ones");
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_SERVES_STALE, SEVERITY_INFO, tell);
}

const struct check check_resolver_serve_stale_masking = {
	.id = "resolver-serve-stale-masking",
	.summary = "a resolver answers past the TTL, and hides an outage",
	.source = "RFC 8767",
	.run = run,
};
