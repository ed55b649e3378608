/* SPDX-License-Identifier: BSD-3-Clause */
/* selfcheck.h - the monitor's own faults as an assessment, so that they are
 * confirmed, told and ended by the same rules as those of any zone. */
#ifndef FOREWARN_INCIDENT_SELFCHECK_H
#define FOREWARN_INCIDENT_SELFCHECK_H

#include "incident/assessment.h"

/* The owner of these incidents; no zone's name ends without a dot. */
#define SELF_OWNER "monitor"

struct self_fault {
	const char *id; /* "monitor-network-down" */
	enum severity severity;
	const char *subject; /* "our own network" */
	const char *summary;
	const char *evidence; /* lines, or NULL */
	const char *fix;      /* lines, or NULL */
	struct wall since;    /* WALL_NEVER: not known */
};

/** @return an assessment of SELF_OWNER with these findings; ok without any.
 * NULL without memory; assessment_free() it. */
struct assessment *selfcheck_assess(const struct self_fault *faults,
				    size_t count, struct wall now);

#endif
