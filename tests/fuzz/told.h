/* SPDX-License-Identifier: BSD-3-Clause */
/* told.h - what fuzz targets hold every text to that leaves the program. Each
 * aborts where it does not hold. */
#ifndef FOREWARN_TESTS_TOLD_H
#define FOREWARN_TESTS_TOLD_H

#include "base/text.h"
#include "incident/assessment.h"

#include <stdbool.h>

void told_check(bool holds);

/** UTF-8 that moves no cursor: no control but line ends. */
void told_text(const struct text *text);

/** The same, and one document of JSON. */
void told_json(const struct text *text);

/** Each command that a person may paste is dig or delv with words of letters,
 * digits and what no shell looks at, or quoted; and no name is an option. */
void told_commands(const struct assessment *assessment);

/** The verdict is no better than what was found, and never "ok" where nothing
 * was measured. */
void told_verdict(const struct assessment *assessment);

#endif
