/* SPDX-License-Identifier: BSD-3-Clause */
/* root_sight.c - what one pass sees of the root's keys: which are there, and
 * which of them vouch for the set. */
#include "incident/root_keys.h"

#include <string.h>

/* A DNSKEY set with its signatures is a message; in memory it takes less than
 * twice that. */
#define ARENA_BYTES_MAX (1024 * 1024)

/* The key as it was before it was revoked: the bit changes its tag. */
static bool plain_key(const struct dnskey *key, uint8_t bytes[ANCHOR_TEXT_MAX],
		      struct dnskey *ret_plain)
{
	struct rdata rdata = { bytes, key->rdata.len };

	if (key->rdata.len > ANCHOR_TEXT_MAX)
		return false;
	memcpy(bytes, key->rdata.at, key->rdata.len);
	bytes[1] &= (uint8_t)~DNSKEY_REVOKE;
	return dnskey_read(rdata, ret_plain);
}

/* RFC 4035 5.3.1: the dates count as well. */
static bool signs(const struct rrset *set, const struct dnskey *key,
		  struct wall now)
{
	for (size_t i = 0; i < set->sig_count; i++) {
		const struct rrsig *sig = &set->sigs[i];

		if (sig->key_tag == key->tag &&
		    sig->algorithm == key->algorithm &&
		    serial_seconds_until(sig->inception, now) <= 0 &&
		    serial_seconds_until(sig->expiration, now) >= 0 &&
		    rrsig_verify(set, sig, key) == VERIFY_OK)
			return true;
	}
	return false;
}

static bool is_anchor(const struct anchor *anchors, size_t count,
		      const struct dnskey *key)
{
	for (size_t i = 0; i < count; i++)
		if (anchor_matches(&anchors[i], key))
			return true;
	return false;
}

static const struct rrset *root_set(const struct snapshot *snapshot,
				    struct arena *arena)
{
	const struct answer *answer = snapshot_find(snapshot, VANTAGE_CD, -1,
						    &name_root, TYPE_DNSKEY);
	struct message *message = arena_alloc(arena, sizeof(*message));
	const struct rrset *set = NULL;

	if (!message || !answer || !answer->packet ||
	    message_parse(answer->packet, answer->packet_len, message) ||
	    rrset_collect(arena, message, SECTION_ANSWER, &name_root,
			  TYPE_DNSKEY, &set))
		return NULL;
	return set && set->count ? set : NULL;
}

bool root_sight_read(const struct snapshot *snapshot,
		     const struct anchor *anchors, size_t anchor_count,
		     struct root_sight *ret_sight)
{
	struct arena *arena = arena_new(ARENA_BYTES_MAX);
	const struct rrset *set = arena ? root_set(snapshot, arena) : NULL;
	uint8_t bytes[ANCHOR_TEXT_MAX], digest[DIGEST_SIZE_MAX];

	ret_sight->count = 0;
	for (size_t i = 0; set && i < set->count; i++) {
		size_t at = ret_sight->count;
		struct dnskey key, plain;
		bool in_file;

		if (at == ROOT_KEYS_MAX || !dnskey_read(set->rdata[i], &key) ||
		    !plain_key(&key, bytes, &plain))
			continue;
		in_file = is_anchor(anchors, anchor_count, &plain);
		if (!in_file && !(key.flags & DNSKEY_SEP))
			continue;
		(void)ds_digest(&name_root, plain.rdata, DIGEST_SHA256, digest);
		memcpy(ret_sight->at[at].digest, digest, ROOT_KEY_DIGEST_SIZE);
		ret_sight->at[at].tag = plain.tag;
		ret_sight->at[at].algorithm = plain.algorithm;
		ret_sight->at[at].in_file = in_file;
		ret_sight->at[at].signs =
			signs(set, &key, snapshot->started_at);
		ret_sight->at[at].revoked =
			key.flags & DNSKEY_REVOKE && ret_sight->at[at].signs;
		ret_sight->count++;
	}
	arena_free(arena);
	return set;
}
