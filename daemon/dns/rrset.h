/* SPDX-License-Identifier: BSD-3-Clause */
/* rrset.h - RRsets in canonical form (RFC 4034 6), with their signatures.
 *
 * An RRset is made once from a message into an arena: rdata uncompressed,
 * names in it in lower case where the RFCs say so (RFC 4034 6.2, less the
 * NSEC of RFC 6840 5.1), sorted, without duplicates. Rdata without names stays
 * in the message's bytes, which must outlive the set. */
#ifndef FOREWARN_DNS_RRSET_H
#define FOREWARN_DNS_RRSET_H

#include "base/arena.h"
#include "base/err.h"
#include "dns/message.h"
#include "dns/name.h"
#include "dns/rdata.h"

/* More signatures over one RRset than any rollover of two algorithms and two
 * providers needs; a bound against CVE-2023-50387. */
#define RRSET_SIGNATURES_MAX 32

struct rrset {
	struct name owner;
	uint16_t type;
	uint32_t ttl; /* the least of its records' */
	size_t count;
	const struct rdata *rdata; /* canonical order */
	size_t sig_count;
	const struct rrsig *sigs; /* those that cover it, message order */
	size_t sigs_dropped;	  /* malformed, or past the bound */
	size_t sigs_malformed;	  /* of those, the malformed ones */
};

/**
 * Collect one RRset and its RRSIGs from a section.
 *
 * @param ret_set  NULL where the section has neither record nor signature;
 *                 a set with count 0 where only signatures are there.
 * @return ERR_FORMAT when an rdata breaks its type's layout; ERR_MEMORY.
 */
enum err rrset_collect(struct arena *arena, const struct message *message,
		       enum section section, const struct name *owner,
		       uint16_t type, const struct rrset **ret_set);

/** Whether owner, type and rdata are the same (TTLs and signatures aside). */
bool rrset_same_data(const struct rrset *a, const struct rrset *b);

#endif
