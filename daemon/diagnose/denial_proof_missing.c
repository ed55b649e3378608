/* SPDX-License-Identifier: BSD-3-Clause */
/* denial_proof_missing.c - a server denies a name or a type, or answers from a
 * wildcard, and its answer does not prove that it may. Where the chain itself
 * is to blame, it is denial-chain-broken. */
#include "diagnose/denials.h"
#include "diagnose/evidence.h"

static bool is_meant(const struct denied *denied)
{
	return denied_fails(denied) && !denied->has_stray;
}

static void run(struct diagnosis *d)
{
	const struct denied *first = denials_first(d->denials, is_meant);
	struct finding *f;

	/* Nobody asks for proof of an insecure zone. */
	if (!first || d->chain != CHAIN_SECURE)
		return;
	f = diagnosis_add(d, SEVERITY_CRITICAL, KIND_FAILING,
			  view_subject(d->arena, first->server, first->rows));
	diagnosis_summary(d, f, "%s at %s: %s", denied_text(d, first),
			  first->server->label, proof_text(first->proof));
	denials_show(d, f, is_meant);
	lines_add(d->arena, &f->fix,
		  "Where one server alone lacks it: see that it has the whole "
		  "signed zone, NSEC or NSEC3 and NSEC3PARAM included, and "
		  "answers with DNSSEC");
	fix_resign(d, f);
	verify_chain(d, f);
}

const struct check check_denial_proof_missing = {
	.id = "denial-proof-missing",
	.summary = "a denial, or an answer from a wildcard, is not proven",
	.source = "RFC 4035 3.1.3, RFC 5155 7.2",
	.run = run,
};
