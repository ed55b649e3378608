/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_stale_secondary.c - a server goes on serving older signatures than
 * others do: its transfers are stuck, and its users fail first. stale.h says
 * what counts; a transfer that is merely on its way is gone at the next look.
 */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"
#include "diagnose/stale.h"

static bool is_meant(const struct diagnosis *d, size_t i)
{
	return d->staleness->fresher[i] &&
	       staleness_server(d, d->copies->at[i].server)->stale;
}

static enum severity severity_of(const struct diagnosis *d,
				 const struct copy *soonest)
{
	return copy_ends_within(soonest, d->policy->expiry_critical_percent,
				d->view->now)
		       ? diagnosis_chain_severity(d)
		       : SEVERITY_WARNING;
}

static void show_server(struct diagnosis *d, struct finding *f,
			const struct stale_server *stale)
{
	const struct view_server *behind = stale->worst->server;
	const struct view_server *ahead = stale->ahead->server;
	const char *line = arena_printf(
		d->arena, "%s (serial %u) is %s behind %s (serial %u)",
		behind->label, behind->serial,
		evidence_duration(d, stale->behind_s), ahead->label,
		ahead->serial);

	evidence_list(d, f, line ? line : "");
	evidence_copy(d, f, stale->ahead, NULL);
}

static void add_fixes(struct diagnosis *d, struct finding *f,
		      const struct view_server *behind,
		      const struct view_server *ahead)
{
	const char *zone = d->view->zone_word;

	if (behind->server->hidden) {
		lines_add(d->arena, &f->fix,
			  "Where %s is the primary: it was set back, or its "
			  "signer stands still, and what it signs next is not "
			  "transferred while its serial is under %u: sign "
			  "there again, with a serial above that",
			  behind->label, ahead->serial);
		return;
	}
	lines_add(d->arena, &f->fix,
		  "Transfer the zone to %s (BIND: rndc retransfer %s; NSD: "
		  "nsd-control force_transfer %s; Knot: knotc zone-retransfer "
		  "%s)",
		  behind->label, zone, zone, zone);
	if (behind->serial == ahead->serial)
		lines_add(d->arena, &f->fix,
			  "The serials are equal: the signer renews signatures "
			  "and leaves the serial alone, so raise it, now and "
			  "at every re-signing (PowerDNS: pdnsutil "
			  "increase-serial %s)",
			  zone);
	else
		lines_add(d->arena, &f->fix,
			  "The serials differ: look at NOTIFY, transfer "
			  "permissions, TSIG keys and the secondary's log");
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_new(d, is_meant);
	struct finding *f;

	if (s.count == 0)
		return;
	selection_by_end(&s);
	f = diagnosis_add(d, severity_of(d, s.at[0]), KIND_PREDICTED,
			  selection_subject(d, &s));
	f->deadline = s.at[0]->best->expiration;
	diagnosis_summary(d, f,
			  "%s %s: older signatures than at other servers, the "
			  "first ends %s",
			  selection_what(d, &s), selection_where(d, &s),
			  evidence_when(d, f->deadline));
	for (size_t i = 0; i < d->view->server_count; i++)
		if (d->staleness->servers[i].stale)
			show_server(d, f, &d->staleness->servers[i]);
	selection_show(d, f, &s);
	add_fixes(d, f, s.at[0]->server,
		  staleness_server(d, s.at[0]->server)->ahead->server);
}

const struct check check_rrsig_stale_secondary = {
	.id = "rrsig-stale-secondary",
	.summary = "a server has older signatures than others",
	.source = "RFC 6781 4.4.2, RFC 1996",
	.explains = "dnskey-server-inconsistent",
	.run = run,
};
