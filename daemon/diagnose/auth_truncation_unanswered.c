/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_truncation_unanswered.c - a server cuts an answer short (TC) and then
 * does not give it over TCP: that answer is not to be had there. Critical
 * where it is to be had nowhere. */
#include "diagnose/evidence.h"
#include "diagnose/transport.h"
#include "diagnose/verdicts.h"

static bool has_answer(const struct view_server *server,
		       const struct view_rrset *asked)
{
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (row->message && !row->message->tc &&
		    row->type == asked->type && service_is_asked(row) &&
		    name_equal(&row->owner, &asked->owner))
			return true;
	}
	return false;
}

/* A server that we could not ask may; one that users do not ask is no help. */
static bool may_answer(const struct view_server *server,
		       const struct view_rrset *asked)
{
	return !server->server->hidden && (server->state == SERVER_UNMEASURED ||
					   has_answer(server, asked));
}

static bool hurts_users(const struct diagnosis *d, const struct roster *roster)
{
	for (size_t i = 0; i < roster->count; i++) {
		const struct view_rrset *row = roster->rows[i];
		const struct view_verdict *v =
			verdict_find(d->view, &row->owner, row->type);
		bool answered = (v && !verdict_is_servfail(v) &&
				 !verdict_is_bogus(v)) ||
				!service_users_ask(d->view, row);

		for (size_t k = 0; k < d->view->server_count; k++)
			answered |= may_answer(&d->view->servers[k], row);
		if (!answered)
			return true;
	}
	return false;
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, transport_cut_short);
	struct finding *f;

	if (roster.count == 0)
		return;
	f = diagnosis_add(d,
			  hurts_users(d, &roster) ? SEVERITY_CRITICAL
						  : SEVERITY_WARNING,
			  KIND_FAILING, roster.servers[0]->label);
	diagnosis_summary(d, f,
			  "%s: an answer is cut short over UDP, and does not "
			  "come over TCP",
			  roster_who(d, &roster));
	roster_blame(d, f, &roster);
	roster_show(d, f, &roster);
	transport_verify_tcp(d, f, &roster);
	lines_add(d->arena, &f->fix,
		  "Open port 53/tcp in the firewall, and let the server listen "
		  "on it");
	lines_add(d->arena, &f->fix,
		  "Until then: smaller answers (fewer keys and signatures, "
		  "elliptic curves in place of RSA)");
}

const struct check check_auth_truncation_unanswered = {
	.id = "auth-truncation-unanswered",
	.summary = "an answer is cut short over UDP and not given over TCP",
	.source = "RFC 7766 5, RFC 6891 6.2.5",
	.run = run,
};
