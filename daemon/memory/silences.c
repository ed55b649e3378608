/* SPDX-License-Identifier: BSD-3-Clause */
/* silences.c - what people said need not be told, over restarts. */
#include "memory/memory.h"

#include "memory/database.h"

#include <stdio.h>

enum err memory_silence_add(struct memory *memory,
			    const struct silence *silence, int64_t *ret_number)
{
	sqlite3_stmt *st = memory_statement(memory, ST_SILENCE_ADD);
	enum err err;

	memory_bind_text(st, 1, silence->zones[0]);
	memory_bind_text(st, 2,
			 silence->fault_count ? silence->faults[0] : NULL);
	memory_bind_text(st, 3, silence->reason);
	memory_bind_text(st, 4, silence->by);
	memory_bind_wall(st, 5, silence->from);
	memory_bind_wall(st, 6, silence->until);
	err = memory_run(memory, st);
	if (!err)
		*ret_number = sqlite3_last_insert_rowid(memory->db);
	return err;
}

enum err memory_silence_remove(struct memory *memory, int64_t number)
{
	sqlite3_stmt *st = memory_statement(memory, ST_SILENCE_REMOVE);
	enum err err;

	(void)sqlite3_bind_int64(st, 1, number);
	err = memory_run(memory, st);
	if (!err && sqlite3_changes(memory->db) == 0)
		return ERR_NOT_FOUND;
	return err;
}

static const char *text_at(sqlite3_stmt *st, int place)
{
	return (const char *)sqlite3_column_text(st, place);
}

enum err memory_silences(struct memory *memory,
			 enum err (*each)(void *arg,
					  const struct silence *silence),
			 void *arg)
{
	sqlite3_stmt *st = memory_statement(memory, ST_SILENCES);
	enum err err;

	while (!(err = memory_row(memory, st))) {
		const char *zone = text_at(st, 1), *fault = text_at(st, 2);
		struct silence silence = {
			.zone_count = 1,
			.zones = &zone,
			.fault_count = fault ? 1 : 0,
			.faults = &fault,
			.reason = text_at(st, 3),
			.by = text_at(st, 4),
			.from = memory_column_wall(st, 5),
			.until = memory_column_wall(st, 6),
		};

		(void)snprintf(silence.id, sizeof(silence.id), "%lld",
			       (long long)sqlite3_column_int64(st, 0));
		err = zone && silence.reason && silence.by ? each(arg, &silence)
							   : ERR_MEMORY;
		if (err)
			break;
	}
	(void)sqlite3_reset(st); /* repeats what memory_row() said */
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}
