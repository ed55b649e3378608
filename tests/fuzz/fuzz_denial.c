/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_denial.c - no message's NSEC and NSEC3 records break a proof, and none
 * costs more hashes than the budget has. */
#include "dns/denial.h"
#include "dns/message.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* @param backwards  the last record first. */
static void add_records(const struct message *m, struct denial *denial,
			bool backwards)
{
	size_t count = m->record_count;

	for (size_t i = 0; i < count; i++) {
		const struct record *record =
			&m->records[backwards ? count - 1 - i : i];
		struct name owner;

		message_owner(m, record, &owner);
		denial_add(denial, &owner, record->type,
			   (struct rdata){ m->wire + record->rdata_at,
					   record->rdata_len });
	}
}

#define WILDCARDS 4

struct proofs {
	enum proof nxdomain, nodata, wildcard[WILDCARDS];
	bool whole; /* nothing was left out, nothing contradicts another */
};

static bool is_after(const struct nsec3 *nsec3, const struct nsec3 *other)
{
	return nsec3_same_params(&nsec3->params, &other->params) &&
	       !nsec3_covers(nsec3, other->hash) &&
	       !nsec3_matches(nsec3, other->hash);
}

/* Whether the records could be of one zone: none has an owner of its own that
 * another one denies. Of others the first is believed, as validators do. */
static bool is_chain(const struct denial *denial)
{
	bool chain = true;

	for (size_t i = 0; i < denial->nsec_count; i++)
		for (size_t k = 0; k < denial->nsec_count; k++)
			chain &= i == k ||
				 (!name_equal(&denial->nsec[i].owner,
					      &denial->nsec[k].owner) &&
				  !nsec_covers(&denial->nsec[i],
					       &denial->nsec[k].owner));
	for (size_t i = 0; i < denial->nsec3_count; i++)
		for (size_t k = 0; k < denial->nsec3_count; k++)
			chain &= i == k ||
				 is_after(&denial->nsec3[i], &denial->nsec3[k]);
	return chain;
}

/* What is proven without a record would be proven by nobody. */
static struct proofs prove(struct denial *denial, const struct name *name,
			   uint16_t type)
{
	struct proofs proofs;
	bool none = denial->nsec_count + denial->nsec3_count == 0;

	proofs.nxdomain = denial_prove_nxdomain(denial, name, type);
	proofs.nodata = denial_prove_nodata(denial, name, type);
	check(!none ||
	      (proofs.nxdomain >= PROOF_NONE && proofs.nodata >= PROOF_NONE));
	/* Of NSEC, the denial of a type may stand for that of the name. */
	check(denial->nsec3_count > 0 || proofs.nodata != PROOF_HOLDS ||
	      proofs.nxdomain == PROOF_HOLDS);
	for (unsigned labels = 0; labels < WILDCARDS; labels++) {
		proofs.wildcard[labels] =
			denial_prove_wildcard(denial, name, labels);
		check(!none || proofs.wildcard[labels] >= PROOF_NONE);
	}
	proofs.whole = denial->nsec_count < DENIAL_RECORDS_MAX &&
		       denial->nsec3_count < DENIAL_RECORDS_MAX &&
		       denial->hasher->left > 0 && is_chain(denial);
	/* Asked again it is as before. */
	check(!proofs.whole ||
	      (denial_prove_nodata(denial, name, type) == proofs.nodata &&
	       denial_prove_nxdomain(denial, name, type) == proofs.nxdomain));
	denial_mark(denial, name);
	return proofs;
}

static struct proofs prove_in(const struct message *message,
			      const struct name *zone, bool backwards)
{
	static struct denial denial;
	static struct nsec3_hasher hasher;
	struct proofs proofs;

	hasher.left = NSEC3_BUDGET;
	hasher.count = 0;
	denial_init(&denial, zone, &hasher);
	add_records(message, &denial, backwards);
	proofs = prove(&denial, &message->qname, message->qtype);
	check(hasher.left <= NSEC3_BUDGET);
	check(hasher.count <= NSEC3_HASHES_MAX);
	return proofs;
}

static bool same(enum proof a, enum proof b)
{
	return (a == PROOF_HOLDS) == (b == PROOF_HOLDS);
}

/* The order of records in a message means nothing (RFC 2181 5). */
static void check_order(const struct proofs *a, const struct proofs *b)
{
	if (!a->whole || !b->whole)
		return;
	check(same(a->nxdomain, b->nxdomain) && same(a->nodata, b->nodata));
	for (unsigned i = 0; i < WILDCARDS; i++)
		check(same(a->wildcard[i], b->wildcard[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct message message;
	struct name zone;

	if (message_parse(data, size, &message) || !message.has_question)
		return 0;
	/* The zone is any of the names above the question's. */
	for (unsigned up = 0; up < 4; up++) {
		zone = name_strip(&message.qname, up);
		struct proofs forwards = prove_in(&message, &zone, false);
		struct proofs backwards = prove_in(&message, &zone, true);

		check_order(&forwards, &backwards);
	}
	return 0;
}
