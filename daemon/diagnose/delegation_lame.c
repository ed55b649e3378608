/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_lame.c - a server that the delegation names answers, and does not
 * have the zone: it refuses, or knows it from hearsay. Resolvers go on to the
 * next one, so only where all are lame do users fail at once. A server that
 * the operator named, and which refuses to tell us, is one of them: what it
 * has cannot be watched. */
#include "diagnose/evidence.h"
#include "diagnose/service.h"

static const struct view_rrset *lame_answer(const struct diagnosis *d,
					    const struct view_server *server)
{
	if (service_of(d->view, server) != SERVICE_LAME)
		return NULL;
	for (size_t i = 0; i < server->rrset_count; i++)
		if (server->rrsets[i].message)
			return &server->rrsets[i];
	return NULL;
}

static void run(struct diagnosis *d)
{
	struct roster lame = roster_new(d, lame_answer);
	struct finding *f;

	if (lame.count == 0)
		return;
	f = diagnosis_add(d,
			  service_nobody(d->view) ? SEVERITY_CRITICAL
						  : SEVERITY_WARNING,
			  KIND_FAILING, lame.servers[0]->label);
	diagnosis_summary(d, f, "%s: answers, but does not have the zone",
			  roster_who(d, &lame));
	roster_blame(d, f, &lame);
	roster_show(d, f, &lame);
	lines_add(d->arena, &f->fix,
		  "Where the server shall serve the zone: load it there (its "
		  "configuration, its transfers, its log)");
	lines_add(
		d->arena, &f->fix,
		lame.servers[0]->server->hidden
			? "A hidden one may answer its secondaries alone: let "
			  "it answer this monitor (allow-query), or take it "
			  "out of servers:"
			: "Else take its name out of the NS set, at the zone "
			  "and at the parent");
}

const struct check check_delegation_lame = {
	.id = "delegation-lame",
	.summary = "a delegated server answers and does not have the zone",
	.source = "RFC 1034 4.2.2",
	.run = run,
};
