/* SPDX-License-Identifier: BSD-3-Clause */
/* aliases.h - where the aliases that the zone's servers answer with lead. */
#ifndef FOREWARN_DIAGNOSE_ALIASES_H
#define FOREWARN_DIAGNOSE_ALIASES_H

#include "diagnose/check.h"

/* As long a chain of aliases as resolvers follow: BIND and Unbound stop after
 * 11. */
#define ALIASES_MAX 11

/** Whether the aliases from @p name are a ring, or more than resolvers follow;
 * false where they leave the zone. */
bool aliases_never_end(const struct diagnosis *d, const struct name *name);

/** Evidence: each link from @p name, once around a ring. */
void aliases_show(struct diagnosis *d, struct finding *f,
		  const struct name *name);

#endif
