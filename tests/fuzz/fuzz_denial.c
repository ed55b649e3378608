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

static void add_records(const struct message *m, struct denial *denial)
{
	for (size_t i = 0; i < m->record_count; i++) {
		const struct record *record = &m->records[i];
		struct name owner;

		message_owner(m, record, &owner);
		denial_add(denial, &owner, record->type,
			   (struct rdata){ m->wire + record->rdata_at,
					   record->rdata_len });
	}
}

/* What is proven without a record would be proven by nobody. */
static void prove(struct denial *denial, const struct name *name, uint16_t type)
{
	bool none = denial->nsec_count + denial->nsec3_count == 0;
	enum proof nxdomain = denial_prove_nxdomain(denial, name, type);
	enum proof nodata = denial_prove_nodata(denial, name, type);

	check(!none || (nxdomain >= PROOF_NONE && nodata >= PROOF_NONE));
	/* Of NSEC, the denial of a type may stand for that of the name. */
	check(denial->nsec3_count > 0 || nodata != PROOF_HOLDS ||
	      nxdomain == PROOF_HOLDS);
	for (unsigned labels = 0; labels < 4; labels++)
		check(!none || denial_prove_wildcard(denial, name, labels) >=
				       PROOF_NONE);
	denial_mark(denial, name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct message message;
	static struct denial denial;
	static struct nsec3_hasher hasher;
	struct name zone;

	if (message_parse(data, size, &message) || !message.has_question)
		return 0;
	/* The zone is any of the names above the question's. */
	for (unsigned up = 0; up < 4; up++) {
		zone = name_strip(&message.qname, up);
		hasher.left = NSEC3_BUDGET;
		hasher.count = 0;
		denial_init(&denial, &zone, &hasher);
		add_records(&message, &denial);
		prove(&denial, &message.qname, message.qtype);
		check(hasher.left <= NSEC3_BUDGET);
		check(hasher.count <= NSEC3_HASHES_MAX);
	}
	return 0;
}
