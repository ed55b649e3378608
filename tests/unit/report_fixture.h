/* SPDX-License-Identifier: BSD-3-Clause */
/* report_fixture.h - zones to tell of: well, warned of, failing, hostile. */
#ifndef FOREWARN_TESTS_REPORT_FIXTURE_H
#define FOREWARN_TESTS_REPORT_FIXTURE_H

#include "report/report.h"

#define NOW	((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */
#define OUT_MAX (8u << 20)

extern struct text out; /* up to OUT_MAX bytes */

/** Begin and end what is written to out. */
void setup(void);
void teardown(void);

/* Fails by an ancestor's fault: blamed. With all that is hostile in its texts:
 * hostile_zone. */
extern const struct assessment warning, failing, blamed, hostile_zone, unknown,
	insecure;

/** Well, with its soonest end known by the countdowns alone. */
struct assessment well_zone(void);

#endif
