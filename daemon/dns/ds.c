/* SPDX-License-Identifier: BSD-3-Clause */
/* ds.c - DS digests, and which key a DS is of. */
#include "dns/dnssec.h"

#include <openssl/evp.h>
#include <string.h>

/* A table, since a text of another type would need somebody's memory. */
#define TEN(p)                                                                 \
	p "0", p "1", p "2", p "3", p "4", p "5", p "6", p "7", p "8", p "9"
#define TYPE(digits) "digest type " digits

static const char digests[256][16] = {
	"digest type 0", "SHA-1",	    "SHA-256",	     "GOST R 34.11-94",
	"SHA-384",	 "GOST R 34.11-12", "SM3",	     TYPE("7"),
	TYPE("8"),	 TYPE("9"),	    TEN(TYPE("1")),  TEN(TYPE("2")),
	TEN(TYPE("3")),	 TEN(TYPE("4")),    TEN(TYPE("5")),  TEN(TYPE("6")),
	TEN(TYPE("7")),	 TEN(TYPE("8")),    TEN(TYPE("9")),  TEN(TYPE("10")),
	TEN(TYPE("11")), TEN(TYPE("12")),   TEN(TYPE("13")), TEN(TYPE("14")),
	TEN(TYPE("15")), TEN(TYPE("16")),   TEN(TYPE("17")), TEN(TYPE("18")),
	TEN(TYPE("19")), TEN(TYPE("20")),   TEN(TYPE("21")), TEN(TYPE("22")),
	TEN(TYPE("23")), TEN(TYPE("24")),   TYPE("250"),     TYPE("251"),
	TYPE("252"),	 TYPE("253"),	    TYPE("254"),     TYPE("255"),
};

const char *digest_text(uint8_t digest_type)
{
	return digests[digest_type];
}

bool digest_is_supported(uint8_t digest_type)
{
	return digest_type == DIGEST_SHA1 || digest_type == DIGEST_SHA256 ||
	       digest_type == DIGEST_SHA384;
}

static const EVP_MD *digest_md(uint8_t digest_type)
{
	switch (digest_type) {
	case DIGEST_SHA1:
		return EVP_sha1();
	case DIGEST_SHA256:
		return EVP_sha256();
	case DIGEST_SHA384:
		return EVP_sha384();
	default:
		return NULL;
	}
}

size_t ds_digest(const struct name *owner, struct rdata dnskey,
		 uint8_t digest_type, uint8_t ret_digest[DIGEST_SIZE_MAX])
{
	const EVP_MD *md = digest_md(digest_type);
	uint8_t digest[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *ctx;
	unsigned len = 0;

	if (!md)
		return 0;
	ctx = EVP_MD_CTX_new();
	if (ctx && EVP_DigestInit_ex(ctx, md, NULL) == 1 &&
	    EVP_DigestUpdate(ctx, owner->wire, owner->len) == 1 &&
	    EVP_DigestUpdate(ctx, dnskey.at, dnskey.len) == 1 &&
	    EVP_DigestFinal_ex(ctx, digest, &len) == 1)
		memcpy(ret_digest, digest, len);
	else
		len = 0;
	EVP_MD_CTX_free(ctx);
	return len;
}

enum ds_match ds_match(const struct ds *ds, const struct name *owner,
		       const struct dnskey *key)
{
	uint8_t digest[DIGEST_SIZE_MAX];
	size_t len;

	if (ds->key_tag != key->tag || ds->algorithm != key->algorithm)
		return DS_OTHER_KEY;
	len = ds_digest(owner, key->rdata, ds->digest_type, digest);
	if (!len)
		return DS_UNSUPPORTED;
	if (len != ds->digest_len || memcmp(digest, ds->digest, len) != 0)
		return DS_DIGEST_DIFFERS;
	return DS_MATCHES;
}
