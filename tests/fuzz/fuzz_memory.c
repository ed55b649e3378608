/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_memory.c - whatever stands in the rows of memory.db, as a hand or a
 * broken disk may leave it: the daemon begins with it, tells nothing unfit of
 * it, and what it writes back it reads the same.
 *
 * Input: rows, a byte for the table each, then a value for each column: a byte
 * for its kind, and what it holds. */
#include "memory/database.h"
#include "memory/held.h"
#include "observe/history.h"
#include "report/report.h"
#include "report/state.h"

#include "fuzz/told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX     64
#define OWNER	     "example."
#define TARGET	     "oncall"
#define TEXT_MAX     ((size_t)16 << 20)
#define ATTEMPTS_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct wall now = { 1795400000 };

static const char *const tables[] = {
	"incident", "member",  "fault",	   "outbox",   "body",	 "target",
	"told",	    "silence", "timeline", "root_key", "change",
};
#define TABLE_COUNT (sizeof(tables) / sizeof(tables[0]))

/* So that rows find each other. */
static const char *const words[] = {
	OWNER,	   "www.example.",
	TARGET,	   "servers 192.0.2.1",
	"monitor", "rrsig-expired",
	"ds",	   "dnskey",
	"verdict", "",
};
#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

struct input {
	const uint8_t *at, *end;
};

static uint8_t take(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

static int64_t take_number(struct input *in, size_t bytes)
{
	uint64_t number = 0;

	while (bytes-- > 0)
		number = number << 8 | take(in);
	return (int64_t)number;
}

static const uint8_t *take_bytes(struct input *in, int *ret_len)
{
	size_t left, len = (size_t)take_number(in, 1);
	const uint8_t *at = in->at;

	left = (size_t)(in->end - in->at);
	len = len < left ? len : left;
	in->at += len;
	*ret_len = (int)len;
	return at;
}

static void bind(sqlite3_stmt *st, int place, struct input *in)
{
	uint8_t kind = take(in);
	const uint8_t *bytes;
	int len;

	switch (kind % 7) {
	case 0:
		(void)sqlite3_bind_null(st, place);
		break;
	case 1:
		(void)sqlite3_bind_int64(st, place, take_number(in, 8));
		break;
	case 2:
		(void)sqlite3_bind_int64(st, place, take(in) % 6);
		break;
	case 3:
		(void)sqlite3_bind_int64(st, place,
					 now.s + (int8_t)take(in) * 600);
		break;
	case 4:
		(void)sqlite3_bind_text(st, place, words[take(in) % WORD_COUNT],
					-1, SQLITE_STATIC);
		break;
	case 5:
		bytes = take_bytes(in, &len);
		(void)sqlite3_bind_text(st, place, (const char *)bytes, len,
					SQLITE_STATIC);
		break;
	default:
		bytes = take_bytes(in, &len);
		(void)sqlite3_bind_blob(st, place, bytes, len, SQLITE_STATIC);
		break;
	}
}

/* --- the database --- */

static struct memory *memory;
static sqlite3_stmt *inserts[TABLE_COUNT], *deletes[TABLE_COUNT];

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *st;

	told_check(sqlite3_prepare_v2(memory->db, sql, -1, &st, NULL) ==
		   SQLITE_OK);
	return st;
}

/* As many values as the table has columns. */
static sqlite3_stmt *prepare_insert(const char *table)
{
	char sql[128];
	sqlite3_stmt *all;
	int len, count;

	(void)snprintf(sql, sizeof(sql), "SELECT * FROM %s", table);
	all = prepare(sql);
	count = sqlite3_column_count(all);
	(void)sqlite3_finalize(all);
	len = snprintf(sql, sizeof(sql), "INSERT OR REPLACE INTO %s VALUES (?",
		       table);
	while (--count > 0)
		len += snprintf(sql + len, sizeof(sql) - (size_t)len, ", ?");
	(void)snprintf(sql + len, sizeof(sql) - (size_t)len, ")");
	return prepare(sql);
}

static void open_once(void)
{
	char sql[64];

	if (memory)
		return;
	told_check(!memory_open_volatile(&memory));
	/* As SQLite's shell is unless told: rows may belong to none. */
	told_check(sqlite3_db_config(memory->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0,
				     NULL) == SQLITE_OK);
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		inserts[i] = prepare_insert(tables[i]);
		(void)snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[i]);
		deletes[i] = prepare(sql);
	}
}

static void fill(struct input *in)
{
	for (int i = 0; i < ROWS_MAX && in->at < in->end; i++) {
		sqlite3_stmt *st = inserts[take(in) % TABLE_COUNT];

		for (int c = 1; c <= sqlite3_bind_parameter_count(st); c++)
			bind(st, c, in);
		(void)sqlite3_step(st); /* what the schema refuses is not in */
		(void)sqlite3_reset(st);
	}
}

/* Twice, since triggers make rows of `target`. */
static void empty(void)
{
	for (size_t i = 0; i < 2 * TABLE_COUNT; i++) {
		told_check(sqlite3_step(deletes[i % TABLE_COUNT]) ==
			   SQLITE_DONE);
		(void)sqlite3_reset(deletes[i % TABLE_COUNT]);
	}
}

/* --- what a start reads --- */

static struct text begin(void)
{
	struct text text;

	text_init(&text, TEXT_MAX);
	return text;
}

static enum err restore(void *arg, const struct incident *incident)
{
	return incident_restore(arg, incident);
}

/* The incidents, as they are published. */
static void show_incidents(struct text *out)
{
	struct incident_book *book = incident_book_new(2);
	const struct incident *incident;
	size_t cursor = 0;

	told_check(book && !memory_incidents(memory, restore, book));
	while ((incident = incident_next(book, &cursor))) {
		struct text one = begin();

		state_incident(incident, true, &one);
		told_json(&one);
		text_put(out, text_string(&one));
		text_done(&one);
	}
	incident_book_free(book);
}

static enum err write_back(void *arg, const struct incident *incident)
{
	(void)arg;
	return memory_incident_put(memory, incident);
}

static void check_incidents(void)
{
	struct incident_book *book = incident_book_new(2);
	struct text before = begin(), after = begin();
	const struct incident *incident;
	size_t cursor = 0;

	told_check(book && !memory_incidents(memory, restore, book));
	while ((incident = incident_next(book, &cursor)))
		(void)write_back(NULL, incident);
	show_incidents(&before);
	cursor = 0;
	while ((incident = incident_next(book, &cursor)))
		told_check(!write_back(NULL, incident));
	show_incidents(&after);
	told_check(strcmp(text_string(&before), text_string(&after)) == 0);
	incident_book_free(book);
	text_done(&before);
	text_done(&after);
}

/* The zone is well, then bad, then gone: what memory says is folded with. */
static void live_on(void)
{
	struct incident_book *book = incident_book_new(0);
	struct name zone;
	struct assessment *a;
	struct fold fold;

	told_check(book && !memory_incidents(memory, restore, book) &&
		   name_from_text(OWNER, &zone));
	a = assessment_unknown(&zone, "nothing was measured", now);
	told_check(a && !incident_fold(book, a, now, &fold));
	/* Unknown closes nothing. */
	told_check(fold.announcement_count == 0);
	incident_remind(book, OWNER, a, now, &fold);
	for (size_t i = 0; i < fold.announcement_count; i++) {
		struct text line = begin(), event = begin();

		report_headline(&fold.announcements[i], &line);
		told_text(&line);
		report_cloudevent(&fold.announcements[i], "/fuzz", NULL,
				  &event);
		told_json(&event);
		text_done(&line);
		text_done(&event);
	}
	a->verdict = VERDICT_OK;
	for (int i = 0; i < 3; i++)
		told_check(!incident_fold(book, a, now, &fold));
	told_check(!incident_forget_zone(book, OWNER, now, &fold));
	assessment_free(a);
	incident_book_free(book);
}

static enum err show_silence(void *arg, const struct silence *silence)
{
	struct text json = begin();

	(void)arg;
	state_silence_json(silence, now, &json);
	told_json(&json);
	(void)silence_find(silence, 1, OWNER, OWNER, "rrsig-expired", now);
	(void)silence_next_edge(silence, 1, now);
	text_done(&json);
	return ERR_OK;
}

static enum err remember(void *arg, const char *what, const char *value,
			 struct wall first_seen, struct wall last_seen)
{
	history_restore_stored(arg, what, value, first_seen, last_seen);
	return ERR_OK;
}

static void show_rest(void)
{
	struct history *history = history_new();
	struct changes *changes = changes_new();
	struct text json = begin(), summary = begin(), evidence = begin();
	struct root_keys keys;

	told_check(history && changes);
	told_check(!memory_silences(memory, show_silence, NULL));
	told_check(!memory_timeline_each(memory, OWNER, remember, history));
	told_check(!memory_changes(memory, changes));
	changes_json(changes, &json);
	told_json(&json);
	told_check(!memory_root_keys(memory, &keys));
	(void)root_keys_judge(&keys, &summary, &evidence);
	told_text(&summary);
	told_text(&evidence);
	told_check(!memory_root_keys_put(memory, &keys));
	told_check(!memory_changes_put(memory, changes));
	history_free(history);
	changes_free(changes);
	text_done(&json);
	text_done(&summary);
	text_done(&evidence);
}

/* --- the outbox --- */

static void take_line(void *arg, const char *headline)
{
	size_t *lines = arg;

	told_check(headline);
	(*lines)++;
}

static void check_gathered(const struct delivery *summary, int64_t row)
{
	struct carried_counts carried;
	size_t lines = 0;
	bool more;

	do
		told_check(!memory_gather(memory, TARGET, now, row, &more));
	while (more);
	told_check(!memory_carried(memory, row, &carried));
	told_check(!memory_carried_lines(memory, row, SIZE_MAX >> 1, take_line,
					 &lines));
	told_check(lines == carried.count);
	told_check(!memory_gather_end(memory, row, summary));
	told_check(
		!memory_settle_carried(memory, row, DELIVERY_DONE, now, &more));
}

static void check_held(void)
{
	const struct held_order order = { TARGET, { "summary" }, false };
	const struct delivery summary = { .id = "summary-1",
					  .target = TARGET,
					  .incident = "summary",
					  .body = "{}",
					  .owed_at = now,
					  .deadline = WALL_NEVER };
	struct gathered gathered;
	struct wall at;
	size_t count;
	bool more;

	(void)memory_hold(memory, &order, now, &more);
	told_check(!memory_held(memory, TARGET, now, &count));
	/* A hand may have used its id. */
	if (!memory_gather_begin(memory, &summary, &gathered))
		check_gathered(&summary, gathered.row);
	(void)memory_next_release(memory, TARGET, &at);
	(void)memory_told(memory, OWNER, TARGET, &at);
	told_check(!memory_release(memory, TARGET, now));
}

/* What is owed is paid, one after the other, and each once. */
static void pay(void)
{
	struct delivery delivery;
	struct outbox_counts counts;
	int64_t last = -1;

	(void)memory_latest(memory, TARGET, "", &delivery);
	for (int i = 0; i < ATTEMPTS_MAX &&
			!memory_next_due(memory, TARGET, NULL, 0, &delivery);
	     i++) {
		told_check(delivery.row != last && delivery.id &&
			   delivery.incident && delivery.body);
		last = delivery.row;
		told_check(!memory_attempted(memory, delivery.row,
					     DELIVERY_DONE, now, WALL_NEVER,
					     NULL));
	}
	told_check(!memory_outbox_counts(memory, TARGET, &counts));
	told_check(!memory_expire(memory, now, 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct text shown = begin();

	open_once();
	fill(&in);
	show_incidents(&shown);
	live_on();
	show_rest();
	check_held();
	pay();
	check_incidents();
	text_done(&shown);
	empty();
	return 0;
}
