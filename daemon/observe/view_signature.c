/* SPDX-License-Identifier: BSD-3-Clause */
/* view_signature.c - what became of each signature: every different one is
 * checked once, and no zone may cost more than a fixed number of checks. */
#include "observe/view_parts.h"

#include <string.h>

/* 256 configured names as two versions of the zone serve them. */
#define CHECKS_MAX 512
#define SLOTS	   1024 /* a power of two, twice the checks */
/* CVE-2023-50387, "KeyTrap": keys that share a tag, and signatures that are
 * wrong, cost a check for each pair of them; right ones behind a right one cost
 * as much. A zone's wrong ones take 16 ms at the most, whatever the algorithm:
 * 160 checks, or 16 with P-384, which is two RRsets; and so do those behind a
 * right one. They are examples enough to tell what is wrong. Of one RRset two algorithms by two
 * providers in a rollover make eight; libunbound gives up after as many. */
#define WASTE_MAX	   160 /* checks of P-256, 0.1 ms each */
#define WRONG_OF_RRSET_MAX 8

/* One that was done. */
struct check_done {
	const struct rrset *set;
	const struct rrsig *sig;
	const struct dnskey *key;
	enum verify result;
};

struct checker {
	const struct view *view;
	size_t count;
	/* As WASTE_MAX, on RRsets without and with a right signature. */
	unsigned wasted[2];
	bool spent;
	struct check_done done[CHECKS_MAX];
	uint16_t slots[SLOTS]; /* 1 + index, or 0 */
};

static bool same_signature(const struct rrsig *a, const struct rrsig *b)
{
	return a->labels == b->labels && a->original_ttl == b->original_ttl &&
	       a->expiration == b->expiration && a->inception == b->inception &&
	       a->signature_len == b->signature_len &&
	       memcmp(a->signature, b->signature, a->signature_len) == 0;
}

/* FNV-1a over the signature's end, which is different for each. Collisions
 * made on purpose gain little: the table is small. */
static size_t slot_of(const struct rrsig *sig, const struct dnskey *key)
{
	uint32_t hash = 2166136261u ^ key->tag;
	size_t len = sig->signature_len;

	for (size_t i = len > 32 ? len - 32 : 0; i < len; i++)
		hash = (hash ^ sig->signature[i]) * 16777619u;
	return (hash ^ hash >> 16) % SLOTS;
}

/* An algorithm that we cannot do costs nothing, nor does a key that is none. */
static bool is_wrong(enum verify result)
{
	return result == VERIFY_BAD;
}

/* What a check takes, against one of P-256: measured with libcrypto 3.0. */
static unsigned cost_of(uint8_t algorithm)
{
	return algorithm == ALG_ECDSAP384 ? 10 : algorithm == ALG_ED448 ? 3 : 1;
}

/* @return false when the budget is spent and the answer is not known yet. */
static bool check(struct checker *c, const struct view_rrset *row,
		  const struct rrsig *sig, const struct dnskey *key,
		  enum verify *ret_result)
{
	const struct rrset *set = row->set;
	size_t slot = slot_of(sig, key);

	for (; c->slots[slot]; slot = (slot + 1) % SLOTS) {
		const struct check_done *done = &c->done[c->slots[slot] - 1];

		/* Keys are the union's, so a pointer is an identity. */
		if (done->key == key && same_signature(done->sig, sig) &&
		    rrset_same_data(done->set, set)) {
			*ret_result = done->result;
			return true;
		}
	}
	if (c->count == CHECKS_MAX || c->wasted[row->usable] >= WASTE_MAX) {
		c->spent = true;
		return false;
	}
	*ret_result = rrsig_verify(set, sig, key);
	if (row->usable || is_wrong(*ret_result))
		c->wasted[row->usable] += cost_of(sig->algorithm);
	c->done[c->count++] = (struct check_done){ set, sig, key, *ret_result };
	c->slots[slot] = (uint16_t)c->count;
	return true;
}

static bool has_expired(const struct rrsig *sig, struct wall now)
{
	/* RFC 4035 5.3.1: valid in its last second, and in its first. */
	return serial_seconds_until(sig->expiration, now) < 0;
}

static enum signature_state state_by_dates(const struct rrsig *sig,
					   struct wall now,
					   enum signature_state otherwise)
{
	if (has_expired(sig, now))
		return SIG_EXPIRED;
	if (serial_seconds_until(sig->inception, now) > 0)
		return SIG_EARLY;
	return otherwise;
}

/* Try every key that the signature may be of.
 * @param wrong  tries of this RRset that came to nothing. */
static enum signature_state judge(struct checker *c,
				  const struct view_rrset *row,
				  struct view_signature *to, unsigned *wrong)
{
	const struct rrsig *sig = to->sig;
	const struct view *view = c->view;
	enum signature_state state =
		has_expired(sig, view->now) ? SIG_EXPIRED : SIG_KEY_MISSING;

	if (!name_equal(&sig->signer, &view->zone))
		return state;
	for (size_t i = 0; i < view->key_count; i++) {
		const struct dnskey *key = &view->keys[i];
		enum verify result;

		if (key->tag != sig->key_tag ||
		    key->algorithm != sig->algorithm)
			continue;
		if (*wrong == WRONG_OF_RRSET_MAX ||
		    !check(c, row, sig, key, &result))
			return SIG_UNCHECKED;
		*wrong += is_wrong(result);
		if (result == VERIFY_OK) {
			to->key = key;
			return state_by_dates(sig, view->now, SIG_VALID);
		}
		/* One key of several that we cannot use may be the right
		 * one, so this outweighs that another did not fit. */
		if (result == VERIFY_UNSUPPORTED)
			state = SIG_UNSUPPORTED;
		else if (state != SIG_UNSUPPORTED)
			state = SIG_INVALID;
	}
	return state;
}

/* Make room for a row's signatures, with their dates.
 * @return false when the arena is full. */
static bool signatures_new(struct view_work *work, struct view_rrset *row,
			   struct view_signature **ret_sigs)
{
	size_t count = row->set ? row->set->sig_count : 0;
	struct view_signature *sigs;
	struct wall now = work->view->now;

	if (!count) {
		*ret_sigs = NULL;
		return true;
	}
	sigs = arena_array(work->arena, count, sizeof(*sigs));
	if (!sigs)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct rrsig *sig = &row->set->sigs[i];

		sigs[i].sig = sig;
		sigs[i].inception = serial_to_wall(sig->inception, now);
		sigs[i].expiration = serial_to_wall(sig->expiration, now);
	}
	row->sigs = *ret_sigs = sigs;
	row->sig_count = count;
	return true;
}

bool view_date_signatures(struct view_work *work, struct view_rrset *row)
{
	struct view_signature *sigs;

	if (!signatures_new(work, row, &sigs))
		return false;
	for (size_t i = 0; i < row->sig_count; i++)
		sigs[i].state = state_by_dates(sigs[i].sig, work->view->now,
					       SIG_UNCHECKED);
	return true;
}

static bool judge_row(struct view_work *work, struct checker *c,
		      struct view_rrset *row)
{
	unsigned wrong = 0;
	struct view_signature *sigs;

	if (!signatures_new(work, row, &sigs))
		return false;
	for (size_t i = 0; i < row->sig_count; i++) {
		sigs[i].state = judge(c, row, &sigs[i], &wrong);
		if (sigs[i].state != SIG_VALID)
			continue;
		row->good_until = row->usable ? wall_max(row->good_until,
							 sigs[i].expiration)
					      : sigs[i].expiration;
		row->usable = true;
	}
	row->gave_up = !row->usable && wrong == WRONG_OF_RRSET_MAX;
	return true;
}

/* The keys' own RRsets come first: without them nothing else counts. */
static bool judge_rows(struct view_work *work, struct checker *c, bool keys)
{
	for (size_t i = 0; i < work->view->server_count; i++)
		for (size_t k = 0; k < work->rows[i].count; k++) {
			struct view_rrset *row = &work->rows[i].at[k];

			if ((row->type == TYPE_DNSKEY) == keys &&
			    !judge_row(work, c, row))
				return false;
		}
	return true;
}

bool view_check_signatures(struct view_work *work)
{
	struct checker *c = arena_alloc(work->arena, sizeof(*c));

	if (!c)
		return false;
	c->view = work->view;
	if (!judge_rows(work, c, true) || !judge_rows(work, c, false))
		return false;
	work->view->budget_spent = c->spent;
	work->view->verified_count = (unsigned)c->count;
	return true;
}
