/* SPDX-License-Identifier: BSD-3-Clause */
/* canaries.h - what a pass over names whose state is known beforehand says of
 * ourselves: may our judgement on zones be trusted?
 *
 *	           a pass finds a doubt       so does the next
 *	   well --------------------> doubtful ----------------> distrust
 *	    ^                            |                          |
 *	    '------- a pass finds none --'--------------------------'
 *
 * In doubt no zone is judged; in distrust zones are unknown, because of it.
 * Pure. */
#ifndef FOREWARN_INCIDENT_CANARIES_H
#define FOREWARN_INCIDENT_CANARIES_H

#include "config/config.h"
#include "observe/snapshot.h"

/* Two passes running, so that one lost packet is no alarm. */
#define DISTRUST_PASSES 2

enum canary_state {
	CANARY_UNMEASURED, /* the pass did not come to it */
	CANARY_SILENT,	   /* nobody answers, not even without validation */
	CANARY_FAILS,	   /* there is an answer, and none for validators */
	CANARY_IS_BOGUS,
	CANARY_IS_INSECURE,
	CANARY_IS_SECURE,
};

struct canary {
	enum canary_kind kind;
	struct name name;
	enum canary_state state;
	bool gone; /* it does not exist: RFC 2308, NXDOMAIN */
};

/* All kinds, and the root. */
#define CANARIES_ALL_MAX (CANARY_KIND_COUNT * CANARIES_MAX + 1)

struct canaries {
	size_t count;
	struct canary at[CANARIES_ALL_MAX];
};

/** List what a pass shall ask for: SOA of each. The root is a good one unless
 * there are no good ones: somebody has turned canaries off. */
void canaries_list(const struct canary_list lists[CANARY_KIND_COUNT],
		   struct canaries *ret_canaries);

/** Fill in what @p snapshot, of a canary pass, saw of each. */
void canaries_read(struct canaries *canaries, const struct snapshot *snapshot);

/** Whether it is in another state than it was picked for; no longer measured
 * is no such. Alone it is the canary's own trouble: shown, not told. */
bool canary_is_odd(const struct canary *canary);

enum distrust {
	DISTRUST_NOTHING,
	DISTRUST_NETWORK,   /* no good canary answers */
	DISTRUST_CLOCK,	    /* signatures of unrelated zones disagree with it */
	DISTRUST_ANCHOR,    /* no good canary is secure */
	DISTRUST_VALIDATOR, /* what must fail resolves */
};

/**
 * Judge a pass.
 *
 * One good canary that is as meant is enough: what is broken for others is
 * their own trouble. A single bad one that resolves was mended by its owner.
 *
 * @param clock_is_wrong  what skew_judge() found; explains why nothing is
 *                        secure, but not why nothing answers.
 */
enum distrust canaries_judge(const struct canaries *canaries,
			     bool clock_is_wrong);

struct trust {
	enum distrust in_force; /* zones are unknown because of it */
	enum distrust seen;	/* by the last pass */
	unsigned passes;	/* running that saw the same */
};

/** Take in what the next pass saw. @return whether in_force is another now. */
bool trust_step(struct trust *trust, enum distrust seen);

/** Whether what waits may be judged: nothing is in doubt, or for certain. */
bool trust_is_settled(const struct trust *trust);

/** Why zones are unknown, for people; NULL for DISTRUST_NOTHING. */
const char *distrust_text(enum distrust distrust);

const char *canary_kind_text(enum canary_kind kind);	/* "bad" */
const char *canary_state_text(enum canary_state state); /* "insecure" */

#endif
