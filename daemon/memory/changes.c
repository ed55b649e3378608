/* SPDX-License-Identifier: BSD-3-Clause */
/* changes.c - the latest changes, as they were shown last. */
#include "memory/memory.h"

#include "memory/database.h"

static enum err put_row(struct memory *memory, const struct change_row *row)
{
	sqlite3_stmt *st = memory_statement(memory, ST_CHANGE_PUT);

	memory_bind_wall(st, 1, row->at);
	memory_bind_text(st, 2, changed_text(row->what));
	(void)sqlite3_bind_int(st, 3, (int)row->verdict);
	memory_bind_text(st, 4, row->zone);
	(void)sqlite3_bind_int64(st, 5, row->zone_count);
	memory_bind_text(st, 6, row->text);
	return memory_run(memory, st);
}

enum err memory_changes_put(struct memory *memory,
			    const struct changes *changes)
{
	enum err err = memory_begin(memory);
	size_t i = 0;

	if (err)
		return err;
	err = memory_run(memory, memory_statement(memory, ST_CHANGES_REMOVE));
	while (changes_at(changes, i))
		i++;
	while (!err && i-- > 0)
		err = put_row(memory, changes_at(changes, i));
	if (!err)
		err = memory_commit(memory);
	if (err)
		memory_rollback(memory);
	return err;
}

static void read_row(sqlite3_stmt *st, struct changes *changes)
{
	const char *what = (const char *)sqlite3_column_text(st, 1);
	struct change_row row = {
		.at = memory_column_wall(st, 0),
		.verdict =
			(enum verdict)memory_column_count(st, 2, VERDICT_COUNT),
		.zone = (const char *)sqlite3_column_text(st, 3),
		.zone_count = memory_column_count(st, 4, INT32_MAX),
		.text = (const char *)sqlite3_column_text(st, 5),
	};

	/* What a hand has spoilt. */
	if (what && row.zone && row.text && !wall_is_never(row.at) &&
	    changed_from_text(what, &row.what))
		changes_note(changes, &row);
}

enum err memory_changes(struct memory *memory, struct changes *changes)
{
	sqlite3_stmt *st = memory_statement(memory, ST_CHANGES);
	enum err err;

	while (!(err = memory_row(memory, st)))
		read_row(st, changes);
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}
