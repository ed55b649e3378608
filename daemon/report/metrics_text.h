/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics_text.h - lines of Prometheus' text format. For report/metrics*.c. */
#ifndef FOREWARN_REPORT_METRICS_TEXT_H
#define FOREWARN_REPORT_METRICS_TEXT_H

#include "base/text.h"
#include "base/time.h"

/** HELP and TYPE. @p help is ours: it has no line ends and no backslashes. */
void metrics_begin(struct text *out, const char *name, const char *type,
		   const char *help);

/** One label, safe whatever @p value is. @param before  "{" for the first. */
void metrics_label(struct text *out, const char *before, const char *name,
		   const char *value);

/** A family of one series without labels. */
void metrics_number(struct text *out, const char *name, const char *type,
		    const char *help, int64_t value);
/** The same of a moment; nothing at all for WALL_NEVER. */
void metrics_moment(struct text *out, const char *name, const char *help,
		    struct wall moment);

/** Seconds, exactly. */
void metrics_seconds(struct text *out, int64_t ms);

#endif
