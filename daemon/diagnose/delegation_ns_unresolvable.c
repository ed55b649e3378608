/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_ns_unresolvable.c - the name of a name server has no address. A
 * lookup that was not measured is none: the prober leaves such a name out. */
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

static const char *named_by(const struct server *server)
{
	if (server->in_parent && server->in_child)
		return "the parent and the zone";
	return server->in_parent ? "the parent" : "the zone";
}

static void show_servers(struct diagnosis *d, struct finding *f)
{
	char host[NAME_SHELL_SIZE];

	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct server *server = d->view->servers[i].server;
		const char *line;

		if (d->view->servers[i].state != SERVER_NO_ADDRESS)
			continue;
		(void)name_to_text(&server->host, host);
		line = arena_printf(d->arena,
				    "%s: neither A nor AAAA; named by %s", host,
				    named_by(server));
		evidence_list(d, f, line ? line : "");
		(void)name_to_shell(&server->host, host);
		lines_add(d->arena, &f->verify, "dig %s A", host);
		lines_add(d->arena, &f->verify, "dig %s AAAA", host);
	}
}

static void run(struct diagnosis *d)
{
	const struct view *view = d->view;
	size_t without = 0;
	struct finding *f;
	bool all;

	for (size_t i = 0; i < view->server_count; i++)
		without += view->servers[i].state == SERVER_NO_ADDRESS;
	if (without == 0 || !verdict_network_works(view))
		return;
	all = without == view->server_count && !verdict_zone_answers(view);
	f = diagnosis_add(d, all ? SEVERITY_CRITICAL : SEVERITY_WARNING,
			  KIND_FAILING, NULL);
	diagnosis_summary(d, f, "%zu name server name%s no address", without,
			  without == 1 ? " has" : "s have");
	show_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Give the host an address record in its own zone (within "
		  "this zone: glue at the parent as well)");
	lines_add(d->arena, &f->fix,
		  "Or take the name out of the NS set, at the zone and at the "
		  "parent; look for a typing error, and for a domain of the "
		  "host that ran out: whoever registers it serves this zone");
}

const struct check check_delegation_ns_unresolvable = {
	.id = "delegation-ns-unresolvable",
	.summary = "the name of a name server has no address",
	.source = "RFC 1034 4.2.1",
	.run = run,
};
