/* SPDX-License-Identifier: BSD-3-Clause */
/* dnssec.c - RRSIG verification on libcrypto. */
#include "dns/dnssec.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <stdlib.h>
#include <string.h>

/* RFC 5702 2: 512 to 4096 bits; RFC 3110 2: 4096 at the most. */
#define RSA_BITS_MIN 512
#define RSA_BITS_MAX 4096
/* A signature check costs as many multiplications as the exponent has bits,
 * and who signs chooses the exponent: 65537 is what is used, while one of 4096
 * bits would take a hundred times as long. libcrypto draws the same line for
 * its larger keys. */
#define RSA_EXPONENT_BYTES_MAX 8
/* A whole message decompressed: 1024 records, each with the longest owner and
 * with rdata of two long names, and one rdata that fills the message. */
#define SIGNED_BYTES_MAX (1024 * 1024)

/* --- public keys --- */

enum family { FAMILY_RSA, FAMILY_ECDSA, FAMILY_EDDSA };

static const struct scheme {
	uint8_t algorithm;
	enum family family;
	const char *md;			 /* NULL: the scheme has its own */
	const char *group;		 /* the curve, or the key type */
	uint16_t key_len, signature_len; /* 0: the modulus decides */
} schemes[] = {
	{ ALG_RSASHA1, FAMILY_RSA, "SHA1", "RSA", 0, 0 },
	{ ALG_RSASHA1_NSEC3, FAMILY_RSA, "SHA1", "RSA", 0, 0 },
	{ ALG_RSASHA256, FAMILY_RSA, "SHA256", "RSA", 0, 0 },
	{ ALG_RSASHA512, FAMILY_RSA, "SHA512", "RSA", 0, 0 },
	{ ALG_ECDSAP256, FAMILY_ECDSA, "SHA256", "prime256v1", 64, 64 },
	{ ALG_ECDSAP384, FAMILY_ECDSA, "SHA384", "secp384r1", 96, 96 },
	{ ALG_ED25519, FAMILY_EDDSA, NULL, "ED25519", 32, 64 },
	{ ALG_ED448, FAMILY_EDDSA, NULL, "ED448", 57, 114 },
};

static const struct scheme *scheme_of(uint8_t algorithm)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (schemes[i].algorithm == algorithm)
			return &schemes[i];
	return NULL;
}

static EVP_PKEY *pkey_from_params(const char *type, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *pkey = NULL;

	if (ctx && EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
		pkey = NULL;
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

/* RFC 3110 2 */
static EVP_PKEY *rsa_pkey(const struct dnskey *key)
{
	unsigned bits = dnskey_rsa_bits(key);
	OSSL_PARAM *params = NULL;
	struct rdata exponent, modulus;
	EVP_PKEY *pkey = NULL;
	OSSL_PARAM_BLD *build;
	BIGNUM *n, *e;

	if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX ||
	    !dnskey_rsa_parts(key, &exponent, &modulus) ||
	    exponent.len > RSA_EXPONENT_BYTES_MAX)
		return NULL;
	build = OSSL_PARAM_BLD_new();
	n = BN_bin2bn(modulus.at, modulus.len, NULL);
	e = BN_bin2bn(exponent.at, exponent.len, NULL);
	if (build && n && e &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1)
		params = OSSL_PARAM_BLD_to_param(build);
	if (params)
		pkey = pkey_from_params("RSA", params);
	OSSL_PARAM_free(params);
	BN_free(e);
	BN_free(n);
	OSSL_PARAM_BLD_free(build);
	return pkey;
}

/* RFC 6605 4: x | y, to which X9.62 puts a 4 for "uncompressed". */
static EVP_PKEY *ecdsa_pkey(const struct scheme *scheme,
			    const struct dnskey *key)
{
	uint8_t point[1 + 96] = { 4 };
	char group[16] = { 0 };
	OSSL_PARAM params[3];

	memcpy(point + 1, key->key, key->key_len);
	memcpy(group, scheme->group, strlen(scheme->group));
	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
						     group, 0);
	params[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
						      point, 1u + key->key_len);
	params[2] = OSSL_PARAM_construct_end();
	return pkey_from_params("EC", params);
}

static EVP_PKEY *pkey_new(const struct scheme *scheme, const struct dnskey *key)
{
	if (scheme->family == FAMILY_RSA)
		return rsa_pkey(key);
	if (key->key_len != scheme->key_len)
		return NULL;
	if (scheme->family == FAMILY_ECDSA)
		return ecdsa_pkey(scheme, key);
	return EVP_PKEY_new_raw_public_key_ex(NULL, scheme->group, NULL,
					      key->key, key->key_len);
}

/* Whether no signature can be of this key, after pkey_new() refused it: its
 * length is wrong, or it is no point of the curve. A key that is too much for
 * us, or memory that is short, says nothing of the kind. */
static bool is_no_key(const struct scheme *scheme, const struct dnskey *key)
{
	unsigned long error = ERR_peek_last_error();

	if (scheme->family == FAMILY_RSA)
		return false;
	return key->key_len != scheme->key_len ||
	       (ERR_GET_LIB(error) == ERR_LIB_EC && !ERR_FATAL_ERROR(error));
}

/* --- what is signed --- */

static uint8_t *put(uint8_t *at, const void *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

static uint8_t *put16(uint8_t *at, unsigned value)
{
	*at++ = (uint8_t)(value >> 8);
	*at++ = (uint8_t)value;
	return at;
}

static uint8_t *put32(uint8_t *at, uint32_t value)
{
	return put16(put16(at, value >> 16), value & 0xffff);
}

/* RFC 4034 3.1.8.1: the RRSIG's rdata without its signature. */
static uint8_t *put_rrsig(uint8_t *at, const struct rrsig *sig)
{
	at = put16(at, sig->type_covered);
	*at++ = sig->algorithm;
	*at++ = sig->labels;
	at = put32(at, sig->original_ttl);
	at = put32(at, sig->expiration);
	at = put32(at, sig->inception);
	at = put16(at, sig->key_tag);
	return put(at, sig->signer.wire, sig->signer.len);
}

/* RFC 4035 5.3.2: the owner, or the wildcard that it came from. */
static struct name signed_owner(const struct name *owner, unsigned labels)
{
	unsigned own = name_labels(owner);
	struct name closest, wildcard;

	if (labels >= own)
		return *owner;
	closest = name_strip(owner, own - labels);
	/* At least one label went, so the asterisk has room. */
	return name_prepend("*", &closest, &wildcard) ? wildcard : *owner;
}

/* @return bytes that the caller frees, or NULL. */
static uint8_t *signed_bytes(const struct rrset *set, const struct rrsig *sig,
			     size_t *ret_len)
{
	struct name owner = signed_owner(&set->owner, sig->labels);
	size_t len = 18u + sig->signer.len;
	uint8_t *bytes, *at;

	for (size_t i = 0; i < set->count; i++)
		len += owner.len + 10u + set->rdata[i].len;
	bytes = len <= SIGNED_BYTES_MAX ? malloc(len) : NULL;
	if (!bytes)
		return NULL;
	at = put_rrsig(bytes, sig);
	for (size_t i = 0; i < set->count; i++) {
		at = put(at, owner.wire, owner.len);
		at = put16(at, set->type);
		at = put16(at, CLASS_IN);
		at = put32(at, sig->original_ttl);
		at = put16(at, set->rdata[i].len);
		at = put(at, set->rdata[i].at, set->rdata[i].len);
	}
	*ret_len = len;
	return bytes;
}

/* --- the check --- */

/* RFC 4035 5.3.1, less the dates. */
static bool may_sign(const struct rrset *set, const struct rrsig *sig,
		     const struct dnskey *key)
{
	unsigned labels = name_labels(&set->owner);

	/* RFC 4034 3.1.3: the asterisk of a wildcard is no label. */
	if (name_is_wildcard(&set->owner))
		labels--;
	return set->count && sig->type_covered == set->type &&
	       sig->labels <= labels &&
	       name_is_under(&set->owner, &sig->signer) &&
	       sig->key_tag == key->tag && sig->algorithm == key->algorithm &&
	       key->flags & DNSKEY_ZONE && key->protocol == 3;
}

/* RFC 6605 4: r | s, each as long as the curve's order; libcrypto wants DER.
 * @return its length, 0 on failure; OPENSSL_free() the bytes. */
static size_t ecdsa_der(const struct rrsig *sig, uint8_t **ret_der)
{
	int half = sig->signature_len / 2, len = 0;
	BIGNUM *r = BN_bin2bn(sig->signature, half, NULL);
	BIGNUM *s = BN_bin2bn(sig->signature + half, half, NULL);
	ECDSA_SIG *pair = ECDSA_SIG_new();

	if (r && s && pair && ECDSA_SIG_set0(pair, r, s) == 1) {
		r = s = NULL; /* the pair's now */
		*ret_der = NULL;
		len = i2d_ECDSA_SIG(pair, ret_der);
	}
	ECDSA_SIG_free(pair);
	BN_free(s);
	BN_free(r);
	return len > 0 ? (size_t)len : 0;
}

static enum verify verify_bytes(EVP_MD_CTX *ctx, const struct scheme *scheme,
				const struct rrset *set,
				const struct rrsig *sig)
{
	const uint8_t *signature = sig->signature;
	size_t len, signature_len = sig->signature_len;
	uint8_t *bytes = signed_bytes(set, sig, &len), *der = NULL;
	enum verify result = VERIFY_UNSUPPORTED; /* without memory */

	if (scheme->family == FAMILY_ECDSA) {
		signature_len = ecdsa_der(sig, &der);
		signature = der;
	}
	if (bytes && signature)
		result = EVP_DigestVerify(ctx, signature, signature_len, bytes,
					  len) == 1
				 ? VERIFY_OK
				 : VERIFY_BAD;
	OPENSSL_free(der);
	free(bytes);
	return result;
}

enum verify rrsig_verify(const struct rrset *set, const struct rrsig *sig,
			 const struct dnskey *key)
{
	const struct scheme *scheme = scheme_of(sig->algorithm);
	enum verify result = VERIFY_UNSUPPORTED;
	EVP_MD_CTX *ctx;
	EVP_PKEY *pkey;

	if (!may_sign(set, sig, key))
		return VERIFY_BAD;
	if (!scheme)
		return VERIFY_UNSUPPORTED;
	ERR_clear_error();
	pkey = pkey_new(scheme, key);
	if (!pkey)
		return is_no_key(scheme, key) ? VERIFY_NO_KEY
					      : VERIFY_UNSUPPORTED;
	if (scheme->signature_len &&
	    scheme->signature_len != sig->signature_len) {
		EVP_PKEY_free(pkey);
		return VERIFY_BAD;
	}
	ctx = EVP_MD_CTX_new();
	/* Some systems' policies take SHA-1 away: that fails here. */
	if (ctx && EVP_DigestVerifyInit_ex(ctx, NULL, scheme->md, NULL, NULL,
					   pkey, NULL) == 1)
		result = verify_bytes(ctx, scheme, set, sig);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return result;
}
