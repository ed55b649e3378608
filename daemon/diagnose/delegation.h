/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation.h - how the DS set and the keys fail to meet: worked out in one
 * place, so that one cause gives one id. */
#ifndef FOREWARN_DIAGNOSE_DELEGATION_H
#define FOREWARN_DIAGNOSE_DELEGATION_H

#include "diagnose/check.h"

enum delegation {
	DELEGATION_NONE, /* no DS that counts, or no keys were seen */
	DELEGATION_MATCHES,
	DELEGATION_DIGEST_DIFFERS,    /* tag and algorithm are of a key */
	DELEGATION_ALGORITHM_DIFFERS, /* the tag is, or no algorithm is */
	DELEGATION_NO_KEY,
};

/** How the zone's DS set that counts (chain_ds_counts()) meets its keys. */
enum delegation delegation_of(const struct view *view);

/** Whether @p ds has tag and algorithm of a key, and another digest. */
bool delegation_digest_differs(const struct view *view, const struct ds *ds);

/** Whether any DS, of whatever digest we can compute, is of @p key. */
bool delegation_ds_matches(const struct view *view, const struct dnskey *key);

/** What @p key is with other flags, and protocol 3 (RFC 4034 2.1.2): both are
 * part of its tag and of its digest. @return false without memory. */
bool delegation_key_as(struct diagnosis *d, const struct dnskey *key,
		       uint16_t flags, struct dnskey *ret_key);

/** How many servers answered for DNSKEY, with authority, that there is none. */
size_t delegation_servers_without_keys(const struct view *view);

/** Whether that is so of @p server. */
bool server_denies_keys(const struct view_server *server);

/** "DS 2948/8, keys 26138/13 59189/13": tags and algorithms. */
const char *delegation_tags(struct diagnosis *d);

/** The finding of a DS set that no key matches: evidence, what to publish at
 * the parent in which order, and how to verify. */
struct finding *delegation_report(struct diagnosis *d);

#endif
