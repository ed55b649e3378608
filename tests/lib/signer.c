/* SPDX-License-Identifier: BSD-3-Clause */
/* signer.c - DS records and signatures, RFC 4034 5.1.4 and 3.1.8.1. */
#include "lib/signer.h"

#include "base/map.h"
#include "base/text.h"
#include "lib/keys.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#define SIGNATURE_MAX 512
/* What is signed: an RRset of a test, never near this. */
#define SIGNED_MAX 65536

struct rdata rdata_copy(struct arena *arena, const void *bytes, size_t len)
{
	uint8_t *at = arena_memdup(arena, bytes, len);

	if (!at && len)
		abort();
	return (struct rdata){ at, (uint16_t)len };
}

static const EVP_MD *digest_of(uint8_t algorithm)
{
	switch (algorithm) {
	case 5:
	case 7:
		return EVP_sha1();
	case 8:
	case 13:
		return EVP_sha256();
	case 14:
		return EVP_sha384();
	case 10:
		return EVP_sha512();
	default:
		return NULL; /* Edwards curves hash by themselves */
	}
}

static const EVP_MD *ds_digest_of(uint8_t digest_type)
{
	if (digest_type == 1)
		return EVP_sha1();
	return digest_type == 4 ? EVP_sha384() : EVP_sha256();
}

struct rdata signer_ds(struct arena *arena, const struct signer_key *key,
		       const struct name *owner, uint8_t digest_type,
		       enum ds_flaw flaw)
{
	uint8_t in[NAME_WIRE_MAX + SIGNER_RDATA_MAX];
	uint8_t out[4 + EVP_MAX_MD_SIZE];
	unsigned len = 0;

	memcpy(in, owner->wire, owner->len);
	memcpy(in + owner->len, key->rdata, key->rdata_len);
	EVP_Digest(in, owner->len + key->rdata_len, out + 4, &len,
		   ds_digest_of(digest_type), NULL);
	out[0] = (uint8_t)(key->tag >> 8);
	out[1] = (uint8_t)key->tag;
	out[2] = key->algorithm;
	out[3] = digest_type;
	if (flaw == DS_FLAW_DIGEST)
		out[4] ^= 1;
	if (flaw == DS_FLAW_ALGORITHM)
		out[2] = key->algorithm == 8 ? 13 : 8;
	return rdata_copy(arena, out, 4 + len);
}

/* --- what is signed --- */

static void put_u16(struct text *text, uint16_t value)
{
	uint8_t bytes[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	text_bytes(text, bytes, sizeof(bytes));
}

static void put_u32(struct text *text, uint32_t value)
{
	put_u16(text, (uint16_t)(value >> 16));
	put_u16(text, (uint16_t)value);
}

/* RFC 4034 3.1.3: neither the root nor a leading "*" counts. */
static uint8_t labels_of(const struct name *owner)
{
	return (uint8_t)(name_labels(owner) - name_is_wildcard(owner));
}

static void put_head(struct text *text, const struct signer_job *job)
{
	uint8_t bytes[2] = { job->key->algorithm, labels_of(job->owner) };

	put_u16(text, job->type);
	text_bytes(text, bytes, sizeof(bytes));
	put_u32(text, job->ttl);
	put_u32(text, (uint32_t)job->expiration.s);
	put_u32(text, (uint32_t)job->inception.s);
	put_u16(text, job->key->tag);
	text_bytes(text, job->apex->wire, job->apex->len);
}

/* RFC 4034 6.3: as left-justified octets, a shorter one first. */
static int compare_rdata(const void *a, const void *b)
{
	const struct rdata *x = a, *y = b;
	size_t len = x->len < y->len ? x->len : y->len;
	int order = len ? memcmp(x->at, y->at, len) : 0;

	return order ? order : (int)x->len - (int)y->len;
}

static void put_records(struct text *text, const struct signer_job *job)
{
	struct rdata *sorted = calloc(job->count + 1, sizeof(*sorted));

	if (!sorted)
		abort();
	if (job->count)
		memcpy(sorted, job->rdata, job->count * sizeof(*sorted));
	qsort(sorted, job->count, sizeof(*sorted), compare_rdata);
	for (size_t i = 0; i < job->count; i++) {
		text_bytes(text, job->owner->wire, job->owner->len);
		put_u16(text, job->type);
		put_u16(text, 1); /* IN */
		put_u32(text, job->ttl);
		put_u16(text, sorted[i].len);
		text_bytes(text, sorted[i].at, sorted[i].len);
	}
	free(sorted);
}

/* --- signatures --- */

struct signature {
	size_t len;
	uint8_t bytes[SIGNATURE_MAX];
};

/* RFC 6605 4: r | s, each as long as the curve, not libcrypto's DER. */
static void flatten_ecdsa(struct signature *sig, uint8_t algorithm)
{
	int half = algorithm == 13 ? 32 : 48;
	const uint8_t *at = sig->bytes;
	ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &at, (long)sig->len);

	if (!parsed)
		abort();
	BN_bn2binpad(ECDSA_SIG_get0_r(parsed), sig->bytes, half);
	BN_bn2binpad(ECDSA_SIG_get0_s(parsed), sig->bytes + half, half);
	sig->len = 2 * (size_t)half;
	ECDSA_SIG_free(parsed);
}

static void sign(const struct signer_key *key, const struct text *data,
		 struct signature *ret)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	ret->len = sizeof(ret->bytes);
	if (EVP_DigestSignInit(ctx, NULL, digest_of(key->algorithm), NULL,
			       key->pkey) != 1 ||
	    EVP_DigestSign(ctx, ret->bytes, &ret->len,
			   (const uint8_t *)data->at, data->len) != 1)
		abort();
	EVP_MD_CTX_free(ctx);
	if (key->algorithm == 13 || key->algorithm == 14)
		flatten_ecdsa(ret, key->algorithm);
}

/* The signature of @p data, made once in the life of the process. */
static const struct signature *signature_of(const struct signer_key *key,
					    const struct text *data)
{
	static struct map *made;
	struct signature *sig;
	uint8_t digest[SHA256_DIGEST_LENGTH];
	struct text id;

	if (!made)
		made = map_new();
	SHA256((const uint8_t *)data->at, data->len, digest);
	text_init(&id, 256);
	text_printf(&id, "%s/%u/%u/", key->label, key->algorithm, key->flags);
	text_hex(&id, digest, sizeof(digest));
	sig = map_get(made, text_string(&id));
	if (!sig) {
		sig = calloc(1, sizeof(*sig));
		if (!sig)
			abort();
		sign(key, data, sig);
		if (!map_put(made, text_string(&id), sig))
			abort();
	}
	text_done(&id);
	return sig;
}

struct rdata signer_rrsig(struct arena *arena, const struct signer_job *job)
{
	uint8_t out[18 + NAME_WIRE_MAX + SIGNATURE_MAX];
	const struct signature *sig;
	struct text data;
	size_t head;

	assert(job->flaw != FLAW_MISSING);
	text_init(&data, SIGNED_MAX);
	put_head(&data, job);
	head = data.len;
	memcpy(out, data.at, head);
	put_records(&data, job);
	if (job->flaw == FLAW_DATA)
		put_u16(&data, 0);
	if (!text_ok(&data))
		abort();
	sig = signature_of(job->key, &data);
	text_done(&data);
	memcpy(out + head, sig->bytes, sig->len);
	if (job->flaw == FLAW_BYTES)
		out[head + sig->len / 2] ^= 1;
	if (job->flaw == FLAW_TAG)
		out[17] ^= 1; /* the low byte of the tag */
	return rdata_copy(arena, out, head + sig->len);
}
