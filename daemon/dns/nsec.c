/* SPDX-License-Identifier: BSD-3-Clause */
/* nsec.c - NSEC records, and type bitmaps. RFC 4034 4. */
#include "dns/nsec.h"

#include "dns/message.h"

/* RFC 4034 4.1.2: 256 types, a bit each. */
#define WINDOW_MAX 32

bool type_bitmap_read(struct rdata rdata, struct type_bitmap *ret_types)
{
	int last = -1;
	size_t at = 0;

	while (at < rdata.len) {
		size_t len;

		if (rdata.len - at < 2 || rdata.at[at] <= last)
			return false;
		last = rdata.at[at];
		len = rdata.at[at + 1];
		if (len == 0 || len > WINDOW_MAX || len > rdata.len - at - 2)
			return false;
		at += 2 + len;
	}
	*ret_types = (struct type_bitmap){ rdata.at, rdata.len };
	return true;
}

bool type_bitmap_has(const struct type_bitmap *types, uint16_t type)
{
	unsigned byte = type % 256u / 8, bit = 0x80u >> type % 8u;

	for (size_t at = 0; at < types->len; at += 2u + types->at[at + 1])
		if (types->at[at] == type / 256)
			return byte < types->at[at + 1] &&
			       (types->at[at + 2 + byte] & bit) != 0;
	return false;
}

bool type_bitmap_is_cut(const struct type_bitmap *types)
{
	return type_bitmap_has(types, TYPE_NS) &&
	       !type_bitmap_has(types, TYPE_SOA);
}

bool type_bitmap_denies(const struct type_bitmap *types, uint16_t type)
{
	if (type_bitmap_has(types, type) || type_bitmap_has(types, TYPE_CNAME))
		return false;
	if (type == TYPE_DS)
		return !type_bitmap_has(types, TYPE_SOA);
	return !type_bitmap_is_cut(types);
}

bool nsec_read(const struct name *owner, struct rdata rdata,
	       struct nsec *ret_nsec)
{
	struct nsec nsec = { .owner = *owner };
	size_t at = 0;

	if (name_unpack(rdata.at, rdata.len, &at, &nsec.next) ||
	    at != nsec.next.len)
		return false;
	rdata.at += at;
	rdata.len = (uint16_t)(rdata.len - at);
	if (!type_bitmap_read(rdata, &nsec.types))
		return false;
	*ret_nsec = nsec;
	return true;
}

static bool is_below_cut(const struct nsec *nsec, const struct name *name)
{
	return name_is_under(name, &nsec->owner) &&
	       (type_bitmap_is_cut(&nsec->types) ||
		type_bitmap_has(&nsec->types, TYPE_DNAME));
}

bool nsec_covers(const struct nsec *nsec, const struct name *name)
{
	if (name_compare(&nsec->owner, name) >= 0 || is_below_cut(nsec, name))
		return false;
	if (name_compare(&nsec->owner, &nsec->next) < 0)
		return name_compare(name, &nsec->next) < 0;
	return name_is_under(name, &nsec->next);
}

bool nsec_shows_empty(const struct nsec *nsec, const struct name *name)
{
	return name_is_under(&nsec->next, name);
}

static struct name common_ancestor(const struct name *name,
				   const struct name *other)
{
	struct name ancestor = *name;

	while (!name_is_under(other, &ancestor))
		ancestor = name_strip(&ancestor, 1);
	return ancestor;
}

struct name nsec_closest_encloser(const struct nsec *nsec,
				  const struct name *name)
{
	struct name a = common_ancestor(name, &nsec->owner);
	struct name b = common_ancestor(name, &nsec->next);

	return a.len > b.len ? a : b;
}
