/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_rate_limited.c - a server limits the rate of answers to us: it answers
 * some of our questions, and others it drops, refuses, or cuts short although
 * they would fit ("slip"). What we miss by that says nothing about the zone. */
#include "diagnose/evidence.h"
#include "diagnose/transport.h"

/* What every server takes over UDP, RFC 1035 2.3.4. */
#define SMALL_BYTES 512
/* One odd answer is chance; of three lost ones after all their tries, and
 * others answered, none is left to chance even on a bad line. */
#define SLIPPED_MIN 2
#define REFUSED_MIN 2
#define LOST_MIN    3

struct pattern {
	size_t whole, slipped, refused, lost;
	const struct view_rrset *sign; /* an answer that shows it */
};

static bool is_slip(const struct view_rrset *row)
{
	return row->answer->truncated_udp && row->message &&
	       row->answer->packet_len <= SMALL_BYTES;
}

/* Servers that know no new types drop them for good; large answers are lost
 * on the way. */
static bool is_plain(const struct view *view, const struct view_rrset *row)
{
	return row->type != TYPE_DNSKEY && service_users_ask(view, row);
}

static void count_row(const struct view *view, const struct view_rrset *row,
		      struct pattern *p)
{
	bool odd = true;

	if (is_slip(row))
		p->slipped++;
	else if (row->message && row->rcode == RCODE_REFUSED)
		p->refused += is_plain(view, row);
	else if (row->answer->outcome == OUTCOME_TIMEOUT &&
		 !row->answer->truncated_udp && row->answer->tries > 0)
		p->lost += is_plain(view, row);
	else
		odd = false;
	if (odd)
		p->sign = row;
	else
		p->whole += row->message && row->message->aa &&
			    !row->answer->truncated_udp && is_plain(view, row);
}

static const struct view_rrset *limited(const struct diagnosis *d,
					const struct view_server *server)
{
	struct pattern p = { 0 };

	for (size_t i = 0; i < server->rrset_count; i++)
		if (service_is_asked(&server->rrsets[i]) &&
		    (!server->rrsets[i].answer->tcp ||
		     server->rrsets[i].answer->truncated_udp))
			count_row(d->view, &server->rrsets[i], &p);
	if (service_of(d->view, server) != SERVICE_GOOD)
		return NULL;
	if (p.slipped >= SLIPPED_MIN ||
	    (p.whole > 0 && (p.refused >= REFUSED_MIN || p.lost >= LOST_MIN)))
		return p.sign;
	return NULL;
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, limited);
	struct finding *f;

	if (roster.count == 0)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING,
			  roster.servers[0]->label);
	diagnosis_summary(d, f,
			  "%s: answers only some of our questions, or cuts "
			  "small answers short",
			  roster_who(d, &roster));
	roster_blame(d, f, &roster);
	roster_show(d, f, &roster);
	lines_add(d->arena, &f->fix,
		  "Allow the monitor's addresses in the server's rate limit "
		  "(BIND: rate-limit exempt-clients; NSD: rrl-whitelist; Knot: "
		  "mod-rrl whitelist)");
	lines_add(d->arena, &f->fix,
		  "Or probe more slowly: raise pulse and survey in the "
		  "configuration");
}

const struct check check_auth_rate_limited = {
	.id = "auth-rate-limited",
	.summary = "a server limits the rate of its answers to the monitor",
	.source = "RFC 7766 5, RFC 5358",
	.run = run,
};
