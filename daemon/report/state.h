/* SPDX-License-Identifier: BSD-3-Clause */
/* state.h - the published view, state.json, piece by piece, so that a million
 * zones need no document in memory. Pure.
 *
 * Order: state_begin, state_zone for each, state_incidents_begin,
 * state_incident for each, state_end. */
#ifndef FOREWARN_REPORT_STATE_H
#define FOREWARN_REPORT_STATE_H

#include "base/text.h"
#include "base/time.h"
#include "config/config.h"
#include "incident/assessment.h"
#include "incident/attention.h"
#include "incident/canaries.h"
#include "incident/incident.h"
#include "incident/root_keys.h"
#include "incident/selfcheck.h"
#include "report/changes.h"

/* now, <1h, 1-6h, 6-24h, 1-3d, 3-7d, 7-14d, 14d and more, unknown */
#define RUNWAY_BUCKETS 9

struct state_summary {
	size_t zones[VERDICT_COUNT];
	size_t runway[RUNWAY_BUCKETS];
};

/* The last alert that only asked whether the path works. */
struct state_test {
	struct wall at; /* WALL_NEVER: none yet */
	bool known, ok; /* what became of it, where that is known */
};

struct state_target {
	const char *name;
	unsigned owed, held, delivered, given_up;
	struct wall oldest_owed_at, given_up_at;
	struct wall last_success_at, last_error_at;
	const char *health;   /* "well", "failing", "disabled" */
	char last_error[128]; /* "": none */
	struct state_test last_test;
};

struct state_head {
	struct wall generated_at, stale_after, started_at;
	const char *version, *host;
	int64_t pid;
	unsigned shard, shards; /* its share of the zones; config/shard.h */
	unsigned probers, prober_restarts;
	uint64_t passes, surveys, transients;
	uint64_t disagreements; /* that nothing explains */
	const char *config_file;
	struct wall config_loaded_at;
	const char *runbook_url; /* what ids of faults go behind, or NULL */
	struct state_summary summary;
	size_t target_count;
	const struct state_target *targets;
	size_t silence_count; /* those to come as well */
	const struct silence *silences;
	size_t fault_count; /* the monitor's own */
	const struct self_fault *faults;
	const struct canaries *canaries;   /* as last seen, or NULL */
	const struct root_keys *root_keys; /* or NULL */
	const struct changes *changes;	   /* or NULL */
	bool brief; /* zones of state_zone_brief() follow: said in the head */
};

struct state_zone {
	const struct assessment *assessment;
	const struct zone_policy *policy;
	struct wall next_check_at;
	bool suspect;	     /* a fault waits for confirmation */
	unsigned transients; /* since start */
	struct attention attention;
	const struct history *history; /* what was seen when, or NULL */
};

/** "6-24h". @p bucket is under RUNWAY_BUCKETS. */
const char *state_bucket_text(size_t bucket);

/** Whether some users fail now, by what was found. */
bool state_is_failing(const struct assessment *assessment);
/** The bucket of a zone of which that is known. */
size_t state_bucket(enum verdict verdict, bool failing, struct wall breaks_at,
		    struct wall now);

/** Count one zone into a summary. */
void state_count(struct state_summary *summary,
		 const struct assessment *assessment, struct wall now);

void state_begin(const struct state_head *head, struct text *out);
/** The chain from the root and the history are told of zones that are not well
 * only: of all zones they would be a fourth of the file, and who looks at a
 * well one asks for it alone. */
void state_zone(const struct state_zone *zone, bool first, struct text *out);
/** The zone as a row of a table: no evidence, no advice, no keys, the soonest
 * countdowns only. A tenth of the size, for those who show many zones. */
void state_zone_brief(const struct state_zone *zone, bool first,
		      struct text *out);
void state_incidents_begin(struct text *out);
void state_incident(const struct incident *incident, bool first,
		    struct text *out);
void state_end(const struct state_head *head, struct text *out);

/** `generated_at`, `stale_after`, `daemon` and `summary` alone: the first line
 * of `forewarn status --json`. */
void state_summary_json(const struct state_head *head, struct text *out);

/** One silence, for `forewarn silences --json`. */
void state_silence_json(const struct silence *silence, struct wall now,
			struct text *out);

/** One zone alone, for `forewarn status --json ZONE`. */
void state_zone_json(const struct state_zone *zone, struct text *out);

#endif
