/* SPDX-License-Identifier: BSD-3-Clause */
/* signer.h - a zone's signer for tests: real keys, real signatures, and wrong
 * ones on purpose.
 *
 * Written on libcrypto alone, so that dns/dnssec.c is held against a second
 * implementation. Keys come from their label, the same on every run; keys and
 * signatures are kept until the process ends, so weeks of re-signing cost a
 * signature each and not one a look. */
#ifndef FOREWARN_TESTS_SIGNER_H
#define FOREWARN_TESTS_SIGNER_H

#include "base/arena.h"
#include "base/time.h"
#include "dns/name.h"
#include "dns/rdata.h"

struct signer_key;

#define SIGNER_KSK 0x0101
#define SIGNER_ZSK 0x0100

/**
 * The key of @p label; made at its first use, the same ever after.
 *
 * @param algorithm  5, 7, 8, 10, 13, 14, 15 or 16.
 * @return never NULL; the process aborts where libcrypto fails.
 */
const struct signer_key *signer_key(const char *label, uint8_t algorithm,
				    uint16_t flags);

const char *signer_key_label(const struct signer_key *key);
uint8_t signer_key_algorithm(const struct signer_key *key);
uint16_t signer_key_flags(const struct signer_key *key);
uint16_t signer_key_tag(const struct signer_key *key);
/** Its DNSKEY rdata, valid until the process ends. */
struct rdata signer_key_rdata(const struct signer_key *key);

enum ds_flaw {
	DS_FLAW_NONE,
	DS_FLAW_DIGEST,	   /* tag and algorithm right, digest not */
	DS_FLAW_ALGORITHM, /* another algorithm in the DS */
};

/** The DS of @p key at @p owner; digest types 1, 2 and 4, and for any other
 * 32 bytes of nonsense. */
struct rdata signer_ds(struct arena *arena, const struct signer_key *key,
		       const struct name *owner, uint8_t digest_type,
		       enum ds_flaw flaw);

enum sig_flaw {
	FLAW_NONE,
	FLAW_MISSING, /* no signature at all: for callers, not for us */
	FLAW_BYTES,   /* one bit of the signature is wrong */
	FLAW_DATA,    /* a right signature over other data */
	FLAW_TAG,     /* its key tag names no key */
};

struct signer_job {
	const struct signer_key *key;
	const struct name *apex;  /* the signer's name */
	const struct name *owner; /* "*" in front is left out of the labels */
	uint16_t type;
	uint32_t ttl;
	size_t count;
	const struct rdata *rdata; /* uncompressed, lower case; any order */
	struct wall inception, expiration;
	enum sig_flaw flaw;
};

/** The rdata of an RRSIG, in @p arena. */
struct rdata signer_rrsig(struct arena *arena, const struct signer_job *job);

/** Bytes into an arena-owned rdata. */
struct rdata rdata_copy(struct arena *arena, const void *bytes, size_t len);

#endif
