/* SPDX-License-Identifier: BSD-3-Clause */
/* denial.h - whether the NSEC or NSEC3 records of one answer prove what it
 * says. RFC 4035 5.4, RFC 5155 8, RFC 6840 4, RFC 9824.
 *
 * Pure, allocation-free, bounded. Signatures are judged elsewhere. */
#ifndef FOREWARN_DNS_DENIAL_H
#define FOREWARN_DNS_DENIAL_H

#include "dns/nsec3.h"

/* A denial needs three; one behind an alias from a wildcard a few more. */
#define DENIAL_RECORDS_MAX 16

enum proof {
	PROOF_HOLDS,
	PROOF_UNCHECKED, /* costs more than validators pay: insecure to them */
	PROOF_NONE,	 /* no such record at all */
	PROOF_NAME,	 /* none matches or covers the name as it must */
	PROOF_WILDCARD,	 /* the name is right, the wildcard is left open */
	PROOF_TYPE,	 /* the name's own bitmap has the type, or an alias */
};

struct denial { /* the records of one answer */
	struct name zone;
	struct nsec3_hasher *hasher;
	size_t nsec_count, nsec3_count;
	struct nsec nsec[DENIAL_RECORDS_MAX];
	struct nsec3 nsec3[DENIAL_RECORDS_MAX];
	/* Told of by denial_mark(). */
	bool nsec_used[DENIAL_RECORDS_MAX], nsec3_used[DENIAL_RECORDS_MAX];
};

/** @param hasher  shared by all answers of a zone; stays the caller's. */
void denial_init(struct denial *denial, const struct name *zone,
		 struct nsec3_hasher *hasher);

/** Add an NSEC or NSEC3 that the answer came with; unreadable ones, and what is
 * past the bound, are left out as a validator would. */
void denial_add(struct denial *denial, const struct name *owner, uint16_t type,
		struct rdata rdata);

/** That @p name does not exist (RFC 4035 5.4, RFC 5155 8.4). As libunbound
 * does, NSEC records are taken as well that prove that it exists without @p
 * type; NSEC3 are not. */
enum proof denial_prove_nxdomain(const struct denial *denial,
				 const struct name *name, uint16_t type);

/** That @p name, or the wildcard in its place, has no @p type; empty
 * non-terminals, opt-out and compact answers included. */
enum proof denial_prove_nodata(const struct denial *denial,
			       const struct name *name, uint16_t type);

/** That an RRset of @p name could come from the wildcard whose parent has @p
 * labels labels (RFC 4035 5.3.4, RFC 5155 8.8). */
enum proof denial_prove_wildcard(const struct denial *denial,
				 const struct name *name, unsigned labels);

/** Mark the records that say anything of @p name or of a wildcard in its
 * place. What no question marks has no business in the answer: the server
 * chose it by its place in the chain, and it does not cover what it should. */
void denial_mark(struct denial *denial, const struct name *name);

#endif
