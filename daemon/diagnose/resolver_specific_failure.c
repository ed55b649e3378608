/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_specific_failure.c - one resolver fails where all others and we are
 * well. The incident is the resolver's and collects every zone that it fails.
 */
#include "diagnose/decision.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	resolver_blame(d, f, resolver);
	diagnosis_summary(
		d, f,
		"resolver %s fails on %s, while others and our own validator "
		"accept it",
		resolver->label, resolver_failing_text(d, resolver));
	lines_add(d->arena, &f->fix,
		  "Change nothing in the zone: tell the operator of %s, with "
		  "the evidence",
		  resolver->label);
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_SPECIFIC, SEVERITY_WARNING, tell);
}

const struct check check_resolver_specific_failure = {
	.id = "resolver-specific-failure",
	.summary = "one resolver fails where all others are well",
	.source = "RFC 9520",
	.run = run,
};
