/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_servfail.c - a server answers SERVFAIL to what users ask: it could not
 * load the zone, or its copy ran out (the SOA's expire). Failing on types that
 * it does not know hurts nobody, and is not told here. */
#include "diagnose/evidence.h"
#include "diagnose/service.h"
#include "diagnose/verdicts.h"

static bool fails(const struct view *view, const struct view_rrset *row)
{
	return row->message && row->message->rcode == RCODE_SERVFAIL &&
	       service_users_ask(view, row);
}

static bool is_answer(const struct message *m)
{
	return m->rcode != RCODE_SERVFAIL && m->rcode != RCODE_REFUSED && m->aa;
}

/* FORMERR or NOTIMP to everything. We ask with EDNS alone, and RFC 6891 7 lets
 * a server refuse that; libunbound then asks without, and where it has no
 * answer either, nobody has. */
static const struct view_rrset *refusing_edns(const struct diagnosis *d,
					      const struct view_server *server)
{
	if (service_of(d->view, server) != SERVICE_NO_EDNS ||
	    !service_nobody(d->view))
		return NULL;
	for (size_t i = 0; i < server->rrset_count; i++)
		if (server->rrsets[i].message &&
		    service_users_ask(d->view, &server->rrsets[i]))
			return &server->rrsets[i];
	return NULL;
}

static const struct view_rrset *failing(const struct diagnosis *d,
					const struct view_server *server)
{
	for (size_t i = 0; i < server->rrset_count; i++)
		if (fails(d->view, &server->rrsets[i]) &&
		    !service_answers(server, &server->rrsets[i], is_answer))
			return &server->rrsets[i];
	return refusing_edns(d, server);
}

/* Nobody answers it, and the validator does not get it either. */
static bool hurts_users(const struct diagnosis *d, const struct roster *roster)
{
	for (size_t i = 0; i < roster->count; i++) {
		const struct view_rrset *row = roster->rows[i];
		const struct view_verdict *v =
			verdict_find(d->view, &row->owner, row->type);

		if ((!v || verdict_is_servfail(v)) &&
		    !service_may_answer(d->view, row, is_answer))
			return true;
	}
	return false;
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, failing);
	struct finding *f;

	if (roster.count == 0)
		return;
	f = diagnosis_add(d,
			  hurts_users(d, &roster) ? SEVERITY_CRITICAL
						  : SEVERITY_WARNING,
			  KIND_FAILING, roster.servers[0]->label);
	diagnosis_summary(d, f, "%s: %s to questions about the zone",
			  roster_who(d, &roster),
			  rcode_text(roster.rows[0]->rcode));
	roster_blame(d, f, &roster);
	roster_show(d, f, &roster);
	lines_add(d->arena, &f->fix,
		  "Read the server's log: a zone that does not load, a "
		  "secondary whose copy ran out (the SOA's expire) since "
		  "transfers fail, a backend that is down");
	lines_add(d->arena, &f->fix,
		  "A secondary: mend the transfer, then fetch the zone (BIND: "
		  "rndc retransfer %s; NSD: nsd-control force_transfer %s; "
		  "Knot: knotc zone-retransfer %s)",
		  d->view->zone_word, d->view->zone_word, d->view->zone_word);
}

const struct check check_auth_servfail = {
	.id = "auth-servfail",
	.summary = "a server answers SERVFAIL about the zone, or FORMERR to "
		   "everything",
	.source = "RFC 1035 4.1.1, RFC 1035 3.3.13",
	.run = run,
};
