/* SPDX-License-Identifier: BSD-3-Clause */
/* held.c - what is held back in the outbox, and who was told. */
#include "memory/held.h"

#include "memory/database.h"

enum err memory_hold(struct memory *memory, const char *target,
		     const char *const *busy, bool in_place, struct wall now)
{
	sqlite3_stmt *st = memory_statement(memory, ST_HOLD);

	memory_bind_text(st, 1, target);
	memory_bind_wall(st, 2, now);
	/* NOT IN with a NULL among them would never hold. */
	for (int i = 0; i < HELD_BUSY_MAX; i++)
		memory_bind_text(st, 3 + i, busy[i] ? busy[i] : "");
	(void)sqlite3_bind_int(st, 7, in_place);
	return memory_run(memory, st);
}

static sqlite3_stmt *due_held(struct memory *memory, enum statement which,
			      const char *target, struct wall now)
{
	sqlite3_stmt *st = memory_statement(memory, which);

	memory_bind_text(st, 1, target);
	memory_bind_wall(st, 2, now);
	return st;
}

enum err memory_held(struct memory *memory, const char *target, struct wall now,
		     struct held_counts *ret_counts)
{
	sqlite3_stmt *st = due_held(memory, ST_HELD, target, now);
	enum err err = memory_row(memory, st);

	if (err)
		return err; /* a sum has a row always */
	*ret_counts = (struct held_counts){
		.count = memory_column_count(st, 0, UINT32_MAX),
		.opened = memory_column_count(st, 1, UINT32_MAX),
		.worsened = memory_column_count(st, 2, UINT32_MAX),
		.eased = memory_column_count(st, 3, UINT32_MAX),
		.closed = memory_column_count(st, 4, UINT32_MAX),
		.severity = memory_column_count(st, 5, SEVERITY_CRITICAL),
		.from = memory_column_wall(st, 6),
		.until = memory_column_wall(st, 7),
	};
	return memory_run(memory, st);
}

enum err memory_held_lines(struct memory *memory, const char *target,
			   struct wall now, size_t most,
			   void (*each)(void *arg, const char *headline),
			   void *arg)
{
	sqlite3_stmt *st = due_held(memory, ST_HELD_LINES, target, now);
	enum err err;

	(void)sqlite3_bind_int64(st, 3, (int64_t)most);
	while (!(err = memory_row(memory, st)))
		each(arg, (const char *)sqlite3_column_text(st, 0));
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err memory_release(struct memory *memory, const char *target,
			struct wall now)
{
	return memory_run(memory, due_held(memory, ST_RELEASE, target, now));
}

enum err memory_summarise(struct memory *memory, const struct delivery *summary)
{
	enum err err = memory_owe(memory, summary);
	sqlite3_stmt *st;

	if (err)
		return err;
	st = due_held(memory, ST_CARRY, summary->target, summary->owed_at);
	(void)sqlite3_bind_int64(st, 3, sqlite3_last_insert_rowid(memory->db));
	return memory_run(memory, st);
}

enum err memory_next_release(struct memory *memory, const char *target,
			     struct wall *ret_at)
{
	sqlite3_stmt *st = memory_statement(memory, ST_NEXT_RELEASE);
	enum err err;

	memory_bind_text(st, 1, target);
	err = memory_row(memory, st);
	if (err)
		return err;
	*ret_at = memory_column_wall(st, 0);
	return memory_run(memory, st);
}

enum err memory_told_put(struct memory *memory, const char *incident,
			 const char *target, struct wall at)
{
	sqlite3_stmt *st = memory_statement(memory, ST_TOLD_PUT);

	memory_bind_text(st, 1, incident);
	memory_bind_text(st, 2, target);
	memory_bind_wall(st, 3, at);
	return memory_run(memory, st);
}

enum err memory_told(struct memory *memory, const char *incident,
		     const char *target, struct wall *ret_at)
{
	sqlite3_stmt *st = memory_statement(memory, ST_TOLD);
	enum err err;

	memory_bind_text(st, 1, incident);
	memory_bind_text(st, 2, target);
	err = memory_row(memory, st);
	if (err)
		return err;
	*ret_at = memory_column_wall(st, 0);
	return memory_run(memory, st);
}

enum err memory_told_close(struct memory *memory, const char *incident)
{
	sqlite3_stmt *st = memory_statement(memory, ST_TOLD_CLOSE);

	memory_bind_text(st, 1, incident);
	return memory_run(memory, st);
}
