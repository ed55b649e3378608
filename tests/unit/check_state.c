/* SPDX-License-Identifier: BSD-3-Clause */
/* check_state.c - the published view: one document whatever is in it. */
#include "unit.h"

#include "report/state.h"

#include <jansson.h>
#include <string.h>

#define NOW ((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */

static struct text out;

static void setup(void)
{
	text_init(&out, 8u << 20);
}

static void teardown(void)
{
	text_done(&out);
}

static const struct state_target targets[] = {
	{ .name = "oncall",
	  .owed = 2,
	  .held = 3,
	  .given_up_at = { 1795341600 - 120 },
	  .delivered = 40,
	  .given_up = 1,
	  .oldest_owed_at = { 1795341600 - 60 },
	  .last_success_at = { 1795341600 - 90 },
	  .last_error_at = { 1795341600 - 1 },
	  .health = "failing",
	  .last_error = "HTTP 503",
	  .last_test = { { 1795341600 - 3600 }, true, true } },
	{ .name = "pager \"two\"",
	  .oldest_owed_at = { INT64_MAX },
	  .given_up_at = { INT64_MAX },
	  .last_success_at = { INT64_MAX },
	  .last_error_at = { INT64_MAX },
	  .health = "well",
	  .last_test = { .at = { INT64_MAX } } },
};

static const struct state_head head = {
	.generated_at = { 1795341600 },
	.stale_after = { 1795341600 + 90 },
	.started_at = { 1795341600 - 86400 },
	.version = "0.1.0",
	.host = "ns.example",
	.pid = 4711,
	.probers = 1,
	.prober_restarts = 2,
	.passes = 1000,
	.surveys = 100,
	.transients = 3,
	.config_file = "/etc/forewarn/forewarn.yaml",
	.config_loaded_at = { 1795341600 - 3600 },
	.summary = { .zones = { 1, 0, 0, 1, 0 }, .runway = { 1, [6] = 1 } },
	.target_count = COUNT_OF(targets),
	.targets = targets,
};

static struct assessment zone(enum verdict verdict, struct wall breaks_at)
{
	return (struct assessment){
		.zone_text = "example.com.",
		.checked_at = NOW,
		.verdict = verdict,
		.breaks_at = breaks_at,
		.recovers_at = WALL_NEVER,
	};
}

START_TEST(own_eyes)
{
	const struct canaries canaries = {
		.count = 1,
		.at = { { CANARY_BAD, name_root, CANARY_IS_SECURE, false } }
	};
	const struct root_keys keys = { .count = 1,
					.at = { { .tag = 20326,
						  .algorithm = 8,
						  .state = ROOT_KEY_REVOKED,
						  .since = { 60 },
						  .in_file = true } } };
	struct text text;
	const struct state_head seen = { .canaries = &canaries,
					 .root_keys = &keys };

	text_init(&text, 65536);
	state_summary_json(&seen, &text);
	ck_assert_ptr_nonnull(
		strstr(text_string(&text),
		       "\"canaries\":[{\"name\":\".\",\"kind\":\"bad\","
		       "\"state\":\"secure\",\"exists\":true,"
		       "\"as_meant\":false}],\"root_keys\":[{"
		       "\"key_tag\":20326,\"algorithm\":8,"
		       "\"state\":\"Revoked\","
		       "\"since\":\"1970-01-01T00:01:00Z\","
		       "\"first_seen_at\":\"1970-01-01T00:00:00Z\","
		       "\"is_anchor\":true}]"));
	text_done(&text);
}
END_TEST

/* What is wrong with the monitor itself. */
START_TEST(own_faults)
{
	const struct self_fault faults[] = {
		{ .id = "monitor-network-down",
		  .severity = SEVERITY_CRITICAL,
		  .summary = "no canary\nanswers" },
	};
	const struct state_head with_fault = { .fault_count = 1,
					       .faults = faults };

	state_summary_json(&with_fault, &out);
	ck_assert_ptr_nonnull(
		strstr(text_string(&out),
		       "\"faults\":[{\"id\":\"monitor-network-down\","
		       "\"severity\":\"critical\","
		       "\"summary\":\"no canary\\\\x0aanswers\"}]"));
}
END_TEST

START_TEST(nothing_to_show)
{
	static const struct state_head empty = { .host = NULL };

	state_begin(&empty, &out);
	state_incidents_begin(&out);
	state_end(&empty, &out);
	ck_assert_str_eq(
		text_string(&out),
		"{\"schema_version\":1,"
		"\"generated_at\":\"1970-01-01T00:00:00Z\","
		"\"stale_after\":\"1970-01-01T00:00:00Z\","
		"\"daemon\":{\"version\":null,\"host\":null,\"pid\":0,"
		"\"started_at\":\"1970-01-01T00:00:00Z\",\"shard\":0,"
		"\"shards\":0,\"probers\":0,"
		"\"prober_restarts\":0,\"passes\":0,\"surveys\":0,"
		"\"transients\":0,\"disagreements\":0,"
		"\"config_file\":null,"
		"\"config_loaded_at\":\"1970-01-01T00:00:00Z\","
		"\"runbook_url\":null,\"faults\":[],"
		"\"canaries\":[],\"root_keys\":[]},"
		"\"summary\":{\"zones\":{\"ok\":0,\"info\":0,\"warning\":0,"
		"\"critical\":0,\"unknown\":0,\"total\":0},"
		"\"runway\":[{\"bucket\":\"now\",\"zones\":0},"
		"{\"bucket\":\"<1h\",\"zones\":0},"
		"{\"bucket\":\"1-6h\",\"zones\":0},"
		"{\"bucket\":\"6-24h\",\"zones\":0},"
		"{\"bucket\":\"1-3d\",\"zones\":0},"
		"{\"bucket\":\"3-7d\",\"zones\":0},"
		"{\"bucket\":\"7-14d\",\"zones\":0},"
		"{\"bucket\":\"14d and more\",\"zones\":0},"
		"{\"bucket\":\"unknown\",\"zones\":0}]},"
		"\"silences\":[],\n"
		"\"zones\":[\n"
		"],\n"
		"\"incidents\":[\n"
		"],\n"
		"\"deliveries\":[],\n\"changes\":[]}\n");
}
END_TEST

static struct assessment_ds ds = { 12345, 13, 2, "ab\"cd", true };
static struct assessment_key key = { 12345, 257, 13, 0, true, true, 2 };
static const struct policy_label labels[] = { { "team", "d\"n\\s" },
					      { "tier", "1" } };
static const struct zone_policy policy = { .label_count = 2, .labels = labels };

START_TEST(one_zone)
{
	struct assessment a =
		zone(VERDICT_OK, (struct wall){ 1795341600 + 60 });
	struct countdown countdown = {
		.owner = name_root,
		.type = TYPE_SOA,
		.server = "a.root. (192.0.2.1)",
		.key_tag = 12345,
		.inception = { 1795341600 - 60 },
		.expires_at = { 1795341600 + 60 },
	};

	a.countdowns = &countdown;
	a.ds = &ds;
	a.keys = &key;
	a.countdown_count = a.ds_count = a.key_count = 1;
	state_zone_json(&(struct state_zone){ .assessment = &a,
					      .policy = &policy,
					      .next_check_at = NOW },
			&out);
	ck_assert_str_eq(
		text_string(&out),
		"{\"schema_version\":1,\"zone\":\"example.com.\","
		"\"checked_at\":\"2026-11-22T10:00:00Z\",\"verdict\":\"ok\","
		"\"security\":\"indeterminate\","
		"\"breaks_at\":\"2026-11-22T10:01:00Z\","
		"\"breaks_because\":null,\"breaks_subject\":null,"
		"\"recovers_at\":null,\"unknown_because\":null,\"serial\":0,"
		"\"server_count\":0,\"findings\":[],"
		"\"disagreements\":[],"
		"\"labels\":{\"team\":\"d\\\"n\\\\s\",\"tier\":\"1\"},"
		"\"next_check_at\":\"2026-11-22T10:00:00Z\","
		"\"suspect\":false,\"transients\":0,"
		"\"countdowns\":[{\"owner\":\".\",\"type\":\"SOA\","
		"\"server\":\"a.root. (192.0.2.1)\",\"key_tag\":12345,"
		"\"inception\":\"2026-11-22T09:59:00Z\","
		"\"expires_at\":\"2026-11-22T10:01:00Z\"}],"
		"\"ds\":[{\"key_tag\":12345,\"algorithm\":13,"
		"\"digest_type\":2,\"digest\":\"ab\\\"cd\",\"matches\":true}],"
		"\"keys\":[{\"key_tag\":12345,\"flags\":257,\"algorithm\":13,"
		"\"bits\":null,\"in_ds\":true,\"signs_dnskey\":true,"
		"\"server_count\":2}],\"silenced_until\":null,"
		"\"incident\":null,\"chain\":[],\"history\":[]}");
}
END_TEST

static json_t *past_of(enum verdict verdict, const struct history *history)
{
	static const struct assessment_link links[] = {
		{ 11, LINK_SECURE, ENTRY_ANCHOR, 0, 0 },
		{ 8, LINK_SECURE, ENTRY_UNMEASURED, 13, 12 },
		{ 0, LINK_BOGUS, ENTRY_MISMATCH, 2, 2 },
	};
	struct assessment a = zone(verdict, WALL_NEVER);

	a.links = links;
	a.link_count = COUNT_OF(links);
	a.first_broken = 2;
	state_zone(&(struct state_zone){ .assessment = &a, .history = history },
		   true, &out);
	return json_loads(text_string(&out), 0, NULL);
}

static void expect_json(const json_t *value, const char *want)
{
	char *got = json_dumps(value, JSON_COMPACT);

	ck_assert_str_eq(got, want);
	free(got);
}

START_TEST(chain_and_history)
{
	struct history *history = history_new();
	json_t *object;

	history_restore(history, HISTORY_DS, "1 13 2 aa", 0, NOW, NOW);
	history_restore(history, HISTORY_DS, "", 60, wall_add(NOW, 60),
			wall_add(NOW, 90));
	history_restore(history, HISTORY_WELL, "secure", 0, NOW, NOW);
	object = past_of(VERDICT_CRITICAL, history);
	expect_json(json_object_get(object, "chain"),
		    "[{\"zone\":\".\",\"security\":\"secure\","
		    "\"ds\":\"anchor\",\"servers_asked\":0,"
		    "\"servers_answered\":0,\"first_broken\":false},"
		    "{\"zone\":\"com.\",\"security\":\"secure\","
		    "\"ds\":\"not measured\",\"servers_asked\":13,"
		    "\"servers_answered\":12,\"first_broken\":false},"
		    "{\"zone\":\"example.com.\",\"security\":\"bogus\","
		    "\"ds\":\"mismatch\",\"servers_asked\":2,"
		    "\"servers_answered\":2,\"first_broken\":true}]");
	expect_json(json_object_get(object, "history"),
		    "[{\"what\":\"ds\",\"value\":\"\",\"ttl\":60,"
		    "\"first_seen_at\":\"2026-11-22T10:01:00Z\","
		    "\"last_seen_at\":\"2026-11-22T10:01:30Z\"},"
		    "{\"what\":\"ds\",\"value\":\"1 13 2 aa\","
		    "\"ttl\":null,"
		    "\"first_seen_at\":\"2026-11-22T10:00:00Z\","
		    "\"last_seen_at\":\"2026-11-22T10:00:00Z\"}]");
	json_decref(object);
	history_free(history);
}
END_TEST

START_TEST(past_of_a_well_zone)
{
	json_t *object = past_of(VERDICT_INFO, NULL);

	ck_assert_ptr_null(json_object_get(object, "chain"));
	ck_assert_ptr_null(json_object_get(object, "history"));
	json_decref(object);
}
END_TEST

START_TEST(one_document)
{
	struct assessment a = zone(VERDICT_CRITICAL, NOW);
	static struct incident_fault fault = { .id = "rrsig-expired",
					       .severity = SEVERITY_CRITICAL,
					       .confirmed = true,
					       .deadline = { INT64_MAX } };
	static char zone_name[] = "a\xff.com.";
	static struct incident_member members[60];
	struct incident incident = { .owner = (char[]){ "com." },
				     .id = "0123",
				     .open = true,
				     .severity = SEVERITY_CRITICAL,
				     .opened_at = NOW,
				     .announcements = 1,
				     .member_count = COUNT_OF(members),
				     .members = members };
	json_t *state, *incidents, *first, *deliveries;

	for (size_t i = 0; i < COUNT_OF(members); i++)
		members[i] = (struct incident_member){ zone_name, &fault, 1 };
	state_begin(&head, &out);
	state_zone(&(struct state_zone){ .assessment = &a }, true, &out);
	state_zone(&(struct state_zone){ .assessment = &a }, false, &out);
	state_incidents_begin(&out);
	state_incident(&incident, true, &out);
	incident.open = false;
	incident.announcements = 0;
	state_incident(&incident, false, &out);
	state_end(&head, &out);

	state = json_loads(text_string(&out), 0, NULL);
	ck_assert_ptr_nonnull(state);
	ck_assert_uint_eq(json_array_size(json_object_get(state, "zones")), 2);
	incidents = json_object_get(state, "incidents");
	ck_assert_uint_eq(json_array_size(incidents), 2);
	first = json_array_get(incidents, 0);
	ck_assert_str_eq(json_string_value(json_object_get(first, "state")),
			 "open");
	ck_assert_uint_eq(
		json_integer_value(json_object_get(first, "zone_count")), 60);
	ck_assert_uint_eq(json_array_size(json_object_get(first, "zones")), 50);
	ck_assert_uint_eq(json_array_size(json_object_get(first, "faults")),
			  50);
	ck_assert(json_is_null(
		json_object_get(json_array_get(incidents, 1), "id")));
	deliveries = json_object_get(state, "deliveries");
	ck_assert_uint_eq(json_array_size(deliveries), 2);
	expect_json(json_array_get(deliveries, 0),
		    "{\"target\":\"oncall\",\"health\":\"failing\","
		    "\"owed\":2,\"held\":3,\"delivered\":40,\"given_up\":1,"
		    "\"oldest_owed_at\":\"2026-11-22T09:59:00Z\","
		    "\"given_up_at\":\"2026-11-22T09:58:00Z\","
		    "\"last_success_at\":\"2026-11-22T09:58:30Z\","
		    "\"last_error_at\":\"2026-11-22T09:59:59Z\","
		    "\"last_error\":\"HTTP 503\","
		    "\"last_test_at\":\"2026-11-22T09:00:00Z\","
		    "\"last_test_ok\":true}");
	expect_json(
		json_array_get(deliveries, 1),
		"{\"target\":\"pager \\\"two\\\"\","
		"\"health\":\"well\",\"owed\":0,\"held\":0,\"delivered\":0,"
		"\"given_up\":0,\"oldest_owed_at\":null,\"given_up_at\":null,"
		"\"last_success_at\":null,\"last_error_at\":null,"
		"\"last_error\":null,"
		"\"last_test_at\":null,\"last_test_ok\":null}");
	json_decref(state);
}
END_TEST

static const struct {
	const char *name;
	enum verdict verdict;
	int64_t left_s; /* INT64_MAX: never */
	size_t bucket;
} buckets[] = {
	{ "broken long ago", VERDICT_CRITICAL, -1000000, 0 },
	{ "breaks this second", VERDICT_CRITICAL, 0, 0 },
	{ "in a second", VERDICT_CRITICAL, 1, 1 },
	{ "under an hour", VERDICT_CRITICAL, 3599, 1 },
	{ "an hour", VERDICT_WARNING, 3600, 2 },
	{ "six hours", VERDICT_WARNING, 21600, 3 },
	{ "a day", VERDICT_WARNING, 86400, 4 },
	{ "three days", VERDICT_OK, 3 * 86400, 5 },
	{ "a week", VERDICT_OK, 7 * 86400, 6 },
	{ "under two weeks", VERDICT_OK, 14 * 86400 - 1, 6 },
	{ "two weeks", VERDICT_OK, 14 * 86400, 7 },
	{ "nothing ends", VERDICT_OK, INT64_MAX, 7 },
	{ "unknown, whatever was seen", VERDICT_UNKNOWN, 1, 8 },
};

START_TEST(runway)
{
	struct state_summary summary = { 0 };
	struct assessment a = zone(buckets[_i].verdict,
				   buckets[_i].left_s == INT64_MAX
					   ? WALL_NEVER
					   : wall_add(NOW, buckets[_i].left_s));

	state_count(&summary, &a, NOW);
	ck_assert_uint_eq(summary.zones[buckets[_i].verdict], 1);
	ck_assert_msg(summary.runway[buckets[_i].bucket] == 1, "%s",
		      buckets[_i].name);
}
END_TEST

START_TEST(failing_without_a_time)
{
	static const struct finding finding = { .id = "x",
						.severity = SEVERITY_CRITICAL,
						.kind = KIND_FAILING };
	static const struct finding *const findings[] = { &finding };
	struct state_summary summary = { 0 };
	struct assessment a = zone(VERDICT_CRITICAL, WALL_NEVER);

	a.findings = findings;
	a.finding_count = 1;
	state_count(&summary, &a, NOW);
	ck_assert_uint_eq(summary.runway[0], 1);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("state");
	TCase *c = tcase_create("state");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, own_eyes);
	tcase_add_test(c, own_faults);
	tcase_add_test(c, nothing_to_show);
	tcase_add_test(c, one_zone);
	tcase_add_test(c, chain_and_history);
	tcase_add_test(c, past_of_a_well_zone);
	tcase_add_test(c, one_document);
	tcase_add_loop_test(c, runway, 0, COUNT_OF(buckets));
	tcase_add_test(c, failing_without_a_time);
	suite_add_tcase(s, c);
	return s;
}

int main(void)
{
	return unit_run(suite());
}
