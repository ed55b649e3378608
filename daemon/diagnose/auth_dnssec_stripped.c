/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_dnssec_stripped.c - a server of a signed zone that ignores our DO bit:
 * it answers without signatures, and without the bit that RFC 3225 has it
 * repeat. One that repeats it and has no signatures has an unsigned copy of
 * the zone: dnskey-missing, or rrsig-missing. */
#include "diagnose/dnssec_stripped.h"
#include "diagnose/evidence.h"

static bool is_signed(const struct view_rrset *row)
{
	return row->set && row->set->sig_count > 0;
}

/* An answer that shows it; NULL where one says otherwise. */
static const struct view_rrset *stripped_row(const struct view *view,
					     const struct view_server *server)
{
	const struct view_rrset *shows = NULL;

	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (!row->message)
			continue;
		if (row->message->edns_do || is_signed(row))
			return NULL;
		if (!shows && service_users_ask(view, row) &&
		    (row->message->aa ||
		     service_of(view, server) == SERVICE_NO_EDNS))
			shows = row;
	}
	return shows;
}

/* Without a key anywhere the zone itself is unsigned, which is another fault;
 * but who refuses EDNS does not even show its keys. */
static bool zone_is_signed(const struct diagnosis *d, enum service service)
{
	return service == SERVICE_NO_EDNS
		       ? chain_has_ds(d->view)
		       : service == SERVICE_GOOD && d->view->key_count > 0;
}

const struct view_rrset *dnssec_stripped(const struct diagnosis *d,
					 const struct view_server *server)
{
	if (!zone_is_signed(d, service_of(d->view, server)))
		return NULL;
	return stripped_row(d->view, server);
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, dnssec_stripped);
	struct finding *f;
	bool hurts; /* resolvers try the other servers, if any */

	if (roster.count == 0)
		return;
	hurts = roster.count == evidence_servers_answering(d) ||
		d->view->security == SECURITY_BOGUS;
	f = diagnosis_add(
		d, hurts ? diagnosis_chain_severity(d) : SEVERITY_WARNING,
		KIND_FAILING, roster.servers[0]->label);
	diagnosis_summary(d, f,
			  "%s: ignores the DO bit and answers without "
			  "signatures",
			  roster_who(d, &roster));
	roster_blame(d, f, &roster);
	roster_show(d, f, &roster);
	lines_add(d->arena, &f->fix,
		  "Replace or configure the server so that it does DNSSEC (or "
		  "the firewall before it so that it leaves EDNS alone)");
	lines_add(d->arena, &f->fix,
		  "Until then take it out of the NS set, at the zone and at "
		  "the parent");
}

const struct check check_auth_dnssec_stripped = {
	.id = "auth-dnssec-stripped",
	.summary = "a server of a signed zone ignores the DO bit",
	.source = "RFC 3225 3, RFC 4035 3.1",
	.run = run,
};
