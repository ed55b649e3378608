/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_rrset.c - no message breaks the making of RRsets, keys and DS digests,
 * or the checking of signatures: the message's own keys sign what is in it. */
#include "base/arena.h"
#include "dns/dnssec.h"
#include "dns/rrset.h"

#include <stdlib.h>
#include <string.h>

#define KEYS_MAX   4
#define CHECKS_MAX 8 /* of a signature: dear, and no more is learnt by more */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_order(const struct rrset *set)
{
	for (size_t i = 1; i < set->count; i++) {
		const struct rdata *a = &set->rdata[i - 1], *b = a + 1;
		size_t len = a->len < b->len ? a->len : b->len;
		int order = len ? memcmp(a->at, b->at, len) : 0;

		check(order < 0 || (order == 0 && a->len < b->len));
	}
	check(set->sig_count <= RRSET_SIGNATURES_MAX);
	check(set->sigs_malformed <= set->sigs_dropped);
}

/* The order of records means nothing (RFC 2181 5). */
static void check_backwards(struct arena *arena, const struct message *m,
			    enum section section, const struct rrset *set)
{
	static struct message backwards;
	const struct rrset *again = NULL;

	if (m->record_count > 64)
		return; /* a copy for each RRset of a large one costs too much
			 */
	backwards = *m;
	for (size_t i = 0; i < m->record_count; i++)
		backwards.records[i] = m->records[m->record_count - 1 - i];
	check(!rrset_collect(arena, &backwards, section, &set->owner, set->type,
			     &again) &&
	      again);
	check(rrset_same_data(set, again) && set->ttl == again->ttl);
	check(set->sig_count == again->sig_count &&
	      set->sigs_dropped == again->sigs_dropped &&
	      set->sigs_malformed == again->sigs_malformed);
}

static size_t read_keys(const struct message *m, struct dnskey keys[KEYS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < m->record_count && count < KEYS_MAX; i++) {
		const struct record *record = &m->records[i];
		const struct rdata rdata = { m->wire + record->rdata_at,
					     record->rdata_len };

		if (record->type == TYPE_DNSKEY &&
		    dnskey_read(rdata, &keys[count]))
			count++;
	}
	return count;
}

static void check_ds(const struct rrset *set, const struct dnskey *key)
{
	uint8_t digest[DIGEST_SIZE_MAX];
	struct ds ds;

	for (size_t i = 0; i < set->count && i < 4; i++) {
		if (!ds_read(set->rdata[i], &ds))
			continue;
		check(ds_match(&ds, &set->owner, key) != DS_MATCHES ||
		      ds_digest(&set->owner, key->rdata, ds.digest_type,
				digest) == ds.digest_len);
	}
}

/* @return how many checks are left. */
static unsigned check_signatures(const struct rrset *set,
				 const struct dnskey *key, unsigned left)
{
	for (size_t i = 0; i < set->sig_count && left; i++) {
		struct rrsig sig = set->sigs[i];

		/* So that it comes to arithmetic. */
		sig.key_tag = key->tag;
		sig.algorithm = key->algorithm;
		(void)rrsig_verify(set, &sig, key);
		left--;
	}
	return left;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct message message;
	struct arena *arena = arena_new(4 << 20);
	struct dnskey keys[KEYS_MAX];
	unsigned left = CHECKS_MAX;
	size_t key_count;

	if (!arena || message_parse(data, size, &message)) {
		arena_free(arena);
		return 0;
	}
	key_count = read_keys(&message, keys);
	for (size_t i = 0; i < message.record_count && i < 32; i++) {
		const struct record *record = &message.records[i];
		const struct rrset *set = NULL;
		struct name owner;

		message_owner(&message, record, &owner);
		if (rrset_collect(arena, &message, record->section, &owner,
				  record->type, &set) ||
		    !set)
			continue;
		check_order(set);
		check_backwards(arena, &message, record->section, set);
		for (size_t k = 0; k < key_count; k++) {
			left = check_signatures(set, &keys[k], left);
			(void)dnskey_rsa_bits(&keys[k]);
			check_ds(set, &keys[k]);
		}
	}
	arena_free(arena);
	return 0;
}
