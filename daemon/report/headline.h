/* SPDX-License-Identifier: BSD-3-Clause */
/* headline.h - what an announcement is about, shared by all its forms. */
#ifndef FOREWARN_REPORT_HEADLINE_H
#define FOREWARN_REPORT_HEADLINE_H

#include "incident/incident.h"

struct headline_cause {
	const char *id, *subject, *summary; /* NULL where not known */
	enum finding_kind kind;
	struct wall deadline; /* WALL_NEVER: not known */
};

/**
 * The fault to name first: the worst finding of the assessment that is part
 * of the incident; else the worst fault that the incident remembers.
 *
 * @param ret_cause  points into @p announcement.
 * @return false where there is neither.
 */
bool headline_cause(const struct announcement *announcement,
		    struct headline_cause *ret_cause);

#endif
