/* SPDX-License-Identifier: BSD-3-Clause */
/* check_schedule.c - nothing bunches, nothing is forgotten. */
#include "unit.h"

#include "dns/message.h"
#include "schedule/schedule.h"

#include <stdio.h>

static const struct zone_policy policy = { .pulse_s = 300, .survey_s = 3600 };

static struct name zone_name(int number)
{
	char text[64];
	struct name name;

	(void)snprintf(text, sizeof(text), "zone%d.example.", number);
	ck_assert(name_from_text(text, &name));
	return name;
}

#define ZONES 2000

START_TEST(starts_spread)
{
	static struct schedule_entry entries[ZONES];
	struct schedule schedule = { 0 };
	int64_t last_ms = -1;
	enum pass_kind kind;
	int most = 0, run = 0;

	for (int i = 0; i < ZONES; i++) {
		struct name name = zone_name(i);

		ck_assert(schedule_add(&schedule, &entries[i], &name,
				       (struct mono){ 0 }, 300000));
	}
	/* In each tenth of a second at most a handful of 2,000. */
	for (int64_t ms = 0; ms < 300000; ms += 100, run = 0) {
		while (schedule_take(&schedule, (struct mono){ ms }, &kind)) {
			ck_assert_int_eq(kind, PASS_SURVEY);
			run++;
		}
		most = run > most ? run : most;
		last_ms = run ? ms : last_ms;
	}
	ck_assert_int_le(most, 8);
	ck_assert_int_gt(last_ms, 250000);
	ck_assert_int_eq(schedule_next(&schedule).ms > 0, 1);
	schedule_done(&schedule);
}
END_TEST

/* Zones that were all started at once drift apart again. */
START_TEST(bunches_dissolve)
{
	static struct schedule_entry entries[ZONES];
	struct schedule schedule = { 0 };
	struct schedule_entry *entry;
	enum pass_kind kind;
	int most = 0;

	for (int i = 0; i < ZONES; i++) {
		struct name name = zone_name(i);

		ck_assert(schedule_add(&schedule, &entries[i], &name,
				       (struct mono){ 0 }, 0));
	}
	for (int64_t ms = 0; ms < 7200000; ms += 100) {
		int run = 0;

		while ((entry = schedule_take(&schedule, (struct mono){ ms },
					      &kind))) {
			ck_assert(schedule_return(&schedule, entry, &policy,
						  kind, (struct mono){ ms }));
			run++;
		}
		if (ms > 3600000)
			most = run > most ? run : most;
	}
	ck_assert_int_le(most, 12);
	schedule_done(&schedule);
}
END_TEST

START_TEST(intervals_hold)
{
	struct schedule schedule = { 0 };
	struct schedule_entry entry;
	struct name name = zone_name(1);
	int pulses = 0, surveys = 0;
	int64_t last_ms = 0;
	enum pass_kind kind;

	ck_assert(
		schedule_add(&schedule, &entry, &name, (struct mono){ 0 }, 0));
	for (int64_t ms = 0; ms < 24 * 3600000; ms += 1000) {
		if (!schedule_take(&schedule, (struct mono){ ms }, &kind))
			continue;
		/* Never later than the interval and a tenth. */
		ck_assert_int_le(ms - last_ms, 331000);
		last_ms = ms;
		pulses += kind == PASS_PULSE;
		surveys += kind == PASS_SURVEY;
		ck_assert(schedule_return(&schedule, &entry, &policy, kind,
					  (struct mono){ ms }));
	}
	ck_assert_int_ge(surveys, 22);
	ck_assert_int_le(surveys, 28);
	ck_assert_int_ge(pulses + surveys, 24 * 12 - 10);
	schedule_done(&schedule);
}
END_TEST

START_TEST(hurry)
{
	struct schedule schedule = { 0 };
	struct schedule_entry entry;
	struct name name = zone_name(1);
	enum pass_kind kind;

	ck_assert(
		schedule_add(&schedule, &entry, &name, (struct mono){ 0 }, 0));
	ck_assert_ptr_eq(schedule_take(&schedule, (struct mono){ 0 }, &kind),
			 &entry);
	ck_assert(schedule_return(&schedule, &entry, &policy, PASS_SURVEY,
				  (struct mono){ 0 }));
	ck_assert(schedule_hurry(&schedule, &entry, (struct mono){ 0 }, 2000));
	ck_assert_int_eq(schedule_next(&schedule).ms, 2000);
	/* Later than what is due anyway changes nothing. */
	ck_assert(schedule_hurry(&schedule, &entry, (struct mono){ 0 }, 9000));
	ck_assert_int_eq(schedule_next(&schedule).ms, 2000);
	ck_assert_ptr_null(
		schedule_take(&schedule, (struct mono){ 1999 }, &kind));
	ck_assert_ptr_eq(schedule_take(&schedule, (struct mono){ 2000 }, &kind),
			 &entry);
	ck_assert_int_eq(kind, PASS_SURVEY);
	/* While its pulse is under way, a hurried survey is kept. */
	ck_assert(schedule_return(&schedule, &entry, &policy, PASS_SURVEY,
				  (struct mono){ 2000 }));
	ck_assert_ptr_eq(
		schedule_take(&schedule, (struct mono){ 400000 }, &kind),
		&entry);
	ck_assert_int_eq(kind, PASS_PULSE);
	ck_assert(
		schedule_hurry(&schedule, &entry, (struct mono){ 400000 }, 0));
	ck_assert(schedule_return(&schedule, &entry, &policy, PASS_PULSE,
				  (struct mono){ 400500 }));
	ck_assert_ptr_eq(
		schedule_take(&schedule, (struct mono){ 400500 }, &kind),
		&entry);
	ck_assert_int_eq(kind, PASS_SURVEY);
	schedule_remove(&schedule, &entry);
	ck_assert_int_eq(schedule_next(&schedule).ms, INT64_MAX);
	schedule_done(&schedule);
}
END_TEST

static const struct {
	const char *label, *zone, *want; /* want NULL: skipped */
} labels[] = {
	{ "@", "example.", "example." },
	{ "www", "example.", "www.example." },
	{ "a.b", "example.", "a.b.example." },
	{ "*", "example.", "*.example." },
	{ "www.example.", "example.", "www.example." },
	{ "www.other.", "example.", NULL },
	{ "com", ".", "com." },
	{ "@", ".", "." },
	{ "a..b", "example.", NULL },
};

START_TEST(questions)
{
	struct policy_question q = { labels[_i].label, TYPE_A };
	struct zone_policy p = { .question_count = 1, .questions = &q };
	struct plan plan = { .kind = PASS_SURVEY };
	const struct config config = { 0 };
	struct plan_lists lists;
	char text[NAME_TEXT_SIZE];

	ck_assert(name_from_text(labels[_i].zone, &plan.zone));
	plan_fill(&plan, &config, &p, &lists);
	ck_assert_uint_eq(plan.question_count, labels[_i].want != NULL);
	if (labels[_i].want)
		ck_assert_str_eq(name_to_text(&plan.questions[0].name, text),
				 labels[_i].want);
}
END_TEST

/* Who is asked about a zone, by what the operator said of it. */
static const struct {
	const char *name;
	enum pass_kind kind;
	size_t servers;
	const char *anchor;
	size_t want_servers, want_resolvers;
	bool want_isolated;
} asked[] = {
	{ "a public zone", PASS_SURVEY, 0, NULL, 0, 1, false },
	{ "a hidden primary", PASS_SURVEY, 2, NULL, 2, 1, false },
	{ "an island: resolvers do not know its keys", PASS_SURVEY, 0,
	  "example. DS 1 13 2 AB", 0, 0, false },
	{ "an internal zone", PASS_SURVEY, 2, "example. DS 1 13 2 AB", 2, 0,
	  true },
	{ "a pulse of it", PASS_PULSE, 2, "example. DS 1 13 2 AB", 0, 0, true },
	{ "a pulse of a public zone", PASS_PULSE, 2, NULL, 0, 0, false },
};

START_TEST(who_is_asked)
{
	const struct address addresses[2] = { { 4, 53, { 192, 0, 2, 1 } },
					      { 4, 53, { 192, 0, 2, 2 } } };
	const struct config config = { .resolver_count = 1,
				       .resolvers = addresses };
	const struct zone_policy p = { .server_count = asked[_i].servers,
				       .servers = addresses,
				       .trust_anchor = asked[_i].anchor };
	struct plan plan = { .kind = asked[_i].kind, .zone = name_root };
	struct plan_lists lists;

	plan_fill(&plan, &config, &p, &lists);
	ck_assert_uint_eq(plan.server_count, asked[_i].want_servers);
	ck_assert_uint_eq(plan.resolver_count, asked[_i].want_resolvers);
	ck_assert_int_eq(plan.isolated, asked[_i].want_isolated);
	ck_assert_ptr_eq(plan.trust_anchor, asked[_i].anchor);
	if (plan.server_count)
		ck_assert(
			address_equal(&plan.servers[1].address, &addresses[1]));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("schedule");
	TCase *c = tcase_create("schedule");

	tcase_add_test(c, starts_spread);
	tcase_add_test(c, bunches_dissolve);
	tcase_add_test(c, intervals_hold);
	tcase_add_test(c, hurry);
	tcase_add_loop_test(c, questions, 0, COUNT_OF(labels));
	tcase_add_loop_test(c, who_is_asked, 0, COUNT_OF(asked));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
