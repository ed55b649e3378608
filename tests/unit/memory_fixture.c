/* SPDX-License-Identifier: BSD-3-Clause */
/* memory_fixture.c - a memory in a directory of its own, with incidents and
 * debts to put into it. */
#include "memory_fixture.h"
#include "unit.h"

#include "memory/database.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct wall now = { 1795341600 }; /* 2026-11-22T10:00:00Z */
char directory[64], path[96];
struct memory *memory;
const char *note;

void open_memory(void)
{
	note = "not set";
	ck_assert_int_eq(memory_open(path, now, &memory, &note), ERR_OK);
}

void reopen(void)
{
	memory_close(memory);
	open_memory();
	ck_assert_ptr_null(note);
}

void set_up(void)
{
	strcpy(directory, "/tmp/check_memory.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	(void)snprintf(path, sizeof(path), "%s/memory.db", directory);
	open_memory();
}

void tear_down(void)
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

void by_hand(const char *sql)
{
	char *error = NULL;

	ck_assert_msg(sqlite3_exec(memory->db, sql, NULL, NULL, &error) ==
			      SQLITE_OK,
		      "%s: %s", sql, error);
}

int64_t number(const char *sql)
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

struct incident_fault fault_a[] = {
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
struct incident_fault fault_b[] = {
	{ .id = "ds-orphan", .seen = 1, .first_seen_at = { 5 } },
};
struct incident_member members[] = {
	{ (char *)"a.example.", fault_a, 2 },
	{ (char *)"b.example.", fault_b, 1 },
};
const struct incident broken = {
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

enum err compare(void *arg, const struct incident *incident)
{
	struct expected *expected = arg;

	expected->seen++;
	if (expected->incident)
		same_incident(expected->incident, incident);
	return ERR_OK;
}

void expect_only(const struct incident *incident)
{
	struct expected expected = { incident, 0 };

	ck_assert_int_eq(memory_incidents(memory, compare, &expected), ERR_OK);
	ck_assert_uint_eq(expected.seen, incident ? 1 : 0);
}

enum err owe(const char *target, const char *incident, const char *id,
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

int64_t due(const char *target, const int64_t *busy, size_t count,
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

void settle(int64_t row, enum delivery_state state)
{
	ck_assert_int_eq(memory_attempted(memory, row, state, now, now, NULL),
			 ERR_OK);
}

void expect_counts(unsigned owed, unsigned delivered, unsigned given_up,
		   struct wall oldest)
{
	struct outbox_counts counts;

	ck_assert_int_eq(memory_outbox_counts(memory, "t", &counts), ERR_OK);
	ck_assert_uint_eq(counts.owed, owed);
	ck_assert_uint_eq(counts.delivered, delivered);
	ck_assert_uint_eq(counts.given_up, given_up);
	ck_assert_int_eq(counts.oldest_owed_at.s, oldest.s);
}

void expect_changes(const char *want)
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
