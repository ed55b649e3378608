/* SPDX-License-Identifier: BSD-3-Clause */
/* zone_read.c - the way back of zone_json.c: what the daemon judged, for the
 * command that shows it. */
#include "incident/attention.h"
#include "report/json.h"
#include "report/report.h"
#include "report/safe.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* As much as an assessment may keep. */
#define READ_BYTES_MAX (4u * 1024 * 1024)

/* Was safe when it was written; whose copy this is, nobody knows. */
static const char *safe_copy(struct arena *arena, const char *string)
{
	const char *copy;
	struct text safe;

	text_init(&safe, READ_BYTES_MAX);
	safe_put(&safe, string);
	copy = text_ok(&safe) ? arena_strdup(arena, text_string(&safe)) : NULL;
	text_done(&safe);
	return copy;
}

static const char *read_text(struct arena *arena, const json_t *object,
			     const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? safe_copy(arena, text) : NULL;
}

/* null and nonsense are "never". */
static struct wall read_wall(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	struct wall t = WALL_NEVER;

	if (text)
		(void)wall_parse(text, &t); /* untouched where it is none */
	return t;
}

static uint64_t read_number(const json_t *object, const char *key)
{
	json_int_t number = json_integer_value(json_object_get(object, key));

	return number > 0 ? (uint64_t)number : 0;
}

/* @return the index of @p key's value among @p count words, @p otherwise where
 * it is none of them. */
static unsigned read_word(const json_t *object, const char *key,
			  const char *(*word)(unsigned), unsigned count,
			  unsigned otherwise)
{
	const char *text = json_string_value(json_object_get(object, key));

	for (unsigned i = 0; text && i < count; i++)
		if (strcmp(text, word(i)) == 0)
			return i;
	return otherwise;
}

static const char *verdict_word(unsigned i)
{
	return verdict_text((enum verdict)i);
}

static const char *security_word(unsigned i)
{
	return security_text((enum security)i);
}

static const char *severity_word(unsigned i)
{
	return severity_text((enum severity)i);
}

static void read_lines(struct arena *arena, const json_t *object,
		       const char *key, struct lines *ret_lines)
{
	const json_t *array = json_object_get(object, key), *line;
	size_t i;

	json_array_foreach(array, i, line) if (json_is_string(line))
		lines_add(arena, ret_lines, "%s", json_string_value(line));
}

static struct finding *read_finding(struct arena *arena, const json_t *object)
{
	const char *kind = json_string_value(json_object_get(object, "kind"));
	struct finding *f = arena_alloc(arena, sizeof(*f));

	if (!f)
		return NULL;
	f->id = read_text(arena, object, "id");
	f->severity = (enum severity)read_word(
		object, "severity", severity_word, SEVERITY_CRITICAL + 1,
		SEVERITY_CRITICAL);
	f->kind = kind && strcmp(kind, kind_text(KIND_PREDICTED)) == 0
			  ? KIND_PREDICTED
			  : KIND_FAILING;
	f->subject = read_text(arena, object, "subject");
	f->summary = read_text(arena, object, "summary");
	f->blame = read_text(arena, object, "blame");
	f->cause = read_text(arena, object, "cause");
	f->deadline = read_wall(object, "deadline");
	read_lines(arena, object, "evidence", &f->evidence);
	f->evidence.dropped += read_number(object, "evidence_untold");
	read_lines(arena, object, "fix", &f->fix);
	read_lines(arena, object, "verify", &f->verify);
	read_lines(arena, object, "references", &f->references);
	return f->id ? f : NULL;
}

static bool read_findings(struct assessment *a, const json_t *object)
{
	const json_t *array = json_object_get(object, "findings"), *item;
	size_t count = json_array_size(array), i;
	const struct finding **findings;

	if (count > FINDINGS_MAX)
		return false;
	findings = arena_array(a->arena, count ? count : 1, sizeof(*findings));
	if (!findings)
		return false;
	json_array_foreach(array, i, item)
	{
		findings[i] = read_finding(a->arena, item);
		if (!findings[i])
			return false;
	}
	a->findings = findings;
	a->finding_count = count;
	return true;
}

static bool read_countdown(struct arena *arena, const json_t *object,
			   struct countdown *ret)
{
	const char *owner = json_string_value(json_object_get(object, "owner"));
	const char *type = json_string_value(json_object_get(object, "type"));

	ret->server = read_text(arena, object, "server");
	ret->key_tag = (uint16_t)read_number(object, "key_tag");
	ret->inception = read_wall(object, "inception");
	ret->expires_at = read_wall(object, "expires_at");
	return owner && type && name_from_text(owner, &ret->owner) &&
	       type_from_text(type, &ret->type);
}

static bool read_countdowns(struct assessment *a, const json_t *object)
{
	const json_t *array = json_object_get(object, "countdowns"), *item;
	size_t count = json_array_size(array), i;
	struct countdown *countdowns;

	if (count > COUNTDOWNS_MAX)
		return false;
	countdowns =
		arena_array(a->arena, count ? count : 1, sizeof(*countdowns));
	if (!countdowns)
		return false;
	json_array_foreach(
		array, i,
		item) if (!read_countdown(a->arena, item,
					  &countdowns[i])) return false;
	a->countdowns = countdowns;
	a->countdown_count = count;
	return true;
}

/* "silence" of a finding: who said what, until when. */
static struct silence *read_silence(struct arena *arena, const json_t *object)
{
	const char *kind = json_string_value(json_object_get(object, "kind"));
	const char *id = json_string_value(json_object_get(object, "id"));
	struct silence *silence =
		id && kind ? arena_alloc(arena, sizeof(*silence)) : NULL;

	if (!silence)
		return NULL;
	(void)snprintf(silence->id, sizeof(silence->id), "%s", id);
	silence->maintenance = strcmp(kind, "maintenance") == 0;
	silence->by = read_text(arena, object, "by");
	silence->reason = read_text(arena, object, "reason");
	silence->until = read_wall(object, "until");
	return silence->by && silence->reason ? silence : NULL;
}

static struct incident *read_incident(struct arena *arena, const json_t *object)
{
	const char *by = json_string_value(json_object_get(object, "acked_by"));
	const char *note =
		json_string_value(json_object_get(object, "ack_note"));
	struct incident *incident =
		json_is_object(object) ? arena_alloc(arena, sizeof(*incident))
				       : NULL;

	if (!incident)
		return NULL;
	incident->acked_at = read_wall(object, "acked_at");
	(void)snprintf(incident->acked_by, sizeof(incident->acked_by), "%s",
		       by ? by : "");
	(void)snprintf(incident->ack_note, sizeof(incident->ack_note), "%s",
		       note ? note : "");
	return incident;
}

/* Of a watched zone; there is none in what `check` writes. */
static void read_attention(struct assessment *a, const json_t *object)
{
	const json_t *findings = json_object_get(object, "findings"), *finding;
	const json_t *incident = json_object_get(object, "incident");
	struct attention *attention =
		incident ? arena_alloc(a->arena, sizeof(*attention)) : NULL;
	size_t i;

	if (!attention)
		return;
	attention->incident = read_incident(a->arena, incident);
	json_array_foreach(findings, i, finding) attention->silences[i] =
		read_silence(a->arena, json_object_get(finding, "silence"));
	a->attention = attention;
}

static bool read_zone(struct assessment *a, const json_t *object)
{
	a->zone_text = read_text(a->arena, object, "zone");
	if (!a->zone_text || !name_from_text(a->zone_text, &a->zone))
		return false;
	a->checked_at = read_wall(object, "checked_at");
	a->verdict = (enum verdict)read_word(object, "verdict", verdict_word,
					     VERDICT_COUNT, VERDICT_UNKNOWN);
	a->security = (enum security)read_word(
		object, "security", security_word, SECURITY_BOGUS + 1,
		SECURITY_INDETERMINATE);
	a->unknown_because = read_text(a->arena, object, "unknown_because");
	a->breaks_at = read_wall(object, "breaks_at");
	a->breaks_because = read_text(a->arena, object, "breaks_because");
	a->recovers_at = read_wall(object, "recovers_at");
	a->serial = (uint32_t)read_number(object, "serial");
	a->server_count = read_number(object, "server_count");
	if (wall_is_never(a->checked_at) || !read_findings(a, object) ||
	    !read_countdowns(a, object))
		return false;
	read_attention(a, object);
	return !arena_failed(a->arena);
}

struct assessment *json_zone_read(const json_t *object)
{
	struct arena *arena = arena_new(READ_BYTES_MAX);
	struct assessment *a = arena ? arena_alloc(arena, sizeof(*a)) : NULL;

	if (a) {
		a->arena = arena;
		if (!read_zone(a, object))
			a = NULL;
	}
	if (!a)
		arena_free(arena);
	return a;
}

struct assessment *report_zone_read(const char *json, size_t len)
{
	json_t *object = json_loadb(json, len, 0, NULL);
	struct assessment *a = object ? json_zone_read(object) : NULL;

	json_decref(object);
	return a;
}
