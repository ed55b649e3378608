/* SPDX-License-Identifier: BSD-3-Clause */
/* denial.c - whether the NSEC or NSEC3 records of one answer prove what it
 * says. */
#include "dns/denial.h"

#include "dns/message.h"

#include <string.h>

void denial_init(struct denial *denial, const struct name *zone,
		 struct nsec3_hasher *hasher)
{
	memset(denial, 0, sizeof(*denial));
	denial->zone = *zone;
	denial->hasher = hasher;
}

void denial_add(struct denial *d, const struct name *owner, uint16_t type,
		struct rdata rdata)
{
	if (!name_is_under(owner, &d->zone))
		return;
	if (type == TYPE_NSEC && d->nsec_count < DENIAL_RECORDS_MAX)
		d->nsec_count +=
			nsec_read(owner, rdata, &d->nsec[d->nsec_count]);
	if (type == TYPE_NSEC3 && d->nsec3_count < DENIAL_RECORDS_MAX)
		d->nsec3_count += nsec3_read(owner, &d->zone, rdata,
					     &d->nsec3[d->nsec3_count]);
}

/* "*" under @p parent. */
static struct name wildcard_at(const struct name *parent)
{
	struct name wildcard = { 0 };

	/* Where that is too long no such wildcard can exist, and the empty name
	 * is matched and covered by nothing. */
	(void)name_prepend("*", parent, &wildcard);
	return wildcard;
}

/* --- NSEC --- */

static const struct nsec *nsec_matching(const struct denial *d,
					const struct name *name)
{
	for (size_t i = 0; i < d->nsec_count; i++)
		if (name_equal(&d->nsec[i].owner, name))
			return &d->nsec[i];
	return NULL;
}

static const struct nsec *nsec_covering(const struct denial *d,
					const struct name *name)
{
	for (size_t i = 0; i < d->nsec_count; i++)
		if (nsec_covers(&d->nsec[i], name))
			return &d->nsec[i];
	return NULL;
}

static enum proof nsec_nodata(const struct denial *d, const struct name *name,
			      uint16_t type)
{
	const struct nsec *nsec = nsec_matching(d, name);
	struct name encloser, wildcard;

	if (!nsec) {
		nsec = nsec_covering(d, name);
		if (!nsec)
			return PROOF_NAME;
		if (nsec_shows_empty(nsec, name))
			return PROOF_HOLDS;
		encloser = nsec_closest_encloser(nsec, name);
		wildcard = wildcard_at(&encloser);
		nsec = nsec_matching(d, &wildcard);
		if (!nsec)
			return PROOF_WILDCARD;
	}
	return type_bitmap_denies(&nsec->types, type) ? PROOF_HOLDS
						      : PROOF_TYPE;
}

static enum proof nsec_nxdomain(const struct denial *d, const struct name *name)
{
	const struct nsec *nsec = nsec_covering(d, name);
	struct name encloser, wildcard;

	if (!nsec || nsec_shows_empty(nsec, name))
		return PROOF_NAME;
	encloser = nsec_closest_encloser(nsec, name);
	wildcard = wildcard_at(&encloser);
	return nsec_covering(d, &wildcard) ? PROOF_HOLDS : PROOF_WILDCARD;
}

static enum proof nsec_wildcard(const struct denial *d, const struct name *name,
				unsigned labels)
{
	const struct nsec *nsec = nsec_covering(d, name);
	struct name encloser;

	if (!nsec || nsec_shows_empty(nsec, name))
		return PROOF_NAME;
	encloser = nsec_closest_encloser(nsec, name);
	return name_labels(&encloser) == labels ? PROOF_HOLDS : PROOF_WILDCARD;
}

/* --- NSEC3 --- */

/* The record that matches, or covers, @p name. @return false when that cannot
 * be computed. */
static bool nsec3_find(const struct denial *d, const struct name *name,
		       bool covering, const struct nsec3 **ret)
{
	const struct nsec3_params *params = &d->nsec3[0].params;
	uint8_t hash[NSEC3_HASH_SIZE];

	*ret = NULL;
	if (!name->len)
		return true;
	if (!nsec3_hash(d->hasher, params, name, hash))
		return false;
	for (size_t i = 0; i < d->nsec3_count && !*ret; i++) {
		const struct nsec3 *nsec3 = &d->nsec3[i];

		if (nsec3_same_params(&nsec3->params, params) &&
		    (covering ? nsec3_covers(nsec3, hash)
			      : nsec3_matches(nsec3, hash)))
			*ret = nsec3;
	}
	return true;
}

/* RFC 5155 8.3. */
struct encloser {
	struct name name; /* len 0: none was found */
	const struct nsec3 *matching;
	struct name next_closer; /* len 0: the name itself exists */
	const struct nsec3 *covering;
};

/* @return false when it cannot be computed. */
static bool nsec3_encloser(const struct denial *d, const struct name *name,
			   struct encloser *ret)
{
	struct name at = *name;

	memset(ret, 0, sizeof(*ret));
	for (;;) {
		if (!nsec3_find(d, &at, false, &ret->matching))
			return false;
		if (ret->matching || name_equal(&at, &d->zone))
			break;
		ret->next_closer = at;
		at = name_strip(&at, 1);
	}
	if (!ret->matching)
		return true;
	/* RFC 5155 8.3: the encloser is neither a delegation nor a DNAME. */
	if (ret->next_closer.len &&
	    (type_bitmap_is_cut(&ret->matching->types) ||
	     type_bitmap_has(&ret->matching->types, TYPE_DNAME)))
		return true;
	ret->name = at;
	return nsec3_find(d, &ret->next_closer, true, &ret->covering);
}

static enum proof nsec3_nodata(const struct denial *d, const struct name *name,
			       uint16_t type)
{
	const struct nsec3 *nsec3;
	struct encloser encloser;
	struct name wildcard;

	if (!nsec3_encloser(d, name, &encloser))
		return PROOF_UNCHECKED;
	if (!encloser.name.len)
		return PROOF_NAME;
	nsec3 = encloser.matching;
	if (encloser.next_closer.len) {
		if (!encloser.covering)
			return PROOF_NAME;
		/* RFC 5155 6, 8.6: a delegation without DS, or an empty
		 * non-terminal above such ones, has no record. */
		if (encloser.covering->params.flags & NSEC3_OPT_OUT)
			return PROOF_HOLDS;
		wildcard = wildcard_at(&encloser.name);
		if (!nsec3_find(d, &wildcard, false, &nsec3))
			return PROOF_UNCHECKED;
		if (!nsec3)
			return PROOF_WILDCARD;
	}
	return type_bitmap_denies(&nsec3->types, type) ? PROOF_HOLDS
						       : PROOF_TYPE;
}

static enum proof nsec3_nxdomain(const struct denial *d,
				 const struct name *name)
{
	const struct nsec3 *nsec3;
	struct encloser encloser;
	struct name wildcard;

	if (!nsec3_encloser(d, name, &encloser))
		return PROOF_UNCHECKED;
	if (!encloser.name.len || !encloser.covering)
		return PROOF_NAME;
	wildcard = wildcard_at(&encloser.name);
	if (!nsec3_find(d, &wildcard, true, &nsec3))
		return PROOF_UNCHECKED;
	return nsec3 ? PROOF_HOLDS : PROOF_WILDCARD;
}

static enum proof nsec3_wildcard(const struct denial *d,
				 const struct name *name, unsigned labels)
{
	struct name next_closer =
		name_strip(name, name_labels(name) - labels - 1);
	const struct nsec3 *nsec3;

	if (!nsec3_find(d, &next_closer, true, &nsec3))
		return PROOF_UNCHECKED;
	return nsec3 ? PROOF_HOLDS : PROOF_NAME;
}

/* --- either --- */

/* Where an answer has both, either will do. */
static enum proof better(enum proof a, enum proof b)
{
	return a < b ? a : b;
}

enum proof denial_prove_nodata(const struct denial *d, const struct name *name,
			       uint16_t type)
{
	enum proof proof = PROOF_NONE;

	if (!name_is_under(name, &d->zone))
		return PROOF_NAME;
	if (d->nsec_count > 0)
		proof = nsec_nodata(d, name, type);
	if (d->nsec3_count > 0 && proof != PROOF_HOLDS)
		proof = better(d->nsec_count > 0 ? proof : PROOF_TYPE,
			       nsec3_nodata(d, name, type));
	return proof;
}

enum proof denial_prove_nxdomain(const struct denial *d,
				 const struct name *name, uint16_t type)
{
	enum proof proof = PROOF_NONE;

	if (!name_is_under(name, &d->zone))
		return PROOF_NAME;
	if (d->nsec_count > 0)
		proof = nsec_nxdomain(d, name);
	if (d->nsec3_count > 0 && proof != PROOF_HOLDS)
		proof = better(d->nsec_count > 0 ? proof : PROOF_TYPE,
			       nsec3_nxdomain(d, name));
	/* A proof that costs too much gives way to one that costs nothing. */
	if (proof != PROOF_HOLDS && d->nsec_count > 0 &&
	    nsec_nodata(d, name, type) == PROOF_HOLDS)
		return PROOF_HOLDS;
	return proof;
}

enum proof denial_prove_wildcard(const struct denial *d,
				 const struct name *name, unsigned labels)
{
	enum proof proof = PROOF_NONE;

	if (!name_is_under(name, &d->zone) || labels >= name_labels(name))
		return PROOF_NAME;
	if (d->nsec_count > 0)
		proof = nsec_wildcard(d, name, labels);
	if (d->nsec3_count > 0 && proof != PROOF_HOLDS)
		proof = better(d->nsec_count > 0 ? proof : PROOF_TYPE,
			       nsec3_wildcard(d, name, labels));
	return proof;
}

/* --- what has no business there --- */

static void mark_nsec(struct denial *d, const struct name *name)
{
	for (size_t i = 0; name->len && i < d->nsec_count; i++)
		d->nsec_used[i] |= name_equal(&d->nsec[i].owner, name) ||
				   nsec_covers(&d->nsec[i], name);
}

/* @return whether one matches, or that cannot be computed. */
static bool mark_nsec3(struct denial *d, const struct name *name)
{
	const struct nsec3 *matching = NULL, *covering = NULL;

	if (!d->nsec3_count || !nsec3_find(d, name, false, &matching) ||
	    !nsec3_find(d, name, true, &covering))
		return true;
	if (covering)
		d->nsec3_used[covering - d->nsec3] = true;
	if (matching)
		d->nsec3_used[matching - d->nsec3] = true;
	return matching != NULL;
}

void denial_mark(struct denial *d, const struct name *name)
{
	struct name at = *name;
	bool enclosed;

	mark_nsec(d, name);
	enclosed = mark_nsec3(d, name);
	while (name_is_under(&at, &d->zone) && !name_equal(&at, &d->zone)) {
		struct name wildcard;

		at = name_strip(&at, 1);
		wildcard = wildcard_at(&at);
		mark_nsec(d, &wildcard);
		if (enclosed)
			continue;
		(void)mark_nsec3(d, &wildcard);
		enclosed = mark_nsec3(d, &at);
	}
}
