/* SPDX-License-Identifier: BSD-3-Clause */
/* check_held.c - what is held back in the outbox, what carries it, and who was
 * told; and the pace of messages. */
#include "unit.h"

#include "memory/held.h"
#include "notify/pace.h"

#include <limits.h>
#include <string.h>

static struct memory *memory;
static const struct wall now = { 1000 };

static void set_up(void)
{
	ck_assert_int_eq(memory_open_volatile(&memory), ERR_OK);
}

static void tear_down(void)
{
	memory_close(memory);
}

static void owe(const char *incident, const char *id, int64_t held_until)
{
	const struct delivery delivery = {
		.id = id,
		.target = "t",
		.incident = incident,
		.body = "{}",
		.state = held_until ? DELIVERY_HELD : DELIVERY_OWED,
		.owed_at = now,
		.next_attempt_at =
			held_until ? (struct wall){ held_until } : now,
		.headline = id,
		.severity = SEVERITY_WARNING,
		.deadline = WALL_NEVER,
	};

	ck_assert_int_eq(memory_owe(memory, &delivery), ERR_OK);
}

/* What is sent next; NULL: nothing is. @return its row. */
static int64_t next(const char *want)
{
	struct delivery delivery;
	enum err err = memory_next_due(memory, "t", NULL, 0, &delivery);

	if (!want) {
		ck_assert_int_eq(err, ERR_NOT_FOUND);
		return 0;
	}
	ck_assert_int_eq(err, ERR_OK);
	ck_assert_str_eq(delivery.id, want);
	return delivery.row;
}

static void settle(const char *id, enum delivery_state state)
{
	ck_assert_int_eq(
		memory_attempted(memory, next(id), state, now, now, NULL),
		ERR_OK);
}

static void expect(unsigned owed, unsigned held, unsigned delivered)
{
	struct outbox_counts counts;

	ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts), ERR_OK);
	ck_assert_uint_eq(counts.owed, owed);
	ck_assert_uint_eq(counts.held, held);
	ck_assert_uint_eq(counts.delivered, delivered);
}

static size_t held_at(int64_t s)
{
	struct held_counts counts;

	ck_assert_int_eq(memory_held(memory, "t", (struct wall){ s }, &counts),
			 ERR_OK);
	return counts.count;
}

static void hold(const char *busy, bool in_place)
{
	const char *const incidents[HELD_BUSY_MAX] = { busy };

	ck_assert_int_eq(memory_hold(memory, "t", incidents, in_place, now),
			 ERR_OK);
}

static void summarise(const char *id)
{
	const struct delivery delivery = { .id = id,
					   .target = "t",
					   .incident = "summary",
					   .body = "{}",
					   .owed_at = now,
					   .next_attempt_at = now,
					   .deadline = WALL_NEVER };

	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_summarise(memory, &delivery), ERR_OK);
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
}

START_TEST(waits_for_its_time)
{
	struct wall at;

	ck_assert_int_eq(memory_next_release(memory, "t", &at), ERR_NOT_FOUND);
	owe("a", "a.1", 2000);
	owe("b", "b.1", 3000);
	next(NULL);
	expect(0, 2, 0);
	ck_assert_int_eq(memory_next_release(memory, "t", &at), ERR_OK);
	ck_assert_int_eq(at.s, 2000);
	ck_assert_uint_eq(held_at(1999), 0);
	ck_assert_uint_eq(held_at(2000), 1);
	ck_assert_int_eq(memory_release(memory, "t", (struct wall){ 2000 }),
			 ERR_OK);
	expect(1, 1, 0);
	settle("a.1", DELIVERY_DONE);
	next(NULL);
	expect(0, 1, 1);
}
END_TEST

START_TEST(the_urgent_tells_what_was_held)
{
	owe("a", "a.1", 2000);
	owe("b", "b.1", 2000);
	owe("a", "a.2", 0);
	owe("a", "a.3", 0);
	ck_assert_uint_eq(held_at(2000), 1);
	expect(2, 2, 0);
	settle("a.2", DELIVERY_DONE);
	expect(1, 1, 2);
	settle("a.3", DELIVERY_DONE);
	expect(0, 1, 3);
}
END_TEST

START_TEST(one_incident_is_held_together)
{
	owe("a", "a.1", 2000);
	owe("a", "a.2", 1500);
	ck_assert_uint_eq(held_at(1999), 0);
	ck_assert_uint_eq(held_at(2000), 2);
	ck_assert_int_eq(memory_release(memory, "t", (struct wall){ 2000 }),
			 ERR_OK);
	settle("a.1", DELIVERY_DONE);
	settle("a.2", DELIVERY_DONE);
}
END_TEST

START_TEST(a_summary_settles_what_it_tells)
{
	owe("a", "a.1", 0);
	owe("a", "a.2", 0);
	owe("b", "b.1", 0);
	hold("", false);
	next(NULL);
	summarise("s.1");
	expect(1, 3, 0);
	owe("a", "a.3", 0); /* waits for the summary */
	owe("c", "c.1", 0);
	settle("s.1", DELIVERY_DONE);
	expect(2, 0, 4);
	settle("a.3", DELIVERY_DONE);
	settle("c.1", DELIVERY_DONE);
	next(NULL);
}
END_TEST

START_TEST(summaries_keep_their_order)
{
	owe("a", "a.1", 0);
	hold("", false);
	summarise("s.1");
	owe("a", "a.2", 0);
	hold("", false);
	summarise("s.2");
	next("s.1");
	settle("s.1", DELIVERY_OWED); /* failed, to be tried again */
	settle("s.1", DELIVERY_DONE);
	settle("s.2", DELIVERY_DONE);
	expect(0, 0, 4);
}
END_TEST

START_TEST(a_refused_summary_is_not_forgotten)
{
	struct outbox_counts counts;

	owe("a", "a.1", 0);
	owe("b", "b.1", 0);
	hold("", false);
	summarise("s.1");
	settle("s.1", DELIVERY_GIVEN_UP);
	ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts), ERR_OK);
	ck_assert_uint_eq(counts.given_up, 3);
	ck_assert_int_eq(counts.given_up_at.s, now.s);
	expect(0, 0, 0);
}
END_TEST

START_TEST(what_is_not_held)
{
	const struct delivery test = { .id = "test",
				       .target = "t",
				       .incident = "test",
				       .body = "{}",
				       .owed_at = now,
				       .next_attempt_at = now,
				       .deadline = WALL_NEVER };

	owe("busy", "busy.1", 0);
	owe("busy", "busy.2", 0);
	owe("other", "other.1", 0);
	ck_assert_int_eq(memory_owe(memory, &test), ERR_OK);
	hold("busy", false);
	ck_assert_uint_eq(held_at(now.s), 1);
	expect(3, 1, 0);
}
END_TEST

/* An alert that a target shows must not be closed within a summary. */
START_TEST(what_is_shown_is_not_held)
{
	ck_assert_int_eq(memory_told_put(memory, "shown", "t", now), ERR_OK);
	ck_assert_int_eq(memory_told_put(memory, "new", "t", now), ERR_OK);
	owe("shown", "shown.1", 0);
	settle("shown.1", DELIVERY_DONE);
	owe("shown", "shown.2", 0);
	owe("new", "new.1", 0);
	hold("", true);
	ck_assert_uint_eq(held_at(now.s), 1);
	next("shown.2");
	hold("", false);
	ck_assert_uint_eq(held_at(now.s), 2);
}
END_TEST

static void count_line(void *arg, const char *headline)
{
	char *lines = arg;

	strcat(lines, headline);
	strcat(lines, " ");
}

START_TEST(worst_and_soonest_first)
{
	static const struct {
		const char *id;
		enum severity severity;
		int64_t deadline;
	} rows[] = { { "warning", SEVERITY_WARNING, 5 },
		     { "some-day", SEVERITY_CRITICAL, INT64_MAX },
		     { "late", SEVERITY_CRITICAL, 900 },
		     { "soon", SEVERITY_CRITICAL, 800 } };
	char lines[256] = "";

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct delivery delivery = {
			.id = rows[i].id,
			.target = "t",
			.incident = rows[i].id,
			.body = "{}",
			.state = DELIVERY_HELD,
			.owed_at = now,
			.next_attempt_at = now,
			.headline = rows[i].id,
			.severity = rows[i].severity,
			.deadline = { rows[i].deadline },
		};

		ck_assert_int_eq(memory_owe(memory, &delivery), ERR_OK);
	}
	ck_assert_int_eq(
		memory_held_lines(memory, "t", now, 3, count_line, lines),
		ERR_OK);
	ck_assert_str_eq(lines, "soon late some-day ");
}
END_TEST

/* What a hand holds back may have no headline: it has an id. */
START_TEST(lines_without_headline)
{
	const struct delivery delivery = {
		.id = "m.1",
		.target = "t",
		.incident = "i",
		.body = "{}",
		.state = DELIVERY_HELD,
		.owed_at = now,
		.next_attempt_at = now,
		.deadline = WALL_NEVER,
	};
	char lines[256] = "";

	ck_assert_int_eq(memory_owe(memory, &delivery), ERR_OK);
	ck_assert_int_eq(
		memory_held_lines(memory, "t", now, 3, count_line, lines),
		ERR_OK);
	ck_assert_str_eq(lines, "m.1 ");
}
END_TEST

START_TEST(who_was_told)
{
	struct wall at;

	ck_assert_int_eq(memory_told(memory, "a", "t", &at), ERR_NOT_FOUND);
	ck_assert_int_eq(memory_told_put(memory, "a", "t", now), ERR_OK);
	ck_assert_int_eq(
		memory_told_put(memory, "a", "t", (struct wall){ 1001 }),
		ERR_OK);
	ck_assert_int_eq(memory_told_put(memory, "a", "gone", now), ERR_OK);
	ck_assert_int_eq(memory_told(memory, "a", "t", &at), ERR_OK);
	ck_assert_int_eq(at.s, 1001);
	owe("a", "a.1", 0);
	/* Its end is owed to one; the other will not hear of it. */
	ck_assert_int_eq(memory_told_close(memory, "a"), ERR_OK);
	ck_assert_int_eq(memory_told(memory, "a", "t", &at), ERR_OK);
	ck_assert_int_eq(memory_told(memory, "a", "gone", &at), ERR_NOT_FOUND);
}
END_TEST

static void add_time(void *arg, struct wall at)
{
	*(int64_t *)arg += at.s;
}

static int64_t sum_delivered(const char *target, int64_t since)
{
	int64_t sum = 0;

	ck_assert_int_eq(memory_delivered(memory, target,
					  (struct wall){ since }, add_time,
					  &sum),
			 ERR_OK);
	return sum;
}

/* What came within another message was none of its own. */
START_TEST(what_counts_against_the_limit)
{
	owe("a", "a.1", 0);
	owe("b", "b.1", 0);
	hold(NULL, false);
	summarise("summary.1");
	ck_assert_int_eq(sum_delivered("t", 0), 0);
	settle("summary.1", DELIVERY_DONE);
	expect(0, 0, 3);
	ck_assert_int_eq(sum_delivered("t", 1000), 1000);
	ck_assert_int_eq(sum_delivered("t", 1001), 0);
	ck_assert_int_eq(sum_delivered("u", 0), 0);
	owe("c", "c.1", 0);
	settle("c.1", DELIVERY_GIVEN_UP);
	ck_assert_int_eq(sum_delivered("t", 1000), 1000);
}
END_TEST

static const struct {
	const char *name;
	unsigned limit, under_way;
	int64_t at[4]; /* messages; 0: no more */
	int64_t now;
	unsigned left;
	int64_t wait; /* with none left */
} paces[] = {
	{ "no limit", 0, 4, { 0 }, 5, UINT_MAX, 0 },
	{ "nothing sent", 2, 0, { 0 }, 5, 2, 0 },
	{ "one under way", 2, 1, { 0 }, 5, 1, 0 },
	{ "all under way", 2, 2, { 0 }, 5, 0, -1 },
	{ "one a minute ago, less a little", 1, 0, { 1 }, 60000, 0, 1 },
	{ "one a minute ago", 1, 0, { 1 }, 60001, 1, 0 },
	{ "the older of two makes room", 2, 0, { 1, 100 }, 200, 0, 59801 },
	{ "and the newer where one is under way",
	  2,
	  1,
	  { 1, 100 },
	  200,
	  0,
	  59900 },
	{ "one under way, one sent", 2, 1, { 100 }, 200, 0, 59900 },
	{ "those of long ago do not count",
	  3,
	  0,
	  { 1, 2, 70000 },
	  80000,
	  2,
	  0 },
};

START_TEST(pacing)
{
	static struct pace pace;
	struct mono at = { paces[_i].now };
	unsigned left;

	memset(&pace, 0, sizeof(pace));
	pace.limit = paces[_i].limit;
	for (size_t i = 0; i < 4 && paces[_i].at[i]; i++)
		pace_count(&pace, (struct mono){ paces[_i].at[i] });
	left = pace_left(&pace, at, 60000, paces[_i].under_way);
	ck_assert_msg(left == paces[_i].left, "%s: %u", paces[_i].name, left);
	if (left == 0)
		ck_assert_int_eq(
			pace_wait_ms(&pace, at, 60000, paces[_i].under_way),
			paces[_i].wait);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("held");
	TCase *c = tcase_create("held");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, waits_for_its_time);
	tcase_add_test(c, the_urgent_tells_what_was_held);
	tcase_add_test(c, one_incident_is_held_together);
	tcase_add_test(c, a_summary_settles_what_it_tells);
	tcase_add_test(c, summaries_keep_their_order);
	tcase_add_test(c, a_refused_summary_is_not_forgotten);
	tcase_add_test(c, what_is_not_held);
	tcase_add_test(c, what_is_shown_is_not_held);
	tcase_add_test(c, worst_and_soonest_first);
	tcase_add_test(c, lines_without_headline);
	tcase_add_test(c, who_was_told);
	tcase_add_test(c, what_counts_against_the_limit);
	tcase_add_loop_test(c, pacing, 0, COUNT_OF(paces));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
