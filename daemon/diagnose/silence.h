/* SPDX-License-Identifier: BSD-3-Clause */
/* silence.h - which servers of a zone answer, by address family. */
#ifndef FOREWARN_DIAGNOSE_SILENCE_H
#define FOREWARN_DIAGNOSE_SILENCE_H

#include "diagnose/check.h"

struct silent_count {
	size_t silent,
		answering; /* addresses; those not measured are in none */
};

/** @param hidden  count hidden servers, too: users do not ask them. */
struct silent_count silence_count(const struct view *view, bool hidden);

/** Evidence by family and server, and a question for each silent one; they are
 * the cause. */
void silence_show(struct diagnosis *d, struct finding *f);

#endif
