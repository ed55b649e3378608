/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics.c - the published view in Prometheus' text format. */
#include "report/metrics.h"

#include "report/json.h"
#include "report/safe.h"

#include <inttypes.h>

static void put_begin(struct text *out, const char *name, const char *type,
		      const char *help)
{
	text_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
		    type);
}

/* A label's value: '\\', '"' and line ends are escaped; text from outside is
 * made safe before. */
static void put_value(struct text *out, const char *value)
{
	struct text safe;

	text_init(&safe, 4096);
	safe_put(&safe, value);
	for (const char *c = text_string(&safe); *c; c++) {
		if (*c == '\\' || *c == '"')
			text_put(out, "\\");
		text_bytes(out, c, 1);
	}
	text_done(&safe);
}

static void put_label(struct text *out, const char *before, const char *name,
		      const char *value)
{
	text_printf(out, "%s%s=\"", before, name);
	put_value(out, value);
	text_put(out, "\"");
}

/* --- what is not of one zone --- */

static void put_number(struct text *out, const char *name, const char *type,
		       const char *help, int64_t value)
{
	put_begin(out, name, type, help);
	text_printf(out, "%s %" PRId64 "\n", name, value);
}

static void put_daemon(const struct state_head *head, struct text *out)
{
	put_begin(out, "forewarn_build_info", "gauge",
		  "The daemon's version; always 1.");
	text_put(out, "forewarn_build_info");
	put_label(out, "{", "version", head->version);
	text_put(out, "} 1\n");
	put_number(out, "forewarn_start_timestamp_seconds", "gauge",
		   "When the daemon was started.", head->started_at.s);
	put_number(out, "forewarn_config_loaded_timestamp_seconds", "gauge",
		   "When the configuration in force was read.",
		   head->config_loaded_at.s);
	put_number(out, "forewarn_probers", "gauge",
		   "Prober processes that live.", head->probers);
	put_number(out, "forewarn_prober_restarts_total", "counter",
		   "Prober processes that died and were replaced.",
		   head->prober_restarts);
	put_number(out, "forewarn_passes_total", "counter",
		   "Looks at zones that came to an end.",
		   (int64_t)head->passes);
	put_number(out, "forewarn_surveys_total", "counter",
		   "Those of them that asked everything.",
		   (int64_t)head->surveys);
	put_number(out, "forewarn_transient_faults_total", "counter",
		   "Faults that were gone before they were confirmed.",
		   (int64_t)head->transients);
}

static void put_summary(const struct state_head *head, struct text *out)
{
	put_begin(out, "forewarn_zones", "gauge", "Watched zones by verdict.");
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		text_printf(out, "forewarn_zones{verdict=\"%s\"} %zu\n",
			    verdict_text((enum verdict)i),
			    head->summary.zones[i]);
	put_begin(out, "forewarn_runway_zones", "gauge",
		  "Watched zones by the time until they break.");
	for (size_t i = 0; i < RUNWAY_BUCKETS; i++)
		text_printf(out, "forewarn_runway_zones{left=\"%s\"} %zu\n",
			    state_bucket_text(i), head->summary.runway[i]);
	put_begin(out, "forewarn_monitor_fault", "gauge",
		  "Faults of the monitor itself, by id; 1 while there.");
	for (size_t i = 0; i < head->fault_count; i++)
		text_printf(out,
			    "forewarn_monitor_fault{id=\"%s\",severity=\"%s\"} "
			    "1\n",
			    head->faults[i].id,
			    severity_text(head->faults[i].severity));
}

/* One family over all targets: a row. */
static const struct delivery_family {
	const char *name, *type, *help;
	int64_t (*value)(const struct state_target *target); /* < 0: none */
} delivery_families[];

static int64_t owed(const struct state_target *t)
{
	return t->owed;
}

static int64_t delivered(const struct state_target *t)
{
	return t->delivered;
}

static int64_t given_up(const struct state_target *t)
{
	return t->given_up;
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

static const struct delivery_family delivery_families[] = {
	{ "forewarn_deliveries_owed", "gauge",
	  "Announcements that a target has not taken yet.", owed },
	{ "forewarn_deliveries_total", "counter",
	  "Announcements that a target has taken.", delivered },
	{ "forewarn_deliveries_given_up_total", "counter",
	  "Announcements that a target refused for good.", given_up },
	{ "forewarn_delivery_oldest_owed_timestamp_seconds", "gauge",
	  "Since when the oldest of them is owed.", oldest_owed },
	{ "forewarn_delivery_last_success_timestamp_seconds", "gauge",
	  "When a target took an announcement last.", last_success },
};

static void put_deliveries(const struct state_head *head, struct text *out)
{
	size_t count = sizeof(delivery_families) / sizeof(delivery_families[0]);

	for (size_t i = 0; i < count; i++) {
		const struct delivery_family *f = &delivery_families[i];

		put_begin(out, f->name, f->type, f->help);
		for (size_t k = 0; k < head->target_count; k++) {
			int64_t value = f->value(&head->targets[k]);

			if (value < 0)
				continue;
			text_put(out, f->name);
			put_label(out, "{", "target", head->targets[k].name);
			text_printf(out, "} %" PRId64 "\n", value);
		}
	}
}

void metrics_head(const struct state_head *head, struct text *out)
{
	put_daemon(head, out);
	put_summary(head, out);
	put_deliveries(head, out);
}

/* --- what every zone has --- */

static void put_series(struct text *out, const char *name,
		       const struct assessment *zone)
{
	text_put(out, name);
	put_label(out, "{", "zone", zone->zone_text);
}

static void verdict(const char *name, const struct state_zone *zone,
		    struct text *out)
{
	put_series(out, name, zone->assessment);
	text_printf(out, ",verdict=\"%s\",security=\"%s\"} 1\n",
		    verdict_text(zone->assessment->verdict),
		    security_text(zone->assessment->security));
}

static void breaks_at(const char *name, const struct state_zone *zone,
		      struct text *out)
{
	const struct assessment *a = zone->assessment;

	if (wall_is_never(a->breaks_at))
		return;
	put_series(out, name, a);
	put_label(out, ",", "cause",
		  a->breaks_because ? a->breaks_because : "");
	text_printf(out, "} %" PRId64 "\n", a->breaks_at.s);
}

static void checked_at(const char *name, const struct state_zone *zone,
		       struct text *out)
{
	put_series(out, name, zone->assessment);
	text_printf(out, "} %" PRId64 "\n", zone->assessment->checked_at.s);
}

static void expires_at(const char *name, const struct state_zone *zone,
		       struct text *out)
{
	const struct assessment *a = zone->assessment;

	if (a->countdown_count == 0)
		return;
	put_series(out, name, a);
	text_printf(out, "} %" PRId64 "\n", a->countdowns[0].expires_at.s);
}

static void findings(const char *name, const struct state_zone *zone,
		     struct text *out)
{
	const struct assessment *a = zone->assessment;

	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *f = a->findings[i];
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= a->findings[k]->id == f->id;
		if (again)
			continue;
		put_series(out, name, a);
		text_printf(out, ",id=\"%s\",severity=\"%s\",kind=\"%s\"} 1\n",
			    f->id, severity_text(f->severity),
			    kind_text(f->kind));
	}
}

static const struct {
	const char *name, *help;
	void (*put)(const char *name, const struct state_zone *zone,
		    struct text *out);
} families[] = {
	{ "forewarn_zone_verdict",
	  "The verdict on a zone; 1 for the one that holds.", verdict },
	{ "forewarn_zone_breaks_at_timestamp_seconds",
	  "When the first user fails or failed; absent where nothing is known "
	  "to end.",
	  breaks_at },
	{ "forewarn_zone_checked_timestamp_seconds",
	  "When a zone was looked at last.", checked_at },
	{ "forewarn_zone_signature_expires_timestamp_seconds",
	  "When the first of its signatures expires.", expires_at },
	{ "forewarn_zone_finding", "What is wrong with a zone, by fault id; 1.",
	  findings },
};

const size_t metrics_family_count = sizeof(families) / sizeof(families[0]);

void metrics_family_begin(size_t family, struct text *out)
{
	put_begin(out, families[family].name, "gauge", families[family].help);
}

void metrics_family_zone(size_t family, const struct state_zone *zone,
			 struct text *out)
{
	families[family].put(families[family].name, zone, out);
}

void metrics_discovery(const char *zone, const struct zone_policy *policy,
		       bool first, struct text *out)
{
	json_t *object = json_object(), *targets = json_array();
	json_t *labels = json_object();

	json_append(&targets, json_safe(zone, 0));
	for (size_t i = 0; i < policy->label_count; i++)
		json_add(&labels, policy->labels[i].key,
			 json_safe(policy->labels[i].value, 0));
	json_add(&object, "targets", targets);
	json_add(&object, "labels", labels);
	if (!first)
		text_put(out, ",\n");
	json_put(out, object);
}
