/* SPDX-License-Identifier: BSD-3-Clause */
/* decision.h - who is at fault, from what the vantage points say together: the
 * zone's servers, resolution without checking (cd), our validator, and the
 * resolvers of others.
 *
 * A table of patterns, read from the top. It says where to look, and is the
 * evidence of checks that know no more; it names no cause. */
#ifndef FOREWARN_DIAGNOSE_DECISION_H
#define FOREWARN_DIAGNOSE_DECISION_H

#include "diagnose/check.h"

enum authority_says { /* our own checks of what the zone's servers serve */
		      AUTHORITY_UNKNOWN, /* none could be asked */
		      AUTHORITY_GOOD,	 /* every one that answers */
		      AUTHORITY_MIXED,	 /* some serve what fails */
		      AUTHORITY_BAD,	 /* all of them do */
		      AUTHORITY_SILENT,	 /* none answers */
};
#define AUTHORITY_SAYS_COUNT 5

enum cd_says {
	CD_UNKNOWN,
	CD_ANSWERS,
	CD_FAILS, /* SERVFAIL, although nothing was checked */
};
#define CD_SAYS_COUNT 3

enum validator_says {
	VALIDATOR_UNKNOWN,
	VALIDATOR_ACCEPTS, /* secure or insecure: users get answers */
	VALIDATOR_BOGUS,
	VALIDATOR_SERVFAIL, /* no usable answer at all */
};
#define VALIDATOR_SAYS_COUNT 4

enum resolvers_say {
	RESOLVERS_UNKNOWN, /* none was asked, or none answered */
	RESOLVERS_ANSWER,
	RESOLVERS_SPLIT,
	RESOLVERS_FAIL,
};
#define RESOLVERS_SAY_COUNT 4

struct decision_facts {
	enum authority_says authority;
	enum cd_says cd;
	enum validator_says validator;
	enum resolvers_say resolvers;
};

enum culprit {
	CULPRIT_NOBODY,
	CULPRIT_ZONE,	    /* its records, or its DS at the parent */
	CULPRIT_SERVERS,    /* the zone's servers, or the way to them */
	CULPRIT_DELEGATION, /* how resolvers find the servers */
	CULPRIT_ABOVE,	    /* a zone above */
	CULPRIT_RESOLVER,   /* those that fail */
	CULPRIT_OURSELVES,  /* our validator or our network */
	CULPRIT_UNKNOWN,
};

struct decision {
	/* Bits, 1 << value, of what each may say. */
	unsigned authority, cd, validator, resolvers;
	enum culprit culprit;
	const char *sentence; /* for people, without a full stop */
};

extern const struct decision decisions[]; /* ends without a sentence */

/** The first row that fits; there is one for whatever the facts are. */
const struct decision *decision_of(const struct decision_facts *facts);

/** What each vantage point says in the view of @p d. */
struct decision_facts decision_facts(const struct diagnosis *d);

/** Add what the table says to the evidence. */
void decision_show(struct diagnosis *d, struct finding *f);

#endif
