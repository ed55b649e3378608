/* SPDX-License-Identifier: BSD-3-Clause */
/* policy.h - how zones of tests are watched. */
#ifndef FOREWARN_TESTS_POLICY_H
#define FOREWARN_TESTS_POLICY_H

#include "config/config.h"

/* The intervals and limits that are built in; no limit on lifetimes. */
static const struct zone_policy plain_policy = {
	.pulse_s = 300,
	.survey_s = 3600,
	.expiry_warning_percent = 10,
	.expiry_critical_percent = 4,
};

/* The same with every limit that there is. */
static const struct zone_policy strict_policy = {
	.pulse_s = 300,
	.survey_s = 3600,
	.expiry_warning_percent = 10,
	.expiry_critical_percent = 4,
	.lifetime_min_s = 3600,
	.lifetime_max_s = 400 * 86400,
	.soa_expire_percent = 100,
};

#endif
