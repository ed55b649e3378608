/* SPDX-License-Identifier: BSD-3-Clause */
/* anchor.h - a trust anchor from the text that an operator writes: a DS or a
 * DNSKEY record in presentation form. Pure. */
#ifndef FOREWARN_DNS_ANCHOR_H
#define FOREWARN_DNS_ANCHOR_H

#include "base/arena.h"
#include "dns/dnssec.h"

/* A DNSKEY of 4096 bits and its owner, with room. */
#define ANCHOR_TEXT_MAX 4096

struct anchor {
	struct name owner;
	bool is_key;	    /* a DNSKEY, else a DS */
	struct rdata rdata; /* of either */
};

/**
 * Read "example. [TTL] [IN] DS 12345 13 2 AB12 CD34" or the same of a DNSKEY
 * (RFC 4034 5.3, 2.2), without parentheses or comments.
 *
 * @param text     of @p len bytes.
 * @param arena    owns the rdata.
 * @param ret_why  static: what is wrong with it.
 */
bool anchor_read(struct arena *arena, const char *text, size_t len,
		 struct anchor *ret_anchor, const char **ret_why);

/** Whether it makes @p key, a key of its owner, trusted. */
bool anchor_matches(const struct anchor *anchor, const struct dnskey *key);

/** The next of several anchors, a line each: empty lines are passed over.
 * @return its start with @p ret_len, or NULL; go on from start plus length. */
const char *anchor_line(const char *lines, size_t *ret_len);

#endif
