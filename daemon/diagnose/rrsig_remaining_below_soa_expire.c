/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_remaining_below_soa_expire.c - a secondary that loses its primary goes
 * on for the SOA's expire time, and longer than its signatures. RFC 6781 wants
 * it the other way about, yet the defaults of most signers do not meet that, so
 * that it is told only where the operator has set a share to hold. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

/* The apex' expire time at a server; 0: not known. */
static uint32_t expire_of(const struct view_server *server)
{
	struct soa soa;

	if (!server->soa || !server->soa->set || server->soa->set->count == 0 ||
	    !soa_read(server->soa->set->rdata[0], &soa))
		return 0;
	return soa.expire;
}

static bool is_meant(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];
	unsigned percent = d->policy->soa_expire_percent;

	return percent > 0 && copy->state == COPY_GOOD &&
	       wall_diff(d->view->now, copy->best->expiration) * 100 <
		       (int64_t)expire_of(copy->server) * percent;
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_new(d, is_meant);
	const char *expire;
	struct finding *f;

	if (s.count == 0)
		return;
	selection_by_end(&s);
	expire = evidence_duration(d, expire_of(s.at[0]->server));
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED,
			  selection_subject(d, &s));
	diagnosis_summary(d, f,
			  "%s %s %s %s; a secondary alone would serve it for "
			  "the SOA's expire time, %s",
			  selection_signature(d, &s), selection_where(d, &s),
			  s.rrset_count == 1 ? "ends" : "end, the first",
			  evidence_when(d, s.at[0]->best->expiration), expire);
	selection_show(d, f, &s);
	lines_add(d->arena, &f->fix,
		  "Lower the SOA's expire, or sign earlier and for longer: "
		  "what is left at each re-signing should be more than expire");
}

const struct check check_rrsig_remaining_below_soa_expire = {
	.id = "rrsig-remaining-below-soa-expire",
	.summary = "a signature ends before the SOA's expire time is over, "
		   "where soa_expire_covered asks for it",
	.source = "RFC 6781 4.4.1",
	.run = run,
};
