/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_truncation_unanswered.c - a server cuts an answer short (TC) and then
 * does not give it over TCP: that answer is not to be had there. Critical
 * where it is to be had nowhere. */
#include "diagnose/evidence.h"
#include "diagnose/transport.h"
#include "diagnose/verdicts.h"

static bool is_whole(const struct message *m)
{
	return !m->tc;
}

/* Nobody gives it whole, and the validator does not get it either. */
static bool hurts_users(const struct diagnosis *d, const struct roster *roster)
{
	for (size_t i = 0; i < roster->count; i++) {
		const struct view_rrset *row = roster->rows[i];
		const struct view_verdict *v =
			verdict_find(d->view, &row->owner, row->type);

		if ((!v || verdict_is_servfail(v) || verdict_is_bogus(v)) &&
		    service_users_ask(d->view, row) &&
		    !service_may_answer(d->view, row, is_whole))
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
