/* SPDX-License-Identifier: BSD-3-Clause */
/* check_event.c - announcements: the headline and the event, to the byte. */
#include "unit.h"

#include "report/report.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define OPENED	 1795341600 /* 2026-11-22T10:00:00Z */
#define BODY_MAX (64 * 1024)

static struct text out;

static void setup(void)
{
	text_init(&out, 1 << 20);
}

static void teardown(void)
{
	text_done(&out);
}

static const struct finding expired = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "www.example.com. A @ ns1.example.com. (192.0.2.1)",
	.summary = "www.example.com. A at ns1.example.com. (192.0.2.1) "
		   "expired 2026-11-22T08:00:00Z, 2h ago",
	.deadline = { OPENED - 7200 },
	.verify = { .count = 1, .at = { "dig A" } },
};
static const struct finding expiring = {
	.id = "rrsig-expiring",
	.severity = SEVERITY_WARNING,
	.kind = KIND_PREDICTED,
	.subject = "example.com. SOA @ ns1.example.com. (192.0.2.1)",
	.summary = "3 RRsets at 2 of 2 servers: signature ends "
		   "2026-11-23T10:00:00Z, in 1d",
	.deadline = { OPENED + 86400 },
};
static const struct finding *const findings[] = { &expired, &expiring };

static const struct assessment seen = {
	.zone_text = "example.com.",
	.checked_at = { OPENED },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { OPENED - 7200 },
	.breaks_because = "rrsig-expired",
	.recovers_at = { INT64_MAX },
	.finding_count = 2,
	.findings = findings,
};

static struct incident_fault faults[] = {
	{ .id = "rrsig-expiring",
	  .severity = SEVERITY_WARNING,
	  .kind = KIND_PREDICTED,
	  .confirmed = true,
	  .deadline = { OPENED + 86400 },
	  .subject = (char[]){ "example.com. SOA @ ns1.example.com. "
			       "(192.0.2.1)" },
	  .summary = (char[]){ "signature expires in 1d" } },
	{ .id = "rrsig-expired",
	  .severity = SEVERITY_CRITICAL,
	  .confirmed = true,
	  .deadline = { INT64_MAX } },
};
static struct incident_member members[] = {
	{ (char[]){ "example.com." }, faults, 2 },
	{ (char[]){ "example.org." }, NULL, 0 },
	{ (char[]){ "example.net." }, NULL, 0 },
};

static struct incident incident = {
	.owner = (char[]){ "example.com." },
	.id = "00112233445566778899aabbccddeeff",
	.open = true,
	.severity = SEVERITY_CRITICAL,
	.opened_at = { OPENED },
	.member_count = 1,
	.members = members,
};

static struct announcement announce(enum change change)
{
	return (struct announcement){
		.id = "00112233445566778899aabbccddeeff.1",
		.change = change,
		.incident = &incident,
		.severity = SEVERITY_CRITICAL,
		.at = { OPENED + 60 },
		.assessment = &seen,
	};
}

static void expect_headline(const struct announcement *announcement,
			    const char *line)
{
	text_done(&out);
	report_headline(announcement, &out);
	ck_assert_str_eq(text_string(&out), line);
}

START_TEST(headlines)
{
	struct announcement a = announce(CHANGE_OPENED);

	expect_headline(&a, "CRITICAL example.com.: www A at ns1 (192.0.2.1) "
			    "expired 2026-11-22T08:00:00Z, 2h ago "
			    "(rrsig-expired)");
	a.change = CHANGE_WORSENED;
	expect_headline(&a, "CRITICAL example.com. (worse): www A at ns1 "
			    "(192.0.2.1) expired 2026-11-22T08:00:00Z, 2h "
			    "ago (rrsig-expired)");
	/* What was not confirmed is not what the message is about. */
	faults[1].confirmed = false;
	a.change = CHANGE_EASED;
	a.severity = SEVERITY_WARNING;
	expect_headline(&a, "WARNING example.com. (eased): 3 RRsets at 2 of 2 "
			    "servers: signature ends 2026-11-23T10:00:00Z, in "
			    "1d (rrsig-expiring)");
}
END_TEST

START_TEST(headline_of_servers)
{
	struct announcement a = announce(CHANGE_OPENED);

	incident.owner = (char[]){ "servers 192.0.2.1, 192.0.2.2" };
	a.severity = SEVERITY_WARNING;
	faults[0].confirmed = false;
	expect_headline(&a, "WARNING servers 192.0.2.1, 192.0.2.2: "
			    "www.example.com. A at ns1.example.com. "
			    "(192.0.2.1) expired 2026-11-22T08:00:00Z, 2h ago "
			    "(rrsig-expired); zone example.com.");
	incident.member_count = 3;
	expect_headline(&a, "WARNING servers 192.0.2.1, 192.0.2.2: "
			    "www.example.com. A at ns1.example.com. "
			    "(192.0.2.1) expired 2026-11-22T08:00:00Z, 2h ago "
			    "(rrsig-expired); 3 zones, one is example.com.");
	incident.servers = (char[]){ "servers 192.0.2.1, 192.0.2.9" };
	incident.server_count = 2;
	expect_headline(&a, "WARNING servers 192.0.2.1, 192.0.2.2: "
			    "www.example.com. A at ns1.example.com. "
			    "(192.0.2.1) expired 2026-11-22T08:00:00Z, 2h ago "
			    "(rrsig-expired); 2 servers by now; 3 zones, one "
			    "is example.com.");
	incident.member_count = 0;
	a.change = CHANGE_CLOSED;
	a.at.s = OPENED + 7380;
	expect_headline(&a, "RESOLVED servers 192.0.2.1, 192.0.2.2: mended "
			    "after 2h 3m");
}
END_TEST

START_TEST(headline_from_memory_alone)
{
	struct announcement a = announce(CHANGE_OPENED);

	a.assessment = NULL;
	incident.member_count = 3;
	expect_headline(&a, "CRITICAL example.com.: rrsig-expired; 3 zones");
	incident.member_count = 0;
	expect_headline(&a, "CRITICAL example.com.");
}
END_TEST

START_TEST(headline_of_an_end)
{
	struct announcement a = announce(CHANGE_CLOSED);

	a.at.s = OPENED + 7380;
	incident.member_count = 0;
	expect_headline(&a, "RESOLVED example.com.: mended after 2h 3m");
	(void)snprintf(a.ended, sizeof(a.ended), "rrsig-expired");
	expect_headline(&a, "RESOLVED example.com.: rrsig-expired mended after "
			    "2h 3m");
	a.assessment = NULL; /* the zone left the configuration */
	expect_headline(&a, "RESOLVED example.com.: no longer watched; "
			    "rrsig-expired was open for 2h 3m");
	a.ended[0] = '\0';
	expect_headline(&a, "RESOLVED example.com.: no longer watched; it was "
			    "open for 2h 3m");
}
END_TEST

static const struct {
	const char *name, *owner, *subject, *summary;
	int64_t deadline; /* 0: none */
	const char *line;
} causes[] = {
	{ "the root keeps its dots", ".", NULL, "com. DS at a.root. is bad", 0,
	  "WARNING .: com. DS at a.root. is bad (ds-orphan)" },
	{ "the owner in front says nothing new", "com.", NULL,
	  "com. DS at a.com. is bad", 0,
	  "WARNING com.: DS at a is bad (ds-orphan)" },
	{ "a name that only ends alike", "com.", NULL, "example.telecom. A", 0,
	  "WARNING com.: example.telecom. A (ds-orphan)" },
	{ "the subject where there is no summary", "com.", "a.com. A", NULL, 0,
	  "WARNING com.: a A (ds-orphan)" },
	{ "neither", "com.", NULL, NULL, 0, "WARNING com.: ds-orphan" },
	{ "a deadline that the summary does not say", "com.", NULL, "soon",
	  OPENED,
	  "WARNING com.: soon (ds-orphan), breaks 2026-11-22 10:00 "
	  "UTC" },
	{ "an escape", "com.", NULL, "\033[2Jx\n", 0,
	  "WARNING com.: \\x1b[2Jx\\x0a (ds-orphan)" },
};

START_TEST(headline_causes)
{
	struct incident_fault fault = {
		.id = "ds-orphan",
		.severity = SEVERITY_WARNING,
		.kind = KIND_PREDICTED,
		.confirmed = true,
		.subject = (char *)(uintptr_t)causes[_i].subject,
		.summary = (char *)(uintptr_t)causes[_i].summary,
		.deadline = causes[_i].deadline
				    ? (struct wall){ causes[_i].deadline }
				    : WALL_NEVER,
	};
	struct incident_member member = { (char[]){ "x." }, &fault, 1 };
	struct announcement a = announce(CHANGE_OPENED);

	a.assessment = NULL;
	a.severity = SEVERITY_WARNING;
	incident.owner = (char *)(uintptr_t)causes[_i].owner;
	incident.members = &member;
	expect_headline(&a, causes[_i].line);
}
END_TEST

START_TEST(event_of_an_opening)
{
	struct announcement a = announce(CHANGE_OPENED);

	report_cloudevent(&a, "/forewarnd/ns.example",
			  "https://wiki.example/#rrsig-expired", &out);
	ck_assert_str_eq(
		text_string(&out),
		"{\"specversion\":\"1.0\","
		"\"id\":\"00112233445566778899aabbccddeeff.1\","
		"\"source\":\"/forewarnd/ns.example\","
		"\"type\":\"org.forewarn.incident.opened\","
		"\"subject\":\"example.com.\","
		"\"time\":\"2026-11-22T10:01:00Z\","
		"\"datacontenttype\":\"application/json\","
		"\"data\":{\"schema_version\":1,"
		"\"headline\":\"CRITICAL example.com.: www A at ns1 "
		"(192.0.2.1) expired 2026-11-22T08:00:00Z, 2h ago "
		"(rrsig-expired)\","
		"\"change\":\"opened\",\"severity\":\"critical\","
		"\"incident\":\"00112233445566778899aabbccddeeff\","
		"\"owner\":\"example.com.\","
		"\"opened_at\":\"2026-11-22T10:00:00Z\","
		"\"servers\":null,\"zone_count\":1,"
		"\"zones\":[\"example.com.\"],\"shortened\":false,"
		"\"runbook_url\":\"https://wiki.example/#rrsig-expired\","
		"\"zone\":\"example.com.\",\"verdict\":\"critical\","
		"\"security\":\"bogus\","
		"\"breaks_at\":\"2026-11-22T08:00:00Z\","
		"\"breaks_because\":\"rrsig-expired\",\"recovers_at\":null,"
		"\"findings\":[{\"id\":\"rrsig-expired\","
		"\"severity\":\"critical\",\"kind\":\"failing\","
		"\"subject\":\"www.example.com. A @ ns1.example.com. "
		"(192.0.2.1)\",\"deadline\":\"2026-11-22T08:00:00Z\","
		"\"summary\":\"www.example.com. A at ns1.example.com. "
		"(192.0.2.1) expired 2026-11-22T08:00:00Z, 2h "
		"ago\",\"evidence\":[],"
		"\"evidence_untold\":0,\"fix\":[],\"verify\":[\"dig A\"],"
		"\"references\":[],\"blame\":null,"
		"\"cause\":null},"
		"{\"id\":\"rrsig-expiring\",\"severity\":\"warning\","
		"\"kind\":\"predicted\",\"subject\":\"example.com. SOA @ "
		"ns1.example.com. (192.0.2.1)\","
		"\"deadline\":\"2026-11-23T10:00:00Z\","
		"\"summary\":\"3 RRsets at 2 of 2 servers: signature ends "
		"2026-11-23T10:00:00Z, in 1d\",\"evidence\":[],"
		"\"evidence_untold\":0,\"fix\":[],\"verify\":[],"
		"\"references\":[],\"blame\":null,"
		"\"cause\":null}]}}");
}
END_TEST

START_TEST(event_of_an_end)
{
	struct announcement a = announce(CHANGE_CLOSED);
	json_t *event, *data;

	a.at.s = OPENED + 7380;
	(void)snprintf(a.ended, sizeof(a.ended), "rrsig-expired");
	/* Its members are gone by then; the zone that closed it is named. */
	incident.member_count = 0;
	report_cloudevent(&a, "/forewarnd/ns.example", NULL, &out);
	event = json_loads(text_string(&out), 0, NULL);
	ck_assert_ptr_nonnull(event);
	data = json_object_get(event, "data");
	ck_assert_str_eq(json_string_value(json_object_get(event, "type")),
			 "org.forewarn.incident.closed");
	ck_assert_int_eq(json_integer_value(json_object_get(data, "lasted_s")),
			 7380);
	ck_assert_str_eq(json_string_value(json_object_get(data, "lasted")),
			 "2h 3m");
	ck_assert_str_eq(json_string_value(json_object_get(data, "ended")),
			 "rrsig-expired");
	ck_assert_str_eq(json_string_value(json_object_get(data, "closed_at")),
			 "2026-11-22T12:03:00Z");
	ck_assert_str_eq(json_string_value(json_array_get(
				 json_object_get(data, "zones"), 0)),
			 "example.com.");
	json_decref(event);
}
END_TEST

START_TEST(event_without_an_assessment)
{
	struct announcement a = announce(CHANGE_CLOSED);

	a.assessment = NULL;
	report_cloudevent(&a, "/forewarnd/ns.example", NULL, &out);
	ck_assert_ptr_nonnull(strstr(text_string(&out), "\"shortened\":false"));
	ck_assert_ptr_null(strstr(text_string(&out), "\"verdict\""));
}
END_TEST

/* As much as a zone can bring: every list full of texts of @p bytes. */
static struct finding fat_finding(const char *text)
{
	struct finding f = expired;

	f.subject = f.summary = f.blame = f.cause = text;
	f.evidence.count = f.fix.count = f.verify.count = FINDING_LINES_MAX;
	f.references.count = FINDING_LINES_MAX;
	for (size_t i = 0; i < FINDING_LINES_MAX; i++) {
		f.evidence.at[i] = f.fix.at[i] = text;
		f.verify.at[i] = f.references.at[i] = text;
	}
	return f;
}

static const struct {
	const char *name;
	size_t text_bytes, zones;
	int byte;
	bool shortened;
} fats[] = {
	{ "64 findings of short lines", 4, 1, 'x', false },
	{ "64 findings of honest lines", 80, 60, 'x', true },
	{ "64 findings of long lines", 600, 60, 'x', true },
	{ "escapes only", 20000, 60, '\\', true },
	{ "quotes", 3000, 60, '"', true },
	{ "control characters", 3000, 60, 1, true },
	{ "no UTF-8", 3000, 60, 0xff, true },
};

START_TEST(event_is_bounded)
{
	const size_t bytes = fats[_i].text_bytes;
	const struct finding *many[FINDINGS_MAX];
	static struct incident_member crowd[60];
	char *text = calloc(1, bytes + 1);
	struct assessment assessment = seen;
	struct announcement a = announce(CHANGE_OPENED);
	struct finding fat;
	json_t *event, *data;

	memset(text, fats[_i].byte, bytes);
	fat = fat_finding(text);
	for (size_t i = 0; i < FINDINGS_MAX; i++)
		many[i] = &fat;
	for (size_t i = 0; i < COUNT_OF(crowd); i++)
		crowd[i].zone = text;
	assessment.findings = many;
	assessment.finding_count = FINDINGS_MAX;
	a.assessment = &assessment;
	incident.members = crowd;
	incident.member_count = fats[_i].zones;
	report_cloudevent(&a, "/forewarnd/ns.example", NULL, &out);

	ck_assert_msg(text_ok(&out) && out.len <= BODY_MAX, "%s: %zu bytes",
		      fats[_i].name, out.len);
	event = json_loads(text_string(&out), 0, NULL);
	ck_assert_msg(event, "%s", fats[_i].name);
	data = json_object_get(event, "data");
	ck_assert_str_eq(json_string_value(json_object_get(data, "verdict")),
			 "critical");
	ck_assert_uint_eq(
		json_integer_value(json_object_get(data, "zone_count")),
		fats[_i].zones);
	ck_assert_uint_le(json_array_size(json_object_get(data, "zones")), 50);
	ck_assert_uint_ge(json_array_size(json_object_get(data, "findings")),
			  8);
	ck_assert_msg(json_is_true(json_object_get(data, "shortened")) ==
			      fats[_i].shortened,
		      "%s", fats[_i].name);
	json_decref(event);
	free(text);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("event");
	TCase *c = tcase_create("event");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, headlines);
	tcase_add_test(c, headline_of_servers);
	tcase_add_test(c, headline_from_memory_alone);
	tcase_add_test(c, headline_of_an_end);
	tcase_add_loop_test(c, headline_causes, 0, COUNT_OF(causes));
	tcase_add_test(c, event_of_an_opening);
	tcase_add_test(c, event_of_an_end);
	tcase_add_test(c, event_without_an_assessment);
	tcase_set_timeout(c, 60); /* under sanitizers, on a busy machine */
	tcase_add_loop_test(c, event_is_bounded, 0, COUNT_OF(fats));
	suite_add_tcase(s, c);
	return s;
}

int main(void)
{
	return unit_run(suite());
}
