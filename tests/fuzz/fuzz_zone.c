/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_zone.c - whatever the daemon's answer or a state file says of a zone: a
 * command shows it or says that it cannot, and never as better than it is.
 *
 * Input: the JSON of a zone. */
#include "report/report.h"
#include "report/state.h"

#include "fuzz/told.h"

#include <jansson.h>
#include <string.h>

#define TEXT_MAX ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct zone_policy policy = { .pulse_s = 300, .survey_s = 3600 };

static void show(const struct assessment *a, struct text *out)
{
	struct report_style style = { .ascii = true, .width = 60 };

	report_zone_text(a, style, out);
	report_zone_row(a, style, 24, out);
	report_zone_cause(a, out);
	report_plugin(&a, 1, out);
}

/* Only the word "ok" is one. */
static void check_verdict(const char *json, size_t len,
			  const struct assessment *a)
{
	json_t *object = json_loadb(json, len, 0, NULL);
	const char *word =
		json_string_value(json_object_get(object, "verdict"));

	told_check(a->verdict != VERDICT_OK || (word && !strcmp(word, "ok")));
	told_check(a->verdict != VERDICT_OK ||
		   report_exit_code(a->verdict) == 0);
	told_check(a->verdict < VERDICT_WARNING ||
		   report_exit_code(a->verdict) != 0);
	json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct assessment *a = report_zone_read((const char *)data, size), *b;
	struct state_zone zone = { .assessment = a,
				   .policy = &policy,
				   .next_check_at = WALL_NEVER };
	struct text one, other, json;

	if (!a)
		return 0;
	text_init(&one, TEXT_MAX);
	text_init(&other, TEXT_MAX);
	text_init(&json, TEXT_MAX);
	show(a, &one);
	told_text(&one);
	check_verdict((const char *)data, size, a);
	/* Written and read again it is shown as before. */
	a->server_count = 0; /* but for servers, which are not read */
	a->attention = NULL;
	state_zone_json(&zone, &json);
	told_json(&json);
	b = report_zone_read(text_string(&json), json.len);
	told_check(b && b->verdict == a->verdict);
	text_done(&one);
	show(a, &one);
	show(b, &other);
	told_check(strcmp(text_string(&one), text_string(&other)) == 0);
	text_done(&one);
	text_done(&other);
	text_done(&json);
	assessment_free(a);
	assessment_free(b);
	return 0;
}
