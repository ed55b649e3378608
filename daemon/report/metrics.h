/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics.h - the published view in Prometheus' text format. Pure.
 *
 * https://prometheus.io/docs/instrumenting/exposition_formats/: all series of a
 * family stand together, so zones are walked once for each family. Moments and
 * not spans are exported: the rules subtract time(). */
#ifndef FOREWARN_REPORT_METRICS_H
#define FOREWARN_REPORT_METRICS_H

#include "report/state.h"

/* More series than a scrape should bring; the aggregates are always there, and
 * /probe has one zone. */
#define METRICS_ZONES_MAX 5000

/** The daemon, the summary, deliveries: everything that is not of one zone. */
void metrics_head(const struct state_head *head, struct text *out);

extern const size_t metrics_family_count;

/** HELP and TYPE of a family of series that zones have. */
void metrics_family_begin(size_t family, struct text *out);
/** The series of @p zone in it; none where it has no value. */
void metrics_family_zone(size_t family, const struct state_zone *zone,
			 struct text *out);

/** One zone as an element of Prometheus' HTTP service discovery. */
void metrics_discovery(const char *zone, const struct zone_policy *policy,
		       bool first, struct text *out);

#endif
