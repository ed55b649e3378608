/* SPDX-License-Identifier: BSD-3-Clause */
/* state_people.c - what people said, in the published view. It is beside what
 * is judged, and takes nothing from it. */
#include "report/state_people.h"

static json_t *json_names(const char *const *names, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_append(&array, json_safe(names[i], 0));
	return array;
}

static json_t *json_said(const struct silence *silence)
{
	json_t *object = json_object();

	json_add(&object, "id", json_safe(silence->id, 0));
	json_add(&object, "kind",
		 json_string(silence->maintenance ? "maintenance" : "silence"));
	json_add(&object, "by", json_safe(silence->by, 0));
	json_add(&object, "reason", json_safe(silence->reason, 0));
	json_add(&object, "until", json_wall(silence->until));
	return object;
}

static json_t *json_silence(const struct silence *silence, struct wall now)
{
	json_t *object = json_said(silence);

	json_add(&object, "zones",
		 json_names(silence->zones, silence->zone_count));
	json_add(&object, "faults",
		 json_names(silence->faults, silence->fault_count));
	json_add(&object, "from", json_wall(silence->from));
	json_add(&object, "active",
		 json_boolean(silence_is_active(silence, now)));
	return object;
}

void state_silence_json(const struct silence *silence, struct wall now,
			struct text *out)
{
	json_put(out, json_silence(silence, now));
}

json_t *json_silences(const struct state_head *head)
{
	json_t *array = json_array();

	for (size_t i = 0; i < head->silence_count; i++)
		json_append(&array, json_silence(&head->silences[i],
						 head->generated_at));
	return array;
}

void json_add_ack(json_t **object, const struct incident *incident)
{
	bool acked = !wall_is_never(incident->acked_at);

	json_add(object, "silenced", json_boolean(incident->silenced));
	json_add(object, "acked_at", json_wall(incident->acked_at));
	json_add(object, "acked_by",
		 json_safe(acked ? incident->acked_by : NULL, 0));
	json_add(object, "ack_note",
		 json_safe(acked ? incident->ack_note : NULL, 0));
}

static json_t *json_incident_of(const struct attention *attention)
{
	const struct incident *incident = attention->incident;
	json_t *object;

	if (!incident)
		return json_null();
	object = json_object();
	json_add(&object, "id", json_safe(incident->id, 0));
	json_add(&object, "owner", json_safe(incident->owner, 0));
	json_add(&object, "opened_at", json_wall(incident->opened_at));
	json_add_ack(&object, incident);
	return object;
}

void json_add_attention(json_t **zone, const struct state_zone *from)
{
	const struct attention *attention = &from->attention;
	const struct silence *all =
		attention_silence(attention, from->assessment);
	json_t *findings = json_object_get(*zone, "findings"), *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		const struct silence *s = attention->silences[i];

		json_add(&finding, "silence", s ? json_said(s) : json_null());
		json_add(&finding, "silenced_until",
			 s ? json_wall(s->until) : json_null());
	}
	json_add(zone, "silenced_until",
		 all ? json_wall(all->until) : json_null());
	json_add(zone, "incident", json_incident_of(attention));
}
