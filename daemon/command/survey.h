/* SPDX-License-Identifier: BSD-3-Clause */
/* survey.h - survey zones here and now, with probers of our own. */
#ifndef FOREWARN_COMMAND_SURVEY_H
#define FOREWARN_COMMAND_SURVEY_H

#include "base/err.h"
#include "base/text.h"
#include "config/config.h"
#include "incident/assessment.h"

struct survey_zone {
	struct name apex;
	const struct zone_policy *policy;
	bool chain; /* ask for DS and keys of the zones above, too */
	/* Filled in; survey_zone_done() frees them. */
	struct assessment *assessment;
	struct text snapshot; /* what it was judged by, where that was kept */
};

/**
 * Survey @p zones, several at once, and judge them. What looks critical or
 * unknown is looked at once more, afresh and over TCP as well, and does not
 * count when our own network is down.
 *
 * @param at     judge as of then; WALL_NEVER: now.
 * @param keep   whether to fill in the snapshots.
 * @return ERR_IO (errno) or ERR_MEMORY when it could not begin; the zones that
 *         could not be judged have an assessment that says "unknown".
 */
enum err survey_run(const struct config *config, struct wall at, bool keep,
		    struct survey_zone *zones, size_t count);

/** Free what survey_run() filled in. */
void survey_zone_done(struct survey_zone *zone);

#endif
