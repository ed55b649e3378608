/* SPDX-License-Identifier: BSD-3-Clause */
/* skew.h - is our own clock right? Signatures of zones that have nothing to do
 * with each other say between which moments the true time lies: after the
 * latest inception, before the latest expiration of each signer.
 *
 * One signer's clock may be wrong, so two must agree, and a third of all; the
 * bound is the one that the second of them supports. Pure. */
#ifndef FOREWARN_INCIDENT_SKEW_H
#define FOREWARN_INCIDENT_SKEW_H

#include "base/text.h"
#include "base/time.h"
#include "observe/snapshot.h"

/* The canaries and the TLDs of most portfolios. */
#define SKEW_WITNESSES_MAX 64
/* What was seen longer ago says nothing of now. */
#define SKEW_WITNESS_AGE_S 7200

struct skew_witness {
	struct name signer;
	struct wall seen_at;
	struct wall inception, expiration; /* the latest of its signatures */
};

/* All zero: nobody was heard yet. */
struct skew_witnesses {
	size_t count;
	struct skew_witness at[SKEW_WITNESSES_MAX];
};

/**
 * Hear the signers of what libunbound was given in @p snapshot.
 *
 * @param above  only signers that are above this zone are heard, since a
 *               portfolio may share one signer; NULL: all.
 */
void skew_hear(struct skew_witnesses *witnesses,
	       const struct snapshot *snapshot, const struct name *above,
	       struct wall now);

/** Forget everybody: the clock was set. */
void skew_forget(struct skew_witnesses *witnesses);

struct skew {
	bool wrong;
	/* The least by which our clock is wrong: positive, it is ahead;
	 * negative, behind. */
	int64_t at_least_s;
	size_t against, heard; /* witnesses */
};

/** Judge our clock @p now by whom was heard in the last two hours. */
struct skew skew_judge(const struct skew_witnesses *witnesses, struct wall now);

/** "our clock is at least 3h 10m behind". */
void skew_summary(const struct skew *skew, struct text *out);
/** A line for each witness against it, eight at most, and our own time. */
void skew_evidence(const struct skew_witnesses *witnesses,
		   const struct skew *skew, struct wall now, struct text *out);

#endif
