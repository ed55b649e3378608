/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_cases.h - between check_diagnose.c and its tables of cases. */
#ifndef FOREWARN_TESTS_DIAGNOSE_CASES_H
#define FOREWARN_TESTS_DIAGNOSE_CASES_H

#include "lib/world.h"

#include "config/config.h"
#include "observe/history.h"

struct diagnose_case {
	const char *name;
	void (*spoil)(void); /* the world and the policy below */
	const char *want;    /* "critical rrsig-expired, warning ds-orphan" */
};

/* Each ends with a row without a name. */
extern const struct diagnose_case signature_cases[], chain_cases[],
	denial_cases[], key_cases[], resolver_cases[], server_cases[],
	past_cases[], unseen_cases[];

/* Made anew for each case: healthy at t0, and the built-in limits. */
extern struct world *world;
extern struct zone_policy policy;
extern struct history *history; /* nothing was seen before */
extern const struct wall t0;

#endif
