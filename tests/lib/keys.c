/* SPDX-License-Identifier: BSD-3-Clause */
/* keys.c - the key pairs of signer.h: made from their label, kept for ever. */
#include "lib/keys.h"

#include "base/map.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void seed_of(const char *label, uint8_t algorithm, uint8_t *ret, size_t len)
{
	uint8_t digest[SHA512_DIGEST_LENGTH];
	char text[96];
	int n = snprintf(text, sizeof(text), "forewarn %s %u", label,
			 algorithm);

	assert(n > 0 && (size_t)n < sizeof(text) && len <= sizeof(digest));
	SHA512((const uint8_t *)text, (size_t)n, digest);
	memcpy(ret, digest, len);
}

static EVP_PKEY *make_edwards(const char *label, uint8_t algorithm)
{
	uint8_t seed[57];
	size_t len = algorithm == 15 ? 32 : 57; /* RFC 8032 5.1.5, 5.2.5 */

	seed_of(label, algorithm, seed, len);
	return EVP_PKEY_new_raw_private_key(algorithm == 15 ? EVP_PKEY_ED25519
							    : EVP_PKEY_ED448,
					    NULL, seed, len);
}

/* The public point of a private scalar, uncompressed: 4 | x | y. */
static size_t public_point(int curve, const BIGNUM *scalar, uint8_t *ret,
			   size_t cap)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(curve);
	EC_POINT *point = EC_POINT_new(group);
	size_t len;

	EC_POINT_mul(group, point, scalar, NULL, NULL, NULL);
	len = EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED,
				 ret, cap, NULL);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return len;
}

static EVP_PKEY *make_ecdsa(const char *label, uint8_t algorithm)
{
	int curve = algorithm == 13 ? NID_X9_62_prime256v1 : NID_secp384r1;
	const char *group = algorithm == 13 ? "P-256" : "P-384";
	uint8_t seed[48], point[97];
	size_t len = algorithm == 13 ? 32 : 48, point_len;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params;
	EVP_PKEY *pkey = NULL;
	BIGNUM *scalar;

	seed_of(label, algorithm, seed, len);
	seed[0] &= 0x7f; /* below the order of the group */
	scalar = BN_bin2bn(seed, (int)len, NULL);
	point_len = public_point(curve, scalar, point, sizeof(point));
	OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME,
					group, 0);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, scalar);
	OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point,
					 point_len);
	params = OSSL_PARAM_BLD_to_param(build);
	if (EVP_PKEY_fromdata_init(ctx) == 1)
		(void)EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_KEYPAIR, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(scalar);
	EVP_PKEY_CTX_free(ctx);
	return pkey; /* the caller looks */
}

static EVP_PKEY *make_pkey(const char *label, uint8_t algorithm)
{
	switch (algorithm) {
	case 13:
	case 14:
		return make_ecdsa(label, algorithm);
	case 15:
	case 16:
		return make_edwards(label, algorithm);
	default:
		return make_rsa(label);
	}
}

/* RFC 3110 2: exponent length, exponent, modulus. */
static size_t write_rsa(const EVP_PKEY *pkey, uint8_t *ret)
{
	BIGNUM *n = NULL, *e = NULL;
	size_t e_len, n_len;

	EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_N, &n);
	EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_E, &e);
	e_len = (size_t)BN_num_bytes(e);
	n_len = (size_t)BN_num_bytes(n);
	ret[0] = (uint8_t)e_len;
	BN_bn2bin(e, ret + 1);
	BN_bn2bin(n, ret + 1 + e_len);
	BN_free(n);
	BN_free(e);
	return 1 + e_len + n_len;
}

/* RFC 6605 4: the point without its leading 4. */
static size_t write_ecdsa(const EVP_PKEY *pkey, uint8_t *ret, size_t cap)
{
	uint8_t point[97];
	size_t len = 0;

	EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, point,
					sizeof(point), &len);
	assert(len >= 1 && len - 1 <= cap);
	memcpy(ret, point + 1, len - 1);
	return len - 1;
}

static size_t write_public(const struct signer_key *key, uint8_t *ret,
			   size_t cap)
{
	if (key->algorithm == 13 || key->algorithm == 14)
		return write_ecdsa(key->pkey, ret, cap);
	if (key->algorithm == 15 || key->algorithm == 16) {
		size_t len = cap;

		EVP_PKEY_get_raw_public_key(key->pkey, ret, &len);
		return len;
	}
	return write_rsa(key->pkey, ret);
}

/* RFC 4034 App. B, on purpose not dns/'s own. */
static uint16_t tag_of(const uint8_t *rdata, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? rdata[i] : (uint32_t)rdata[i] << 8;
	return (uint16_t)(sum + (sum >> 16));
}

static struct signer_key *key_new(const char *label, uint8_t algorithm,
				  uint16_t flags)
{
	struct signer_key *key = calloc(1, sizeof(*key));

	if (!key)
		abort();
	snprintf(key->label, sizeof(key->label), "%s", label);
	key->algorithm = algorithm;
	key->flags = flags;
	key->pkey = make_pkey(label, algorithm);
	if (!key->pkey)
		abort();
	key->rdata[0] = (uint8_t)(flags >> 8);
	key->rdata[1] = (uint8_t)flags;
	key->rdata[2] = 3; /* RFC 4034 2.1.2 */
	key->rdata[3] = algorithm;
	key->rdata_len =
		4 + write_public(key, key->rdata + 4, sizeof(key->rdata) - 4);
	key->tag = tag_of(key->rdata, key->rdata_len);
	return key;
}

const struct signer_key *signer_key(const char *label, uint8_t algorithm,
				    uint16_t flags)
{
	static struct map *keys;
	struct signer_key *key;
	char id[96];

	if (!keys)
		keys = map_new();
	snprintf(id, sizeof(id), "%s/%u/%u", label, algorithm, flags);
	key = map_get(keys, id);
	if (key)
		return key;
	key = key_new(label, algorithm, flags);
	if (!map_put(keys, id, key))
		abort();
	return key;
}

const char *signer_key_label(const struct signer_key *key)
{
	return key->label;
}

uint8_t signer_key_algorithm(const struct signer_key *key)
{
	return key->algorithm;
}

uint16_t signer_key_flags(const struct signer_key *key)
{
	return key->flags;
}

uint16_t signer_key_tag(const struct signer_key *key)
{
	return key->tag;
}

struct rdata signer_key_rdata(const struct signer_key *key)
{
	return (struct rdata){ key->rdata, (uint16_t)key->rdata_len };
}
