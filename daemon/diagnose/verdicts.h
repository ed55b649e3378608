/* SPDX-License-Identifier: BSD-3-Clause */
/* verdicts.h - what the validator said, asked in the order of the chain. */
#ifndef FOREWARN_DIAGNOSE_VERDICTS_H
#define FOREWARN_DIAGNOSE_VERDICTS_H

#include "diagnose/check.h"

typedef bool verdict_test(const struct view_verdict *verdict);

verdict_test verdict_is_bogus;
/** Measured, and no answer: SERVFAIL. */
verdict_test verdict_is_servfail;

/** The first verdict on the SOA of a name above the zone, from the root down,
 * that @p test holds of; or NULL. */
const struct view_verdict *verdict_first_ancestor(const struct view *view,
						  verdict_test *test);

/** The apex, as text, of the zone that a verdict on the chain is about: that
 * of the SOA in its answer, since not every name above is a zone; the parent
 * for the zone's own DS. */
const char *verdict_blame(struct diagnosis *d,
			  const struct view_verdict *verdict);

/** The measured verdict on this very question, or NULL. */
const struct view_verdict *verdict_find(const struct view *view,
					const struct name *name, uint16_t type);

/** Whether the validator got an answer from the zone itself, right or wrong:
 * then some server of it is there. */
bool verdict_zone_answers(const struct view *view);

/** Whether anything outside of the zone answered: then our own network is well
 * enough for silence to mean something. */
bool verdict_network_works(const struct view *view);

/** Whether we ask it for our own sake: a name or a type that is not there. */
bool verdict_is_probe(const struct view_verdict *verdict);

#endif
