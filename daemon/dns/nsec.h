/* SPDX-License-Identifier: BSD-3-Clause */
/* nsec.h - NSEC records: what one says of a name, and type bitmaps. RFC 4034 4.
 *
 * Pure, allocation-free. What is read points into the rdata's bytes. */
#ifndef FOREWARN_DNS_NSEC_H
#define FOREWARN_DNS_NSEC_H

#include "dns/rdata.h"

/* RFC 9824 2: in a compact answer's bitmap, "this name does not exist". */
#define TYPE_NXNAME 128

struct type_bitmap { /* RFC 4034 4.1.2, checked */
	const uint8_t *at;
	uint16_t len;
};

/** Take @p rdata as nothing but windows. @return false where one is out of
 * order, empty, longer than 32 bytes, or cut off. */
bool type_bitmap_read(struct rdata rdata, struct type_bitmap *ret_types);

bool type_bitmap_has(const struct type_bitmap *types, uint16_t type);

/** Whether it is that of a delegation, seen from the parent's side. */
bool type_bitmap_is_cut(const struct type_bitmap *types);

/**
 * Whether the bitmap of @p name denies @p type to a validator: neither the
 * type nor an alias is there (RFC 6840 4.3), and it is of the right side of a
 * zone cut (4.1): a DS is denied by the parent, all else by the child.
 */
bool type_bitmap_denies(const struct type_bitmap *types, uint16_t type);

struct nsec {
	struct name owner, next;
	struct type_bitmap types;
};

/** @return false where it breaks its layout (RFC 4034 4.1). */
bool nsec_read(const struct name *owner, struct rdata rdata,
	       struct nsec *ret_nsec);

/**
 * Whether @p name lies between owner and next (RFC 4034 4.1.1), the last
 * record going round to the apex.
 *
 * False below a delegation or a DNAME that owns the record: such names are
 * not the zone's to deny (RFC 6840 4.1).
 */
bool nsec_covers(const struct nsec *nsec, const struct name *name);

/** Whether @p name, which it covers, is an empty non-terminal: the next name
 * lies below it. */
bool nsec_shows_empty(const struct nsec *nsec, const struct name *name);

/** The longest ancestor of @p name, which it covers, that exists: what the name
 * has in common with owner or next. */
struct name nsec_closest_encloser(const struct nsec *nsec,
				  const struct name *name);

#endif
