/* SPDX-License-Identifier: BSD-3-Clause */
/* check_outbox.c - debts in the outbox: owed once, due, settled, and found by
 * an index. */
#include "memory_fixture.h"
#include "unit.h"

#include "memory/database.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

START_TEST(outbox_round_trip)
{
	struct delivery delivery;

	due("t", NULL, 0, NULL);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	reopen();
	ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &delivery),
			 ERR_OK);
	ck_assert_str_eq(delivery.id, "i.1");
	ck_assert_str_eq(delivery.target, "t");
	ck_assert_str_eq(delivery.incident, "i");
	ck_assert_str_eq(delivery.body, "{\"a\":\"'\\u0000\xc3\xa4\n\"}");
	ck_assert_int_eq(delivery.state, DELIVERY_OWED);
	ck_assert_uint_eq(delivery.attempts, 0);
	ck_assert_int_eq(delivery.owed_at.s, 100);
	ck_assert_int_eq(delivery.next_attempt_at.s, 100);
	ck_assert_ptr_null(delivery.error);
	ck_assert_int_eq(memory_attempted(memory, delivery.row, DELIVERY_OWED,
					  (struct wall){ 101 },
					  (struct wall){ 106 }, "HTTP 500"),
			 ERR_OK);
	reopen();
	ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &delivery),
			 ERR_OK);
	ck_assert_uint_eq(delivery.attempts, 1);
	ck_assert_int_eq(delivery.owed_at.s, 100);
	ck_assert_int_eq(delivery.next_attempt_at.s, 106);
	ck_assert_str_eq(delivery.error, "HTTP 500");
	settle(delivery.row, DELIVERY_DONE);
	due("t", NULL, 0, NULL);
	ck_assert_int_eq(memory_attempted(memory, delivery.row + 1,
					  DELIVERY_DONE, now, now, NULL),
			 ERR_NOT_FOUND);
}
END_TEST

START_TEST(outbox_owed_once)
{
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 200), ERR_OK);
	ck_assert_int_eq(owe("u", "i", "i.1", 200), ERR_OK);
	settle(due("t", NULL, 0, "i.1"), DELIVERY_DONE);
	/* Not even after it was delivered. */
	ck_assert_int_eq(owe("t", "i", "i.1", 300), ERR_OK);
	due("t", NULL, 0, NULL);
	due("u", NULL, 0, "i.1");
	ck_assert_int_eq(number("SELECT sum(owed) FROM target"), 1);
}
END_TEST

/* The older of an incident first, however it ends, and whenever it is due. */
START_TEST(outbox_order)
{
	static const enum delivery_state ends[] = { DELIVERY_DONE,
						    DELIVERY_GIVEN_UP };
	int64_t busy[2];

	ck_assert_int_eq(owe("t", "i", "i.1", 500), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.2", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "k", "k.1", 600), ERR_OK);
	ck_assert_int_eq(owe("u", "i", "i.2", 100), ERR_OK);
	busy[0] = due("t", NULL, 0, "i.1");
	busy[1] = due("t", busy, 1, "k.1");
	due("t", busy, 2, NULL);
	due("u", busy, 2, "i.2");
	settle(busy[0], ends[_i]);
	due("t", busy, 2, "i.2");
	due("t", NULL, 0, "i.2");
}
END_TEST

START_TEST(outbox_soonest_first)
{
	int64_t row;

	ck_assert_int_eq(owe("t", "b", "b.1", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "a", "a.1", 100), ERR_OK);
	row = due("t", NULL, 0, "b.1");
	ck_assert_int_eq(memory_attempted(memory, row, DELIVERY_OWED,
					  (struct wall){ 100 },
					  (struct wall){ 105 }, "reset"),
			 ERR_OK);
	/* One that fails for ever does not hold up the others. */
	row = due("t", NULL, 0, "a.1");
	settle(row, DELIVERY_DONE);
	due("t", NULL, 0, "b.1");
}
END_TEST

START_TEST(outbox_retry_now)
{
	int64_t row;

	ck_assert_int_eq(owe("t", "a", "a.1", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "b", "b.1", 150), ERR_OK);
	ck_assert_int_eq(owe("u", "a", "a.1", 200), ERR_OK);
	row = due("t", NULL, 0, "a.1");
	ck_assert_int_eq(memory_attempted(memory, row, DELIVERY_OWED,
					  (struct wall){ 100 },
					  (struct wall){ 400 }, "reset"),
			 ERR_OK);
	due("t", NULL, 0, "b.1");
	ck_assert_int_eq(memory_retry_now(memory, "t", (struct wall){ 150 }),
			 ERR_OK);
	due("t", NULL, 0, "a.1");
	ck_assert_int_eq(number("SELECT next_attempt_at FROM outbox "
				"WHERE target = 'u'"),
			 200);
}
END_TEST

START_TEST(outbox_large_body)
{
	static char body[DELIVERY_BODY_MAX + 2];
	struct delivery delivery = {
		.id = "i.1", .target = "t", .incident = "i", .body = body
	};

	memset(body, 'x', DELIVERY_BODY_MAX + 1);
	ck_assert_int_eq(memory_owe(memory, &delivery), ERR_LIMIT);
	body[DELIVERY_BODY_MAX] = '\0';
	ck_assert_int_eq(memory_owe(memory, &delivery), ERR_OK);
	ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &delivery),
			 ERR_OK);
	ck_assert_uint_eq(strlen(delivery.body), DELIVERY_BODY_MAX);
}
END_TEST

START_TEST(outbox_sums)
{
	struct outbox_counts counts;
	int64_t row;

	expect_counts(0, 0, 0, WALL_NEVER);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.2", 90), ERR_OK);
	ck_assert_int_eq(owe("t", "k", "k.1", 110), ERR_OK);
	expect_counts(3, 0, 0, (struct wall){ 100 });
	row = due("t", NULL, 0, "i.1");
	ck_assert_int_eq(memory_attempted(memory, row, DELIVERY_OWED,
					  (struct wall){ 120 },
					  (struct wall){ 125 }, "timeout"),
			 ERR_OK);
	settle(row, DELIVERY_DONE);
	settle(due("t", NULL, 0, "i.2"), DELIVERY_GIVEN_UP);
	expect_counts(1, 1, 1, (struct wall){ 110 });
	ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts), ERR_OK);
	ck_assert_int_eq(counts.last_success_at.s, now.s);
	ck_assert_int_eq(counts.last_error_at.s, 120);
	ck_assert_str_eq(counts.last_error, "timeout");
}
END_TEST

START_TEST(outbox_latest)
{
	struct delivery delivery;
	int64_t row;

	ck_assert_int_eq(memory_latest(memory, "t", "test-", &delivery),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(owe("t", "x", "test-2", 102), ERR_OK);
	ck_assert_int_eq(owe("t", "y", "test-1", 101), ERR_OK);
	ck_assert_int_eq(owe("t", "z", "tests", 103), ERR_OK);
	ck_assert_int_eq(owe("u", "v", "test-3", 104), ERR_OK);
	ck_assert_int_eq(memory_latest(memory, "t", "test-", &delivery),
			 ERR_OK);
	ck_assert_str_eq(delivery.id, "test-2");
	ck_assert_int_eq(delivery.state, DELIVERY_OWED);
	ck_assert_ptr_null(delivery.error);
	row = delivery.row;
	ck_assert_int_eq(memory_attempted(memory, row, DELIVERY_GIVEN_UP,
					  (struct wall){ 120 }, WALL_NEVER,
					  "no"),
			 ERR_OK);
	ck_assert_int_eq(memory_latest(memory, "t", "test-2", &delivery),
			 ERR_OK);
	ck_assert_int_eq(delivery.state, DELIVERY_GIVEN_UP);
	ck_assert_str_eq(delivery.error, "no");
	ck_assert_int_eq(delivery.next_attempt_at.s, 120);
}
END_TEST

START_TEST(outbox_by_hand)
{
	for (unsigned i = 1; i <= 4; i++) {
		char id[8];

		(void)snprintf(id, sizeof(id), "i.%u", i);
		ck_assert_int_eq(owe("t", "i", id, 100 + i), ERR_OK);
	}
	by_hand("DELETE FROM outbox WHERE id = 'i.1'");
	due("t", NULL, 0, "i.2");
	by_hand("UPDATE outbox SET state = 2 WHERE id IN ('i.2', 'i.3')");
	due("t", NULL, 0, "i.4");
	expect_counts(1, 0, 2, (struct wall){ 104 });
	/* What was given up is tried again, and before its juniors. */
	by_hand("UPDATE outbox SET state = 0 WHERE id = 'i.3'");
	settle(due("t", NULL, 0, "i.3"), DELIVERY_DONE);
	settle(due("t", NULL, 0, "i.4"), DELIVERY_DONE);
	due("t", NULL, 0, NULL);
	expect_counts(0, 2, 2, WALL_NEVER);
}
END_TEST

START_TEST(outbox_expiry)
{
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.2", 100), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.3", 100), ERR_OK);
	settle(due("t", NULL, 0, "i.1"), DELIVERY_DONE);
	settle(due("t", NULL, 0, "i.2"), DELIVERY_GIVEN_UP);
	ck_assert_int_eq(memory_expire(memory, wall_add(now, 50), 50), ERR_OK);
	ck_assert_int_eq(number("SELECT count(*) FROM outbox"), 3);
	ck_assert_int_eq(memory_expire(memory, wall_add(now, 51), 50), ERR_OK);
	ck_assert_int_eq(number("SELECT count(*) FROM outbox"), 1);
	due("t", NULL, 0, "i.3");
	expect_counts(1, 1, 1, (struct wall){ 100 });
}
END_TEST

/* --- no statement's cost grows with what has been delivered --- */

START_TEST(statements_use_indexes)
{
	char sql[2048];
	sqlite3_stmt *st;

	if (_i == ST_INCIDENTS || _i == ST_SILENCES || _i == ST_ROOT_KEYS ||
	    _i == ST_ROOT_KEYS_REMOVE || _i == ST_CHANGES ||
	    _i == ST_CHANGES_REMOVE || _i == ST_BEGIN || _i == ST_COMMIT)
		return; /* takes all there is; plans nothing */
	(void)snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
		       memory_statements[_i]);
	ck_assert_int_eq(sqlite3_prepare_v2(memory->db, sql, -1, &st, NULL),
			 SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(st, 3);

		ck_assert_msg(!strstr(step, "SCAN") ||
				      strstr(step, "SCAN CONSTANT ROW"),
			      "%s: %s", memory_statements[_i], step);
		/* What one summary tells is sorted, and then settled. */
		ck_assert_msg(!strstr(step, "TEMP B-TREE") ||
				      _i == ST_CARRIED_LINES,
			      "%s: %s", memory_statements[_i], step);
	}
	(void)sqlite3_finalize(st);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("outbox");
	TCase *c = tcase_create("outbox");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, outbox_round_trip);
	tcase_add_test(c, outbox_owed_once);
	tcase_add_loop_test(c, outbox_order, 0, 2);
	tcase_add_test(c, outbox_soonest_first);
	tcase_add_test(c, outbox_retry_now);
	tcase_add_test(c, outbox_large_body);
	tcase_add_test(c, outbox_sums);
	tcase_add_test(c, outbox_latest);
	tcase_add_test(c, outbox_by_hand);
	tcase_add_test(c, outbox_expiry);
	tcase_add_loop_test(c, statements_use_indexes, 0, ST_COUNT);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
