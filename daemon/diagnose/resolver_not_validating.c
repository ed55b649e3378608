/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_not_validating.c - a resolver gives its users what is bogus, and
 * never says that anything is authentic. */
#include "diagnose/decision.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	diagnosis_summary(
		d, f, "resolver %s answers what is bogus: it does not validate",
		resolver->label);
	lines_add(d->arena, &f->fix,
		  "Do not count on %s to see what users of validating "
		  "resolvers see: replace it in resolvers:",
		  resolver->label);
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_DOES_NOT_VALIDATE, SEVERITY_INFO, tell);
}

const struct check check_resolver_not_validating = {
	.id = "resolver-not-validating",
	.summary = "a resolver does not validate: it answers what is bogus. "
		   "Canaries show it before a zone fails: then it is a warning "
		   "of the monitor's own",
	.source = "RFC 4035 4.9",
	.run = run,
};
