/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_disagreement.c - validators are divided, and nothing says why. Where
 * the zone is good the incident is that resolver's. */
#include "diagnose/decision.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	if (resolver_failing(d->view, resolver)) {
		const struct decision_facts facts = decision_facts(d);

		if (facts.authority == AUTHORITY_GOOD)
			resolver_blame(d, f, resolver);
		diagnosis_summary(
			d, f,
			"resolver %s fails on %s, which our own validator "
			"accepts",
			resolver->label, resolver_failing_text(d, resolver));
	} else {
		diagnosis_summary(
			d, f,
			"resolver %s calls authentic what our own validator "
			"calls bogus",
			resolver->label);
	}
	lines_add(d->arena, &f->fix,
		  "Keep what was seen, and show it to both sides: forewarn "
		  "check --save FILE %s",
		  d->view->zone_text);
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_DISAGREES, SEVERITY_WARNING, tell);
}

const struct check check_resolver_disagreement = {
	.id = "resolver-disagreement",
	.summary = "validators are divided, and nothing explains it",
	.source = "RFC 4035 5.3",
	.run = run,
};
