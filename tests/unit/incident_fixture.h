/* SPDX-License-Identifier: BSD-3-Clause */
/* incident_fixture.h - one look at one zone, in a line, folded into a book. */
#ifndef FOREWARN_TESTS_INCIDENT_FIXTURE_H
#define FOREWARN_TESTS_INCIDENT_FIXTURE_H

#include "unit.h"

#include "incident/incident.h"

#define CONFIRM_PASSES 3

/* A pass over `zone`: up to three faults, "id" a warning, "ID!" a critical,
 * "ID!owner." blamed on another, "ID!@server 1" by these servers. NULL: well.
 * "?": not measured. */
struct look {
	const char *faults[3];
	const char *told; /* changes announced, or "" */
	unsigned transients;
};

/** Fold @p look at @p zone into @p book. */
struct fold look_at(struct incident_book *book, const char *zone,
		    const struct look *look, int64_t second);

#endif
