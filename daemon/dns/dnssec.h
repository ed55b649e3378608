/* SPDX-License-Identifier: BSD-3-Clause */
/* dnssec.h - the arithmetic of DNSSEC: algorithms, DS digests, signatures.
 *
 * Pure, on libcrypto. Times are judged elsewhere: a signature that is expired
 * can still be cryptographically right. */
#ifndef FOREWARN_DNS_DNSSEC_H
#define FOREWARN_DNS_DNSSEC_H

#include "dns/rdata.h"
#include "dns/rrset.h"

enum algorithm {
	ALG_RSASHA1 = 5,
	ALG_RSASHA1_NSEC3 = 7,
	ALG_RSASHA256 = 8,
	ALG_RSASHA512 = 10,
	ALG_ECDSAP256 = 13,
	ALG_ECDSAP384 = 14,
	ALG_ED25519 = 15,
	ALG_ED448 = 16,
};

enum algorithm_status { /* what a signer should think of it, RFC 9904 */
			ALGORITHM_RECOMMENDED,
			ALGORITHM_ACCEPTED,
			ALGORITHM_DEPRECATED,
			ALGORITHM_UNKNOWN,
};

struct algorithm_info {
	uint8_t number;
	const char *mnemonic;
	enum algorithm_status status;
	bool supported;	 /* rrsig_verify() can check it */
	bool libunbound; /* the libunbound that we build on checks it */
};

/** @return a row for every number; "unknown" where none is registered. */
const struct algorithm_info *algorithm_info(uint8_t number);

enum digest_type {
	DIGEST_SHA1 = 1,
	DIGEST_SHA256 = 2,
	DIGEST_GOST = 3,
	DIGEST_SHA384 = 4,
};

#define DIGEST_SIZE_MAX 48

/** Whether ds_digest() can compute it: 1, 2 and 4. */
bool digest_is_supported(uint8_t digest_type);
/** "SHA-256", or "digest type 99", static. */
const char *digest_text(uint8_t digest_type);

/** RFC 4034 5.1.4: digest(owner | DNSKEY rdata).
 * @return bytes written, 0 when the type is not supported. */
size_t ds_digest(const struct name *owner, struct rdata dnskey,
		 uint8_t digest_type, uint8_t ret_digest[DIGEST_SIZE_MAX]);

enum ds_match {
	DS_MATCHES,	   /* tag, algorithm and digest */
	DS_DIGEST_DIFFERS, /* tag and algorithm, not the digest */
	DS_UNSUPPORTED,	   /* tag and algorithm; a digest we cannot compute */
	DS_OTHER_KEY,	   /* another tag or algorithm */
};

/** Hold @p ds against @p key, owned by @p owner. */
enum ds_match ds_match(const struct ds *ds, const struct name *owner,
		       const struct dnskey *key);

enum verify {
	VERIFY_OK,
	VERIFY_BAD,	    /* wrong cryptographically, or by RFC 4035 5.3.1's
			     * rules that need no clock: owner under signer,
			     * labels, type, tag, algorithm, zone-key bit */
	VERIFY_NO_KEY,	    /* nor is any other by it: its length is wrong, or
			     * it is no point of its curve */
	VERIFY_UNSUPPORTED, /* an algorithm or a key we cannot compute with */
};

/**
 * Check one signature over one RRset with one key, RFC 4035 5.3.2 and 5.3.3,
 * RFC 3110, 5702, 6605, 8080. Wildcards are expanded by the labels field
 * (5.3.2); whether the expansion was allowed is for the denial checks.
 *
 * @param set  canonical, from rrset_collect().
 */
enum verify rrsig_verify(const struct rrset *set, const struct rrsig *sig,
			 const struct dnskey *key);

#endif
