/* SPDX-License-Identifier: BSD-3-Clause */
/* attention.h - what people do about the trouble of a zone: who looks after
 * it, and what they said need not be told. It is shown beside the judgement
 * and never changes it. Pure. */
#ifndef FOREWARN_INCIDENT_ATTENTION_H
#define FOREWARN_INCIDENT_ATTENTION_H

#include "incident/incident.h"

struct attention {
	/* Open, the zone's own where it has one; NULL: none is. */
	const struct incident *incident;
	/* Of each finding of the assessment; NULL where it is told. */
	const struct silence *silences[FINDINGS_MAX];
};

/** What is done about the trouble of @p assessment. @p ret borrows the rest. */
void attention_find(const struct assessment *assessment,
		    const struct incident *incident,
		    const struct silence *silences, size_t count,
		    struct wall now, struct attention *ret);

/** The silence that ends first of a zone of which nothing is told; NULL where
 * something is. */
const struct silence *attention_silence(const struct attention *attention,
					const struct assessment *assessment);

#endif
