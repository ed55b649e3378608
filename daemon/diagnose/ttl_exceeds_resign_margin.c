/* SPDX-License-Identifier: BSD-3-Clause */
/* ttl_exceeds_resign_margin.c - an RRset whose TTL is longer than its signature
 * has left. Validators drop it when the signature ends (RFC 4035 5.3.3), but
 * caches that do not validate hand it on for its whole TTL, to others that then
 * refuse it. Where the end is near in any case, rrsig-expiring tells. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

/* Signers on the fly sign each answer anew, some for just its TTL, and we judge
 * it a moment later: a tenth of the TTL may lack. */
#define COVERED_PERCENT 90

static bool is_meant(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];

	return copy->state == COPY_GOOD &&
	       wall_diff(d->view->now, copy->best->expiration) * 100 <
		       (int64_t)copy->rrset->set->ttl * COVERED_PERCENT;
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_new(d, is_meant);
	struct finding *f;

	if (s.count == 0)
		return;
	selection_by_end(&s);
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED,
			  selection_subject(d, &s));
	diagnosis_summary(
		d, f, "%s %s: TTL %s, and the signature ends before that%s, %s",
		selection_what(d, &s), selection_where(d, &s),
		evidence_duration(d, s.at[0]->rrset->set->ttl),
		s.rrset_count == 1 ? "" : ", the first",
		evidence_when(d, s.at[0]->best->expiration));
	selection_show(d, f, &s);
	lines_add(d->arena, &f->fix,
		  "Lower the TTL, or sign again earlier: what is left at each "
		  "re-signing must be more than the greatest TTL");
}

const struct check check_ttl_exceeds_resign_margin = {
	.id = "ttl-exceeds-resign-margin",
	.summary = "a TTL is longer than the signature has left",
	.source = "RFC 4035 5.3.3, RFC 6781 4.4.2",
	.run = run,
};
