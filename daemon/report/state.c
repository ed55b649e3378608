/* SPDX-License-Identifier: BSD-3-Clause */
/* state.c - the published view, piece by piece. */
#include "report/state.h"

#include "report/json.h"
#include "report/report.h"
#include "report/state_people.h"
#include "report/state_self.h"

/* A broken TLD has members without end; the count says how many. */
#define INCIDENT_ZONES_MAX  50
#define INCIDENT_FAULTS_MAX 50

#define HOUR_S 3600
#define DAY_S  86400

/* What is left until the zone breaks, in the order of the strip that a
 * dashboard draws. */
static const struct {
	const char *name;
	int64_t under_s; /* the bucket holds less than that */
} runway[RUNWAY_BUCKETS] = {
	{ "now", 1 },
	{ "<1h", HOUR_S },
	{ "1-6h", 6 * HOUR_S },
	{ "6-24h", DAY_S },
	{ "1-3d", 3 * DAY_S },
	{ "3-7d", 7 * DAY_S },
	{ "7-14d", 14 * DAY_S },
	{ "14d and more", INT64_MAX },
	{ "unknown", INT64_MAX },
};

bool state_is_failing(const struct assessment *assessment)
{
	for (size_t i = 0; i < assessment->finding_count; i++)
		if (assessment->findings[i]->severity == SEVERITY_CRITICAL &&
		    assessment->findings[i]->kind == KIND_FAILING)
			return true;
	return false;
}

size_t state_bucket(enum verdict verdict, bool failing, struct wall breaks_at,
		    struct wall now)
{
	size_t i = 0;

	if (verdict == VERDICT_UNKNOWN)
		return RUNWAY_BUCKETS - 1;
	if (failing)
		return 0;
	if (wall_is_never(breaks_at))
		return RUNWAY_BUCKETS - 2;
	while (i < RUNWAY_BUCKETS - 2 &&
	       wall_diff(now, breaks_at) >= runway[i].under_s)
		i++;
	return i;
}

const char *state_bucket_text(size_t bucket)
{
	return runway[bucket].name;
}

void state_count(struct state_summary *summary,
		 const struct assessment *assessment, struct wall now)
{
	summary->zones[assessment->verdict]++;
	summary->runway[state_bucket(assessment->verdict,
				     state_is_failing(assessment),
				     assessment->breaks_at, now)]++;
}

static json_t *json_daemon(const struct state_head *head)
{
	json_t *object = json_object();

	json_add(&object, "version", json_safe(head->version, 0));
	json_add(&object, "host", json_safe(head->host, 0));
	json_add(&object, "pid", json_integer(head->pid));
	json_add(&object, "started_at", json_wall(head->started_at));
	json_add(&object, "shard", json_number(head->shard));
	json_add(&object, "shards", json_number(head->shards));
	json_add(&object, "probers", json_number(head->probers));
	json_add(&object, "prober_restarts",
		 json_number(head->prober_restarts));
	json_add(&object, "passes", json_number(head->passes));
	json_add(&object, "surveys", json_number(head->surveys));
	json_add(&object, "transients", json_number(head->transients));
	json_add(&object, "disagreements", json_number(head->disagreements));
	json_add(&object, "config_file", json_safe(head->config_file, 0));
	json_add(&object, "config_loaded_at",
		 json_wall(head->config_loaded_at));
	json_add(&object, "runbook_url", json_safe(head->runbook_url, 0));
	json_extend(&object, json_self(head));
	return object;
}

static json_t *json_bucket(const char *name, size_t zones)
{
	json_t *object = json_object();

	json_add(&object, "bucket", json_string(name));
	json_add(&object, "zones", json_number(zones));
	return object;
}

static json_t *json_summary(const struct state_summary *summary)
{
	json_t *zones = json_object(), *buckets = json_array();
	json_t *object = json_object();
	size_t total = 0;

	for (size_t i = 0; i < VERDICT_COUNT; i++) {
		total += summary->zones[i];
		json_add(&zones, verdict_text((enum verdict)i),
			 json_number(summary->zones[i]));
	}
	json_add(&zones, "total", json_number(total));
	for (size_t i = 0; i < RUNWAY_BUCKETS; i++)
		json_append(&buckets,
			    json_bucket(runway[i].name, summary->runway[i]));
	json_add(&object, "zones", zones);
	json_add(&object, "runway", buckets);
	return object;
}

void state_summary_json(const struct state_head *head, struct text *out)
{
	json_t *object = json_object();

	json_add(&object, "schema_version", json_number(REPORT_SCHEMA_VERSION));
	json_add(&object, "generated_at", json_wall(head->generated_at));
	json_add(&object, "stale_after", json_wall(head->stale_after));
	if (head->brief)
		json_add(&object, "brief", json_boolean(true));
	json_add(&object, "daemon", json_daemon(head));
	json_add(&object, "summary", json_summary(&head->summary));
	json_add(&object, "silences", json_silences(head));
	json_put(out, object);
}

void state_begin(const struct state_head *head, struct text *out)
{
	state_summary_json(head, out);
	/* The object goes on with the zones: take its end back. */
	if (text_ok(out))
		out->at[--out->len] = '\0';
	text_put(out, ",\n\"zones\":[");
}

void state_incidents_begin(struct text *out)
{
	text_put(out, "\n],\n\"incidents\":[");
}

static json_t *json_fault(const char *zone, const struct incident_fault *fault)
{
	json_t *object = json_object();

	json_add(&object, "zone", json_safe(zone, 0));
	json_add(&object, "id", json_safe(fault->id, 0));
	json_add(&object, "severity",
		 json_string(severity_text(fault->severity)));
	json_add(&object, "kind", json_string(kind_text(fault->kind)));
	json_add(&object, "subject", json_safe(fault->subject, 0));
	json_add(&object, "summary", json_safe(fault->summary, 0));
	json_add(&object, "confirmed", json_boolean(fault->confirmed));
	json_add(&object, "silenced", json_boolean(fault->silenced));
	json_add(&object, "first_seen_at", json_wall(fault->first_seen_at));
	json_add(&object, "deadline", json_wall(fault->deadline));
	return object;
}

static json_t *json_faults(const struct incident *incident)
{
	json_t *array = json_array();
	size_t room = INCIDENT_FAULTS_MAX;

	for (size_t m = 0; m < incident->member_count; m++) {
		const struct incident_member *member = &incident->members[m];

		for (size_t f = 0; f < member->fault_count && room; f++, room--)
			json_append(&array, json_fault(member->zone,
						       &member->faults[f]));
	}
	return array;
}

void state_incident(const struct incident *incident, bool first,
		    struct text *out)
{
	json_t *object = json_object(), *zones = json_array();
	bool opened = incident->open || incident->announcements;

	for (size_t i = 0; i < incident->member_count && i < INCIDENT_ZONES_MAX;
	     i++)
		json_append(&zones, json_safe(incident->members[i].zone, 0));
	json_add(&object, "id",
		 opened ? json_safe(incident->id, 0) : json_null());
	json_add(&object, "owner", json_safe(incident->owner, 0));
	json_add(&object, "state",
		 json_string(incident->open ? "open" : "suspect"));
	json_add(&object, "severity",
		 json_string(severity_text(incident_severity(incident))));
	json_add(&object, "suspected_at", json_wall(incident->suspected_at));
	json_add(&object, "opened_at",
		 opened ? json_wall(incident->opened_at) : json_null());
	json_add(&object, "changed_at", json_wall(incident->changed_at));
	json_add(&object, "announcements",
		 json_number(incident->announcements));
	json_add_ack(&object, incident);
	json_add(&object, "servers",
		 incident->server_count ? json_safe(incident->servers, 0)
					: json_null());
	json_add(&object, "zone_count", json_number(incident->member_count));
	json_add(&object, "zones", zones);
	json_add(&object, "faults", json_faults(incident));
	text_put(out, first ? "\n" : ",\n");
	json_put(out, object);
}

static json_t *json_target(const struct state_target *target)
{
	json_t *object = json_object();

	json_add(&object, "target", json_safe(target->name, 0));
	json_add(&object, "health", json_safe(target->health, 0));
	json_add(&object, "owed", json_number(target->owed));
	json_add(&object, "held", json_number(target->held));
	json_add(&object, "delivered", json_number(target->delivered));
	json_add(&object, "given_up", json_number(target->given_up));
	json_add(&object, "oldest_owed_at", json_wall(target->oldest_owed_at));
	json_add(&object, "given_up_at", json_wall(target->given_up_at));
	json_add(&object, "last_success_at",
		 json_wall(target->last_success_at));
	json_add(&object, "last_error_at", json_wall(target->last_error_at));
	json_add(&object, "last_error",
		 *target->last_error ? json_safe(target->last_error, 0)
				     : json_null());
	json_add(&object, "last_test_at", json_wall(target->last_test.at));
	json_add(&object, "last_test_ok",
		 target->last_test.known ? json_boolean(target->last_test.ok)
					 : json_null());
	return object;
}

void state_end(const struct state_head *head, struct text *out)
{
	json_t *targets = json_array();

	for (size_t i = 0; i < head->target_count; i++)
		json_append(&targets, json_target(&head->targets[i]));
	text_put(out, "\n],\n\"deliveries\":");
	json_put(out, targets);
	text_put(out, ",\n\"changes\":");
	changes_json(head->changes, out);
	text_put(out, "}\n");
}
