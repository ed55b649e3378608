/* SPDX-License-Identifier: BSD-3-Clause */
/* timeline.c - which DS and DNSKEY sets a zone had, from when to when. */
#include "memory/memory.h"

#include "memory/database.h"

static void bind_version(sqlite3_stmt *st, const char *zone, const char *what,
			 const char *value, struct wall now)
{
	memory_bind_text(st, 1, zone);
	memory_bind_text(st, 2, what);
	memory_bind_text(st, 3, value);
	memory_bind_wall(st, 4, now);
}

enum err memory_timeline(struct memory *memory, const char *zone,
			 const char *what, const char *value, struct wall now)
{
	sqlite3_stmt *st = memory_statement(memory, ST_TIMELINE_SEEN);
	enum err err;

	bind_version(st, zone, what, value, now);
	err = memory_run(memory, st);
	if (err || sqlite3_changes(memory->db) > 0)
		return err;
	st = memory_statement(memory, ST_TIMELINE_NEW);
	bind_version(st, zone, what, value, now);
	err = memory_run(memory, st);
	if (err)
		return err;
	st = memory_statement(memory, ST_TIMELINE_TRIM);
	memory_bind_text(st, 1, zone);
	memory_bind_text(st, 2, what);
	(void)sqlite3_bind_int64(st, 3, TIMELINE_ROWS_MAX);
	return memory_run(memory, st);
}

enum err memory_timeline_each(struct memory *memory, const char *zone,
			      enum err (*each)(void *arg, const char *what,
					       const char *value,
					       struct wall first_seen,
					       struct wall last_seen),
			      void *arg)
{
	sqlite3_stmt *st = memory_statement(memory, ST_TIMELINE);
	enum err err;

	memory_bind_text(st, 1, zone);
	while (!(err = memory_row(memory, st))) {
		err = each(arg, (const char *)sqlite3_column_text(st, 0),
			   (const char *)sqlite3_column_text(st, 1),
			   memory_column_wall(st, 2),
			   memory_column_wall(st, 3));
		if (err)
			break;
	}
	(void)sqlite3_reset(st); /* repeats what memory_row() said */
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}
