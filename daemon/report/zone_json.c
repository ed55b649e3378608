/* SPDX-License-Identifier: BSD-3-Clause */
/* zone_json.c - one zone as `forewarn check --json` prints it.
 *
 * The object is an interface: members are added, never changed. */
#include "report/json.h"
#include "report/report.h"
#include "report/words.h"

static json_t *json_lines(const struct lines *lines, size_t most,
			  size_t string_bytes)
{
	json_t *array = json_array();

	for (size_t i = 0; i < lines->count && i < most; i++)
		json_append(&array, json_safe(lines->at[i], string_bytes));
	return array;
}

static size_t lines_untold(const struct lines *lines, size_t most)
{
	return lines->dropped + (lines->count > most ? lines->count - most : 0);
}

static json_t *json_finding(const struct finding *f,
			    const struct json_bounds *bounds)
{
	size_t bytes = bounds->string_bytes, most = bounds->evidence;
	json_t *object = json_object();

	json_add(&object, "id", json_safe(f->id, bytes));
	json_add(&object, "severity", json_string(severity_text(f->severity)));
	json_add(&object, "kind", json_string(kind_text(f->kind)));
	json_add(&object, "subject", json_safe(f->subject, bytes));
	json_add(&object, "deadline", json_wall(f->deadline));
	json_add(&object, "summary", json_safe(f->summary, bytes));
	json_add(&object, "evidence", json_lines(&f->evidence, most, bytes));
	json_add(&object, "evidence_untold",
		 json_number(lines_untold(&f->evidence, most)));
	most = bounds->advice;
	json_add(&object, "fix", json_lines(&f->fix, most, bytes));
	json_add(&object, "verify", json_lines(&f->verify, most, bytes));
	json_add(&object, "references",
		 json_lines(&f->references, most, bytes));
	json_add(&object, "blame", json_safe(f->blame, bytes));
	json_add(&object, "cause", json_safe(f->cause, bytes));
	return object;
}

json_t *json_findings(const struct assessment *assessment,
		      const struct json_bounds *bounds)
{
	json_t *array = json_array();

	for (size_t i = 0;
	     i < assessment->finding_count && i < bounds->findings; i++)
		json_append(&array,
			    json_finding(assessment->findings[i], bounds));
	return array;
}

/* The limiting RRset and server, or null. */
static json_t *json_limit(const struct assessment *assessment)
{
	struct text limit;
	json_t *value;

	text_init(&limit, WORDS_LIMIT_MAX);
	value = words_limit(assessment, &limit)
			? json_safe(text_string(&limit), 0)
			: json_null();
	text_done(&limit);
	return value;
}

static json_t *json_disagreements(const struct assessment *assessment)
{
	json_t *array = json_array();

	for (size_t i = 0; i < assessment->disagreement_count; i++) {
		const struct disagreement *row = &assessment->disagreements[i];
		json_t *object = json_object();

		json_add(&object, "question", json_safe(row->question, 0));
		json_add(&object, "libunbound",
			 json_string(security_text(row->theirs)));
		json_add(&object, "ours",
			 json_string(security_text(row->ours)));
		json_add(&object, "explained", json_safe(row->explained, 0));
		json_append(&array, object);
	}
	return array;
}

void json_add_judgement(json_t **object, const struct assessment *a)
{
	json_add(object, "zone", json_safe(a->zone_text, 0));
	json_add(object, "checked_at", json_wall(a->checked_at));
	json_add(object, "verdict", json_string(verdict_text(a->verdict)));
	json_add(object, "security", json_string(security_text(a->security)));
	json_add(object, "breaks_at", json_wall(a->breaks_at));
	json_add(object, "breaks_because", json_safe(a->breaks_because, 0));
}

json_t *json_zone(const struct assessment *a, const struct json_bounds *bounds)
{
	json_t *object = json_object();

	json_add(&object, "schema_version", json_number(REPORT_SCHEMA_VERSION));
	json_add_judgement(&object, a);
	json_add(&object, "breaks_subject", json_limit(a));
	json_add(&object, "recovers_at", json_wall(a->recovers_at));
	json_add(&object, "unknown_because", json_safe(a->unknown_because, 0));
	json_add(&object, "serial", json_number(a->serial));
	json_add(&object, "server_count", json_number(a->server_count));
	json_add(&object, "findings", json_findings(a, bounds));
	json_add(&object, "disagreements", json_disagreements(a));
	return object;
}

void report_zone_json(const struct assessment *assessment, struct text *out)
{
	static const struct json_bounds all = JSON_ALL;

	json_put(out, json_zone(assessment, &all));
}
