/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_unsupported_algorithm.c - a resolver cannot do the zone's algorithm
 * or DS digest: it fails, or takes the zone for insecure, where others
 * validate. */
#include "diagnose/decision.h"
#include "diagnose/ds_text.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	bool fails = resolver_failing(d->view, resolver);

	diagnosis_summary(
		d, f,
		"resolver %s %s, by an algorithm or DS digest that it cannot "
		"do",
		resolver->label,
		fails ? "fails on the zone" : "takes the zone for insecure");
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "Have a DS with digest type 2 (SHA-256) of a key of "
		  "algorithm 8 or 13: every validator can do these");
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_UNSUPPORTED, SEVERITY_WARNING, tell);
}

const struct check check_resolver_unsupported_algorithm = {
	.id = "resolver-unsupported-algorithm",
	.summary = "a resolver cannot do the zone's algorithm or digest",
	.source = "RFC 4035 5.2, RFC 9904",
	.run = run,
};
