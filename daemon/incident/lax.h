/* SPDX-License-Identifier: BSD-3-Clause */
/* lax.h - which of the configured resolvers do not validate? They are asked for
 * names that are signed wrongly on purpose: one that answers those, as it does
 * good ones, gives its users whatever a forger says, and its view of a zone's
 * health is worth nothing. So that is known before any zone fails.
 *
 *	            two rounds running say so
 *	validating ---------------------------> lax
 *	     ^                                   |
 *	     '----------- two say not -----------'
 *
 * A resolver that does not answer, or not the good names either, says nothing:
 * it stays what it was. One that marks any of them as authentic validates; what
 * it gives of a bad name is then an old cache, or an exception of its operator
 * (RFC 7646). Pure. */
#ifndef FOREWARN_INCIDENT_LAX_H
#define FOREWARN_INCIDENT_LAX_H

#include "base/text.h"
#include "incident/canaries.h"
#include "observe/plan.h"

#define LAX_ROUNDS 2
/* Names of a round, bad and good: no burden on who serves others as well. */
#define LAX_QUESTIONS_MAX 8

struct lax_resolver {
	struct address address;
	bool is_lax;
	unsigned contrary; /* rounds running that say otherwise */
};

/* All zero: none is known. */
struct lax {
	size_t count;
	struct lax_resolver at[PLAN_RESOLVERS_MAX];
};

/** Know these and no others; what is known of those that stay is kept. */
void lax_configure(struct lax *lax, const struct address *resolvers,
		   size_t count);

/** What to ask of them: SOA of bad names that our own validator refuses, and of
 * good ones that it accepts. @return the count; 0: nothing would be shown. */
size_t lax_questions(const struct canaries *canaries,
		     struct plan_question ret[LAX_QUESTIONS_MAX]);

/** Take in a round. @param canaries  as of lax_questions(). */
void lax_see(struct lax *lax, const struct snapshot *snapshot,
	     const struct canaries *canaries);

/** Whether some resolver has to be asked again to be sure. */
bool lax_is_unsure(const struct lax *lax);

/** Those that do not validate, "192.0.2.54, 192.0.2.55"; "": none. */
void lax_subject(const struct lax *lax, struct text *out);
/** After a restart: those that @p subject named do not. */
void lax_restore(struct lax *lax, const char *subject);
/** How many do not validate, and who. */
void lax_summary(const struct lax *lax, struct text *out);
/** A line for each, with what to ask it. */
void lax_evidence(const struct lax *lax, const struct canaries *canaries,
		  struct text *out);

#endif
