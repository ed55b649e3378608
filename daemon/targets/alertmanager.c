/* SPDX-License-Identifier: BSD-3-Clause */
/* alertmanager.c - alerts of Prometheus Alertmanager's API v2
 * (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml).
 *
 * It is told what is open, again and again, and groups, silences and notifies
 * by itself. */
#include "report/json.h"
#include "report/report.h"
#include "report/words.h"
#include "targets/alert.h"
#include "targets/kind.h"

#include <ctype.h>
#include <string.h>

#define API_PATH "/api/v2/alerts"
/* In one annotation. */
#define TEXT_BYTES_MAX	 4096
#define LIST_ZONES_SHOWN 10

static void headers(const struct kind_attempt *attempt, struct text *out)
{
	text_put(out, "Content-Type: application/json\n");
	if (attempt->token)
		text_printf(out, "Authorization: Bearer %s\n", attempt->token);
}

/* What is configured is where its web page is. */
static void url(const char *configured, struct text *out)
{
	size_t len = strlen(configured), api = strlen(API_PATH);

	while (len > 0 && configured[len - 1] == '/')
		len--;
	text_bytes(out, configured, len);
	if (len < api || strncmp(configured + len - api, API_PATH, api) != 0)
		text_put(out, API_PATH);
}

/* --- which alert it is --- */

/* Prometheus, "Metric names and labels": [a-zA-Z_][a-zA-Z0-9_]*. A name of ours
 * is not taken by a label of the zone's. */
static void label_name(const json_t *labels, const char *key, struct text *out)
{
	if (!isalpha((unsigned char)*key) && *key != '_')
		text_put(out, "_");
	for (; *key; key++) {
		bool fits = isalnum((unsigned char)*key) || *key == '_';

		text_bytes(out, fits ? key : "_", 1);
	}
	if (json_object_get(labels, text_string(out)))
		text_put(out, "_of_zone");
}

static void add_zone_labels(json_t **labels, const struct alert_place *place)
{
	for (size_t i = 0; i < place->label_count; i++) {
		struct text name;

		text_init(&name, 128);
		label_name(*labels, place->labels[i].key, &name);
		json_add(labels, text_string(&name),
			 json_safe(place->labels[i].value, 0));
		text_done(&name);
	}
}

static bool is_zone(const char *owner)
{
	size_t len = strlen(owner);

	return len > 0 && owner[len - 1] == '.';
}

static void add_fault_labels(json_t **labels, const struct card *card)
{
	const struct incident_fault *fault =
		report_worst_fault(card->announcement->incident);

	json_add(labels, "alertname",
		 json_safe(fault ? fault->id : "unknown", 0));
	json_add(labels, "kind",
		 json_string(kind_text(fault ? fault->kind : KIND_FAILING)));
	json_add(labels, is_zone(card->owner) ? "zone" : "owner",
		 json_safe(card->owner, 0));
	json_add(labels, "incident", json_safe(card->incident, 0));
}

void alert_labels(const struct card *card, const struct alert_place *place,
		  struct text *out)
{
	json_t *labels = json_object();
	char *sorted;

	if (card->announcement) {
		add_fault_labels(&labels, card);
	} else {
		json_add(&labels, "alertname", json_string("forewarn-test"));
		json_add(&labels, "test", json_safe(card->incident, 0));
	}
	json_add(&labels, "severity",
		 json_string(severity_text(card->severity)));
	json_add(&labels, "vantage", json_safe(place->host, 0));
	add_zone_labels(&labels, place);
	sorted = labels ? json_dumps(labels, JSON_COMPACT | JSON_SORT_KEYS)
			: NULL;
	if (sorted)
		text_put(out, sorted);
	else
		out->failed = true;
	free(sorted);
	json_decref(labels);
}

/* --- what it says --- */

static void put_lines(struct text *out, const char *title,
		      const struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		text_printf(out, "%s%s\n", i ? "  " : title, lines->at[i]);
}

static void put_list(struct text *out, const struct card *card)
{
	size_t shown = card->list_shown;

	if (card->list_count < 2)
		return;
	shown = shown < LIST_ZONES_SHOWN ? shown : LIST_ZONES_SHOWN;
	text_printf(out, "%zu zones:", card->list_count);
	for (size_t i = 0; i < shown; i++)
		text_printf(out, " %s", card->list[i]);
	text_put(out, shown < card->list_count ? " ...\n" : "\n");
}

/* Facts, then what to do: what is cut at the end is evidence. */
static json_t *description(const struct card *card)
{
	struct text text;
	json_t *value;

	text_init(&text, TEXT_BYTES_MAX);
	for (size_t i = 0; i < card->fact_count; i++)
		text_printf(&text, "%s: %s\n", card->facts[i].label,
			    card->facts[i].value);
	put_list(&text, card);
	put_lines(&text, "Fix: ", &card->fix);
	put_lines(&text, "Verify: ", &card->verify);
	put_lines(&text, "Seen: ", &card->evidence);
	/* Whole lines, so that no character is cut in two. */
	while (text.len > 0 && text.at[--text.len] != '\n')
		;
	value = json_stringn(text_string(&text), text.len);
	text_done(&text);
	return value;
}

static void add_runbook(json_t **notes, const struct incident *incident)
{
	const struct incident_fault *fault = report_worst_fault(incident);
	struct text runbook;

	if (!fault)
		return;
	text_init(&runbook, 128);
	text_printf(&runbook, "man 7 forewarn-faults, %s", fault->id);
	json_add(notes, "runbook", json_string(text_string(&runbook)));
	text_done(&runbook);
}

static void add_acknowledged(json_t **notes, const struct card *card)
{
	const struct incident *incident = card->announcement->incident;
	struct text words;

	if (wall_is_never(incident->acked_at))
		return;
	text_init(&words, TEXT_BYTES_MAX);
	words_ack(&words, incident, card->at);
	json_add(notes, "acknowledged", json_safe(text_string(&words), 0));
	text_done(&words);
}

static json_t *annotations(const struct card *card)
{
	json_t *notes = json_object();

	json_add(&notes, "summary", json_string(card->headline));
	json_add(&notes, "description", description(card));
	if (card->announcement) {
		add_runbook(&notes, card->announcement->incident);
		add_acknowledged(&notes, card);
	}
	if (card->runbook)
		json_add(&notes, "runbook_url", json_string(card->runbook));
	if (card->link)
		json_add(&notes, "dashboard", json_string(card->link));
	return notes;
}

void alert_details(const struct card *card, struct text *out)
{
	json_t *object = json_object();
	struct text whole;

	json_add(&object, "annotations", annotations(card));
	json_add(&object, "startsAt", json_wall(card->opened_at));
	if (card->link)
		json_add(&object, "generatorURL", json_string(card->link));
	text_init(&whole, ALERT_BYTES_MAX);
	json_put(&whole, object);
	/* Its members alone: the braces are whose alert it becomes. */
	if (text_ok(&whole) && whole.len > 2)
		text_bytes(out, whole.at + 1, whole.len - 2);
	else
		out->failed = true;
	text_done(&whole);
}

const struct kind kind_alertmanager = {
	.way = WAY_MIRROR,
	.headers = headers,
	.url = url,
	.in_place = true,
};
