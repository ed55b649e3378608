/* SPDX-License-Identifier: BSD-3-Clause */
/* check_route.c - who is told: each matcher at its edges, and how routes add
 * up. */
#include "unit.h"

#include "targets/route.h"

#include <string.h>

/* Three targets; one incident with a fault that fails and one that is foretold,
 * in two zones. */
#define A 1U
#define B 2U
#define C 4U

static struct incident_fault faults_one[] = {
	{ .id = "rrsig-expired", .kind = KIND_FAILING, .confirmed = true },
	{ .id = "ds-orphan", .kind = KIND_FAILING, .confirmed = false },
};
static struct incident_fault faults_two[] = {
	{ .id = "rrsig-expiring", .kind = KIND_PREDICTED, .confirmed = true },
};
static char zone_one[] = "one.bank.example.", zone_two[] = "two.example.";
static struct incident_member members[] = {
	{ .zone = zone_one, .faults = faults_one, .fault_count = 2 },
	{ .zone = zone_two, .faults = faults_two, .fault_count = 1 },
};
static char owner[] = "example.";
static const struct incident incident = { .owner = owner,
					  .member_count = 2,
					  .members = members };

static const struct policy_label labels[] = { { "team", "dns" },
					      { "tier", "1" } };
static const struct zone_policy policy_one = { .label_count = 2,
					       .labels = labels };
static const struct zone_policy policy_two = { .label_count = 0 };

static const struct zone_policy *policy_of(void *arg, const char *zone)
{
	(void)arg;
	if (strcmp(zone, zone_one) == 0)
		return &policy_one;
	return strcmp(zone, zone_two) == 0 ? &policy_two : NULL;
}

/* The clock on the wall shows what the test's moment says. */
static struct local shown(const char *zone, struct wall t)
{
	(void)zone;
	return (struct local){ .weekday = (unsigned)(t.s / DAY_SECONDS % 7),
			       .second = (unsigned)(t.s % DAY_SECONDS) };
}

#define ZONES(...)                                                             \
	.zones = (const char *const[]){ __VA_ARGS__ },                         \
	.zone_count =                                                          \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)
#define FAULTS(...)                                                            \
	.faults = (const char *const[]){ __VA_ARGS__ },                        \
	.fault_count =                                                         \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static const struct policy_label team[] = { { "team", "dns" } };
static const struct policy_label both[] = { { "tier", "1" },
					    { "team", "dns" } };
static const struct policy_label other[] = { { "team", "web" } };

static const struct {
	const char *name;
	struct route_config routes[3];
	size_t count;
	enum severity severity;
	const char *ended;
	uint32_t want;
} cases[] = {
	{ "without routes: all", { { 0 } }, 0, SEVERITY_WARNING, NULL, 7 },
	{ "a route without matchers",
	  { { .target_mask = B } },
	  1,
	  SEVERITY_WARNING,
	  NULL,
	  B },
	{ "routes add up",
	  { { .target_mask = A }, { .target_mask = C } },
	  2,
	  SEVERITY_WARNING,
	  NULL,
	  A | C },
	{ "the severity that is wanted",
	  { { .target_mask = A, .severities = ROUTE_CRITICAL } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "another severity: unmatched goes to all",
	  { { .target_mask = A, .severities = ROUTE_CRITICAL } },
	  1,
	  SEVERITY_WARNING,
	  NULL,
	  7 },
	{ "unmatched by one, matched by another",
	  { { .target_mask = A, .severities = ROUTE_CRITICAL },
	    { .target_mask = B } },
	  2,
	  SEVERITY_WARNING,
	  NULL,
	  B },
	{ "dropped on purpose",
	  { { .target_mask = 0, ZONES("*.bank.example") } },
	  1,
	  SEVERITY_WARNING,
	  NULL,
	  0 },
	{ "what is dropped by one is wanted by another",
	  { { .target_mask = 0 }, { .target_mask = C } },
	  2,
	  SEVERITY_WARNING,
	  NULL,
	  C },
	{ "the kind of some fault",
	  { { .target_mask = A, .kinds = ROUTE_PREDICTED } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "the id of a fault that is not confirmed",
	  { { .target_mask = A, FAULTS("ds-*") }, { .target_mask = B } },
	  2,
	  SEVERITY_CRITICAL,
	  NULL,
	  B },
	{ "kind and id of different faults",
	  { { .target_mask = A,
	      .kinds = ROUTE_PREDICTED,
	      FAULTS("rrsig-expired") },
	    { .target_mask = B } },
	  2,
	  SEVERITY_CRITICAL,
	  NULL,
	  B },
	{ "kind and id of one fault",
	  { { .target_mask = A,
	      .kinds = ROUTE_PREDICTED,
	      FAULTS("x", "rrsig-expirin?") } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "of what has ended the kind is not asked",
	  { { .target_mask = A,
	      .kinds = ROUTE_PREDICTED,
	      FAULTS("rrsig-expired") } },
	  1,
	  SEVERITY_CRITICAL,
	  "rrsig-expired",
	  A },
	{ "but the id is",
	  { { .target_mask = A, FAULTS("rrsig-expired") },
	    { .target_mask = B } },
	  2,
	  SEVERITY_CRITICAL,
	  "ds-orphan",
	  B },
	{ "the owner",
	  { { .target_mask = A, ZONES("example") } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "a member",
	  { { .target_mask = A, ZONES("none", "*.BANK.example.") } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "no zone of it",
	  { { .target_mask = A, ZONES("*.org") }, { .target_mask = B } },
	  2,
	  SEVERITY_CRITICAL,
	  NULL,
	  B },
	{ "a label of a member",
	  { { .target_mask = A, .labels = team, .label_count = 1 } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "all labels of a member",
	  { { .target_mask = A, .labels = both, .label_count = 2 } },
	  1,
	  SEVERITY_CRITICAL,
	  NULL,
	  A },
	{ "another value of a label",
	  { { .target_mask = A, .labels = other, .label_count = 1 },
	    { .target_mask = B } },
	  2,
	  SEVERITY_CRITICAL,
	  NULL,
	  B },
	{ "all matchers must match",
	  { { .target_mask = A,
	      .severities = ROUTE_CRITICAL,
	      ZONES("*.org"),
	      .labels = team,
	      .label_count = 1 },
	    { .target_mask = B } },
	  2,
	  SEVERITY_CRITICAL,
	  NULL,
	  B },
};

static void ask(const struct route_config *routes, size_t count,
		enum severity severity, const char *ended, struct wall now,
		struct route_answer *ret)
{
	const struct config config = { .target_count = 3,
				       .route_count = count,
				       .routes = routes };
	const struct route_message message = { .severity = severity,
					       .incident = &incident,
					       .ended = ended,
					       .policy = policy_of };

	route_ask(&config, &message, now, shown, ret);
}

START_TEST(targets)
{
	struct route_answer answer;

	ask(cases[_i].routes, cases[_i].count, cases[_i].severity,
	    cases[_i].ended, (struct wall){ 1000 }, &answer);
	ck_assert_msg(answer.targets == cases[_i].want, "%s: %x",
		      cases[_i].name, answer.targets);
	for (size_t i = 0; i < TARGETS_MAX; i++) {
		ck_assert_int_eq(answer.until[i].s, 1000);
		ck_assert_int_eq(answer.repeat_s[i], 0);
	}
}
END_TEST

#define NIGHT                                                                  \
	.quiet = { .given = true,                                              \
		   .window = { 22 * 3600, 7 * 3600, WINDOW_ALWAYS, "UTC" } }
#define NIGHT_FOR_ALL                                                          \
	.quiet = { .given = true,                                              \
		   .criticals = 1,                                             \
		   .window = { 22 * 3600, 7 * 3600, WINDOW_ALWAYS, "UTC" } }
#define LONG_NIGHT                                                             \
	.quiet = { .given = true,                                              \
		   .window = { 20 * 3600, 9 * 3600, WINDOW_ALWAYS, "UTC" } }

static const struct {
	const char *name;
	struct route_config routes[2];
	enum severity severity;
	int64_t hour, want_hour; /* of A */
	int64_t repeat_s;
} times[] = {
	{ "a warning in the night waits",
	  { { .target_mask = A, NIGHT } },
	  SEVERITY_WARNING,
	  23,
	  31,
	  0 },
	{ "not in the day",
	  { { .target_mask = A, NIGHT } },
	  SEVERITY_WARNING,
	  12,
	  12,
	  0 },
	{ "a critical does not wait",
	  { { .target_mask = A, NIGHT } },
	  SEVERITY_CRITICAL,
	  23,
	  23,
	  0 },
	{ "unless told",
	  { { .target_mask = A, NIGHT_FOR_ALL } },
	  SEVERITY_CRITICAL,
	  23,
	  31,
	  0 },
	{ "of two routes the one without quiet hours",
	  { { .target_mask = A, NIGHT }, { .target_mask = A | B } },
	  SEVERITY_WARNING,
	  23,
	  23,
	  0 },
	{ "of two nights the shorter",
	  { { .target_mask = A, LONG_NIGHT }, { .target_mask = A, NIGHT } },
	  SEVERITY_WARNING,
	  23,
	  31,
	  0 },
	{ "another's night is not ours",
	  { { .target_mask = B, NIGHT }, { .target_mask = A } },
	  SEVERITY_WARNING,
	  23,
	  23,
	  0 },
	{ "the shorter of two repetitions",
	  { { .target_mask = A, .repeat_s = 7200 },
	    { .target_mask = A, .repeat_s = 3600 } },
	  SEVERITY_WARNING,
	  12,
	  12,
	  3600 },
	{ "a route that does not repeat changes nothing",
	  { { .target_mask = A, .repeat_s = 7200 }, { .target_mask = A } },
	  SEVERITY_WARNING,
	  12,
	  12,
	  7200 },
	{ "a route that does not match repeats nothing",
	  { { .target_mask = A,
	      .repeat_s = 7200,
	      .severities = ROUTE_CRITICAL },
	    { .target_mask = A } },
	  SEVERITY_WARNING,
	  12,
	  12,
	  0 },
};

START_TEST(moments)
{
	struct route_answer answer;

	ask(times[_i].routes, 2, times[_i].severity, NULL,
	    (struct wall){ times[_i].hour * 3600 }, &answer);
	ck_assert_msg(answer.until[0].s == times[_i].want_hour * 3600,
		      "%s: %lld", times[_i].name, (long long)answer.until[0].s);
	ck_assert_msg(answer.repeat_s[0] == times[_i].repeat_s, "%s",
		      times[_i].name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("route");
	TCase *c = tcase_create("route");

	tcase_add_loop_test(c, targets, 0, COUNT_OF(cases));
	tcase_add_loop_test(c, moments, 0, COUNT_OF(times));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
