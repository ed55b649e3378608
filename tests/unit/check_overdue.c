/* SPDX-License-Identifier: BSD-3-Clause */
/* check_overdue.c - zones that have not been looked at in time. */

#include "unit/unit.h"
#include "incident/overdue.h"

#define MINUTE_MS INT64_C(60000)

/* Rounds are ten seconds apart up to the last one, at so many minutes; each
 * zone has a pulse of 5 m, a survey of 1 h, and passes of 1 m at the most:
 * twice 5.5 m and one are 12 m. */
static const struct {
	const char *name;
	int64_t at_min, gap_min; /* we did not run before the last round */
	int64_t measured_min[4]; /* -1: never; 0 ends the list */
	int64_t stalled_min;
	enum severity want;
	size_t overdue;
	int64_t down_from_min, down_to_min; /* our network */
} rounds[] = {
	{ "no zones", 60, 0, { 0 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "in time", 60, 0, { 48, 59 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "one of three", 60, 0, { 47, 59, 58 }, 0, SEVERITY_WARNING, 1, 0, 0 },
	{ "half of them", 60, 0, { 47, 59 }, 0, SEVERITY_WARNING, 1, 0, 0 },
	{ "two of three",
	  60,
	  0,
	  { 47, 46, 58 },
	  0,
	  SEVERITY_CRITICAL,
	  2,
	  0,
	  0 },
	{ "just started", 2, 0, { -1, -1 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "first looks take their time",
	  60,
	  0,
	  { 1, -1, 2 },
	  0,
	  SEVERITY_OK,
	  0,
	  0,
	  0 },
	{ "but not for ever",
	  62,
	  0,
	  { -1, 55, 60 },
	  0,
	  SEVERITY_WARNING,
	  1,
	  0,
	  0 },
	{ "we were stopped", 120, 60, { 59, 59 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "probers hang", 60, 0, { 59, 59 }, 4, SEVERITY_CRITICAL, 0, 0, 0 },
	{ "a long pass is none", 60, 0, { 59, 59 }, 3, SEVERITY_OK, 0, 0, 0 },
	{ "nor is our own stop",
	  120,
	  60,
	  { 59, 59 },
	  61,
	  SEVERITY_OK,
	  0,
	  0,
	  0 },
	{ "our network is down", 60, 0, { 40, 41 }, 0, SEVERITY_OK, 0, 41, 61 },
	{ "just back", 60, 0, { 40, 41 }, 0, SEVERITY_OK, 0, 41, 49 },
	{ "back for two intervals",
	  60,
	  0,
	  { 40, 41 },
	  0,
	  SEVERITY_CRITICAL,
	  2,
	  41,
	  47 },
};

static void count_round(struct overdue *overdue, int row, int64_t now_ms)
{
	overdue_begin(overdue, (struct mono){ now_ms }, MINUTE_MS,
		      now_ms >= rounds[row].down_from_min * MINUTE_MS &&
			      now_ms < rounds[row].down_to_min * MINUTE_MS);
	for (size_t i = 0; i < 4 && rounds[row].measured_min[i]; i++) {
		int64_t at_min = rounds[row].measured_min[i];
		int64_t at_ms = at_min * MINUTE_MS;
		/* As of then: a later measure is not there yet. */
		bool seen = at_min > 0 && at_ms <= now_ms;
		struct overdue_zone zone = {
			{ seen ? at_ms : MINUTE_MS / 2 }, seen, 300, 3600
		};

		if (at_min > 0 && !seen)
			zone = (struct overdue_zone){
				{ now_ms }, true, 300, 3600
			};
		overdue_add(overdue, &zone);
	}
	overdue_end(overdue, now_ms == rounds[row].at_min * MINUTE_MS
				     ? rounds[row].stalled_min * MINUTE_MS
				     : 0);
}

START_TEST(work)
{
	int64_t end_ms = rounds[_i].at_min * MINUTE_MS;
	int64_t stop_ms = end_ms - rounds[_i].gap_min * MINUTE_MS;
	struct overdue overdue = { 0 };
	struct text text;

	for (int64_t ms = MINUTE_MS; ms < stop_ms; ms += OVERDUE_ROUND_MS)
		count_round(&overdue, _i, ms);
	count_round(&overdue, _i, end_ms);
	text_init(&text, 1024);
	overdue_summary(&overdue, &text);
	ck_assert_msg(overdue_severity(&overdue) == rounds[_i].want &&
			      overdue.overdue == rounds[_i].overdue,
		      "%s: %s", rounds[_i].name, text_string(&text));
	text_done(&text);
}
END_TEST

START_TEST(work_is_told)
{
	struct overdue overdue = { .zones = 1000,
				   .overdue = 12,
				   .longest_ms = 25 * MINUTE_MS };
	struct text text;

	text_init(&text, 1024);
	overdue_summary(&overdue, &text);
	text_put(&text, "|");
	overdue.stalled_ms = 5 * MINUTE_MS;
	overdue_summary(&overdue, &text);
	ck_assert_str_eq(text_string(&text),
			 "12 of 1000 zones were not measured for two "
			 "intervals, the longest for 25m|no prober has "
			 "finished anything for 5m: 12 of 1000 zones were not "
			 "measured for two intervals, the longest for 25m");
	text_done(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("overdue");
	TCase *c = tcase_create("overdue");

	tcase_add_loop_test(c, work, 0, COUNT_OF(rounds));
	tcase_add_test(c, work_is_told);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
