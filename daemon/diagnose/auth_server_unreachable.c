/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_server_unreachable.c - some of the zone's servers answer nothing at
 * all. One lost answer is none: a slow or lossy server is not a dead one. */
#include "diagnose/evidence.h"
#include "diagnose/silence.h"
#include "diagnose/verdicts.h"

static const char *first_silent(const struct view *view)
{
	for (size_t i = 0; i < view->server_count; i++)
		if (view->servers[i].state == SERVER_SILENT)
			return view->servers[i].label;
	return NULL;
}

static bool any_hidden(const struct view *view)
{
	for (size_t i = 0; i < view->server_count; i++)
		if (view->servers[i].state == SERVER_SILENT &&
		    view->servers[i].server->hidden)
			return true;
	return false;
}

static void run(struct diagnosis *d)
{
	struct silent_count all = silence_count(d->view, true);
	struct finding *f;

	if (all.silent == 0 ||
	    (all.answering == 0 && !verdict_zone_answers(d->view)))
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING,
			  first_silent(d->view));
	if (all.silent == 1)
		diagnosis_summary(d, f, "%s does not answer, 1 of %zu servers",
				  first_silent(d->view),
				  all.silent + all.answering);
	else
		diagnosis_summary(d, f, "%zu of %zu servers do not answer",
				  all.silent, all.silent + all.answering);
	silence_show(d, f);
	lines_add(d->arena, &f->fix,
		  "Mend the server or its network (a firewall that drops port "
		  "53, a service bound to other addresses)");
	lines_add(
		d->arena, &f->fix,
		any_hidden(d->view)
			? "A hidden one may answer its secondaries alone: let "
			  "it answer this monitor (allow-query), or take it "
			  "out of servers:"
			: "Or remove it from the NS set at the zone and the "
			  "parent, once it is gone for good");
}

const struct check check_auth_server_unreachable = {
	.id = "auth-server-unreachable",
	.summary = "a server of the zone does not answer",
	.source = "RFC 2182",
	.run = run,
};
