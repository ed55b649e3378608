/* SPDX-License-Identifier: BSD-3-Clause */
/* oracle.h - other people's DNS libraries behind one face, to be compared
 * with ours. */
#ifndef FOREWARN_TESTS_ORACLE_H
#define FOREWARN_TESTS_ORACLE_H

#include "dns/message.h"
#include "dns/rdata.h"

#define ORACLE_RECORDS_MAX 2048

/* One record's fixed part, with its owner in lower case. */
struct seen {
	enum section section;
	struct name owner;
	uint16_t type, class;
	uint32_t ttl; /* by RFC 2181 8 */
};

struct oracle {
	const char *name;
	/** @return NULL when it is no message to them. */
	void *(*open)(const uint8_t *wire, size_t len);
	void (*close)(void *packet);
	/** Records but OPT, in order. @return how many. */
	size_t (*records)(void *packet, struct seen ret[ORACLE_RECORDS_MAX]);
	/** Canonical rdata of that RRset, in any order, into the rows.
	 * @param pool  where their bytes go; MESSAGE_SIZE_MAX * 4 of them. */
	size_t (*rrset)(void *packet, const struct seen *which, uint8_t *pool,
			struct rdata ret[ORACLE_RECORDS_MAX]);
	/** Whether the RRset's @p sig-th RRSIG is right, whatever its dates.
	 * @param key  a DNSKEY rdata of the signer. */
	bool (*verify)(void *packet, const struct seen *which, size_t sig,
		       struct rdata key);
	uint16_t (*key_tag)(struct rdata key);
	/** @return the digest's length. */
	size_t (*digest)(const struct name *owner, struct rdata key,
			 uint8_t digest_type, uint8_t ret[64]);
};

extern const struct oracle oracle_ldns, oracle_knot;

#endif
