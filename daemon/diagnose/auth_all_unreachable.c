/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_all_unreachable.c - no server of the zone answers anything, while
 * others do. A server that we could not ask says nothing; that our own network
 * is down is for the canaries to say, so something else must have answered.
 * Where the validator got through, some users do as well; that a hidden server
 * answers helps nobody. */
#include "diagnose/evidence.h"
#include "diagnose/silence.h"
#include "diagnose/transport.h"
#include "diagnose/verdicts.h"

/* Each says "ask over TCP" and then is silent there: not the network. */
static bool all_cut_short(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];

		if (server->state == SERVER_SILENT &&
		    !transport_cut_short(d, server))
			return false;
	}
	return true;
}

static void run(struct diagnosis *d)
{
	struct silent_count all = silence_count(d->view, false);
	struct finding *f;

	if (all.silent == 0 || all.answering > 0 ||
	    verdict_zone_answers(d->view) || !verdict_network_works(d->view) ||
	    all_cut_short(d))
		return;
	f = diagnosis_add(d, SEVERITY_CRITICAL, KIND_FAILING, NULL);
	diagnosis_summary(d, f,
			  "no server of the zone answers (addresses asked: "
			  "%zu)",
			  all.silent);
	silence_show(d, f);
	lines_add(d->arena, &f->fix,
		  "Mend the servers or their network, or call the provider");
	lines_add(d->arena, &f->fix,
		  "Leave DS and keys alone: they are not the cause");
}

const struct check check_auth_all_unreachable = {
	.id = "auth-all-unreachable",
	.summary = "no server of the zone answers",
	.source = "RFC 1035, RFC 2182",
	.explains = "auth-server-unreachable",
	.run = run,
};
