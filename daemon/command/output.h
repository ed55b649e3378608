/* SPDX-License-Identifier: BSD-3-Clause */
/* output.h - print assessments on stdout in the form that was asked for. */
#ifndef FOREWARN_COMMAND_OUTPUT_H
#define FOREWARN_COMMAND_OUTPUT_H

#include "base/text.h"
#include "incident/assessment.h"
#include "report/report.h"

struct arguments;

/** Print them all: text, --json or --plugin.
 * @param now  what lengths of time count from; s 0: from each check.
 * @return the exit code: that of the worst; EXIT_UNKNOWN when stdout is full
 *         or memory is short. */
int output_zones(const struct arguments *arguments,
		 const struct assessment *const *assessments, size_t count,
		 struct wall now);

/** How text looks on stdout: folded and coloured on terminals alone.
 * @param now  as of output_zones(). */
struct report_style output_style(struct wall now);

/** Append a row for each, as wide as the terminal. */
void output_table(const struct assessment *const *assessments, size_t count,
		  struct wall now, struct text *out);

/** Print what is there. @return @p code, or EXIT_UNKNOWN when it cannot. */
int output_text(const struct text *text, int code);

#endif
