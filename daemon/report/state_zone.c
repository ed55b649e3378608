/* SPDX-License-Identifier: BSD-3-Clause */
/* state_zone.c - one zone in the published view: the object of `forewarn check
 * --json`, and what only the daemon knows. */
#include "report/json.h"
#include "report/state.h"
#include "report/state_people.h"

/* Ticks on a bar as wide as a thumb. */
#define BRIEF_COUNTDOWNS 2
#define BRIEF_TEXT	 200

static json_t *json_labels(const struct zone_policy *policy)
{
	json_t *object = json_object();

	for (size_t i = 0; policy && i < policy->label_count; i++)
		json_add(&object, policy->labels[i].key,
			 json_safe(policy->labels[i].value, 0));
	return object;
}

static json_t *json_countdown(const struct countdown *countdown)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	json_t *object = json_object();

	json_add(&object, "owner",
		 json_string(name_to_text(&countdown->owner, owner)));
	json_add(&object, "type",
		 json_string(type_to_text(countdown->type, type)));
	json_add(&object, "server", json_safe(countdown->server, 0));
	json_add(&object, "key_tag", json_number(countdown->key_tag));
	json_add(&object, "inception", json_wall(countdown->inception));
	json_add(&object, "expires_at", json_wall(countdown->expires_at));
	return object;
}

static json_t *json_ds(const struct assessment_ds *ds)
{
	json_t *object = json_object();

	json_add(&object, "key_tag", json_number(ds->key_tag));
	json_add(&object, "algorithm", json_number(ds->algorithm));
	json_add(&object, "digest_type", json_number(ds->digest_type));
	json_add(&object, "digest", json_safe(ds->digest, 0));
	json_add(&object, "matches", json_boolean(ds->matches));
	return object;
}

static json_t *json_key(const struct assessment_key *key)
{
	json_t *object = json_object();

	json_add(&object, "key_tag", json_number(key->key_tag));
	json_add(&object, "flags", json_number(key->flags));
	json_add(&object, "algorithm", json_number(key->algorithm));
	json_add(&object, "bits",
		 key->bits ? json_number(key->bits) : json_null());
	json_add(&object, "in_ds", json_boolean(key->in_ds));
	json_add(&object, "signs_dnskey", json_boolean(key->signs_dnskey));
	json_add(&object, "server_count", json_number(key->server_count));
	return object;
}

static json_t *json_link(const struct assessment *a, size_t i)
{
	const struct assessment_link *link = &a->links[i];
	json_t *object = json_object();

	json_add(&object, "zone", json_safe(a->zone_text + link->zone_at, 0));
	json_add(&object, "security",
		 json_string(link_state_text((enum link_state)link->state)));
	json_add(&object, "ds",
		 json_string(link_entry_text((enum link_entry)link->entry)));
	json_add(&object, "servers_asked", json_number(link->servers_asked));
	json_add(&object, "servers_answered",
		 json_number(link->servers_answered));
	json_add(&object, "first_broken",
		 json_boolean((int)i == a->first_broken));
	return object;
}

static json_t *json_chain(const struct assessment *a)
{
	json_t *array = json_array();

	for (size_t i = 0; i < a->link_count; i++)
		json_append(&array, json_link(a, i));
	return array;
}

static json_t *json_version(enum history_what what,
			    const struct history_version *version)
{
	json_t *object = json_object();

	json_add(&object, "what", json_string(history_what_text(what)));
	json_add(&object, "value", json_safe(version->value, 0));
	json_add(&object, "ttl",
		 version->ttl_s ? json_number(version->ttl_s) : json_null());
	json_add(&object, "first_seen_at", json_wall(version->first_seen));
	json_add(&object, "last_seen_at", json_wall(version->last_seen));
	return object;
}

/* The newest first, of each kind. When the zone was well last is our own note,
 * and no more than its security says. */
static json_t *json_history(const struct history *history)
{
	json_t *array = json_array();

	for (int what = 0; what < HISTORY_WELL; what++) {
		size_t count = history_count(history, (enum history_what)what);

		for (size_t i = 0; i < count; i++)
			json_append(&array,
				    json_version((enum history_what)what,
						 history_at(history, what, i)));
	}
	return array;
}

static void add_details(json_t **zone, const struct assessment *assessment)
{
	json_t *countdowns = json_array(), *ds = json_array(),
	       *keys = json_array();

	for (size_t i = 0; i < assessment->countdown_count; i++)
		json_append(&countdowns,
			    json_countdown(&assessment->countdowns[i]));
	for (size_t i = 0; i < assessment->ds_count; i++)
		json_append(&ds, json_ds(&assessment->ds[i]));
	for (size_t i = 0; i < assessment->key_count; i++)
		json_append(&keys, json_key(&assessment->keys[i]));
	json_add(zone, "countdowns", countdowns);
	json_add(zone, "ds", ds);
	json_add(zone, "keys", keys);
}

static void add_past(json_t **object, const struct state_zone *zone)
{
	json_add(object, "chain", json_chain(zone->assessment));
	json_add(object, "history", json_history(zone->history));
}

static json_t *json_watched(const struct state_zone *zone)
{
	static const struct json_bounds all = JSON_ALL;
	json_t *object = json_zone(zone->assessment, &all);

	json_add(&object, "labels", json_labels(zone->policy));
	json_add(&object, "next_check_at", json_wall(zone->next_check_at));
	json_add(&object, "suspect", json_boolean(zone->suspect));
	json_add(&object, "transients", json_number(zone->transients));
	add_details(&object, zone->assessment);
	json_add_attention(&object, zone);
	return object;
}

void state_zone_json(const struct state_zone *zone, struct text *out)
{
	json_t *object = json_watched(zone);

	add_past(&object, zone);
	json_put(out, object);
}

void state_zone(const struct state_zone *zone, bool first, struct text *out)
{
	enum verdict verdict = zone->assessment->verdict;
	json_t *object = json_watched(zone);

	if (verdict != VERDICT_OK && verdict != VERDICT_INFO)
		add_past(&object, zone);
	text_put(out, first ? "\n" : ",\n");
	json_put(out, object);
}

static json_t *json_brief_findings(const struct assessment *assessment)
{
	json_t *findings = json_array();

	for (size_t i = 0; i < assessment->finding_count; i++) {
		const struct finding *f = assessment->findings[i];
		json_t *object = json_object();

		json_add(&object, "id", json_string(f->id));
		json_add(&object, "severity",
			 json_string(severity_text(f->severity)));
		json_add(&object, "deadline", json_wall(f->deadline));
		json_append(&findings, object);
	}
	return findings;
}

static json_t *json_brief_countdowns(const struct assessment *assessment)
{
	json_t *countdowns = json_array();

	for (size_t i = 0;
	     i < assessment->countdown_count && i < BRIEF_COUNTDOWNS; i++) {
		const struct countdown *c = &assessment->countdowns[i];
		char type[TYPE_TEXT_SIZE];
		json_t *object = json_object();

		json_add(&object, "type",
			 json_string(type_to_text(c->type, type)));
		json_add(&object, "expires_at", json_wall(c->expires_at));
		json_append(&countdowns, object);
	}
	return countdowns;
}

void state_zone_brief(const struct state_zone *zone, bool first,
		      struct text *out)
{
	const struct assessment *a = zone->assessment;
	json_t *object = json_object();

	json_add_judgement(&object, a);
	json_add(&object, "unknown_because",
		 json_safe(a->unknown_because, BRIEF_TEXT));
	json_add(&object, "server_count", json_number(a->server_count));
	json_add(&object, "labels", json_labels(zone->policy));
	json_add(&object, "findings", json_brief_findings(a));
	json_add(&object, "countdowns", json_brief_countdowns(a));
	json_add_attention(&object, zone);
	text_put(out, first ? "\n" : ",\n");
	json_put(out, object);
}
