/* SPDX-License-Identifier: BSD-3-Clause */
/* nsec3_params_risky.c - NSEC3 with extra iterations: work for every validator,
 * and past some number no proof at all. A salt alone is no risk, only of no
 * use, and some signers' default: nobody need rise for it. */
#include "diagnose/evidence.h"

struct params {
	uint16_t iterations;
	uint8_t salt_len;
	const struct copy *at; /* that says so, or NULL */
};

/* RFC 5155 3.2 and 4.2 begin alike: hash algorithm, flags, iterations, salt
 * length. */
#define PARAMS_SIZE 5

static struct params params_read(const struct copy *copy, struct rdata rdata)
{
	struct params params = { .at = copy };

	if (rdata.len >= PARAMS_SIZE) {
		params.iterations = (uint16_t)(rdata.at[2] << 8 | rdata.at[3]);
		params.salt_len = rdata.at[4];
	}
	return params;
}

static bool riskier(const struct params *a, const struct params *b)
{
	return a->iterations != b->iterations ? a->iterations > b->iterations
					      : a->salt_len > b->salt_len;
}

static struct params find_riskiest(const struct diagnosis *d)
{
	struct params worst = { 0 };

	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];
		const struct rrset *set = copy->rrset->set;

		if (copy->rrset->type != TYPE_NSEC3PARAM &&
		    copy->rrset->type != TYPE_NSEC3)
			continue;
		for (size_t k = 0; k < set->count; k++) {
			struct params p = params_read(copy, set->rdata[k]);

			if (riskier(&p, &worst))
				worst = p;
		}
	}
	return worst;
}

static struct finding *report(struct diagnosis *d, const struct params *p)
{
	struct finding *f;

	if (p->iterations > 0) {
		f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
		diagnosis_summary(d, f, "NSEC3 with %u extra iterations at %s",
				  p->iterations, p->at->server->label);
		lines_add(d->arena, &f->evidence,
			  "validators may take denials with extra iterations "
			  "for insecure, or fail, RFC 9276 3.2: many do above "
			  "150, 100 or 50");
	} else {
		f = diagnosis_add(d, SEVERITY_INFO, KIND_PREDICTED, NULL);
		diagnosis_summary(d, f, "NSEC3 with a salt of %u bytes at %s",
				  p->salt_len, p->at->server->label);
	}
	return f;
}

static void run(struct diagnosis *d)
{
	struct params worst = find_riskiest(d);
	struct finding *f;

	if (!worst.at)
		return;
	f = report(d, &worst);
	lines_add(d->arena, &f->evidence, "%s: %u iterations, %u bytes of salt",
		  view_subject(d->arena, worst.at->server, worst.at->rrset),
		  worst.iterations, worst.salt_len);
	lines_add(d->arena, &f->fix,
		  "Sign with 0 iterations and no salt; keys and DS stay as "
		  "they are (BIND: nsec3param iterations 0 optout no "
		  "salt-length 0; Knot: nsec3-iterations: 0, "
		  "nsec3-salt-length: 0; ldns-signzone -n -t 0)");
	verify_apex(d, f, TYPE_NSEC3PARAM);
}

const struct check check_nsec3_params_risky = {
	.id = "nsec3-params-risky",
	.summary = "NSEC3 has extra iterations; as information, a salt alone",
	.source = "RFC 9276 3.1",
	.run = run,
};
