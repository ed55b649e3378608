/* SPDX-License-Identifier: BSD-3-Clause */
/* denials.h - what the zone's servers deny, and with which proof: worked out
 * once, for the checks that hold it against itself and against what exists. */
#ifndef FOREWARN_DIAGNOSE_DENIALS_H
#define FOREWARN_DIAGNOSE_DENIALS_H

#include "diagnose/check.h"
#include "dns/denial.h"

enum denied_claim {
	CLAIM_NXDOMAIN,
	CLAIM_NODATA,
	CLAIM_WILDCARD, /* an answer from one: the name itself is denied */
};

/* One denial in one answer of a server that serves a signed zone. */
struct denied {
	const struct view_server *server;
	const struct view_rrset *rows; /* of the answer, the asked one first */
	size_t row_count;
	enum denied_claim claim;
	const struct name *name; /* at the end of an alias chain */
	uint16_t type;
	enum proof proof;
	bool has_stray;	  /* a record says nothing of what is denied */
	bool nsec, nsec3; /* which kinds of records it has */
	bool compact;	  /* an NSEC made for the name itself, RFC 9824 */
	bool nxname;	  /* which says that there is no such name */
};

/* An NSEC or NSEC3 signed by the zone; each once for a serial. */
struct denial_record {
	const struct view_server *server;
	const struct view_rrset *rrset;
	bool is_nsec3;
	union {
		struct nsec nsec;
		struct nsec3 nsec3;
	} u;
};

/* More different ones in a survey are an attack, or a signer that makes them
 * as it answers: those that are seen first will do. */
#define DENIAL_SEEN_MAX 128

struct denials {
	size_t count;
	const struct denied *at; /* by server, in the order of answers */
	size_t record_count;
	const struct denial_record *records;
	struct nsec3_hasher *hasher; /* with what is left of the budget */
};

/** Collect them. A server that serves the zone unsigned is left out: that has
 * a name of its own. @return NULL when the arena is full. */
const struct denials *denials_new(struct arena *arena, const struct view *view);

/** Whether validators refuse it. */
bool denied_fails(const struct denied *denied);

/** Whether the server has denied just the same before: over UDP. */
bool denied_repeats(const struct denials *denials, const struct denied *denied);

/** Which denials one finding is about. */
typedef bool denied_test(const struct denied *denied);

/** The first that is meant, or NULL. */
const struct denied *denials_first(const struct denials *denials,
				   denied_test *is_meant);

/** "NXDOMAIN for x.example. A", "no data for ...", "... from a wildcard". */
const char *denied_text(struct diagnosis *d, const struct denied *denied);

/** What is wrong with the proof, in words. */
const char *proof_text(enum proof proof);

/** The bitmap of @p record. */
const struct type_bitmap *denial_types(const struct denial_record *record);

/** Whether the record's owner is @p name. */
bool denial_record_matches(const struct denials *denials,
			   const struct denial_record *record,
			   const struct name *name);

/** Whether it denies that there is any such name. */
bool denial_record_covers(const struct denials *denials,
			  const struct denial_record *record,
			  const struct name *name);

/** Whether both serve the same version of the zone. */
bool denial_same_version(const struct view_server *a,
			 const struct view_server *b);

/** "www.example. NSEC example. A RRSIG NSEC @ ns1...": for evidence. */
const char *denial_record_text(struct diagnosis *d,
			       const struct view_server *server,
			       const struct view_rrset *rrset);

/** Evidence: a denial, and the records that it came with. */
void denied_show(struct diagnosis *d, struct finding *f,
		 const struct denied *denied);

/** Show all that are meant, and for each server the question that shows its
 * first to be mended. */
void denials_show(struct diagnosis *d, struct finding *f,
		  denied_test *is_meant);

#endif
