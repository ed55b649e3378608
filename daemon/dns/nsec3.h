/* SPDX-License-Identifier: BSD-3-Clause */
/* nsec3.h - NSEC3 records and the hash that they are made of. RFC 5155.
 *
 * Pure, on libcrypto. Hashing costs what the zone asks for, so it is done
 * within a budget, and each name once (CVE-2023-50868). */
#ifndef FOREWARN_DNS_NSEC3_H
#define FOREWARN_DNS_NSEC3_H

#include "dns/nsec.h"

/* RFC 5155 11: SHA-1 is the only one. */
#define NSEC3_SHA1	1
#define NSEC3_HASH_SIZE 20
#define NSEC3_OPT_OUT	0x01

/* RFC 9276 3.2 lets validators draw a line; libunbound's is here, and past it
 * a denial is insecure. */
#define NSEC3_ITERATIONS_MAX 150

struct nsec3_params { /* RFC 5155 4.1; an NSEC3 begins so as well */
	uint8_t algorithm, flags;
	uint16_t iterations; /* additional ones: 0 is one hash */
	uint8_t salt_len;
	const uint8_t *salt;
};

struct nsec3 {
	struct nsec3_params params;
	uint8_t hash[NSEC3_HASH_SIZE]; /* of the owner's first label */
	uint8_t next[NSEC3_HASH_SIZE];
	struct type_bitmap types;
};

/** Read an NSEC3PARAM. @return false where it breaks its layout. */
bool nsec3_params_read(struct rdata rdata, struct nsec3_params *ret_params);

/** @return false where it breaks its layout, is not of @p zone itself, or has
 * a hash that we do not know, which validators ignore (RFC 5155 8.1). */
bool nsec3_read(const struct name *owner, const struct name *zone,
		struct rdata rdata, struct nsec3 *ret_nsec3);

/** Whether hashes by both can be compared (RFC 5155 8.2). */
bool nsec3_same_params(const struct nsec3_params *a,
		       const struct nsec3_params *b);

bool nsec3_matches(const struct nsec3 *nsec3,
		   const uint8_t hash[NSEC3_HASH_SIZE]);

/** Whether @p hash lies strictly between owner and next, the last record going
 * round (RFC 5155 1.3). */
bool nsec3_covers(const struct nsec3 *nsec3,
		  const uint8_t hash[NSEC3_HASH_SIZE]);

/* Names that one zone's denials are about: a few for each question. */
#define NSEC3_HASHES_MAX 64
/* A SHA-1 of a name takes under a microsecond, so that this takes 10 ms. With
 * parameters as RFC 9276 3.1 wants them a zone comes to some dozens. */
#define NSEC3_BUDGET 10000

struct nsec3_done {
	struct name name;
	uint16_t iterations;
	uint8_t salt_len, salt[255];
	uint8_t hash[NSEC3_HASH_SIZE];
};

struct nsec3_hasher {  /* all zero but left: fresh */
	unsigned left; /* SHA-1 computations that may still be done */
	size_t count;
	struct nsec3_done done[NSEC3_HASHES_MAX];
};

/**
 * RFC 5155 5: the hash of @p name.
 *
 * @return false with nothing written when the budget is spent, the algorithm is
 *         unknown, or the iterations are over NSEC3_ITERATIONS_MAX.
 */
bool nsec3_hash(struct nsec3_hasher *hasher, const struct nsec3_params *params,
		const struct name *name, uint8_t ret_hash[NSEC3_HASH_SIZE]);

#endif
