/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_weak_rsa.c - RSA keys that are too short for what they protect. */
#include "diagnose/evidence.h"

/* NIST SP 800-57 allows no less for signatures since 2014, and every signer
 * defaults to it. */
#define MODULUS_BITS_MIN 2048

static void run(struct diagnosis *d)
{
	const struct dnskey *weakest = NULL;
	unsigned least = MODULUS_BITS_MIN;
	struct finding *f;

	for (size_t i = 0; i < d->view->key_count; i++) {
		unsigned bits = dnskey_rsa_bits(&d->view->keys[i]);

		if (bits == 0 || bits >= least)
			continue;
		least = bits;
		weakest = &d->view->keys[i];
	}
	if (!weakest)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f, "key %u is an RSA key of %u bits only",
			  weakest->tag, least);
	for (size_t i = 0; i < d->view->key_count; i++)
		evidence_key(d, f, &d->view->keys[i]);
	lines_add(d->arena, &f->fix,
		  "Roll to an RSA key of %u bits, or better to an ECDSA key "
		  "with the next algorithm roll",
		  MODULUS_BITS_MIN);
	verify_apex(d, f, TYPE_DNSKEY);
}

const struct check check_dnskey_weak_rsa = {
	.id = "dnskey-weak-rsa",
	.summary = "an RSA key has less than 2048 bits",
	.source = "RFC 8624 3.1",
	.run = run,
};
