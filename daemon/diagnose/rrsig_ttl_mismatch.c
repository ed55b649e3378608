/* SPDX-License-Identifier: BSD-3-Clause */
/* rrsig_ttl_mismatch.c - the TTL of an RRset is over what was signed, or not
 * that of its RRSIG. Validators take the least, so caches keep it for another
 * time than the zone says. Servers lower the TTL in negative answers (RFC 2308
 * 3) and those that forward what they have cached count down: both are well. */
#include "diagnose/evidence.h"
#include "diagnose/selection.h"

static const struct rrsig *odd_signature(const struct copy *copy)
{
	const struct rrset *set = copy->rrset->set;

	if (copy->rrset->from_authority || !copy->rrset->message->aa)
		return NULL;
	for (size_t i = 0; i < set->sig_count; i++)
		if (set->ttl > set->sigs[i].original_ttl ||
		    set->ttl != set->sigs[i].ttl)
			return &set->sigs[i];
	return NULL;
}

static bool is_meant(const struct diagnosis *d, size_t i)
{
	return odd_signature(&d->copies->at[i]) != NULL;
}

static void run(struct diagnosis *d)
{
	struct selection s = selection_new(d, is_meant);
	const struct rrsig *sig;
	struct finding *f;

	if (s.count == 0)
		return;
	sig = odd_signature(s.at[0]);
	f = diagnosis_add(d, SEVERITY_INFO, KIND_PREDICTED,
			  selection_subject(d, &s));
	diagnosis_summary(d, f,
			  "%s %s: TTL %u, of its RRSIG %u, and %u when it was "
			  "signed",
			  selection_what(d, &s), selection_where(d, &s),
			  s.at[0]->rrset->set->ttl, sig->ttl,
			  sig->original_ttl);
	selection_show(d, f, &s);
	lines_add(d->arena, &f->fix,
		  "Let nothing change TTLs after the zone is signed; sign it "
		  "again");
}

const struct check check_rrsig_ttl_mismatch = {
	.id = "rrsig-ttl-mismatch",
	.summary = "an RRset's TTL is not the one that was signed",
	.source = "RFC 4035 2.2, RFC 4035 5.3.3",
	.run = run,
};
