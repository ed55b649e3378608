/* SPDX-License-Identifier: BSD-3-Clause */
/* root_keys.h - the key-signing keys of the root over the years, as a resolver
 * that follows RFC 5011 sees them, held against the trust anchors that we
 * were given: a warning long before a roll of the root makes all bogus.
 *
 * RFC 5011 4, for each key:
 *
 *	        new               30 days, still there
 *	start -------> AddPend ------------------------> Valid <----.
 *	  ^              |                               | | gone   | back
 *	  '--------------'                               | '---> Missing
 *	   gone, or revoked                      revoked |         |
 *	                         Removed <---- Revoked <-+---------'
 *	                                30 days
 *
 * A key of the anchor file is valid from the first. A set counts only when a
 * trusted key signs it. Pure. */
#ifndef FOREWARN_INCIDENT_ROOT_KEYS_H
#define FOREWARN_INCIDENT_ROOT_KEYS_H

#include "base/arena.h"
#include "base/text.h"
#include "diagnose/check.h"
#include "dns/anchor.h"
#include "observe/snapshot.h"

/* RFC 5011 2.4.1 and 2.4.2. */
#define ROOT_KEY_HOLD_DOWN_S (30 * 86400)
/* Three in a roll; removed ones give way to new ones. */
#define ROOT_KEYS_MAX 16
/* RFC 8509 has a digest as well: the identity of a key. */
#define ROOT_KEY_DIGEST_SIZE 32

enum root_key_state { /* numbers are in memory.db */
		      ROOT_KEY_ADD_PEND,
		      ROOT_KEY_VALID,
		      ROOT_KEY_MISSING,
		      ROOT_KEY_REVOKED,
		      ROOT_KEY_REMOVED,
};
#define ROOT_KEY_STATE_COUNT 5

struct root_key {
	/* Of the SHA-256 DS of the key, the REVOKE bit clear. */
	uint8_t digest[ROOT_KEY_DIGEST_SIZE];
	uint16_t tag;
	uint8_t algorithm;
	enum root_key_state state;
	struct wall since;	/* of the state */
	struct wall first_seen; /* by us */
	bool in_file;		/* a trust anchor, as of the last look */
};

/* All zero: the root was never seen. */
struct root_keys {
	size_t count;
	struct root_key at[ROOT_KEYS_MAX];
	struct wall signed_at;	 /* one of the anchors last signed the set */
	unsigned unsigned_looks; /* running, at which none did */
};

/* One look at the root's DNSKEY set. */
struct root_sight {
	size_t count;
	struct {
		uint8_t digest[ROOT_KEY_DIGEST_SIZE];
		uint16_t tag; /* the REVOKE bit clear */
		uint8_t algorithm;
		bool revoked; /* says so, and signs the set itself */
		bool signs;   /* made a valid signature over the set */
		bool in_file;
	} at[ROOT_KEYS_MAX];
};

/**
 * Read the look that a canary pass has taken.
 *
 * Keys with the SEP bit count (RFC 5011 7), and those of the anchors.
 *
 * @return false: it has no DNSKEY set of the root.
 */
bool root_sight_read(const struct snapshot *snapshot,
		     const struct anchor *anchors, size_t anchor_count,
		     struct root_sight *ret_sight);

/** Take a look in. @return whether something is to be written down. */
bool root_keys_see(struct root_keys *keys, const struct root_sight *sight,
		   struct wall now);

/**
 * Judge the anchors.
 *
 * Warning: the root has a key that they lack. Critical: at two looks running
 * none of them signed the root's keys, as they are revoked, gone or retired.
 *
 * @param ret_summary   one line, nothing where all is well.
 * @param ret_evidence  a line a key, always.
 */
enum severity root_keys_judge(const struct root_keys *keys,
			      struct text *ret_summary,
			      struct text *ret_evidence);

const char *root_key_state_text(enum root_key_state state); /* "Valid" */

#endif
