/* SPDX-License-Identifier: BSD-3-Clause */
/* check_memory.c - what must survive does: restarts, kills, a full disk, a
 * corrupt file, an operator's hand. */
#include "unit.h"

#include "memory/database.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct wall now = { 1795341600 }; /* 2026-11-22T10:00:00Z */
static char directory[64], path[96];
static struct memory *memory;
static const char *note;

static void open_memory(void)
{
	note = "not set";
	ck_assert_int_eq(memory_open(path, now, &memory, &note), ERR_OK);
}

static void reopen(void)
{
	memory_close(memory);
	open_memory();
	ck_assert_ptr_null(note);
}

static void set_up(void)
{
	strcpy(directory, "/tmp/check_memory.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	(void)snprintf(path, sizeof(path), "%s/memory.db", directory);
	open_memory();
}

static void tear_down(void)
{
	char pattern[128];
	glob_t files;

	memory_close(memory);
	(void)snprintf(pattern, sizeof(pattern), "%s/*", directory);
	if (glob(pattern, 0, NULL, &files) == 0) {
		for (size_t i = 0; i < files.gl_pathc; i++)
			(void)unlink(files.gl_pathv[i]);
		globfree(&files);
	}
	ck_assert_int_eq(rmdir(directory), 0);
}

/* What an operator would type into the sqlite3 shell. */
static void by_hand(const char *sql)
{
	char *error = NULL;

	ck_assert_msg(sqlite3_exec(memory->db, sql, NULL, NULL, &error) ==
			      SQLITE_OK,
		      "%s: %s", sql, error);
}

static int64_t number(const char *sql)
{
	sqlite3_stmt *st;
	int64_t value;

	ck_assert_int_eq(sqlite3_prepare_v2(memory->db, sql, -1, &st, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	value = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	return value;
}

/* --- incidents --- */

static struct incident_fault fault_a[] = {
	{ .id = "rrsig-expired",
	  .severity = SEVERITY_CRITICAL,
	  .told_severity = SEVERITY_WARNING,
	  .kind = KIND_FAILING,
	  .seen = 3,
	  .absent = 1,
	  .confirmed = true,
	  .first_seen_at = { 1795341000 },
	  .deadline = { INT64_MAX },
	  .subject = (char *)"www.example. A @ ns1 (192.0.2.1)",
	  .summary = (char *)"it's \"expired\"; \xc3\xa4",
	  .servers = (char *)"servers 192.0.2.1, 2001:db8::1@5353" },
	{ .id = "rrsig-expiring",
	  .severity = SEVERITY_WARNING,
	  .kind = KIND_PREDICTED,
	  .seen = 1,
	  .first_seen_at = { 1795341500 },
	  .deadline = { 1795400000 },
	  .subject = NULL,
	  .summary = (char *)"" },
};
static struct incident_fault fault_b[] = {
	{ .id = "ds-orphan", .seen = 1, .first_seen_at = { 5 } },
};
static struct incident_member members[] = {
	{ (char *)"a.example.", fault_a, 2 },
	{ (char *)"b.example.", fault_b, 1 },
};
static const struct incident broken = {
	.owner = (char *)"example.",
	.id = "0123456789abcdef0123456789abcdef",
	.open = true,
	.severity = SEVERITY_WARNING,
	.suspected_at = { 1795341000 },
	.opened_at = { 1795341060 },
	.changed_at = { INT64_MAX },
	.announcements = 4000000000,
	.acked_at = { 1795341100 },
	.acked_by = "alice",
	.ack_note = "it's mine; \xc3\xa4",
	.member_count = 2,
	.members = members,
};

static void same_text(const char *a, const char *b)
{
	ck_assert_int_eq(a == NULL, b == NULL);
	if (a && b)
		ck_assert_str_eq(a, b);
}

static void same_fault(const struct incident_fault *a,
		       const struct incident_fault *b)
{
	ck_assert_str_eq(a->id, b->id);
	ck_assert_int_eq(a->severity, b->severity);
	ck_assert_int_eq(a->told_severity, b->told_severity);
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_uint_eq(a->seen, b->seen);
	ck_assert_uint_eq(a->absent, b->absent);
	ck_assert_int_eq(a->confirmed, b->confirmed);
	ck_assert_int_eq(a->first_seen_at.s, b->first_seen_at.s);
	ck_assert_int_eq(a->deadline.s, b->deadline.s);
	same_text(a->subject, b->subject);
	same_text(a->summary, b->summary);
	same_text(a->servers, b->servers);
}

static void same_incident(const struct incident *a, const struct incident *b)
{
	ck_assert_str_eq(a->owner, b->owner);
	ck_assert_str_eq(a->id, b->id);
	ck_assert_int_eq(a->open, b->open);
	ck_assert_int_eq(a->severity, b->severity);
	ck_assert_int_eq(a->suspected_at.s, b->suspected_at.s);
	ck_assert_int_eq(a->opened_at.s, b->opened_at.s);
	ck_assert_int_eq(a->changed_at.s, b->changed_at.s);
	ck_assert_uint_eq(a->announcements, b->announcements);
	ck_assert_int_eq(a->acked_at.s, b->acked_at.s);
	ck_assert_str_eq(a->acked_by, b->acked_by);
	ck_assert_str_eq(a->ack_note, b->ack_note);
	ck_assert_uint_eq(a->member_count, b->member_count);
	for (size_t i = 0; i < a->member_count; i++) {
		ck_assert_str_eq(a->members[i].zone, b->members[i].zone);
		ck_assert_uint_eq(a->members[i].fault_count,
				  b->members[i].fault_count);
		for (size_t k = 0; k < a->members[i].fault_count; k++)
			same_fault(&a->members[i].faults[k],
				   &b->members[i].faults[k]);
	}
}

struct expected {
	const struct incident *incident;
	unsigned seen;
};

static enum err compare(void *arg, const struct incident *incident)
{
	struct expected *expected = arg;

	expected->seen++;
	if (expected->incident)
		same_incident(expected->incident, incident);
	return ERR_OK;
}

static enum err count_and_stop(void *arg, const struct incident *incident)
{
	struct expected *expected = arg;

	(void)incident;
	expected->seen++;
	return ERR_LIMIT;
}

/* Whether @p incident is the only one stored, or none with NULL. */
static void expect_only(const struct incident *incident)
{
	struct expected expected = { incident, 0 };

	ck_assert_int_eq(memory_incidents(memory, compare, &expected), ERR_OK);
	ck_assert_uint_eq(expected.seen, incident ? 1 : 0);
}

START_TEST(incident_round_trip)
{
	struct incident smaller = broken;

	expect_only(NULL);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	reopen();
	expect_only(&broken);
	smaller.member_count = 1;
	ck_assert_int_eq(memory_incident_put(memory, &smaller), ERR_OK);
	reopen();
	expect_only(&smaller);
	ck_assert_int_eq(number("SELECT count(*) FROM fault"), 2);
}
END_TEST

START_TEST(incident_ends)
{
	struct incident_fault gone = { .id = "ds-orphan", .absent = 2 };
	struct incident_member member = { (char *)"a.example.", &gone, 1 };
	struct incident suspect = { .owner = (char *)"a.example.",
				    .member_count = 1,
				    .members = &member };

	gone.seen = 1;
	ck_assert_int_eq(memory_incident_put(memory, &suspect), ERR_OK);
	expect_only(&suspect);
	gone.seen = 0;
	ck_assert_int_eq(memory_incident_put(memory, &suspect), ERR_OK);
	expect_only(NULL);
	/* Open without a member: its zones left the configuration. */
	suspect.open = true;
	suspect.member_count = 0;
	ck_assert_int_eq(memory_incident_put(memory, &suspect), ERR_OK);
	expect_only(&suspect);
	suspect.open = false;
	ck_assert_int_eq(memory_incident_put_member(memory, &suspect, "x."),
			 ERR_OK);
	expect_only(NULL);
	ck_assert_int_eq(number("SELECT (SELECT count(*) FROM member) + "
				"(SELECT count(*) FROM fault)"),
			 0);
}
END_TEST

START_TEST(incident_one_member)
{
	struct incident changed = broken;

	ck_assert_int_eq(
		memory_incident_put_member(memory, &broken, "a.example."),
		ERR_OK);
	changed.member_count = 1;
	expect_only(&changed);
	ck_assert_int_eq(
		memory_incident_put_member(memory, &broken, "b.example."),
		ERR_OK);
	expect_only(&broken);
	ck_assert_int_eq(
		memory_incident_put_member(memory, &changed, "b.example."),
		ERR_OK);
	expect_only(&changed);
}
END_TEST

START_TEST(incident_walk_stops)
{
	struct incident second = broken;
	struct expected expected = { NULL, 0 };

	second.owner = (char *)"second.";
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &second), ERR_OK);
	ck_assert_int_eq(memory_incidents(memory, compare, &expected), ERR_OK);
	ck_assert_uint_eq(expected.seen, 2);
	expected.seen = 0;
	ck_assert_int_eq(memory_incidents(memory, count_and_stop, &expected),
			 ERR_LIMIT);
	ck_assert_uint_eq(expected.seen, 1);
}
END_TEST

START_TEST(incident_edited_by_hand)
{
	struct expected expected = { NULL, 0 };

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("UPDATE incident SET severity = 77, announcements = -1, "
		"id = 'longer than thirty-two hexadecimal digits may ever be'");
	by_hand("UPDATE fault SET kind = -3, severity = 'x', seen = 1e300");
	ck_assert_int_eq(memory_incidents(memory, compare, &expected), ERR_OK);
	ck_assert_uint_eq(expected.seen, 1);
}
END_TEST

/* SQLite's shell does not enforce foreign keys, so what belonged to the rows
 * that were removed stays: it must neither be in the way nor come back. */
START_TEST(incident_removed_by_hand)
{
	struct incident_member alone = { (char *)"a.example.", fault_b, 1 };
	struct incident smaller = broken;

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("PRAGMA foreign_keys = OFF");
	by_hand("DELETE FROM member");
	by_hand("DELETE FROM incident");
	by_hand("PRAGMA foreign_keys = ON");
	smaller.member_count = 1;
	smaller.members = &alone;
	ck_assert_int_eq(memory_incident_put(memory, &smaller), ERR_OK);
	expect_only(&smaller);
	ck_assert_int_eq(
		memory_incident_put_member(memory, &broken, "b.example."),
		ERR_OK);
}
END_TEST

static enum err check_times(void *arg, const struct incident *incident)
{
	(void)arg;
	ck_assert_int_eq(incident->suspected_at.s, 0);
	ck_assert_int_eq(incident->opened_at.s, 253402300799);
	ck_assert_int_eq(incident->changed_at.s, 0);
	ck_assert(wall_is_never(incident->acked_at));
	return ERR_OK;
}

/* Differences between times that are read never overflow. */
START_TEST(incident_times_by_hand)
{
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("UPDATE incident SET suspected_at = -9223372036854775808, "
		"opened_at = 9223372036854775806, changed_at = 'soon', "
		"acked_at = NULL");
	ck_assert_int_eq(memory_incidents(memory, check_times, NULL), ERR_OK);
}
END_TEST

/* --- transactions --- */

static enum err owe(const char *target, const char *incident, const char *id,
		    int64_t at)
{
	const struct delivery delivery = {
		.id = id,
		.target = target,
		.incident = incident,
		.body = "{\"a\":\"'\\u0000\xc3\xa4\n\"}",
		.owed_at = { at },
		.next_attempt_at = { at },
	};

	return memory_owe(memory, &delivery);
}

START_TEST(transaction_whole)
{
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 1), ERR_OK);
	memory_rollback(memory);
	memory_rollback(memory); /* nothing to roll back is no error */
	expect_only(NULL);
	ck_assert_int_eq(number("SELECT count(*) FROM outbox"), 0);
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 1), ERR_OK);
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
	reopen();
	expect_only(&broken);
	ck_assert_int_eq(number("SELECT count(*) FROM outbox"), 1);
}
END_TEST

START_TEST(transaction_not_begun)
{
	ck_assert_int_eq(memory_commit(memory), ERR_IO);
	ck_assert_ptr_nonnull(strstr(memory_error(memory), "no transaction"));
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_begin(memory), ERR_IO);
	memory_rollback(memory);
}
END_TEST

/* --- the outbox --- */

static int64_t due(const char *target, const int64_t *busy, size_t count,
		   const char *want_id)
{
	struct delivery delivery = { 0 };
	enum err err = memory_next_due(memory, target, busy, count, &delivery);

	if (!want_id) {
		ck_assert_int_eq(err, ERR_NOT_FOUND);
		return 0;
	}
	ck_assert_int_eq(err, ERR_OK);
	ck_assert_str_eq(delivery.id, want_id);
	ck_assert_str_eq(delivery.target, target);
	return delivery.row;
}

static void settle(int64_t row, enum delivery_state state)
{
	ck_assert_int_eq(memory_attempted(memory, row, state, now, now, NULL),
			 ERR_OK);
}

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

static void expect_counts(unsigned owed, unsigned delivered, unsigned given_up,
			  struct wall oldest)
{
	struct outbox_counts counts;

	ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts), ERR_OK);
	ck_assert_uint_eq(counts.owed, owed);
	ck_assert_uint_eq(counts.delivered, delivered);
	ck_assert_uint_eq(counts.given_up, given_up);
	ck_assert_int_eq(counts.oldest_owed_at.s, oldest.s);
}

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
				      _i == ST_HELD_LINES,
			      "%s: %s", memory_statements[_i], step);
	}
	(void)sqlite3_finalize(st);
}
END_TEST

/* --- silences --- */

static const char *const silence_zones[] = { "*.example" };
static const char *const silence_faults[] = { "rrsig-*" };

static enum err one_silence(void *arg, const struct silence *silence)
{
	const struct silence *want = arg;

	ck_assert_str_eq(silence->id, want->id);
	ck_assert_uint_eq(silence->zone_count, 1);
	ck_assert_str_eq(silence->zones[0], want->zones[0]);
	ck_assert_uint_eq(silence->fault_count, want->fault_count);
	if (want->fault_count)
		ck_assert_str_eq(silence->faults[0], want->faults[0]);
	ck_assert_str_eq(silence->reason, want->reason);
	ck_assert_str_eq(silence->by, want->by);
	ck_assert_int_eq(silence->from.s, want->from.s);
	ck_assert_int_eq(silence->until.s, want->until.s);
	ck_assert(!silence->maintenance);
	return ERR_OK;
}

/* Over restarts; and a number is never used again, or somebody would end the
 * silence of another. */
START_TEST(silences)
{
	struct silence silence = {
		.id = "1",
		.zone_count = 1,
		.zones = silence_zones,
		.fault_count = (size_t)_i,
		.faults = silence_faults,
		.reason = "it's \"moved\"; \xc3\xa4",
		.by = "alice",
		.from = now,
		.until = { now.s + 3600 },
	};
	int64_t row = 0;

	ck_assert_int_eq(memory_silence_remove(memory, 1), ERR_NOT_FOUND);
	ck_assert_int_eq(memory_silence_add(memory, &silence, &row), ERR_OK);
	ck_assert_int_eq(row, 1);
	reopen();
	ck_assert_int_eq(memory_silences(memory, one_silence, &silence),
			 ERR_OK);
	ck_assert_int_eq(memory_silence_remove(memory, 1), ERR_OK);
	reopen();
	ck_assert_int_eq(memory_silence_add(memory, &silence, &row), ERR_OK);
	ck_assert_int_eq(row, 2);
	(void)snprintf(silence.id, sizeof(silence.id), "2");
	ck_assert_int_eq(memory_silences(memory, one_silence, &silence),
			 ERR_OK);
}
END_TEST

/* --- timelines --- */

struct line {
	char text[128];
};

static enum err add_line(void *arg, const char *what, const char *value,
			 struct wall first_seen, struct wall last_seen)
{
	struct line *line = arg;
	size_t len = strlen(line->text);

	(void)snprintf(line->text + len, sizeof(line->text) - len,
		       "%s %s %d-%d, ", what, value, (int)first_seen.s,
		       (int)last_seen.s);
	return ERR_OK;
}

START_TEST(timeline_versions)
{
	static const struct {
		const char *zone, *what, *value;
		int64_t at;
	} seen[] = {
		{ "a.", "ds", "1", 10 },     { "a.", "ds", "1", 20 },
		{ "a.", "dnskey", "k", 20 }, { "a.", "ds", "2", 30 },
		{ "b.", "ds", "9", 30 },     { "a.", "ds", "1", 40 },
		{ "a.", "ds", "1", 35 }, /* the clock stepped back */
	};
	struct line line = { "" };

	for (size_t i = 0; i < COUNT_OF(seen); i++)
		ck_assert_int_eq(memory_timeline(memory, seen[i].zone,
						 seen[i].what, seen[i].value,
						 (struct wall){ seen[i].at }),
				 ERR_OK);
	reopen();
	ck_assert_int_eq(memory_timeline_each(memory, "a.", add_line, &line),
			 ERR_OK);
	ck_assert_str_eq(line.text, "dnskey k 20-20, ds 1 10-20, ds 2 30-30, "
				    "ds 1 40-40, ");
}
END_TEST

START_TEST(root_keys_round_trip)
{
	static const struct root_keys want = {
		.count = 2,
		.at = { { .digest = { 1, 2 },
			  .tag = 20326,
			  .algorithm = 8,
			  .state = ROOT_KEY_REVOKED,
			  .since = { 20 },
			  .first_seen = { 10 } },
			{ .digest = { 3 },
			  .tag = 38696,
			  .algorithm = 13,
			  .state = ROOT_KEY_ADD_PEND,
			  .since = { 30 },
			  .first_seen = { 30 } } },
	};
	struct root_keys more = want, got = { .count = 9 };

	ck_assert_int_eq(memory_root_keys(memory, &got), ERR_OK);
	ck_assert_uint_eq(got.count, 0);
	more.at[more.count++].digest[0] = 9;
	ck_assert_int_eq(memory_root_keys_put(memory, &more), ERR_OK);
	ck_assert_int_eq(memory_root_keys_put(memory, &want), ERR_OK);
	reopen();
	ck_assert_int_eq(memory_root_keys(memory, &got), ERR_OK);
	ck_assert_mem_eq(&got, &want, sizeof(want));
	ck_assert_int_eq(sqlite3_exec(memory->db,
				      "UPDATE root_key SET digest = 'zz', "
				      "state = 7 WHERE tag = 20326",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(memory_root_keys(memory, &got), ERR_OK);
	ck_assert_uint_eq(got.count, 1);
	ck_assert_mem_eq(&got.at[0], &want.at[1], sizeof(want.at[1]));
}
END_TEST

static void expect_changes(const char *want)
{
	struct changes *changes = changes_new();
	struct text out;

	text_init(&out, 65536);
	ck_assert_int_eq(memory_changes(memory, changes), ERR_OK);
	changes_json(changes, &out);
	ck_assert_str_eq(text_string(&out), want);
	text_done(&out);
	changes_free(changes);
}

START_TEST(changes_round_trip)
{
	struct changes *changes = changes_new();

	expect_changes("[]");
	changes_note(changes, &(struct change_row){ .at = { 10 },
						    .what = CHANGED_DS,
						    .verdict = VERDICT_COUNT,
						    .zone = "a.",
						    .text = "one" });
	changes_note(changes, &(struct change_row){ .at = { 20 },
						    .what = CHANGED_VERDICT,
						    .verdict = VERDICT_OK,
						    .zone = "b.",
						    .zone_count = 7,
						    .text = "two" });
	ck_assert_int_eq(memory_changes_put(memory, changes), ERR_OK);
	ck_assert_int_eq(memory_changes_put(memory, changes), ERR_OK);
	reopen();
	expect_changes("[{\"at\":\"1970-01-01T00:00:20Z\","
		       "\"what\":\"verdict\",\"verdict\":\"ok\","
		       "\"zone\":\"b.\",\"zone_count\":7,\"text\":\"two\"},"
		       "{\"at\":\"1970-01-01T00:00:10Z\",\"what\":\"ds\","
		       "\"verdict\":null,\"zone\":\"a.\",\"zone_count\":1,"
		       "\"text\":\"one\"}]");
	by_hand("UPDATE change SET what = 'weather' WHERE zone = 'a.'");
	by_hand("UPDATE change SET verdict = 99, zones = -1");
	expect_changes("[{\"at\":\"1970-01-01T00:00:20Z\","
		       "\"what\":\"verdict\",\"verdict\":null,"
		       "\"zone\":\"b.\",\"zone_count\":1,\"text\":\"two\"}]");
	changes_free(changes);
}
END_TEST

/* A file of a forewarnd that knew no changes is grown, not put aside. */
START_TEST(older_file_grows)
{
	by_hand("DROP TABLE change");
	reopen();
	expect_changes("[]");
}
END_TEST

START_TEST(timeline_bounded)
{
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_timeline(memory, "b.", "ds", "old", now),
			 ERR_OK);
	for (int i = 0; i < TIMELINE_ROWS_MAX + 10; i++)
		ck_assert_int_eq(memory_timeline(memory, "a.", "ds",
						 i % 2 ? "1" : "2",
						 wall_add(now, i)),
				 ERR_OK);
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
	ck_assert_int_eq(number("SELECT count(*) FROM timeline "
				"WHERE zone = 'a.'"),
			 TIMELINE_ROWS_MAX);
	ck_assert_int_eq(number("SELECT min(first_seen) FROM timeline "
				"WHERE zone = 'a.'"),
			 now.s + 10);
	ck_assert_int_eq(number("SELECT count(*) FROM timeline "
				"WHERE zone = 'b.'"),
			 1);
}
END_TEST

/* --- files that are not what they should be --- */

static void fill_some(void)
{
	char id[32];

	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	for (unsigned i = 0; i < 300; i++) {
		(void)snprintf(id, sizeof(id), "i.%u", i);
		ck_assert_int_eq(owe("t", "i", id, 100), ERR_OK);
	}
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
}

static void damage_garbage(int fd)
{
	char garbage[5000];

	memset(garbage, 0xa5, sizeof(garbage));
	ck_assert_int_eq(write(fd, garbage, sizeof(garbage)), sizeof(garbage));
}

static void damage_short(int fd)
{
	ck_assert_int_eq(ftruncate(fd, 50), 0);
}

static void damage_half(int fd)
{
	struct stat st;

	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_int_eq(ftruncate(fd, st.st_size / 2), 0);
}

static void damage_schema(int fd)
{
	ck_assert_int_eq(pwrite(fd, "\xff\xff\xff\xff\xff\xff", 6, 100), 6);
}

static void damage_pages(int fd)
{
	char garbage[4096];

	memset(garbage, 0xa5, sizeof(garbage));
	for (off_t page = 10; page < 14; page++)
		ck_assert_int_eq(
			pwrite(fd, garbage, sizeof(garbage), page * 4096),
			sizeof(garbage));
}

static const struct {
	const char *name;
	void (*damage)(int fd);
} damages[] = {
	{ "overwritten", damage_garbage },
	{ "cut in the header", damage_short },
	{ "half gone", damage_half },
	{ "schema", damage_schema },
	{ "pages within", damage_pages },
};

START_TEST(corrupt_moved_aside)
{
	char aside[160];
	int fd;

	fill_some();
	memory_close(memory);
	fd = open(path, O_RDWR);
	damages[_i].damage(fd);
	(void)close(fd);
	/* A log that belongs to it, left by a kill. */
	(void)snprintf(aside, sizeof(aside), "%s-wal", path);
	fd = open(aside, O_WRONLY | O_CREAT, 0600);
	ck_assert_int_eq(write(fd, "old", 3), 3);
	(void)close(fd);

	open_memory();
	ck_assert_msg(note && strstr(note, "corrupt"), "%s", damages[_i].name);
	(void)snprintf(aside, sizeof(aside), "%s.corrupt-2026-11-22T10:00:00Z",
		       path);
	ck_assert_ptr_nonnull(strstr(note, aside));
	ck_assert_int_eq(access(aside, F_OK), 0);
	strcat(aside, "-wal");
	ck_assert_int_eq(access(aside, F_OK), 0);
	due("t", NULL, 0, NULL);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	reopen();
	due("t", NULL, 0, "i.1");
}
END_TEST

START_TEST(table_missing)
{
	by_hand("DROP TABLE timeline");
	memory_close(memory);
	open_memory();
	ck_assert_ptr_nonnull(note);
	ck_assert_int_eq(memory_timeline(memory, "a.", "ds", "1", now), ERR_OK);
}
END_TEST

START_TEST(corrupt_twice_in_a_second)
{
	char aside[160];
	int fd;

	for (unsigned i = 0; i < 2; i++) {
		memory_close(memory);
		fd = open(path, O_RDWR);
		damage_garbage(fd);
		(void)close(fd);
		open_memory();
		ck_assert_ptr_nonnull(note);
	}
	(void)snprintf(aside, sizeof(aside),
		       "%s.corrupt-2026-11-22T10:00:00Z-2", path);
	ck_assert_int_eq(access(aside, F_OK), 0);
}
END_TEST

/* --- files of other versions --- */

/* Make a database of what @p sql_file says, in place of ours. */
static void make_from(const char *sql_file)
{
	static char sql[16384];
	FILE *file = fopen(sql_file, "r");
	size_t len;
	sqlite3 *db;

	ck_assert_ptr_nonnull(file);
	len = fread(sql, 1, sizeof(sql) - 1, file);
	ck_assert_uint_gt(len, 0);
	ck_assert_uint_lt(len, sizeof(sql) - 1);
	(void)fclose(file);
	sql[len] = '\0';
	memory_close(memory);
	memory = NULL;
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
}

static bool is_kept_as(const char *what)
{
	char name[160];

	(void)snprintf(name, sizeof(name), "%s.%s-2026-11-22T10:00:00Z", path,
		       what);
	return note && strstr(note, name) && access(name, F_OK) == 0;
}

static struct incident_fault first_fault = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.told_severity = SEVERITY_WARNING,
	.kind = KIND_FAILING,
	.seen = 3,
	.absent = 1,
	.confirmed = true,
	.first_seen_at = { 1795341000 },
	.deadline = { INT64_MAX },
	.subject = (char *)"www.example. A",
	.summary = (char *)"it expired",
};
static struct incident_member first_member = { (char *)"a.example.",
					       &first_fault, 1 };
static const struct incident first_incident = {
	.owner = (char *)"example.",
	.id = "0123456789abcdef0123456789abcdef",
	.open = true,
	.severity = SEVERITY_WARNING,
	.suspected_at = { 1795341000 },
	.opened_at = { 1795341060 },
	.changed_at = { INT64_MAX },
	.announcements = 3,
	.acked_at = { INT64_MAX },
	.acked_by = "",
	.ack_note = "",
	.member_count = 1,
	.members = &first_member,
};

START_TEST(first_schema_is_brought_up)
{
	struct outbox_counts counts;
	struct delivery next;

	make_from(FIRST_SCHEMA);
	open_memory();
	ck_assert(!memory_began_anew(memory));
	ck_assert_msg(is_kept_as("before"), "%s", note);
	for (unsigned i = 0; i < 2; i++) {
		expect_only(&first_incident);
		ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &next),
				 ERR_OK);
		ck_assert_str_eq(next.id, "i.1");
		ck_assert_str_eq(next.body, "{\"first\":1}");
		ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts),
				 ERR_OK);
		ck_assert_uint_eq(counts.owed, 2);
		ck_assert_uint_eq(counts.delivered, 1);
		ck_assert_int_eq(number("SELECT last_seen FROM timeline "
					"WHERE value = '1 8 2 AA'"),
				 2000);
		ck_assert_int_eq(number("SELECT count(*) FROM sqlite_schema "
					"WHERE name LIKE 'was%'"),
				 0);
		reopen(); /* and nothing more is to be done */
	}
	ck_assert_int_eq(memory_attempted(memory, next.row, DELIVERY_DONE, now,
					  now, NULL),
			 ERR_OK);
	ck_assert_int_eq(memory_next_due(memory, "t", NULL, 0, &next), ERR_OK);
	ck_assert_str_eq(next.body, "{\"second\":2}");
}
END_TEST

START_TEST(last_of_version_one_is_brought_up)
{
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	by_hand("PRAGMA user_version = 1");
	memory_close(memory);
	open_memory();
	ck_assert_msg(is_kept_as("before"), "%s", note);
	expect_only(&broken);
	due("t", NULL, 0, "i.1");
}
END_TEST

/* A kill or a full disk amid it leaves the file as it was. */
START_TEST(brought_up_whole_or_not)
{
	struct memory *none;
	const char *words;
	struct rlimit limit;
	pid_t child;
	int status;

	make_from(FIRST_SCHEMA);
	child = fork();
	if (child == 0) {
		ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
		(void)signal(SIGXFSZ, SIG_IGN);
		limit.rlim_cur = 32768;
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
		_exit(memory_open(path, now, &none, &words) == ERR_IO ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	open_memory();
	expect_only(&first_incident);
	ck_assert_msg(is_kept_as("before"), "%s", note);
}
END_TEST

/* What no version ever wrote: nobody can say what it means. */
START_TEST(brought_up_in_vain)
{
	by_hand("DROP TABLE silence; CREATE TABLE silence (n INTEGER); "
		"INSERT INTO silence VALUES (1); PRAGMA user_version = 1");
	memory_close(memory);
	open_memory();
	ck_assert(memory_began_anew(memory));
	ck_assert_msg(is_kept_as("corrupt"), "%s", note);
}
END_TEST

START_TEST(empty_file_is_new)
{
	memory_close(memory);
	ck_assert_int_eq(truncate(path, 0), 0);
	open_memory();
	ck_assert_ptr_null(note);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
}
END_TEST

/* @return a sum over every byte of the database and its log. */
static uint64_t file_sum(void)
{
	static const char *const suffixes[] = { "", "-wal" };
	uint64_t sum = 14695981039346656037u;
	char name[128];
	int c;

	for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
		FILE *file;

		(void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
		file = fopen(name, "r");
		while (file && (c = getc(file)) != EOF)
			sum = (sum ^ (uint64_t)c) * 1099511628211u;
		if (file)
			(void)fclose(file);
	}
	return sum;
}

static const struct {
	const char *name, *sql;
	bool killed; /* what was done is still in the log */
	enum err want;
} strangers[] = {
	{ "newer", "PRAGMA user_version = 3", false, ERR_VERSION },
	{ "newer, in the log", "PRAGMA user_version = 3", true, ERR_VERSION },
	{ "newer, without our tables",
	  "PRAGMA user_version = 9; DROP TABLE timeline", false, ERR_VERSION },
	{ "of another program", "PRAGMA application_id = 0", false,
	  ERR_FORMAT },
};

START_TEST(stranger_left_alone)
{
	struct memory *none = NULL;
	const char *words = NULL;
	uint64_t before;
	int status;
	pid_t child;

	fill_some();
	memory_close(memory);
	memory = NULL;
	child = fork();
	if (child == 0) {
		open_memory();
		by_hand(strangers[_i].sql);
		if (!strangers[_i].killed)
			memory_close(memory);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	before = file_sum();
	for (unsigned i = 0; i < 2; i++)
		ck_assert_int_eq(memory_open(path, now, &none, &words),
				 strangers[_i].want);
	ck_assert_msg(file_sum() == before, "%s: touched", strangers[_i].name);
}
END_TEST

START_TEST(one_daemon_at_a_time)
{
	struct memory *none;
	const char *words;
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(memory_open(path, now, &none, &words) == ERR_BUSY ? 0
									: 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(nowhere_to_open)
{
	static char endless[5000];
	struct memory *none;
	const char *words;

	ck_assert_int_eq(memory_open("/nowhere/memory.db", now, &none, &words),
			 ERR_IO);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(memory_open("/dev", now, &none, &words), ERR_IO);
	memset(endless, 'a', sizeof(endless) - 1);
	ck_assert_int_eq(memory_open(endless, now, &none, &words), ERR_IO);
	ck_assert_int_eq(errno, ENAMETOOLONG);
	memory_close(NULL);
}
END_TEST

START_TEST(volatile_works)
{
	memory_close(memory);
	ck_assert_int_eq(memory_open_volatile(&memory), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	due("t", NULL, 0, "i.1");
}
END_TEST

/* --- a full disk --- */

static void fill_by_pages(bool full)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %d",
		       full ? (int)number("PRAGMA page_count") : 1 << 30);
	by_hand(sql);
}

static void fill_by_size(bool full)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	struct stat st;
	char wal[128];

	(void)snprintf(wal, sizeof(wal), "%s-wal", path);
	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(stat(wal, &st), 0);
	if (full)
		limit.rlim_cur = (rlim_t)st.st_size + 5000;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static const struct {
	const char *name;
	void (*fill)(bool full);
} disks[] = {
	{ "no page left", fill_by_pages },
	{ "the log cannot grow", fill_by_size },
};

/* Owe until it fails, as one transaction. @return how it failed. */
static enum err owe_too_much(void)
{
	enum err err = memory_begin(memory);
	char id[32];

	for (unsigned i = 0; !err && i < 100000; i++) {
		(void)snprintf(id, sizeof(id), "k.%u", i);
		err = owe("t", "k", id, 100);
	}
	if (err)
		memory_rollback(memory);
	return err ? err : memory_commit(memory);
}

START_TEST(full_disk)
{
	ck_assert_int_eq(owe("t", "i", "i.1", 100), ERR_OK);
	disks[_i].fill(true);
	for (unsigned i = 0; i < 3; i++) {
		ck_assert_int_eq(owe_too_much(), ERR_IO);
		ck_assert_str_ne(memory_error(memory), "");
		expect_counts(1, 0, 0, (struct wall){ 100 });
		due("t", NULL, 0, "i.1");
	}
	disks[_i].fill(false);
	ck_assert_int_eq(owe_too_much(), ERR_OK);
	reopen();
	expect_counts(100001, 0, 0, (struct wall){ 100 });
}
END_TEST

/* --- kill -9 --- */

/* Owe from @p first on, a number down the pipe for each that was
 * acknowledged; every third settles the one before. */
static void owe_for_ever(int pipe_fd, unsigned first)
{
	char id[32], incident[32];
	struct delivery delivery;

	open_memory();
	for (unsigned i = first;; i++) {
		(void)snprintf(id, sizeof(id), "%u", i);
		(void)snprintf(incident, sizeof(incident), "%u", i / 7);
		if (i % 3 == 0 &&
		    memory_next_due(memory, "t", NULL, 0, &delivery) == ERR_OK)
			settle(delivery.row, DELIVERY_DONE);
		if (owe("t", incident, id, (int64_t)i) != ERR_OK ||
		    write(pipe_fd, &i, sizeof(i)) != sizeof(i))
			_exit(1);
	}
}

/* Let a child owe, kill it at a random moment.
 * @return how many it had acknowledged in all. */
static unsigned owe_and_die(unsigned first)
{
	struct timespec moment = { .tv_nsec = rand() % 2000000 };
	unsigned acknowledged = first, last, wait_for = (unsigned)rand() % 20;
	int ends[2], status;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		(void)close(ends[0]);
		owe_for_ever(ends[1], first);
	}
	(void)close(ends[1]);
	for (unsigned i = 0; i < wait_for; i++)
		if (read(ends[0], &last, sizeof(last)) == sizeof(last))
			acknowledged = last + 1;
	(void)nanosleep(&moment, NULL); /* somewhere within a transaction */
	(void)kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	while (read(ends[0], &last, sizeof(last)) == sizeof(last))
		acknowledged = last + 1;
	(void)close(ends[0]);
	return acknowledged;
}

START_TEST(killed_fifty_times)
{
	const char *given = getenv("CHECK_SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10)
			      : (unsigned)time(NULL) ^ (unsigned)getpid();
	unsigned count = 0;

	(void)printf("killed_fifty_times: CHECK_SEED=%u\n", seed);
	(void)fflush(stdout);
	srand(seed);
	memory_close(memory);
	for (unsigned round = 0; round < 50; round++) {
		unsigned acknowledged = owe_and_die(count);

		open_memory();
		ck_assert_ptr_null(note);
		count = (unsigned)number("SELECT count(*) FROM outbox");
		/* All that was acknowledged, at most one that was just not,
		 * and nothing else. */
		ck_assert_uint_ge(count, acknowledged);
		ck_assert_uint_le(count, acknowledged + 1);
		ck_assert_int_eq(number("SELECT count(*) FROM outbox "
					"WHERE n <> CAST(id AS INTEGER) + 1"),
				 0);
		ck_assert_int_eq(number("SELECT (SELECT count(*) FROM outbox "
					"WHERE state = 0) - (SELECT sum(owed) "
					"FROM target)"),
				 0);
		memory_close(memory);
	}
	open_memory();
	ck_assert_int_eq(number("SELECT count(*) FROM outbox AS o "
				"WHERE state = 0 AND head <> (NOT EXISTS "
				"(SELECT 1 FROM outbox AS p WHERE state = 0 "
				"AND p.incident = o.incident AND p.n < o.n))"),
			 0);
}
END_TEST

static void add_outbox_tests(TCase *c)
{
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
	tcase_add_loop_test(c, silences, 0, 2);
	tcase_add_test(c, timeline_versions);
	tcase_add_test(c, root_keys_round_trip);
	tcase_add_test(c, changes_round_trip);
	tcase_add_test(c, older_file_grows);
	tcase_add_test(c, timeline_bounded);
}

static void add_file_tests(TCase *c)
{
	tcase_add_loop_test(c, corrupt_moved_aside, 0, COUNT_OF(damages));
	tcase_add_test(c, table_missing);
	tcase_add_test(c, corrupt_twice_in_a_second);
	tcase_add_test(c, first_schema_is_brought_up);
	tcase_add_test(c, last_of_version_one_is_brought_up);
	tcase_add_test(c, brought_up_whole_or_not);
	tcase_add_test(c, brought_up_in_vain);
	tcase_add_test(c, empty_file_is_new);
	tcase_add_loop_test(c, stranger_left_alone, 0, COUNT_OF(strangers));
	tcase_add_test(c, one_daemon_at_a_time);
	tcase_add_test(c, nowhere_to_open);
	tcase_add_test(c, volatile_works);
	tcase_add_loop_test(c, full_disk, 0, COUNT_OF(disks));
	tcase_add_test(c, killed_fifty_times);
}

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *c = tcase_create("memory");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_set_timeout(c, 120);
	tcase_add_test(c, incident_round_trip);
	tcase_add_test(c, incident_ends);
	tcase_add_test(c, incident_one_member);
	tcase_add_test(c, incident_walk_stops);
	tcase_add_test(c, incident_edited_by_hand);
	tcase_add_test(c, incident_removed_by_hand);
	tcase_add_test(c, incident_times_by_hand);
	tcase_add_test(c, transaction_whole);
	tcase_add_test(c, transaction_not_begun);
	add_outbox_tests(c);
	add_file_tests(c);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
