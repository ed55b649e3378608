/* SPDX-License-Identifier: BSD-3-Clause */
/* assessment.h - the judgement on one zone: the object that `forewarn check
 * --json` prints, state.json holds and incidents are folded from. */
#ifndef FOREWARN_INCIDENT_ASSESSMENT_H
#define FOREWARN_INCIDENT_ASSESSMENT_H

#include "base/arena.h"
#include "config/config.h"
#include "diagnose/check.h"
#include "diagnose/disagreement.h"
#include "forecast/impact.h"
#include "observe/links.h"
#include "observe/snapshot.h"

enum verdict {
	VERDICT_OK,
	VERDICT_INFO,
	VERDICT_WARNING,
	VERDICT_CRITICAL,
	VERDICT_UNKNOWN, /* never green */
};
#define VERDICT_COUNT 5

struct assessment_ds {
	uint16_t key_tag;
	uint8_t algorithm, digest_type;
	const char *digest; /* hexadecimal */
	bool matches;	    /* a key that is published */
};

struct assessment_key {
	uint16_t key_tag, flags;
	uint8_t algorithm;
	unsigned bits;	       /* RSA modulus, else 0 */
	bool in_ds;	       /* a DS matches it */
	bool signs_dnskey;     /* a valid RRSIG(DNSKEY) by it was seen */
	unsigned server_count; /* servers that publish it */
};

/* A zone on the way from the root, in few bytes: a portfolio has a million. */
struct assessment_link {
	uint16_t zone_at;     /* the rest of zone_text from there is its name */
	uint8_t state, entry; /* enum link_state, enum link_entry */
	uint16_t servers_asked, servers_answered; /* 0, 0: by nobody but
						   * libunbound */
};

struct attention; /* incident/attention.h */

struct assessment {
	struct arena *arena; /* owns all of it; assessment_free() */
	struct name zone;
	const char *zone_text;
	struct wall checked_at;
	enum verdict verdict;
	enum security security;
	const char *unknown_because; /* with VERDICT_UNKNOWN: why, for people */
	struct wall breaks_at;	     /* past: failing; NEVER: nothing known */
	const char *breaks_because;  /* fault id or NULL */
	struct wall recovers_at;
	size_t finding_count;
	const struct finding *const *findings;
	size_t countdown_count;
	const struct countdown *countdowns;
	size_t ds_count;
	const struct assessment_ds *ds;
	size_t key_count;
	const struct assessment_key *keys;
	size_t link_count;
	const struct assessment_link *links; /* from the root down */
	int first_broken;		     /* of links, or -1 */
	size_t disagreement_count;	     /* of libunbound and ourselves */
	const struct disagreement *disagreements;
	uint32_t serial;     /* greatest seen */
	size_t server_count; /* for the next pulse's plan */
	const struct plan_server *servers;
	struct sighting seen; /* for the history of the zone */
	uint64_t fingerprint; /* of what a pulse can see; differs: survey */
	/* What people do about it; NULL: not known to who judged. */
	const struct attention *attention;
};

/**
 * Judge a survey's snapshot.
 *
 * @param policy  the zone's limits and expectations.
 * @param now     signatures are judged as of then (snapshot->at as a rule).
 * @return NULL without memory; assessment_free() it. It keeps nothing of
 *         @p snapshot.
 */
struct assessment *assessment_new(const struct snapshot *snapshot,
				  const struct zone_policy *policy,
				  struct wall now);
/** The same, knowing what was seen of the zone before. @param history  without
 * this survey; NULL: nothing is remembered. */
struct assessment *assessment_new_remembering(const struct snapshot *snapshot,
					      const struct zone_policy *policy,
					      const struct history *history,
					      struct wall now);
void assessment_free(struct assessment *assessment);

/** How many of its disagreements nothing explains. */
size_t assessment_unexplained(const struct assessment *assessment);

/** An assessment that says only "unknown, because ...". */
struct assessment *assessment_unknown(const struct name *zone,
				      const char *because, struct wall now);

const char *verdict_text(enum verdict verdict); /* "critical" */

/** The worst of two by the contract of exit codes: critical, then unknown,
 * then warning. */
enum verdict verdict_worse(enum verdict a, enum verdict b);

#endif
