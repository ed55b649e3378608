/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics.c - what is not of one zone: a family is a line, or a row. */
#include "report/metrics.h"

#include "report/metrics_text.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- one number each --- */

static void put_daemon(const struct metrics_facts *facts, struct text *out)
{
	const struct state_head *head = facts->head;

	metrics_begin(out, "forewarn_build_info", "gauge",
		      "The daemon's version; always 1.");
	metrics_label(out, "forewarn_build_info{", "version", head->version);
	text_put(out, "} 1\n");
	metrics_begin(out, "forewarn_shard_info", "gauge",
		      "Which of forewarn_shards this daemon is, from 0; always "
		      "1.");
	text_printf(out, "forewarn_shard_info{shard=\"%u\"} 1\n", facts->shard);
	metrics_number(out, "forewarn_shards", "gauge",
		       "Daemons among which the zones are divided.",
		       facts->shards);
	metrics_moment(out, "forewarn_clock_timestamp_seconds",
		       "Our clock, when this was asked for.",
		       head->generated_at);
	metrics_moment(out, "forewarn_start_timestamp_seconds",
		       "When the daemon was started.", head->started_at);
	metrics_moment(out, "forewarn_config_loaded_timestamp_seconds",
		       "When the configuration in force was read.",
		       head->config_loaded_at);
	metrics_moment(out, "forewarn_state_written_timestamp_seconds",
		       "When the state file was written last.",
		       facts->state_written_at);
	metrics_moment(out, "forewarn_state_stale_timestamp_seconds",
		       "From when on nobody should believe that state file.",
		       facts->state_stale_at);
}

static void put_probers(const struct metrics_facts *facts, struct text *out)
{
	const struct state_head *head = facts->head;

	metrics_number(out, "forewarn_probers", "gauge",
		       "Prober processes that live.", head->probers);
	metrics_number(out, "forewarn_probers_wanted", "gauge",
		       "Prober processes that the configuration asks for.",
		       facts->probers_wanted);
	metrics_number(out, "forewarn_prober_restarts_total", "counter",
		       "Prober processes that died and were replaced.",
		       head->prober_restarts);
	metrics_moment(out, "forewarn_prober_progress_timestamp_seconds",
		       "When a prober finished a look at a zone last.",
		       facts->progress_at);
	metrics_number(out, "forewarn_useful", "gauge",
		       "Whether the watchdog is told that we are well: probers "
		       "that have work finish some.",
		       facts->useful);
}

static void put_passes(const struct metrics_facts *facts, struct text *out)
{
	const struct state_head *head = facts->head;

	metrics_number(out, "forewarn_passes_in_flight", "gauge",
		       "Looks at zones that are under way.", facts->in_flight);
	metrics_number(out, "forewarn_passes_total", "counter",
		       "Looks at zones that came to an end.",
		       (int64_t)head->passes);
	metrics_number(out, "forewarn_surveys_total", "counter",
		       "Those of them that asked everything.",
		       (int64_t)head->surveys);
	metrics_number(out, "forewarn_pulses_total", "counter",
		       "Those of them that looked for changes.",
		       (int64_t)facts->pulses);
	metrics_number(out, "forewarn_passes_lost_total", "counter",
		       "Those of them that came to nothing with their prober.",
		       (int64_t)facts->lost_passes);
	metrics_number(out, "forewarn_transient_faults_total", "counter",
		       "Faults that were gone before they were confirmed.",
		       (int64_t)head->transients);
	metrics_number(out, "forewarn_disagreements_total", "counter",
		       "Surveys in which libunbound and our own checks differ "
		       "and nothing explains it.",
		       (int64_t)head->disagreements);
	metrics_number(out, "forewarn_zones_overdue", "gauge",
		       "Zones that were not measured for two intervals.",
		       (int64_t)facts->overdue);
	metrics_moment(out, "forewarn_oldest_check_timestamp_seconds",
		       "When the zone was measured that was not measured for "
		       "longest.",
		       facts->oldest_check_at);
}

/* --- durations --- */

static void put_histogram(const char *kind, const struct durations *durations,
			  struct text *out)
{
	static const char name[] = "forewarn_pass_duration_seconds";
	uint64_t below = 0;

	for (size_t i = 0; i < DURATIONS_BUCKETS; i++) {
		below += durations->count[i];
		text_printf(out,
			    "%s_bucket{kind=\"%s\",le=\"%g\"} %" PRIu64 "\n",
			    name, kind, (double)durations_limit_ms[i] / 1000,
			    below);
	}
	below += durations->count[DURATIONS_BUCKETS];
	text_printf(out, "%s_bucket{kind=\"%s\",le=\"+Inf\"} %" PRIu64 "\n",
		    name, kind, below);
	text_printf(out, "%s_sum{kind=\"%s\"} ", name, kind);
	metrics_seconds(out, durations->sum_ms);
	text_printf(out, "\n%s_count{kind=\"%s\"} %" PRIu64 "\n", name, kind,
		    below);
}

static void put_durations(const struct metrics_facts *facts, struct text *out)
{
	metrics_begin(out, "forewarn_pass_duration_seconds", "histogram",
		      "How long looks at zones took, by their kind.");
	put_histogram("pulse", facts->pulse_durations, out);
	put_histogram("survey", facts->survey_durations, out);
}

/* --- all zones --- */

static void put_by_verdict(const char *name, const char *help,
			   const size_t counts[VERDICT_COUNT], struct text *out)
{
	metrics_begin(out, name, "gauge", help);
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		text_printf(out, "%s{verdict=\"%s\"} %zu\n", name,
			    verdict_text((enum verdict)i), counts[i]);
}

static void put_summary(const struct metrics_facts *facts, struct text *out)
{
	const struct state_summary *summary = &facts->head->summary;

	put_by_verdict("forewarn_zones", "Watched zones by verdict.",
		       summary->zones, out);
	put_by_verdict("forewarn_zones_unlisted",
		       "Those of them without series of their own "
		       "(metrics_zones).",
		       facts->unlisted, out);
	metrics_begin(out, "forewarn_runway_zones", "gauge",
		      "Watched zones by the time until they break.");
	for (size_t i = 0; i < RUNWAY_BUCKETS; i++)
		text_printf(out, "forewarn_runway_zones{left=\"%s\"} %zu\n",
			    state_bucket_text(i), summary->runway[i]);
}

void metrics_count_incident(struct metrics_facts *facts,
			    const struct incident *incident)
{
	enum metrics_attention attention = ATTENTION_NONE;

	if (!incident->open)
		return;
	if (!wall_is_never(incident->acked_at))
		attention = ATTENTION_ACKNOWLEDGED;
	if (incident->silenced)
		attention = ATTENTION_SILENCED;
	facts->incidents[incident_severity(incident)][attention]++;
}

static void put_incidents(const struct metrics_facts *facts, struct text *out)
{
	static const char *const words[METRICS_ATTENTION_COUNT] = {
		[ATTENTION_NONE] = "none",
		[ATTENTION_ACKNOWLEDGED] = "acknowledged",
		[ATTENTION_SILENCED] = "silenced",
	};

	metrics_begin(out, "forewarn_incidents", "gauge",
		      "Open incidents, the monitor's own among them, by what "
		      "people do about them.");
	for (int s = SEVERITY_WARNING; s <= SEVERITY_CRITICAL; s++)
		for (size_t i = 0; i < METRICS_ATTENTION_COUNT; i++)
			text_printf(out,
				    "forewarn_incidents{severity=\"%s\","
				    "attention=\"%s\"} %zu\n",
				    severity_text((enum severity)s), words[i],
				    facts->incidents[s][i]);
}

/* --- may we be believed --- */

static void put_faults(const struct state_head *head, struct text *out)
{
	metrics_begin(out, "forewarn_monitor_fault", "gauge",
		      "Faults of the monitor itself, by id; 1 while there.");
	for (size_t i = 0; i < head->fault_count; i++)
		text_printf(out,
			    "forewarn_monitor_fault{id=\"%s\",severity=\"%s\"} "
			    "1\n",
			    head->faults[i].id,
			    severity_text(head->faults[i].severity));
}

static void put_distrust(const struct metrics_facts *facts, struct text *out)
{
	static const struct {
		enum distrust distrust;
		const char *word;
	} rows[] = {
		{ DISTRUST_NETWORK, "network" },
		{ DISTRUST_CLOCK, "clock" },
		{ DISTRUST_ANCHOR, "anchor" },
		{ DISTRUST_VALIDATOR, "validator" },
	};

	metrics_begin(out, "forewarn_distrust", "gauge",
		      "1 while all zones are unknown because of our own: what "
		      "the canaries say.");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		text_printf(out, "forewarn_distrust{reason=\"%s\"} %d\n",
			    rows[i].word, facts->distrust == rows[i].distrust);
}

static void put_canaries(const struct canaries *canaries, struct text *out)
{
	char name[NAME_TEXT_SIZE];

	metrics_begin(out, "forewarn_canary_as_expected", "gauge",
		      "Whether a canary is in the state that it was picked "
		      "for; absent where it was not measured.");
	for (size_t i = 0; canaries && i < canaries->count; i++) {
		const struct canary *c = &canaries->at[i];

		if (c->state == CANARY_UNMEASURED)
			continue;
		metrics_label(out, "forewarn_canary_as_expected{", "canary",
			      name_to_text(&c->name, name));
		text_printf(out, ",kind=\"%s\"} %d\n",
			    canary_kind_text(c->kind), !canary_is_odd(c));
	}
}

/* --- targets: one family over all of them is a row --- */

static int64_t owed(const struct state_target *t)
{
	return t->owed;
}

static int64_t held(const struct state_target *t)
{
	return t->held;
}

static int64_t delivered(const struct state_target *t)
{
	return t->delivered;
}

static int64_t given_up(const struct state_target *t)
{
	return t->given_up;
}

static int64_t is_well(const struct state_target *t)
{
	return strcmp(t->health, "well") == 0;
}

static int64_t moment(struct wall t)
{
	return wall_is_never(t) ? -1 : t.s;
}

static int64_t oldest_owed(const struct state_target *t)
{
	return moment(t->oldest_owed_at);
}

static int64_t last_success(const struct state_target *t)
{
	return moment(t->last_success_at);
}

static int64_t last_error(const struct state_target *t)
{
	return moment(t->last_error_at);
}

static const struct {
	const char *name, *type, *help;
	int64_t (*value)(const struct state_target *target); /* < 0: none */
} delivery_families[] = {
	{ "forewarn_deliveries_owed", "gauge",
	  "Announcements that a target has not taken yet.", owed },
	{ "forewarn_deliveries_held", "gauge",
	  "Those that wait for the end of quiet hours, or for their turn.",
	  held },
	{ "forewarn_deliveries_total", "counter",
	  "Announcements that a target has taken.", delivered },
	{ "forewarn_deliveries_given_up_total", "counter",
	  "Announcements that a target refused for good.", given_up },
	{ "forewarn_delivery_well", "gauge",
	  "Whether the last attempt to tell a target succeeded.", is_well },
	{ "forewarn_delivery_oldest_owed_timestamp_seconds", "gauge",
	  "Since when the oldest of them is owed.", oldest_owed },
	{ "forewarn_delivery_last_success_timestamp_seconds", "gauge",
	  "When a target took an announcement last.", last_success },
	{ "forewarn_delivery_last_error_timestamp_seconds", "gauge",
	  "When a target did not.", last_error },
};

static void put_deliveries(const struct state_head *head, struct text *out)
{
	for (size_t i = 0; i < COUNT_OF(delivery_families); i++) {
		const char *name = delivery_families[i].name;

		metrics_begin(out, name, delivery_families[i].type,
			      delivery_families[i].help);
		for (size_t k = 0; k < head->target_count; k++) {
			const struct state_target *target = &head->targets[k];
			int64_t value = delivery_families[i].value(target);

			if (value < 0)
				continue;
			text_put(out, name);
			metrics_label(out, "{", "target", target->name);
			text_printf(out, "} %" PRId64 "\n", value);
		}
	}
}

/* --- this process; names that all programs share --- */

static void put_process(const struct metrics_facts *facts, struct text *out)
{
	const struct metrics_process *process = &facts->process;

	metrics_moment(out, "process_start_time_seconds",
		       "When the daemon was started.", facts->head->started_at);
	if (!process->max_fds)
		return;
	metrics_begin(out, "process_cpu_seconds_total", "counter",
		      "CPU that the daemon used, without its probers.");
	text_put(out, "process_cpu_seconds_total ");
	metrics_seconds(out, process->cpu_ms);
	text_put(out, "\n");
	metrics_number(out, "process_resident_memory_bytes", "gauge",
		       "Its memory that is not elsewhere.",
		       (int64_t)process->resident_bytes);
	metrics_number(out, "process_virtual_memory_bytes", "gauge",
		       "Its address space.", (int64_t)process->virtual_bytes);
	metrics_number(out, "process_open_fds", "gauge",
		       "Its open file descriptors.", process->open_fds);
	metrics_number(out, "process_max_fds", "gauge", "How many it may have.",
		       process->max_fds);
}

void metrics_head(const struct metrics_facts *facts, struct text *out)
{
	put_daemon(facts, out);
	put_probers(facts, out);
	put_passes(facts, out);
	put_durations(facts, out);
	put_summary(facts, out);
	put_incidents(facts, out);
	put_faults(facts->head, out);
	put_distrust(facts, out);
	put_canaries(facts->head->canaries, out);
	put_deliveries(facts->head, out);
	put_process(facts, out);
}
