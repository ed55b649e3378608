/* SPDX-License-Identifier: BSD-3-Clause */
/* check_held.c - what is held back in the outbox, what carries it, and who was
 * told. */
#include "unit.h"

#include "memory/held.h"

#include <stdio.h>
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
	size_t count;

	ck_assert_int_eq(memory_held(memory, "t", (struct wall){ s }, &count),
			 ERR_OK);
	return count;
}

static bool hold_step(const char *busy, bool in_place)
{
	const struct held_order order = { "t", { busy }, in_place };
	bool more;

	ck_assert_int_eq(memory_hold(memory, &order, now, &more), ERR_OK);
	return more;
}

static void hold(const char *busy, bool in_place)
{
	ck_assert(!hold_step(busy, in_place));
}

static struct delivery summary_of(const char *id)
{
	return (struct delivery){ .id = id,
				  .target = "t",
				  .incident = "summary",
				  .body = "{}",
				  .owed_at = now,
				  .next_attempt_at = now,
				  .severity = SEVERITY_CRITICAL,
				  .deadline = WALL_NEVER };
}

/* @return whether there is more to gather. */
static bool gather_step(const char *id, struct gathered *ret_gathered)
{
	const struct delivery summary = summary_of(id);
	bool more;

	ck_assert_int_eq(memory_gather_begin(memory, &summary, ret_gathered),
			 ERR_OK);
	ck_assert_int_eq(
		memory_gather(memory, "t", now, ret_gathered->row, &more),
		ERR_OK);
	return more;
}

static void summarise(const char *id)
{
	const struct delivery summary = summary_of(id);
	struct gathered gathered;

	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert(!gather_step(id, &gathered));
	ck_assert_int_eq(memory_gather_end(memory, gathered.row, &summary),
			 ERR_OK);
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

#define MANY (2 * HELD_STEP + 1)

static void owe_many(void)
{
	char id[16];

	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(id, sizeof(id), "i%d", i);
		owe(id, id, 0);
	}
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
}

START_TEST(many_are_told_in_steps)
{
	struct delivery summary = summary_of("s.1"), sent;
	struct gathered first, then;
	struct carried_counts carried;
	bool more;
	int steps = 0;

	owe_many();
	while (hold_step("", false))
		steps++;
	ck_assert_int_eq(steps, 2);
	expect(0, MANY, 0);
	ck_assert(gather_step("s.1", &first));
	next(NULL); /* it is not whole */
	expect(0, MANY + 1, 0);
	/* Killed here, what was begun is gone on with. */
	ck_assert(gather_step("s.2", &then));
	ck_assert_int_eq(then.row, first.row);
	ck_assert_str_eq(then.id, "s.1");
	ck_assert_uint_eq(held_at(now.s), 1);
	owe("late", "late.1", now.s);
	ck_assert(!gather_step("s.2", &then));
	ck_assert_int_eq(memory_carried(memory, then.row, &carried), ERR_OK);
	ck_assert_uint_eq(carried.count, MANY + 1);
	ck_assert_uint_eq(carried.opened, MANY + 1);
	summary.body = "{\"whole\":true}";
	ck_assert_int_eq(memory_gather_end(memory, then.row, &summary), ERR_OK);
	ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &sent), ERR_OK);
	ck_assert_str_eq(sent.body, summary.body);
	ck_assert_int_eq(memory_gathered(memory, "t", "summary", &then),
			 ERR_NOT_FOUND);
	expect(1, MANY + 1, 0);
	for (steps = 0, more = true; more; steps++)
		ck_assert_int_eq(memory_settle_carried(memory, next("s.1"),
						       DELIVERY_DONE, now,
						       &more),
				 ERR_OK);
	ck_assert_int_eq(steps, 3);
	expect(1, 0, MANY + 1);
	settle("s.1", DELIVERY_DONE);
	expect(0, 0, MANY + 2);
}
END_TEST

/* Held itself, it would take with it what it tells. */
START_TEST(what_tells_others_is_not_held)
{
	owe("a", "a.1", 2000);
	owe("a", "a.2", 0); /* tells a.1 */
	owe("b", "b.1", 0);
	hold("", false);
	ck_assert_uint_eq(held_at(now.s), 1);
	summarise("s.1");
	settle("a.2", DELIVERY_DONE);
	settle("s.1", DELIVERY_DONE);
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
	struct gathered gathered;

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
	ck_assert(!gather_step("summary.1", &gathered));
	ck_assert_int_eq(memory_carried_lines(memory, gathered.row, 3,
					      count_line, lines),
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
	struct gathered gathered;

	ck_assert_int_eq(memory_owe(memory, &delivery), ERR_OK);
	ck_assert(!gather_step("summary.1", &gathered));
	ck_assert_int_eq(memory_carried_lines(memory, gathered.row, 3,
					      count_line, lines),
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
	tcase_add_test(c, many_are_told_in_steps);
	tcase_add_test(c, what_tells_others_is_not_held);
	tcase_add_test(c, a_refused_summary_is_not_forgotten);
	tcase_add_test(c, what_is_not_held);
	tcase_add_test(c, what_is_shown_is_not_held);
	tcase_add_test(c, worst_and_soonest_first);
	tcase_add_test(c, lines_without_headline);
	tcase_add_test(c, who_was_told);
	tcase_add_test(c, what_counts_against_the_limit);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
