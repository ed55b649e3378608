/* SPDX-License-Identifier: BSD-3-Clause */
/* cloudevent.c - the `generic` webhook's body: a CloudEvent 1.0 in structured
 * JSON mode (https://github.com/cloudevents/spec, v1.0.2, 3 and json-format).
 *
 * One message must fit what receivers take. What is cut where it does not is
 * evidence, then advice, then findings: the verdict always arrives. */
#include "report/card.h"
#include "report/json.h"
#include "report/report.h"
#include "report/words.h"

#include <stdio.h>

/* The spec's own advice is 64 KiB for events that pass through brokers. */
#define EVENT_BYTES_MAX (64 * 1024)

/* Each row cuts more than the last. The last one cannot be too large: 8 * 3 and
 * 4 strings of 256 bytes, each byte at most doubled by JSON's escapes. */
static const struct json_bounds cuts[] = {
	{ 0, SIZE_MAX, SIZE_MAX, SIZE_MAX, 50 },
	{ 0, SIZE_MAX, 3, SIZE_MAX, 50 },
	{ 1024, SIZE_MAX, 0, SIZE_MAX, 20 },
	{ 512, 16, 0, 3, 10 },
	{ 256, 8, 0, 0, 4 },
};

static json_t *json_headline(const struct announcement *announcement)
{
	struct text line;
	json_t *value;

	text_init(&line, WORDS_LIMIT_MAX);
	report_headline(announcement, &line);
	value = text_ok(&line) ? json_safe(text_string(&line), 0) : NULL;
	text_done(&line);
	return value;
}

/* A closed incident has let its members go: the zone that closed it speaks for
 * them. */
static json_t *json_members(const struct announcement *announcement,
			    const struct json_bounds *bounds)
{
	const struct incident *incident = announcement->incident;
	json_t *array = json_array();

	for (size_t i = 0; i < incident->member_count && i < bounds->zones; i++)
		json_append(&array, json_safe(incident->members[i].zone,
					      bounds->string_bytes));
	if (incident->member_count == 0 && announcement->assessment)
		json_append(&array,
			    json_safe(announcement->assessment->zone_text,
				      bounds->string_bytes));
	return array;
}

/* What the zone that caused it looks like now; nothing where there is none:
 * it left the configuration. */
static json_t *json_judgement(const struct assessment *seen,
			      const struct json_bounds *bounds)
{
	json_t *object = json_object();

	if (!seen)
		return object;
	json_add(&object, "zone",
		 json_safe(seen->zone_text, bounds->string_bytes));
	json_add(&object, "verdict", json_string(verdict_text(seen->verdict)));
	json_add(&object, "security",
		 json_string(security_text(seen->security)));
	json_add(&object, "breaks_at", json_wall(seen->breaks_at));
	json_add(&object, "breaks_because", json_safe(seen->breaks_because, 0));
	json_add(&object, "recovers_at", json_wall(seen->recovers_at));
	json_add(&object, "findings", json_findings(seen, bounds));
	return object;
}

static json_t *json_closing(const struct announcement *announcement)
{
	struct wall opened_at = announcement->incident->opened_at;
	json_t *object = json_object();
	struct text span;

	text_init(&span, DURATION_TEXT_SIZE);
	words_span(&span, opened_at, announcement->at);
	json_add(&object, "ended",
		 *announcement->ended ? json_string(announcement->ended)
				      : json_null());
	json_add(&object, "closed_at", json_wall(announcement->at));
	json_add(&object, "lasted_s",
		 json_integer(wall_diff(opened_at, announcement->at)));
	json_add(&object, "lasted", json_string(text_string(&span)));
	text_done(&span);
	return object;
}

static json_t *json_data(const struct announcement *announcement,
			 const char *runbook, const struct json_bounds *bounds)
{
	const struct incident *incident = announcement->incident;
	size_t bytes = bounds->string_bytes;
	json_t *data = json_object();

	json_add(&data, "schema_version", json_number(REPORT_SCHEMA_VERSION));
	json_add(&data, "headline", json_headline(announcement));
	json_add(&data, "change",
		 json_string(change_text(announcement->change)));
	json_add(&data, "severity",
		 json_string(severity_text(announcement->severity)));
	json_add(&data, "incident", json_safe(incident->id, 0));
	json_add(&data, "owner", json_safe(incident->owner, bytes));
	json_add(&data, "opened_at", json_wall(incident->opened_at));
	json_add(&data, "servers",
		 incident->server_count ? json_safe(incident->servers, bytes)
					: json_null());
	json_add(&data, "zone_count", json_number(incident->member_count));
	json_add(&data, "zones", json_members(announcement, bounds));
	json_add(&data, "shortened", json_boolean(bounds != &cuts[0]));
	json_add(&data, "runbook_url", json_safe(runbook, 0));
	json_extend(&data, json_judgement(announcement->assessment, bounds));
	if (announcement->change == CHANGE_CLOSED)
		json_extend(&data, json_closing(announcement));
	return data;
}

/* @p subject is taken over. */
static json_t *json_envelope(const char *id, const char *source,
			     const char *type, json_t *subject, struct wall at)
{
	json_t *event = json_object();

	json_add(&event, "specversion", json_string("1.0"));
	json_add(&event, "id", json_safe(id, 0));
	json_add(&event, "source", json_safe(source, 512));
	json_add(&event, "type", json_string(type));
	json_add(&event, "subject", subject);
	json_add(&event, "time", json_wall(at));
	json_add(&event, "datacontenttype", json_string("application/json"));
	return event;
}

static json_t *json_event(const struct announcement *announcement,
			  const char *source, const char *runbook,
			  const struct json_bounds *bounds)
{
	char type[64];
	json_t *event;

	(void)snprintf(type, sizeof(type), "org.forewarn.incident.%s",
		       change_text(announcement->change));
	event = json_envelope(
		announcement->id, source, type,
		json_safe(announcement->incident->owner, bounds->string_bytes),
		announcement->at);
	json_add(&event, "data", json_data(announcement, runbook, bounds));
	return event;
}

void report_cloudevent(const struct announcement *announcement,
		       const char *source, const char *runbook,
		       struct text *out)
{
	struct text body;

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		text_init(&body, EVENT_BYTES_MAX);
		json_put(&body,
			 json_event(announcement, source, runbook, &cuts[i]));
		if (text_ok(&body))
			break;
		text_done(&body);
	}
	if (body.len)
		text_put(out, text_string(&body));
	else
		out->failed = true;
	text_done(&body);
}

/* --- what is no incident's: short by itself --- */

static json_t *json_counts(const struct card_summary *summary)
{
	json_t *object = json_object();

	json_add(&object, "from", json_wall(summary->from));
	json_add(&object, "until", json_wall(summary->until));
	json_add(&object, "opened", json_number(summary->opened));
	json_add(&object, "worsened", json_number(summary->worsened));
	json_add(&object, "eased", json_number(summary->eased));
	json_add(&object, "closed", json_number(summary->closed));
	return object;
}

static json_t *json_list(const struct card *card)
{
	json_t *array = json_array();

	for (size_t i = 0; i < card->list_shown; i++)
		json_append(&array, json_safe(card->list[i], 512));
	return array;
}

static json_t *json_notice(const struct card *card)
{
	json_t *data = json_object();

	json_add(&data, "schema_version", json_number(REPORT_SCHEMA_VERSION));
	json_add(&data, "headline", json_safe(card->headline, 512));
	if (!card->summary) {
		json_add(&data, "target", json_safe(card->owner, 0));
		return data;
	}
	json_add(&data, "severity", json_string(severity_text(card->severity)));
	json_extend(&data, json_counts(card->summary));
	json_add(&data, "incidents", json_list(card));
	json_add(&data, "incidents_untold",
		 json_number(card->list_count - card->list_shown));
	return data;
}

void report_cloudevent_notice(const struct card *card, struct text *out)
{
	json_t *event =
		json_envelope(card->id, card->source,
			      card->what == CARD_TEST ? "org.forewarn.test"
						      : "org.forewarn.summary",
			      json_safe(card->owner, 512), card->at);

	json_add(&event, "data", json_notice(card));
	json_put(out, event);
}
