/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_stale_cache.c - every server is good, and a resolver fails on what
 * it still holds from before. "It is the cache" is said only once every server
 * was compared. */
#include "diagnose/decision.h"
#include "diagnose/evidence.h"
#include "diagnose/resolvers.h"

static void tell(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	const struct view_rrset *old = resolver_old(d->view, resolver);
	char type[TYPE_TEXT_SIZE];

	(void)type_to_text(old->type, type);
	diagnosis_summary(
		d, f,
		"resolver %s fails on %s with an old %s RRset in its cache, "
		"while every server of the zone is good",
		resolver->label, resolver_failing_text(d, resolver), type);
	if (old->set)
		lines_add(d->arena, &f->evidence,
			  "it may hold the old %s RRset until %s", type,
			  evidence_when(d, wall_add(old->answer->sent_at,
						    old->set->ttl)));
	lines_add(d->arena, &f->fix,
		  "Purge %s %s there: the operators of large resolvers have a "
		  "page for it; it heals by itself when the TTL is over",
		  d->view->zone_text, type);
	lines_add(d->arena, &f->fix,
		  "Until then keep the old keys and signatures served: caches "
		  "hold old and new records together");
	decision_show(d, f);
}

static void run(struct diagnosis *d)
{
	resolvers_find(d, RESOLVER_STALE, SEVERITY_WARNING, tell);
}

const struct check check_resolver_stale_cache = {
	.id = "resolver-stale-cache",
	.summary = "a resolver fails on what it still has in its cache",
	.source = "RFC 4035 4.5",
	.run = run,
};
