/* SPDX-License-Identifier: BSD-3-Clause */
/* outbox.c - what is owed to people, until it is delivered. */
#include "memory/memory.h"

#include "memory/database.h"

#include <stdio.h>
#include <string.h>

/* What one call forgets: some ten milliseconds of the loop. */
#define EXPIRE_ROWS 5000

static enum err owe_body(struct memory *memory, int64_t row, const char *body)
{
	sqlite3_stmt *st = memory_statement(memory, ST_OWE_BODY);

	(void)sqlite3_bind_int64(st, 1, row);
	memory_bind_text(st, 2, body);
	return memory_run(memory, st);
}

enum err memory_owe(struct memory *memory, const struct delivery *delivery)
{
	sqlite3_stmt *st = memory_statement(memory, ST_OWE);
	enum err err;

	if (strlen(delivery->body) > DELIVERY_BODY_MAX)
		return ERR_LIMIT;
	memory_bind_text(st, 1, delivery->id);
	memory_bind_text(st, 2, delivery->target);
	memory_bind_text(st, 3, delivery->incident);
	(void)sqlite3_bind_int(st, 4, delivery->state);
	memory_bind_wall(st, 5, delivery->owed_at);
	memory_bind_wall(st, 6, delivery->next_attempt_at);
	memory_bind_text(st, 7, delivery->headline);
	(void)sqlite3_bind_int(st, 8, delivery->severity);
	(void)sqlite3_bind_int(st, 9, delivery->change);
	memory_bind_wall(st, 10, delivery->deadline);
	err = memory_run(memory, st);
	if (err || sqlite3_changes(memory->db) == 0)
		return err; /* it was owed before */
	return owe_body(memory, sqlite3_last_insert_rowid(memory->db),
			delivery->body);
}

/* The strings of a row, in the order of ST_NEXT_DUE's columns 1 to 5. */
#define ROW_STRINGS 5

/* Copy them out of the statement: kept open it would hold up the log. */
static enum err keep_strings(struct memory *memory, sqlite3_stmt *st,
			     const char *ret_strings[ROW_STRINGS])
{
	size_t starts[ROW_STRINGS];
	struct text *row = &memory->row;

	row->len = 0;
	row->failed = false;
	for (int i = 0; i < ROW_STRINGS; i++) {
		const char *from = (const char *)sqlite3_column_text(st, i + 1);

		starts[i] = row->len;
		text_bytes(row, from ? from : "", from ? strlen(from) + 1 : 1);
	}
	if (!text_ok(row))
		return ERR_LIMIT;
	for (int i = 0; i < ROW_STRINGS; i++)
		ret_strings[i] = text_string(row) + starts[i];
	return ERR_OK;
}

static enum err read_delivery(struct memory *memory, sqlite3_stmt *st,
			      struct delivery *ret_delivery)
{
	const char *strings[ROW_STRINGS];
	enum err err = keep_strings(memory, st, strings);

	if (err)
		return err;
	*ret_delivery = (struct delivery){
		.row = sqlite3_column_int64(st, 0),
		.id = strings[0],
		.target = strings[1],
		.incident = strings[2],
		.body = strings[3],
		.state = DELIVERY_OWED,
		.error = *strings[4] ? strings[4] : NULL,
		.attempts = memory_column_count(st, 6, UINT32_MAX),
		.owed_at = memory_column_wall(st, 7),
		.next_attempt_at = memory_column_wall(st, 8),
	};
	return ERR_OK;
}

static bool is_busy(int64_t row, const int64_t *busy, size_t busy_count)
{
	for (size_t i = 0; i < busy_count; i++)
		if (busy[i] == row)
			return true;
	return false;
}

enum err memory_next_due(struct memory *memory, const char *target,
			 const int64_t *busy, size_t busy_count,
			 struct delivery *ret_delivery)
{
	sqlite3_stmt *st = memory_statement(memory, ST_NEXT_DUE);
	enum err err;

	memory_bind_text(st, 1, target);
	do
		err = memory_row(memory, st);
	while (!err && is_busy(sqlite3_column_int64(st, 0), busy, busy_count));
	if (err)
		return err;
	err = read_delivery(memory, st, ret_delivery);
	(void)sqlite3_reset(st); /* nothing failed */
	return err;
}

enum err memory_latest(struct memory *memory, const char *target,
		       const char *prefix, struct delivery *ret_delivery)
{
	sqlite3_stmt *st = memory_statement(memory, ST_LATEST);
	char behind[128];
	enum err err;

	/* No id has a character behind '~', the last one of ASCII. */
	(void)snprintf(behind, sizeof(behind), "%s~", prefix);
	memory_bind_text(st, 1, target);
	memory_bind_text(st, 2, prefix);
	memory_bind_text(st, 3, behind);
	err = memory_row(memory, st);
	if (err)
		return err;
	err = read_delivery(memory, st, ret_delivery);
	if (!err)
		ret_delivery->state =
			(enum delivery_state)sqlite3_column_int(st, 9);
	(void)sqlite3_reset(st); /* nothing failed */
	return err;
}

enum err memory_delivered(struct memory *memory, const char *target,
			  struct wall since,
			  void (*each)(void *arg, struct wall at), void *arg)
{
	sqlite3_stmt *st = memory_statement(memory, ST_DELIVERED);
	enum err err;

	memory_bind_text(st, 1, target);
	memory_bind_wall(st, 2, since);
	while (!(err = memory_row(memory, st)))
		each(arg, memory_column_wall(st, 0));
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err memory_attempted(struct memory *memory, int64_t row,
			  enum delivery_state state, struct wall now,
			  struct wall next_at, const char *error)
{
	sqlite3_stmt *st = memory_statement(memory, ST_ATTEMPTED);
	enum err err;

	(void)sqlite3_bind_int64(st, 1, row);
	(void)sqlite3_bind_int(st, 2, state);
	memory_bind_wall(st, 3, now);
	memory_bind_wall(st, 4, state == DELIVERY_OWED ? next_at : now);
	memory_bind_text(st, 5, error);
	err = memory_run(memory, st);
	if (!err && sqlite3_changes(memory->db) == 0)
		return ERR_NOT_FOUND;
	return err;
}

enum err memory_retry_now(struct memory *memory, const char *target,
			  struct wall now)
{
	sqlite3_stmt *st = memory_statement(memory, ST_RETRY_NOW);

	memory_bind_text(st, 1, target);
	memory_bind_wall(st, 2, now);
	return memory_run(memory, st);
}

static enum err oldest_owed(struct memory *memory, const char *target,
			    struct wall *ret_at)
{
	sqlite3_stmt *st = memory_statement(memory, ST_OLDEST_OWED);
	enum err err;

	memory_bind_text(st, 1, target);
	err = memory_row(memory, st);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_OK : err;
	*ret_at = memory_column_wall(st, 0);
	return memory_run(memory, st);
}

enum err memory_outbox_counts(struct memory *memory, const char *target,
			      struct outbox_counts *ret_counts)
{
	struct outbox_counts counts = { .oldest_owed_at = WALL_NEVER,
					.last_success_at = WALL_NEVER,
					.last_error_at = WALL_NEVER,
					.given_up_at = WALL_NEVER };
	sqlite3_stmt *st = memory_statement(memory, ST_TARGET);
	const char *error;
	enum err err;

	memory_bind_text(st, 1, target);
	err = memory_row(memory, st);
	if (!err) {
		counts.owed = memory_column_count(st, 0, UINT32_MAX);
		counts.delivered = memory_column_count(st, 1, UINT32_MAX);
		counts.given_up = memory_column_count(st, 2, UINT32_MAX);
		counts.last_success_at = memory_column_wall(st, 3);
		counts.last_error_at = memory_column_wall(st, 4);
		error = (const char *)sqlite3_column_text(st, 5);
		(void)snprintf(counts.last_error, sizeof(counts.last_error),
			       "%s", error ? error : "");
		counts.held = memory_column_count(st, 6, UINT32_MAX);
		counts.given_up_at = memory_column_wall(st, 7);
		err = memory_run(memory, st);
	}
	if (!err)
		err = oldest_owed(memory, target, &counts.oldest_owed_at);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_counts = counts;
	return ERR_OK;
}

enum err memory_expire(struct memory *memory, struct wall now, int64_t keep_s)
{
	sqlite3_stmt *st = memory_statement(memory, ST_EXPIRE);

	(void)sqlite3_bind_int64(st, 1, now.s - keep_s);
	(void)sqlite3_bind_int64(st, 2, EXPIRE_ROWS);
	return memory_run(memory, st);
}
