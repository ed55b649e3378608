/* SPDX-License-Identifier: BSD-3-Clause */
/* resolvers.h - what a zone's resolvers of others did, and which check tells
 * of it: each resolver's behaviour has one name at most.
 *
 *	fails while all else is good:
 *		holds an old set		resolver-stale-cache
 *		says so, or a rare DS		resolver-unsupported-algorithm
 *		fails on the root as well,
 *		or alone of three or more	resolver-specific-failure
 *		else				resolver-disagreement
 *	answers:
 *		says that it is stale		resolver-serve-stale-masking
 *		what is bogus, as authentic	resolver-disagreement
 *		what is bogus, the root secure	resolver-nta-suspected
 *		what is bogus, the root not	resolver-not-validating
 *		what is secure as insecure, the
 *		root secure			resolver-nta-suspected, or
 *						resolver-unsupported-algorithm
 *
 * What an old but good cache explains is nobody's fault and has no name. */
#ifndef FOREWARN_DIAGNOSE_RESOLVERS_H
#define FOREWARN_DIAGNOSE_RESOLVERS_H

#include "diagnose/check.h"

enum resolver_case {
	RESOLVER_FINE, /* or nothing follows from what it did */
	RESOLVER_STALE,
	RESOLVER_UNSUPPORTED,
	RESOLVER_SPECIFIC,
	RESOLVER_DISAGREES,
	RESOLVER_SERVES_STALE,
	RESOLVER_EXCEPTS,
	RESOLVER_DOES_NOT_VALIDATE,
};

struct resolver_cases {
	const enum resolver_case *at; /* as in view->resolvers */
};

/** Work them out, once for all checks. @return NULL when the arena is full. */
const struct resolver_cases *resolver_cases_new(const struct diagnosis *d);

/** The first question about the zone that it fails on, or NULL. */
const struct view_lookup *resolver_failing(
	const struct view *view, const struct view_resolver *resolver);

/** Whether it answers any question about the zone. */
bool resolver_answers(const struct view *view,
		      const struct view_resolver *resolver);

/** A DNSKEY or DS set that no server has (any more), or an RRset with no
 * signature in its dates, in what it holds; or NULL. */
const struct view_rrset *resolver_old(const struct view *view,
				      const struct view_resolver *resolver);

/** Whether it said so of any answer about the zone, RFC 8914. */
bool resolver_said(const struct view *view,
		   const struct view_resolver *resolver, uint16_t ede);

typedef void resolver_tell(struct diagnosis *d, struct finding *f,
			   const struct view_resolver *resolver);

/**
 * Add a finding for each resolver of case @p which, with evidence and a
 * command.
 *
 * @param tell  sets the summary and the fix.
 */
void resolvers_find(struct diagnosis *d, enum resolver_case which,
		    enum severity severity, resolver_tell *tell);

/** Let one incident collect all zones that it fails. */
void resolver_blame(struct diagnosis *d, struct finding *f,
		    const struct view_resolver *resolver);

/** "www.example. A", the first question that it fails on. */
const char *resolver_failing_text(struct diagnosis *d,
				  const struct view_resolver *resolver);

#endif
