/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_tcp_failed.c - a server answers over UDP and not over TCP. Nobody fails
 * until an answer is too large for UDP: where that is so already, it is
 * auth-truncation-unanswered. */
#include "diagnose/evidence.h"
#include "diagnose/service.h"
#include "diagnose/transport.h"

static bool tcp_failed(const struct view_rrset *row)
{
	return row->answer->tcp && !row->answer->truncated_udp &&
	       transport_failed(row->answer);
}

static const struct view_rrset *failing(const struct diagnosis *d,
					const struct view_server *server)
{
	const struct view_rrset *failed = NULL;

	if (service_of(d->view, server) == SERVICE_UNKNOWN ||
	    transport_cut_short(d, server))
		return NULL;
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (row->answer->tcp && row->message)
			return NULL;
		if (!failed && tcp_failed(row))
			failed = row;
	}
	return failed;
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, failing);
	struct finding *f;

	if (roster.count == 0)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED,
			  roster.servers[0]->label);
	diagnosis_summary(d, f, "%s: answers over UDP and not over TCP",
			  roster_who(d, &roster));
	roster_blame(d, f, &roster);
	roster_show(d, f, &roster);
	transport_verify_tcp(d, f, &roster);
	lines_add(d->arena, &f->fix,
		  "Open port 53/tcp in the firewall, and let the server listen "
		  "on it: answers that do not fit into UDP (a key roll is "
		  "enough) are lost without");
}

const struct check check_auth_tcp_failed = {
	.id = "auth-tcp-failed",
	.summary = "a server of the zone does not answer over TCP",
	.source = "RFC 7766 5",
	.run = run,
};
