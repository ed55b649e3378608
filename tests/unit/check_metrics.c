/* SPDX-License-Identifier: BSD-3-Clause */
/* check_metrics.c - Prometheus' text: labels that nobody breaks out of, zones
 * that are bounded, moments that are absent where there are none. */
#include "unit.h"

#include "report/metrics.h"

#include <string.h>

#define NOW ((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */

static struct text out;

static void setup(void)
{
	text_init(&out, 1u << 20);
}

static void teardown(void)
{
	text_done(&out);
}

static void expect(const char *part)
{
	ck_assert_msg(strstr(text_string(&out), part), "no %s in\n%s", part,
		      text_string(&out));
}

static void expect_not(const char *part)
{
	ck_assert_msg(!strstr(text_string(&out), part), "%s in\n%s", part,
		      text_string(&out));
}

/* --- labels --- */

static const struct {
	const char *name, *zone, *want;
} labels[] = {
	{ "plain", "example.com.", "{zone=\"example.com.\"," },
	{ "the root", ".", "{zone=\".\"," },
	{ "a quote that would end the label", "a\"} 1.com.",
	  "{zone=\"a\\\"} 1.com.\"," },
	{ "an escape of names", "a\\032b.com.", "{zone=\"a\\\\032b.com.\"," },
	{ "a backslash before the end", "a\\", "{zone=\"a\\\\\"," },
	{ "a line end", "a\nforewarn_zones 0.", "{zone=\"a\\\\x0aforewarn" },
	{ "no UTF-8", "a\xff.com.", "{zone=\"a\\\\xff.com.\"," },
	{ "UTF-8",
	  "b\xc3\xbc"
	  "cher.",
	  "{zone=\"b\xc3\xbc"
	  "cher.\"," },
	{ "nothing", "", "{zone=\"\"," },
};

START_TEST(label)
{
	struct assessment a = { .zone_text = labels[_i].zone };
	struct state_zone view = { .assessment = &a };

	metrics_family_zone(0, &view, &out);
	expect(labels[_i].want);
	ck_assert_ptr_eq(strchr(text_string(&out), '\n'),
			 text_string(&out) + out.len - 1);
}
END_TEST

/* --- a zone --- */

static void put_all(const struct state_zone *view)
{
	for (size_t i = 0; i < metrics_family_count; i++) {
		metrics_family_begin(i, &out);
		metrics_family_zone(i, view, &out);
	}
}

START_TEST(healthy_zone)
{
	struct assessment a = { .zone_text = "a.",
				.checked_at = NOW,
				.breaks_at = WALL_NEVER,
				.recovers_at = WALL_NEVER,
				.verdict = VERDICT_OK };

	put_all(&(struct state_zone){ .assessment = &a });
	expect("forewarn_zone_verdict{zone=\"a.\",verdict=\"ok\"");
	expect("forewarn_zone_checked_timestamp_seconds{zone=\"a.\"} "
	       "1795341600\n");
	expect_not("breaks_at_timestamp_seconds{");
	expect_not("recovers_at_timestamp_seconds{");
	expect_not("expires_timestamp_seconds{");
	expect_not("forewarn_zone_finding{");
	expect_not("opened_timestamp_seconds{");
}
END_TEST

static const struct silence silence = { .until = { INT64_MAX } };

static const struct {
	const char *name, *owner;
	struct wall acked_at;
	const struct silence *silence;
	const char *want;
} incidents[] = {
	{ "its own",
	  "a.",
	  { INT64_MAX },
	  NULL,
	  "owner=\"a.\",shared=\"no\",attention=\"none\"} 1795341600\n" },
	{ "of its parent",
	  "lab.",
	  { INT64_MAX },
	  NULL,
	  "owner=\"lab.\",shared=\"yes\",attention=\"none\"}" },
	{ "somebody looks", "a.", { 1 }, NULL, "attention=\"acknowledged\"}" },
	{ "silenced",
	  "a.",
	  { INT64_MAX },
	  &silence,
	  "attention=\"silenced\"}" },
	{ "both: silence says more",
	  "a.",
	  { 1 },
	  &silence,
	  "attention=\"silenced\"}" },
};

START_TEST(broken_zone)
{
	const struct finding again = { .id = "rrsig-expired",
				       .severity = SEVERITY_CRITICAL };
	const struct finding *const findings[] = { &again, &again };
	struct assessment a = { .zone_text = "a.",
				.breaks_at = { -1 },
				.breaks_because = "rrsig-expired",
				.recovers_at = NOW,
				.verdict = VERDICT_CRITICAL,
				.finding_count = COUNT_OF(findings),
				.findings = findings };
	const struct incident incident = {
		.owner = (char *)incidents[_i].owner,
		.opened_at = NOW,
		.acked_at = incidents[_i].acked_at,
	};
	struct state_zone view = { .assessment = &a };
	const char *finding;

	view.attention.incident = &incident;
	view.attention.silences[0] = incidents[_i].silence;
	view.attention.silences[1] = incidents[_i].silence;
	put_all(&view);
	expect(incidents[_i].want);
	expect("{zone=\"a.\",cause=\"rrsig-expired\"} -1\n");
	expect("recovers_at_timestamp_seconds{zone=\"a.\"} 1795341600\n");
	finding = strstr(text_string(&out), "forewarn_zone_finding{");
	ck_assert_ptr_nonnull(finding);
	ck_assert_ptr_null(strstr(finding + 1, "forewarn_zone_finding{"));
}
END_TEST

/* --- which zones --- */

#define MANY 200000

static const struct {
	const char *name;
	enum metrics_zones zones;
	/* In the order of the verdicts: ok, info, warning, critical, unknown */
	size_t has[VERDICT_COUNT], want[VERDICT_COUNT];
} quotas[] = {
	{ "nothing", METRICS_ZONES_AUTO, { 0 }, { 0 } },
	{ "auto, the last that has all",
	  METRICS_ZONES_AUTO,
	  { 4996, 1, 1, 1, 1 },
	  { 4996, 1, 1, 1, 1 } },
	{ "auto, one more",
	  METRICS_ZONES_AUTO,
	  { 4997, 1, 1, 1, 1 },
	  { 0, 0, 1, 1, 1 } },
	{ "unhealthy of few",
	  METRICS_ZONES_UNHEALTHY,
	  { 5, 4, 3, 2, 1 },
	  { 0, 0, 3, 2, 1 } },
	{ "our network is gone",
	  METRICS_ZONES_UNHEALTHY,
	  { [VERDICT_CRITICAL] = 10, [VERDICT_UNKNOWN] = MANY },
	  { [VERDICT_CRITICAL] = 10, [VERDICT_UNKNOWN] = 4990 } },
	{ "a TLD is broken",
	  METRICS_ZONES_UNHEALTHY,
	  { 1, 1, 1, MANY, 1 },
	  { [VERDICT_CRITICAL] = 5000 } },
	{ "all, and too many",
	  METRICS_ZONES_ALL,
	  { MANY, 1, 1, 1, 1 },
	  { 99996, 1, 1, 1, 1 } },
	{ "none", METRICS_ZONES_NONE, { 1, 1, 1, 1, 1 }, { 0 } },
};

START_TEST(quota)
{
	struct state_summary summary = { { 0 }, { 0 } };
	size_t got[VERDICT_COUNT];

	memcpy(summary.zones, quotas[_i].has, sizeof(summary.zones));
	metrics_quotas(quotas[_i].zones, &summary, got);
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		ck_assert_msg(got[i] == quotas[_i].want[i], "%s: %zu %s",
			      quotas[_i].name, got[i],
			      verdict_text((enum verdict)i));
}
END_TEST

START_TEST(discovery)
{
	static const struct policy_label pairs[] = { { "team", "d\"n" },
						     { "1st", "x" } };
	const struct zone_policy policy = { .label_count = COUNT_OF(pairs),
					    .labels = pairs };

	metrics_discovery("a\"b.", &policy, true, &out);
	metrics_discovery("c.", &(struct zone_policy){ 0 }, false, &out);
	ck_assert_str_eq(text_string(&out),
			 "{\"targets\":[\"a\\\"b.\"],\"labels\":{"
			 "\"team\":\"d\\\"n\",\"_1st\":\"x\"}},\n"
			 "{\"targets\":[\"c.\"],\"labels\":{}}");
}
END_TEST

/* --- the rest --- */

static const struct state_target targets[] = {
	{ .name = "pager \"two\"\n",
	  .owed = 2,
	  .delivered = 7,
	  .oldest_owed_at = { 1795341600 },
	  .last_success_at = { INT64_MAX },
	  .last_error_at = { INT64_MAX },
	  .health = "failing" },
};

static const struct self_fault faults[] = {
	{ .id = "monitor-clock-skew", .severity = SEVERITY_CRITICAL },
};

static struct durations none, some;

static void put_head(struct metrics_facts facts)
{
	const struct canaries canaries = {
		.count = 2,
		.at = { { CANARY_GOOD, name_root, CANARY_IS_SECURE, false },
			{ CANARY_BAD, name_root, CANARY_UNMEASURED, false } }
	};
	const struct state_head head = { .generated_at = NOW,
					 .version = "1\"2",
					 .target_count = COUNT_OF(targets),
					 .targets = targets,
					 .fault_count = COUNT_OF(faults),
					 .faults = faults,
					 .canaries = &canaries };

	facts.head = &head;
	facts.pulse_durations = &none;
	facts.survey_durations = &some;
	metrics_head(&facts, &out);
}

START_TEST(head)
{
	put_head((struct metrics_facts){
		.shard = 1,
		.shards = 4,
		.distrust = DISTRUST_CLOCK,
		.state_written_at = WALL_NEVER,
		.state_stale_at = WALL_NEVER,
		.oldest_check_at = WALL_NEVER,
		.process = { .cpu_ms = 61007, .max_fds = 9 } });
	expect("forewarn_build_info{version=\"1\\\"2\"} 1\n");
	expect("forewarn_shard_info{shard=\"1\"} 1\n");
	expect("forewarn_shards 4\n");
	expect("forewarn_clock_timestamp_seconds 1795341600\n");
	expect_not("forewarn_state_written");
	expect_not("forewarn_state_stale");
	expect_not("forewarn_oldest_check");
	expect("forewarn_distrust{reason=\"clock\"} 1\n");
	expect("forewarn_distrust{reason=\"network\"} 0\n");
	expect("forewarn_monitor_fault{id=\"monitor-clock-skew\","
	       "severity=\"critical\"} 1\n");
	expect("forewarn_canary_as_expected{canary=\".\",kind=\"good\"} 1\n");
	expect_not("kind=\"bad\"");
	expect("forewarn_deliveries_owed{target=\"pager "
	       "\\\"two\\\"\\\\x0a\"} 2\n");
	expect("forewarn_delivery_well{target=");
	expect_not("last_success_timestamp_seconds{");
	expect("process_cpu_seconds_total 61.007\n");
}
END_TEST

START_TEST(no_proc)
{
	put_head((struct metrics_facts){ .shards = 1 });
	expect_not("process_open_fds");
	expect("process_start_time_seconds 0\n");
}
END_TEST

static const struct {
	const char *name;
	int64_t ms;
	const char *want;
} durations[] = {
	{ "nothing at all", 0, "le=\"0.05\"} 1\n" },
	{ "the limit of the first", 50, "le=\"0.05\"} 1\n" },
	{ "just over it", 51, "le=\"0.05\"} 0\n" },
	{ "counts in all that follow", 51, "le=\"60\"} 1\n" },
	{ "the last limit", 60000, "le=\"60\"} 1\n" },
	{ "longer than any", 60001, "le=\"60\"} 0\n" },
	{ "and is counted", 60001, "le=\"+Inf\"} 1\n" },
	{ "the sum is exact", 60001, "_sum{kind=\"survey\"} 60.001\n" },
};

START_TEST(duration)
{
	const char *survey;

	durations_add(&some, durations[_i].ms);
	put_head((struct metrics_facts){ .shards = 1 });
	survey = strstr(text_string(&out), "kind=\"survey\"");
	ck_assert_msg(survey && strstr(survey, durations[_i].want), "%s: no %s",
		      durations[_i].name, durations[_i].want);
	expect("_count{kind=\"survey\"} 1\n");
	expect("_count{kind=\"pulse\"} 0\n");
}
END_TEST

START_TEST(open_incidents)
{
	static const struct incident rows[] = {
		{ .open = true,
		  .announcements = 1,
		  .severity = SEVERITY_CRITICAL,
		  .acked_at = { INT64_MAX } },
		{ .open = true,
		  .announcements = 1,
		  .severity = SEVERITY_CRITICAL,
		  .acked_at = { 1 } },
		{ .open = true,
		  .announcements = 1,
		  .silenced = true,
		  .severity = SEVERITY_WARNING,
		  .acked_at = { 1 } },
		{ .open = false,
		  .announcements = 1,
		  .severity = SEVERITY_CRITICAL,
		  .acked_at = { INT64_MAX } },
	};
	struct metrics_facts facts = { .shards = 1 };

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		metrics_count_incident(&facts, &rows[i]);
	put_head(facts);
	expect("{severity=\"critical\",attention=\"none\"} 1\n");
	expect("{severity=\"critical\",attention=\"acknowledged\"} 1\n");
	expect("{severity=\"critical\",attention=\"silenced\"} 0\n");
	expect("{severity=\"warning\",attention=\"silenced\"} 1\n");
	expect("{severity=\"warning\",attention=\"none\"} 0\n");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("metrics");
	TCase *c = tcase_create("metrics");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, label, 0, COUNT_OF(labels));
	tcase_add_test(c, healthy_zone);
	tcase_add_loop_test(c, broken_zone, 0, COUNT_OF(incidents));
	tcase_add_loop_test(c, quota, 0, COUNT_OF(quotas));
	tcase_add_test(c, discovery);
	tcase_add_test(c, head);
	tcase_add_test(c, no_proc);
	tcase_add_loop_test(c, duration, 0, COUNT_OF(durations));
	tcase_add_test(c, open_incidents);
	suite_add_tcase(s, c);
	return unit_run(s);
}
