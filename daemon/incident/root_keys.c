/* SPDX-License-Identifier: BSD-3-Clause */
/* root_keys.c - RFC 5011 over the root's keys, and what it means for us. */
#include "incident/root_keys.h"

#include <string.h>

/* One look may have met a server that lies. */
#define UNSIGNED_LOOKS 2

const char *root_key_state_text(enum root_key_state state)
{
	static const char *const words[ROOT_KEY_STATE_COUNT] = {
		[ROOT_KEY_ADD_PEND] = "AddPend", [ROOT_KEY_VALID] = "Valid",
		[ROOT_KEY_MISSING] = "Missing",	 [ROOT_KEY_REVOKED] = "Revoked",
		[ROOT_KEY_REMOVED] = "Removed",
	};

	return words[state];
}

static struct root_key *find(struct root_keys *keys, const uint8_t *digest)
{
	for (size_t i = 0; i < keys->count; i++)
		if (memcmp(keys->at[i].digest, digest, ROOT_KEY_DIGEST_SIZE) ==
		    0)
			return &keys->at[i];
	return NULL;
}

static bool is_in(const struct root_sight *sight, const struct root_key *key)
{
	for (size_t i = 0; i < sight->count; i++)
		if (memcmp(sight->at[i].digest, key->digest,
			   ROOT_KEY_DIGEST_SIZE) == 0)
			return true;
	return false;
}

static void forget(struct root_keys *keys, struct root_key *key)
{
	*key = keys->at[--keys->count];
}

/* A removed key gives way; without one there is no room. */
static struct root_key *room(struct root_keys *keys)
{
	if (keys->count < ROOT_KEYS_MAX)
		return &keys->at[keys->count++];
	for (size_t i = 0; i < keys->count; i++)
		if (keys->at[i].state == ROOT_KEY_REMOVED)
			return &keys->at[i];
	return NULL;
}

static void enter(struct root_key *key, enum root_key_state state,
		  struct wall now)
{
	key->state = state;
	key->since = now;
}

static bool is_trusted(const struct root_key *key)
{
	return key &&
	       (key->state == ROOT_KEY_VALID || key->state == ROOT_KEY_MISSING);
}

/* RFC 5011 2.2: only keys that are trusted already vouch for a set. */
static bool is_vouched_for(struct root_keys *keys,
			   const struct root_sight *sight)
{
	for (size_t i = 0; i < sight->count; i++)
		if (sight->at[i].signs && !sight->at[i].revoked &&
		    (sight->at[i].in_file ||
		     is_trusted(find(keys, sight->at[i].digest))))
			return true;
	return false;
}

/* NewKey. A key that is new and revoked was never ours. */
static bool add(struct root_keys *keys, const struct root_sight *sight,
		size_t index, struct wall now)
{
	bool in_file = sight->at[index].in_file;
	struct root_key *key = NULL;

	if (!sight->at[index].revoked || in_file)
		key = room(keys);
	if (!key)
		return false;
	*key = (struct root_key){ .tag = sight->at[index].tag,
				  .algorithm = sight->at[index].algorithm,
				  .first_seen = now,
				  .in_file = in_file };
	memcpy(key->digest, sight->at[index].digest, sizeof(key->digest));
	enter(key,
	      sight->at[index].revoked ? ROOT_KEY_REVOKED
	      : in_file		       ? ROOT_KEY_VALID
				       : ROOT_KEY_ADD_PEND,
	      now);
	return true;
}

/* RevBit. @return whether it changed. */
static bool revoke(struct root_keys *keys, struct root_key *key,
		   struct wall now)
{
	switch (key->state) {
	case ROOT_KEY_ADD_PEND: /* to Start */
		forget(keys, key);
		return true;
	case ROOT_KEY_VALID:
	case ROOT_KEY_MISSING:
		enter(key, ROOT_KEY_REVOKED, now);
		return true;
	case ROOT_KEY_REVOKED:
	case ROOT_KEY_REMOVED:
		break;
	}
	return false;
}

/* KeyPres and AddTime: the hold-down is over when it was seen after it. */
static bool present(struct root_key *key, bool in_file, struct wall now)
{
	bool held = wall_diff(key->since, now) >= ROOT_KEY_HOLD_DOWN_S;

	key->in_file = in_file;
	if (key->state != ROOT_KEY_MISSING &&
	    (key->state != ROOT_KEY_ADD_PEND || (!held && !in_file)))
		return false;
	enter(key, ROOT_KEY_VALID, now);
	return true;
}

/* KeyRem and RemTime. @return whether it changed; it may be gone then. */
static bool absent(struct root_keys *keys, struct root_key *key,
		   struct wall now)
{
	if (key->state == ROOT_KEY_ADD_PEND) {
		forget(keys, key);
		return true;
	}
	if (key->state == ROOT_KEY_VALID) {
		enter(key, ROOT_KEY_MISSING, now);
		return true;
	}
	return false;
}

static bool remove_in_time(struct root_keys *keys, struct wall now)
{
	bool changed = false;

	for (size_t i = 0; i < keys->count; i++) {
		struct root_key *key = &keys->at[i];

		if (key->state != ROOT_KEY_REVOKED ||
		    wall_diff(key->since, now) < ROOT_KEY_HOLD_DOWN_S)
			continue;
		enter(key, ROOT_KEY_REMOVED, now);
		changed = true;
	}
	return changed;
}

/* What our anchors, and they alone, are good for. */
static void note_signers(struct root_keys *keys, const struct root_sight *sight,
			 struct wall now)
{
	for (size_t i = 0; i < sight->count; i++)
		if (sight->at[i].signs && sight->at[i].in_file &&
		    !sight->at[i].revoked) {
			keys->signed_at = now;
			keys->unsigned_looks = 0;
			return;
		}
	if (keys->unsigned_looks < UNSIGNED_LOOKS)
		keys->unsigned_looks++;
}

bool root_keys_see(struct root_keys *keys, const struct root_sight *sight,
		   struct wall now)
{
	bool changed = false;

	note_signers(keys, sight, now);
	if (!is_vouched_for(keys, sight))
		return false;
	for (size_t i = keys->count; i > 0; i--)
		if (!is_in(sight, &keys->at[i - 1]))
			changed |= absent(keys, &keys->at[i - 1], now);
	for (size_t i = 0; i < sight->count; i++) {
		struct root_key *key = find(keys, sight->at[i].digest);

		if (!key)
			changed |= add(keys, sight, i, now);
		else if (sight->at[i].revoked)
			changed |= revoke(keys, key, now);
		else
			changed |= present(key, sight->at[i].in_file, now);
	}
	return remove_in_time(keys, now) || changed;
}

/* A key that resolvers trust, or will, and we do not. */
static const struct root_key *lacking(const struct root_keys *keys)
{
	for (size_t i = 0; i < keys->count; i++) {
		const struct root_key *key = &keys->at[i];

		if (!key->in_file && (key->state == ROOT_KEY_ADD_PEND ||
				      key->state == ROOT_KEY_VALID))
			return key;
	}
	return NULL;
}

static void put_lacking(const struct root_key *key, struct text *out)
{
	bool waits = key->state == ROOT_KEY_ADD_PEND;
	struct wall taken =
		waits ? wall_add(key->since, ROOT_KEY_HOLD_DOWN_S) : key->since;
	char seen[WALL_TEXT_SIZE], when[WALL_TEXT_SIZE];

	text_printf(out,
		    "the root publishes a new key-signing key %u, seen since "
		    "%.10s, that trust_anchor_file does not have; validators "
		    "%s it from %.10s",
		    key->tag, wall_format(key->first_seen, seen),
		    waits ? "take" : "took", wall_format(taken, when));
}

static void put_key(const struct root_key *key, struct text *out)
{
	char since[WALL_TEXT_SIZE], taken[WALL_TEXT_SIZE];

	text_printf(out, "key %u: %s since %.10s, %s trust_anchor_file",
		    key->tag, root_key_state_text(key->state),
		    wall_format(key->since, since),
		    key->in_file ? "in" : "not in");
	if (key->state == ROOT_KEY_ADD_PEND)
		text_printf(
			out, ", Valid from %.10s",
			wall_format(wall_add(key->since, ROOT_KEY_HOLD_DOWN_S),
				    taken));
	text_put(out, "\n");
}

enum severity root_keys_judge(const struct root_keys *keys,
			      struct text *ret_summary,
			      struct text *ret_evidence)
{
	const struct root_key *key = lacking(keys);
	char at[WALL_TEXT_SIZE];

	for (size_t i = 0; i < keys->count; i++)
		put_key(&keys->at[i], ret_evidence);
	if (keys->unsigned_looks >= UNSIGNED_LOOKS) {
		text_put(ret_summary, "no key of trust_anchor_file signs the "
				      "root's keys any more");
		if (keys->signed_at.s)
			text_printf(ret_summary, ", since %.10s",
				    wall_format(keys->signed_at, at));
		return SEVERITY_CRITICAL;
	}
	if (!key)
		return SEVERITY_OK;
	put_lacking(key, ret_summary);
	return SEVERITY_WARNING;
}
