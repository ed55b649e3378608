/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_algorithm_deprecated.c - keys of algorithms that nobody should sign
 * with any more: validators drop them one after the other, and the zone is
 * then unsigned to these. */
#include "diagnose/evidence.h"

static bool is_meant(const struct dnskey *key)
{
	return algorithm_info(key->algorithm)->status == ALGORITHM_DEPRECATED;
}

static void run(struct diagnosis *d)
{
	const struct dnskey *first = NULL;
	struct finding *f;
	size_t count = 0;

	for (size_t i = 0; i < d->view->key_count; i++) {
		if (!is_meant(&d->view->keys[i]))
			continue;
		count++;
		if (!first)
			first = &d->view->keys[i];
	}
	if (!first)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f,
			  "%zu of %zu keys are of a deprecated algorithm (the "
			  "first: key %u, %s)",
			  count, d->view->key_count, first->tag,
			  evidence_algorithm(d, first->algorithm));
	for (size_t i = 0; i < d->view->key_count; i++)
		evidence_key(d, f, &d->view->keys[i]);
	fix_roll_algorithm(d, f);
	verify_apex(d, f, TYPE_DNSKEY);
}

const struct check check_dnskey_algorithm_deprecated = {
	.id = "dnskey-algorithm-deprecated",
	.summary = "a key is of an algorithm that validators give up",
	.source = "RFC 9904, RFC 9905, RFC 9906",
	.run = run,
};
