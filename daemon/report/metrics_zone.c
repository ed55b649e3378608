/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics_zone.c - what every zone has: a family of series is a row. */
#include "report/metrics.h"

#include "report/json.h"
#include "report/metrics_text.h"

#include <inttypes.h>
#include <string.h>

typedef void put_family(const char *name, const struct state_zone *zone,
			struct text *out);

static void put_series(struct text *out, const char *name,
		       const struct assessment *zone)
{
	text_put(out, name);
	metrics_label(out, "{", "zone", zone->zone_text);
}

static void put_moment(struct text *out, struct wall moment)
{
	text_printf(out, "} %" PRId64 "\n", moment.s);
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
	metrics_label(out, ",", "cause",
		      a->breaks_because ? a->breaks_because : "");
	put_moment(out, a->breaks_at);
}

static void recovers_at(const char *name, const struct state_zone *zone,
			struct text *out)
{
	if (wall_is_never(zone->assessment->recovers_at))
		return;
	put_series(out, name, zone->assessment);
	put_moment(out, zone->assessment->recovers_at);
}

static void checked_at(const char *name, const struct state_zone *zone,
		       struct text *out)
{
	put_series(out, name, zone->assessment);
	put_moment(out, zone->assessment->checked_at);
}

static void expires_at(const char *name, const struct state_zone *zone,
		       struct text *out)
{
	const struct assessment *a = zone->assessment;

	if (a->countdown_count == 0)
		return;
	put_series(out, name, a);
	put_moment(out, a->countdowns[0].expires_at);
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

static const char *attention_text(const struct state_zone *zone)
{
	const struct attention *attention = &zone->attention;

	if (attention_silence(attention, zone->assessment))
		return "silenced";
	return wall_is_never(attention->incident->acked_at) ? "none"
							    : "acknowledged";
}

/* An incident whose owner is another is one cause for many zones. */
static void incident(const char *name, const struct state_zone *zone,
		     struct text *out)
{
	const struct incident *incident = zone->attention.incident;
	const struct assessment *a = zone->assessment;
	bool shared;

	if (!incident)
		return;
	shared = strcmp(incident->owner, a->zone_text) != 0;
	put_series(out, name, a);
	metrics_label(out, ",", "owner", incident->owner);
	text_printf(out, ",shared=\"%s\",attention=\"%s\"",
		    shared ? "yes" : "no", attention_text(zone));
	put_moment(out, incident->opened_at);
}

static const struct {
	const char *name, *help;
	put_family *put;
} families[] = {
	{ "forewarn_zone_verdict",
	  "The verdict on a zone; 1 for the one that holds.", verdict },
	{ "forewarn_zone_breaks_at_timestamp_seconds",
	  "When the first user fails or failed; absent where nothing is known "
	  "to end.",
	  breaks_at },
	{ "forewarn_zone_recovers_at_timestamp_seconds",
	  "When the last cache of a zone that was mended will have healed.",
	  recovers_at },
	{ "forewarn_zone_checked_timestamp_seconds",
	  "When a zone was looked at last.", checked_at },
	{ "forewarn_zone_signature_expires_timestamp_seconds",
	  "When the first of its signatures expires.", expires_at },
	{ "forewarn_zone_finding", "What is wrong with a zone, by fault id; 1.",
	  findings },
	{ "forewarn_zone_incident_opened_timestamp_seconds",
	  "Since when the open incident of a zone is confirmed; shared: its "
	  "owner is what broke this zone and others.",
	  incident },
};

const size_t metrics_family_count = sizeof(families) / sizeof(families[0]);

void metrics_family_begin(size_t family, struct text *out)
{
	metrics_begin(out, families[family].name, "gauge",
		      families[family].help);
}

void metrics_family_zone(size_t family, const struct state_zone *zone,
			 struct text *out)
{
	families[family].put(families[family].name, zone, out);
}

/* --- which zones --- */

void metrics_quotas(enum metrics_zones zones,
		    const struct state_summary *summary,
		    size_t ret_quotas[VERDICT_COUNT])
{
	static const enum verdict order[VERDICT_COUNT] = {
		VERDICT_CRITICAL, VERDICT_UNKNOWN, VERDICT_WARNING,
		VERDICT_INFO,	  VERDICT_OK,
	};
	size_t total = 0, room;

	for (size_t i = 0; i < VERDICT_COUNT; i++)
		total += summary->zones[i];
	if (zones == METRICS_ZONES_AUTO)
		zones = total <= METRICS_AUTO_MAX ? METRICS_ZONES_ALL
						  : METRICS_ZONES_UNHEALTHY;
	room = zones == METRICS_ZONES_ALL	  ? METRICS_ALL_MAX
	       : zones == METRICS_ZONES_UNHEALTHY ? METRICS_UNHEALTHY_MAX
						  : 0;
	for (size_t i = 0; i < VERDICT_COUNT; i++) {
		enum verdict v = order[i];
		bool healthy = v == VERDICT_OK || v == VERDICT_INFO;
		size_t most = summary->zones[v];

		if (healthy && zones == METRICS_ZONES_UNHEALTHY)
			most = 0;
		ret_quotas[v] = most < room ? most : room;
		room -= ret_quotas[v];
	}
}

/* Keys are letters, digits and '_'; a label of Prometheus does not begin with a
 * digit, and one that does would cost it all zones. */
static void add_label(json_t **labels, const struct policy_label *label)
{
	struct text key;

	text_init(&key, 512);
	text_put(&key, *label->key >= '0' && *label->key <= '9' ? "_" : "");
	text_put(&key, label->key);
	json_add(labels, text_string(&key), json_safe(label->value, 0));
	text_done(&key);
}

void metrics_discovery(const char *zone, const struct zone_policy *policy,
		       bool first, struct text *out)
{
	json_t *object = json_object(), *targets = json_array();
	json_t *labels = json_object();

	json_append(&targets, json_safe(zone, 0));
	for (size_t i = 0; i < policy->label_count; i++)
		add_label(&labels, &policy->labels[i]);
	json_add(&object, "targets", targets);
	json_add(&object, "labels", labels);
	if (!first)
		text_put(out, ",\n");
	json_put(out, object);
}
