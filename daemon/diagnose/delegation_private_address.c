/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_private_address.c - NS records lead to addresses that are not of
 * the public Internet: users cannot reach them, or reach another machine than
 * was meant. We did not ask them: whoever writes NS records could otherwise
 * have us ask whatever is within our own network (private_servers:).
 *
 * A fault of its own: to call such a server unreachable would tell of a
 * measurement that was not made, and its name has an address, so that it is no
 * delegation-ns-unresolvable. */
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

static size_t count_forbidden(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->server_count; i++)
		count += view->servers[i].forbidden;
	return count;
}

/* Servers that users could ask: with an address, and an NS record. */
static size_t count_named(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->server_count; i++)
		count += view->servers[i].server->address.family != 0 &&
			 !view->servers[i].server->hidden;
	return count;
}

static void show_servers(struct diagnosis *d, struct finding *f)
{
	char host[NAME_SHELL_SIZE];

	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];
		const char *line;

		if (!server->forbidden)
			continue;
		line = arena_printf(d->arena, "%s: a %s address, not asked",
				    server->label,
				    address_scope_text(address_scope(
					    &server->server->address)));
		evidence_list(d, f, line ? line : "");
		if (f->verify.count < 4)
			lines_add(d->arena, &f->verify, "dig %s %s",
				  name_to_shell(&server->server->host, host),
				  server->server->address.family == 6 ? "AAAA"
								      : "A");
	}
}

static void run(struct diagnosis *d)
{
	size_t count = count_forbidden(d->view), all = count_named(d->view);
	struct finding *f;

	if (count == 0)
		return;
	f = diagnosis_add(d,
			  count == all && !verdict_zone_answers(d->view)
				  ? SEVERITY_CRITICAL
				  : SEVERITY_WARNING,
			  KIND_FAILING, NULL);
	diagnosis_summary(d, f,
			  "%zu of %zu name server addresses %s not of the "
			  "public Internet: users cannot ask %s, and we did "
			  "not",
			  count, all, count == 1 ? "is" : "are",
			  count == 1 ? "it" : "them");
	show_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Give the name server a public address, in its own zone "
		  "(within this zone: as glue at the parent as well), or take "
		  "it out of the NS set");
	lines_add(d->arena, &f->fix,
		  "Where the users of the zone are all within that network: "
		  "name its addresses in servers:, or say private_servers: "
		  "allow");
}

const struct check check_delegation_private_address = {
	.id = "delegation-private-address",
	.summary = "a name server's address is not of the public Internet",
	.source = "RFC 1918 5, RFC 6890 2",
	.explains = "servfail-unclassified",
	.run = run,
};
