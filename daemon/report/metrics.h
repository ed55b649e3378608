/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics.h - the daemon in Prometheus' text format. Pure.
 *
 * https://prometheus.io/docs/instrumenting/exposition_formats/: all series of a
 * family stand together, so zones are walked once for each family. Moments and
 * not spans are exported: the rules subtract time(). */
#ifndef FOREWARN_REPORT_METRICS_H
#define FOREWARN_REPORT_METRICS_H

#include "base/durations.h"
#include "report/state.h"

/* Zones that have series of their own. A zone has five to ten, and a Prometheus
 * is at ease with some hundred thousand in all. Whoever says nothing gets what
 * every one of them takes. Of the unhealthy ones there are few until a TLD, or
 * our own network, breaks: just then a scrape must not be a hundred times of
 * what it was, and nobody reads the alert after the five-thousandth. */
#define METRICS_UNHEALTHY_MAX 5000
#define METRICS_AUTO_MAX      5000
/* What `all` is taken at its word for; more are more shards. */
#define METRICS_ALL_MAX 100000

/* What people do about an incident. */
enum metrics_attention {
	ATTENTION_NONE,
	ATTENTION_ACKNOWLEDGED,
	ATTENTION_SILENCED,
};
#define METRICS_ATTENTION_COUNT 3

/* Of this process, as the kernel has it; all zero: not known. */
struct metrics_process {
	int64_t cpu_ms;
	uint64_t resident_bytes, virtual_bytes;
	unsigned open_fds, max_fds;
};

/* What the head of the published view has not. */
struct metrics_facts {
	const struct state_head *head;
	unsigned shard, shards; /* not sharded: 0 of 1 */
	unsigned probers_wanted, in_flight;
	uint64_t pulses, lost_passes;
	const struct durations *pulse_durations, *survey_durations;
	size_t overdue;
	struct wall oldest_check_at; /* WALL_NEVER: there are no zones */
	struct wall progress_at;     /* a prober finished something */
	bool useful;		     /* the watchdog is told so */
	enum distrust distrust;
	/* WALL_NEVER: it was not written yet. */
	struct wall state_written_at, state_stale_at;
	/* Open ones, by enum severity. */
	size_t incidents[SEVERITY_CRITICAL + 1][METRICS_ATTENTION_COUNT];
	size_t unlisted[VERDICT_COUNT]; /* zones without series */
	struct metrics_process process;
};

/** Count an incident into @p facts, if it is open. */
void metrics_count_incident(struct metrics_facts *facts,
			    const struct incident *incident);

/** Everything that is not of one zone. */
void metrics_head(const struct metrics_facts *facts, struct text *out);

/** How many zones of each verdict get series; the worst go first. */
void metrics_quotas(enum metrics_zones zones,
		    const struct state_summary *summary,
		    size_t ret_quotas[VERDICT_COUNT]);

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
