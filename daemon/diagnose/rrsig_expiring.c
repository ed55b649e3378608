/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_expiring.c - RRsets whose last valid signature ends soon, as a share of
 * its own lifetime. What is old at a stale server alone is told by
 * rrsig-stale-secondary. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"
#include "diagnose/stale.h"

static bool ends_soon(const struct diagnosis *d, const struct copy *copy)
{
	return copy->state == COPY_GOOD &&
	       copy_ends_within(copy, d->policy->expiry_warning_percent,
				d->view->now);
}

static bool is_meant(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];
	const struct copy *fresher = d->staleness->fresher[i];

	if (!ends_soon(d, copy))
		return false;
	return !fresher || ends_soon(d, fresher) ||
	       !staleness_server(d, copy->server)->stale;
}

static enum severity severity_of(const struct diagnosis *d,
				 const struct selection *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (copy_ends_within(s->at[i],
				     d->policy->expiry_critical_percent,
				     d->view->now))
			return diagnosis_chain_severity(d);
	return SEVERITY_WARNING;
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_new(d, is_meant);
	struct finding *f;

	if (s.count == 0)
		return;
	selection_by_end(&s);
	f = diagnosis_add(d, severity_of(d, &s), KIND_PREDICTED,
			  selection_subject(d, &s));
	f->deadline = s.at[0]->best->expiration;
	diagnosis_summary(d, f, "%s %s %s %s", selection_signature(d, &s),
			  selection_where(d, &s),
			  s.rrset_count == 1 ? "ends" : "end soon, the first",
			  evidence_when(d, f->deadline));
	selection_show(d, f, &s);
	fix_resign(d, f);
}

const struct check check_rrsig_expiring = {
	.id = "rrsig-expiring",
	.summary = "a signature is close to its expiration",
	.source = "RFC 4035 5.3.1, RFC 6781 4.4.2",
	.explains = "ttl-exceeds-resign-margin",
	.run = run,
};
