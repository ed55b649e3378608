/* SPDX-License-Identifier: BSD-3-Clause */
/* check_path.c - what is told by the state of things and not by messages:
 * alerts of an Alertmanager, whether we are of use; and what a command is told
 * and what its end means. */
#include "unit.h"

#include "incident/usefulness.h"
#include "report/report.h"
#include "targets/alert.h"
#include "targets/alerts.h"
#include "targets/kind.h"

#include <jansson.h>
#include <string.h>

#define NOW 1795341600 /* 2026-11-22T10:00:00Z */

static struct text out;

static void setup(void)
{
	text_init(&out, 1 << 20);
}

static void teardown(void)
{
	text_done(&out);
}

/* --- the alerts that a mirror shows --- */

/* One round in which these are there, as "a" or, while it is quiet, "a?". */
static void round_of(struct alerts *alerts, const char *there, int64_t at_s)
{
	alerts_begin(alerts);
	for (; *there; there++) {
		const char labels[] = { '"', *there, '"', '\0' };
		bool quiet = there[1] == '?';

		alerts_put(alerts, labels, "\"x\":1", quiet);
		there += quiet;
	}
	ck_assert(alerts_end(alerts, (struct wall){ at_s }));
}

static const struct {
	const char *name;
	struct {
		const char *there;
		int64_t after_s;
	} rounds[5];
	const char *want; /* those shown, in capitals those that have ended */
} mirrors[] = {
	{ "nothing", { { "", 0 } }, "" },
	{ "two", { { "ab", 0 } }, "ab" },
	{ "one goes", { { "ab", 0 }, { "b", 60 } }, "Ab" },
	{ "told of its end just under a quarter of an hour",
	  { { "a", 0 }, { "", 60 }, { "", 60 + 899 } },
	  "A" },
	{ "forgotten then", { { "a", 0 }, { "", 60 }, { "", 60 + 900 } }, "" },
	{ "back before that", { { "a", 0 }, { "", 60 }, { "a", 120 } }, "a" },
	{ "the clock steps back: told of for longer",
	  { { "a", 0 }, { "", 5000 }, { "", 1000 } },
	  "A" },
	{ "new in quiet hours: not shown", { { "a?", 0 } }, "" },
	{ "shown before them: shown on", { { "a", 0 }, { "a?", 60 } }, "a" },
	{ "ended before them: not shown again",
	  { { "a", 0 }, { "", 60 }, { "a?", 120 } },
	  "A" },
};

START_TEST(mirror_shows)
{
	struct alerts *alerts = alerts_new();
	struct wall until = { NOW };
	size_t cursor = 0;
	char got[8] = "";

	for (size_t i = 0; i < 5 && mirrors[_i].rounds[i].there; i++)
		round_of(alerts, mirrors[_i].rounds[i].there,
			 mirrors[_i].rounds[i].after_s);
	if (alerts_batch(alerts, &cursor, 10, until, &out)) {
		json_t *all = json_loads(text_string(&out), 0, NULL);
		const json_t *alert;
		size_t i;

		json_array_foreach(all, i, alert)
		{
			char c = *json_string_value(
				json_object_get(alert, "labels"));
			const char *end = json_string_value(
				json_object_get(alert, "endsAt"));
			bool there = strcmp(end, "2026-11-22T10:00:00Z") == 0;

			got[i] = there ? c : (char)(c - 32);
		}
		json_decref(all);
	}
	ck_assert_msg(strcmp(got, mirrors[_i].want) == 0, "%s: '%s'",
		      mirrors[_i].name, got);
	alerts_free(alerts);
}
END_TEST

START_TEST(mirror_in_batches)
{
	static const size_t counts[] = { 0, 1, 255, 256, 257, 512, 1000 };
	struct alerts *alerts = alerts_new();
	size_t cursor = 0, told = 0, batches = 0;
	char labels[32];

	alerts_begin(alerts);
	for (size_t i = 0; i < counts[_i]; i++) {
		(void)snprintf(labels, sizeof(labels), "\"n%zu\"", i);
		alerts_put(alerts, labels, "\"x\":1", false);
	}
	ck_assert(alerts_end(alerts, (struct wall){ NOW }));
	while (alerts_batch(alerts, &cursor, 256, (struct wall){ NOW }, &out)) {
		json_t *batch = json_loads(text_string(&out), 0, NULL);

		ck_assert_uint_le(json_array_size(batch), 256);
		told += json_array_size(batch);
		batches++;
		json_decref(batch);
		out.len = 0;
	}
	ck_assert_uint_eq(told, counts[_i]);
	ck_assert_uint_eq(batches, (counts[_i] + 255) / 256);
	alerts_free(alerts);
}
END_TEST

/* --- one alert --- */

static struct incident_fault faults[] = {
	{ .id = "rrsig-expiring",
	  .severity = SEVERITY_WARNING,
	  .kind = KIND_PREDICTED,
	  .confirmed = true,
	  .deadline = { NOW + 3600 },
	  .summary = (char[]){ "it will expire" } },
	{ .id = "rrsig-expired",
	  .severity = SEVERITY_CRITICAL,
	  .kind = KIND_FAILING,
	  .confirmed = true,
	  .deadline = { NOW - 3600 },
	  .summary = (char[]){ "it has expired \"\\\n\xc3\xa4" } },
	{ .id = "ds-orphan",
	  .severity = SEVERITY_CRITICAL,
	  .kind = KIND_FAILING,
	  .deadline = { INT64_MAX } },
};
static struct incident_member member = { (char[]){ "example.com." }, faults,
					 COUNT_OF(faults) };

static const struct {
	const char *name, *owner;
	struct policy_label label;
	const char *key, *want; /* of one label */
} labels[] = {
	{ "the worst confirmed fault names it",
	  "example.com.",
	  { "a", "b" },
	  "alertname",
	  "rrsig-expired" },
	{ "its kind", "example.com.", { "a", "b" }, "kind", "failing" },
	{ "a zone", "example.com.", { "a", "b" }, "zone", "example.com." },
	{ "no zone", "monitor", { "a", "b" }, "owner", "monitor" },
	{ "from where", "example.com.", { "a", "b" }, "vantage", "ns" },
	{ "which incident", "example.com.", { "a", "b" }, "incident", "cafe" },
	{ "the zone's own",
	  "example.com.",
	  { "team", "dns \"ops\"" },
	  "team",
	  "dns \"ops\"" },
	{ "a name of ours stays ours",
	  "example.com.",
	  { "severity", "low" },
	  "severity",
	  "critical" },
	{ "the zone's beside it",
	  "example.com.",
	  { "severity", "low" },
	  "severity_of_zone",
	  "low" },
	{ "no name of a label",
	  "example.com.",
	  { "9-a.b", "x" },
	  "_9_a_b",
	  "x" },
};

static const struct card *card_of(struct arena *arena, const char *owner)
{
	static const struct card_bases bases = {
		"https://dash.example/", "https://wiki.example/dnssec#"
	};
	static struct incident incident;
	static struct announcement announcement;

	incident = (struct incident){ .owner = (char *)owner,
				      .id = "cafe",
				      .open = true,
				      .severity = SEVERITY_CRITICAL,
				      .opened_at = { NOW - 600 },
				      .acked_at = { NOW - 60 },
				      .acked_by = "ann",
				      .ack_note = "on it",
				      .member_count = 1,
				      .members = &member };
	announcement = (struct announcement){ .incident = &incident,
					      .severity = SEVERITY_CRITICAL,
					      .at = { NOW } };
	return card_of_announcement(arena, &announcement, "/forewarnd/ns",
				    &bases);
}

START_TEST(alert_is_labelled)
{
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct alert_place place = { "ns", 1, &labels[_i].label };
	const struct card *card = card_of(arena, labels[_i].owner);
	json_t *object;

	alert_labels(card, &place, &out);
	object = json_loads(text_string(&out), 0, NULL);
	ck_assert_msg(object, "%s", text_string(&out));
	ck_assert_str_eq(
		json_string_value(json_object_get(object, labels[_i].key)),
		labels[_i].want);
	json_decref(object);
	arena_free(arena);
}
END_TEST

START_TEST(alert_says)
{
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card = card_of(arena, "example.com.");
	json_t *object, *notes;
	const char *text;

	text_put(&out, "{");
	alert_details(card, &out);
	text_put(&out, "}");
	object = json_loads(text_string(&out), 0, NULL);
	ck_assert_msg(object, "%s", text_string(&out));
	notes = json_object_get(object, "annotations");
	text = json_string_value(json_object_get(notes, "summary"));
	ck_assert_msg(strstr(text, "it has expired"), "%s", text);
	text = json_string_value(json_object_get(notes, "description"));
	ck_assert_msg(strstr(text, "Incident: cafe"), "%s", text);
	ck_assert_int_ne(text[strlen(text) - 1], '\n');
	ck_assert_str_eq(json_string_value(json_object_get(notes, "runbook")),
			 "man 7 forewarn-faults, rrsig-expired");
	ck_assert_str_eq(
		json_string_value(json_object_get(notes, "runbook_url")),
		"https://wiki.example/dnssec#rrsig-expired");
	ck_assert_str_eq(json_string_value(json_object_get(object, "startsAt")),
			 "2026-11-22T09:50:00Z");
	ck_assert_str_eq(
		json_string_value(json_object_get(object, "generatorURL")),
		"https://dash.example/#zone=example.com.");
	json_decref(object);
	arena_free(arena);
}
END_TEST

static const struct {
	const char *url, *want;
} urls[] = {
	{ "http://a:9093", "http://a:9093/api/v2/alerts" },
	{ "http://a:9093/", "http://a:9093/api/v2/alerts" },
	{ "https://a/prefix//", "https://a/prefix/api/v2/alerts" },
	{ "http://a/api/v2/alerts", "http://a/api/v2/alerts" },
	{ "http://a/api/v2/alerts/", "http://a/api/v2/alerts" },
};

START_TEST(alertmanager_has_a_url)
{
	kind_of(TARGET_ALERTMANAGER)->url(urls[_i].url, &out);
	ck_assert_str_eq(text_string(&out), urls[_i].want);
}
END_TEST

/* --- are we of use? --- */

static const struct {
	const char *name;
	struct usefulness facts;
	const char *reason; /* NULL: we are */
	bool restart;
} uses[] = {
	{ "all is well",
	  { .zones = 10, .probers = 1, .idle_s = 5, .patience_s = 180 },
	  NULL,
	  false },
	{ "nothing to do, and so no prober has done anything for long",
	  { .probers = 1, .idle_s = 9999, .patience_s = 180 },
	  NULL,
	  false },
	{ "a prober died just now",
	  { .probers = 0, .idle_s = 180, .patience_s = 180 },
	  NULL,
	  false },
	{ "none comes back",
	  { .probers = 0, .idle_s = 181, .patience_s = 180 },
	  "no prober runs",
	  true },
	{ "they hang",
	  { .probers = 1, .stalled_s = 200, .patience_s = 180 },
	  "finish nothing for 3m 20s",
	  true },
	{ "one zone is overdue",
	  { .zones = 3, .probers = 1, .overdue = 1, .longest_s = 7200 },
	  "1 of 3 zones are overdue, the longest was not looked at for 2h",
	  false },
	{ "network down",
	  { .probers = 1, .distrust = DISTRUST_NETWORK },
	  "no zone can be judged",
	  false },
	{ "clock wrong",
	  { .probers = 1, .distrust = DISTRUST_CLOCK },
	  "no zone can be judged",
	  false },
	{ "the outbox is stuck",
	  { .probers = 1, .stuck_target = "pager", .stuck_s = 900 },
	  "target pager was not told what it is owed for 15m",
	  false },
	{ "the disk is full",
	  { .probers = 1, .memory_refuses = true },
	  "memory.db cannot be written",
	  false },
};

START_TEST(judges_usefulness)
{
	bool useful = usefulness_judge(&uses[_i].facts, &out);
	const char *reason = uses[_i].reason;

	ck_assert_msg(useful == !reason, "%s: %s", uses[_i].name,
		      text_string(&out));
	ck_assert_msg(!reason || strstr(text_string(&out), reason), "%s: %s",
		      uses[_i].name, text_string(&out));
	ck_assert_int_eq(usefulness_wants_restart(&uses[_i].facts),
			 uses[_i].restart);
}
END_TEST

START_TEST(says_every_reason)
{
	const struct usefulness facts = { .stalled_s = 1,
					  .overdue = 1,
					  .distrust = DISTRUST_ANCHOR,
					  .stuck_target = "a",
					  .memory_refuses = true };
	size_t lines = 0;

	ck_assert(!usefulness_judge(&facts, &out));
	for (const char *c = text_string(&out); *c; c++)
		lines += *c == '\n';
	ck_assert_uint_eq(lines, 5);
}
END_TEST

/* --- a command --- */

static const struct {
	unsigned status;
	enum kind_outcome want;
} ends[] = {
	{ 0, KIND_DONE },    { 1, KIND_RETRY },	   { 2, KIND_RETRY },
	{ 64, KIND_RETRY },  { 65, KIND_REFUSED }, { 66, KIND_RETRY },
	{ 75, KIND_RETRY },  { 126, KIND_RETRY },  { 127, KIND_RETRY },
	{ 200, KIND_RETRY }, { 255, KIND_RETRY },  { 256, KIND_RETRY },
};

START_TEST(command_ends)
{
	struct kind_reply reply = { .status = ends[_i].status };

	ck_assert_msg(kind_judge(kind_of(TARGET_COMMAND), &reply) ==
			      ends[_i].want,
		      "%u", ends[_i].status);
}
END_TEST

static const struct {
	const char *name, *body, *line;
} environments[] = {
	{ "the id", "{\"id\":\"x.1\"}", "FOREWARN_ID=x.1\n" },
	{ "the owner where no zone is named", "{\"subject\":\"com.\"}",
	  "FOREWARN_ZONE=com.\n" },
	{ "the zone", "{\"subject\":\"com.\",\"data\":{\"zone\":\"a.com.\"}}",
	  "FOREWARN_ZONE=a.com.\n" },
	{ "what is not there is empty", "{}", "FOREWARN_HEADLINE=\n" },
	{ "no JSON at all", "?", "FOREWARN_ID=\n" },
};

START_TEST(command_environment)
{
	const struct kind_attempt attempt = { .body = environments[_i].body };

	kind_of(TARGET_COMMAND)->headers(&attempt, &out);
	ck_assert_msg(strstr(text_string(&out), environments[_i].line),
		      "%s: %s", environments[_i].name, text_string(&out));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("path");
	TCase *c = tcase_create("path");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, mirror_shows, 0, COUNT_OF(mirrors));
	tcase_add_loop_test(c, mirror_in_batches, 0, 7);
	tcase_add_loop_test(c, alert_is_labelled, 0, COUNT_OF(labels));
	tcase_add_test(c, alert_says);
	tcase_add_loop_test(c, alertmanager_has_a_url, 0, COUNT_OF(urls));
	tcase_add_loop_test(c, judges_usefulness, 0, COUNT_OF(uses));
	tcase_add_test(c, says_every_reason);
	tcase_add_loop_test(c, command_ends, 0, COUNT_OF(ends));
	tcase_add_loop_test(c, command_environment, 0, COUNT_OF(environments));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
