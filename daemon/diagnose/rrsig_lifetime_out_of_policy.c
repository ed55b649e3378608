/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_lifetime_out_of_policy.c - signatures that live longer than the
 * operator wants (who has an old one can replay it for as long), or shorter
 * (the signer's next failure is an outage sooner). */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static int64_t lifetime_of(const struct copy *copy)
{
	return wall_diff(copy->best->inception, copy->best->expiration);
}

static bool is_too_long(const struct diagnosis *d, const struct copy *copy)
{
	return d->policy->lifetime_max_s > 0 &&
	       lifetime_of(copy) > d->policy->lifetime_max_s;
}

static bool is_meant(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];

	return copy->state == COPY_GOOD &&
	       (is_too_long(d, copy) ||
		lifetime_of(copy) < d->policy->lifetime_min_s);
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_new(d, is_meant);
	const struct copy *first;
	struct finding *f;
	bool too_long;

	if (s.count == 0)
		return;
	first = s.at[0];
	too_long = is_too_long(d, first);
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED,
			  selection_subject(d, &s));
	diagnosis_summary(
		d, f, "%s %s: signed for %s, %s the %s of the policy",
		selection_what(d, &s), selection_where(d, &s),
		evidence_duration(d, lifetime_of(first)),
		too_long ? "over" : "under",
		evidence_duration(d, too_long ? d->policy->lifetime_max_s
					      : d->policy->lifetime_min_s));
	selection_show(d, f, &s);
	lines_add(d->arena, &f->fix,
		  "Set the signer's validity to what the policy wants (BIND: "
		  "signatures-validity; Knot: rrsig-lifetime), and sign again");
	lines_add(d->arena, &f->fix,
		  "Or change signature_lifetime_min or _max of the zone in the "
		  "configuration");
}

const struct check check_rrsig_lifetime_out_of_policy = {
	.id = "rrsig-lifetime-out-of-policy",
	.summary = "a signature lives longer or shorter than the configuration "
		   "allows",
	.source = "RFC 6781 4.4.2",
	.run = run,
};
