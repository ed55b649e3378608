/* SPDX-License-Identifier: BSD-3-Clause */
/* keys_rsa.c - RSA key pairs from a label, without a search for primes. */
#include "lib/keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <string.h>

/* Two primes of 1024 bits, so 2048 in all (RFC 8624 3.1 wants that at least).
 * Making primes takes a tenth of a second and never gives the same twice, so
 * all RSA keys share these and differ in their exponents: no key of the
 * world, but real for every check. */
static const char rsa_p[] =
	"ee312c8e468ecd31e5f38e2579f19abbfca6e5e72459047612781663378d4860"
	"8d9c24fab71e63b9244f32cbfd4ef86c674bf276473cb5d04858137dd3eb831b"
	"982722cc61137b8cb67ae029984f2dc05caae533aa12d235c669731af887a27f"
	"b3d7f4381ac49e2ac98c1fbd028250615617e4dc4035b3878cfca8b52552d4b9";
static const char rsa_q[] =
	"ded21170efd425072061ab28827ac185bf1e6a6d3cbc89dc063dfc2fe0630cf3"
	"e2baa99666a9ae98514fc2cb82662af5d9505d8af2404c6af36bd9c05c97fd18"
	"6d3796b5555aedfa98d3ea08f16685a7a90bf261a7b21491caf668323abdbaae"
	"e962d1f60dc51c8a13431b6235e4beedbeb2f9eb544a518aad9b7f721b1418d3";

struct rsa_numbers {
	BIGNUM *n, *e, *d, *p, *q, *d_p, *d_q, *q_inverse;
};

/* The least odd exponent from a start that depends on the label, coprime to
 * (p - 1)(q - 1). @return its inverse. */
static BIGNUM *choose_exponent(const char *label, BIGNUM *e, const BIGNUM *phi,
			       BN_CTX *ctx)
{
	uint8_t seed[4];
	BIGNUM *d;

	seed_of(label, 8, seed, sizeof(seed));
	seed[0] = (seed[0] & 0x7f) | 0x40;
	seed[3] |= 1;
	BN_bin2bn(seed, sizeof(seed), e);
	while (!(d = BN_mod_inverse(NULL, e, phi, ctx)))
		BN_add_word(e, 2);
	return d;
}

/* @return (p - 1)(q - 1); p - 1 and q - 1 in d_p and d_q. */
static BIGNUM *less_one(struct rsa_numbers *rsa, BN_CTX *ctx)
{
	BIGNUM *phi = BN_new();

	rsa->d_p = BN_dup(rsa->p);
	rsa->d_q = BN_dup(rsa->q);
	BN_sub_word(rsa->d_p, 1);
	BN_sub_word(rsa->d_q, 1);
	BN_mul(phi, rsa->d_p, rsa->d_q, ctx);
	return phi;
}

static void rsa_fill(const char *label, struct rsa_numbers *rsa)
{
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *phi;

	memset(rsa, 0, sizeof(*rsa));
	BN_hex2bn(&rsa->p, rsa_p);
	BN_hex2bn(&rsa->q, rsa_q);
	rsa->n = BN_new();
	rsa->e = BN_new();
	BN_mul(rsa->n, rsa->p, rsa->q, ctx);
	phi = less_one(rsa, ctx);
	rsa->d = choose_exponent(label, rsa->e, phi, ctx);
	BN_mod(rsa->d_p, rsa->d, rsa->d_p, ctx);
	BN_mod(rsa->d_q, rsa->d, rsa->d_q, ctx);
	rsa->q_inverse = BN_mod_inverse(NULL, rsa->q, rsa->p, ctx);
	BN_free(phi);
	BN_CTX_free(ctx);
}

EVP_PKEY *make_rsa(const char *label)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY *pkey = NULL;
	struct rsa_numbers rsa;
	OSSL_PARAM *params;

	rsa_fill(label, &rsa);
	const struct {
		const char *name;
		BIGNUM *value;
	} rows[] = {
		{ OSSL_PKEY_PARAM_RSA_N, rsa.n },
		{ OSSL_PKEY_PARAM_RSA_E, rsa.e },
		{ OSSL_PKEY_PARAM_RSA_D, rsa.d },
		{ OSSL_PKEY_PARAM_RSA_FACTOR1, rsa.p },
		{ OSSL_PKEY_PARAM_RSA_FACTOR2, rsa.q },
		{ OSSL_PKEY_PARAM_RSA_EXPONENT1, rsa.d_p },
		{ OSSL_PKEY_PARAM_RSA_EXPONENT2, rsa.d_q },
		{ OSSL_PKEY_PARAM_RSA_COEFFICIENT1, rsa.q_inverse },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		OSSL_PARAM_BLD_push_BN(build, rows[i].name, rows[i].value);
	params = OSSL_PARAM_BLD_to_param(build);
	if (EVP_PKEY_fromdata_init(ctx) == 1)
		(void)EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_KEYPAIR, params);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		BN_free(rows[i].value);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	return pkey; /* the caller looks */
}
