/* SPDX-License-Identifier: BSD-3-Clause */
/* held.c - what is held back in the outbox, and who was told. */
#include "memory/held.h"

#include "memory/database.h"

#include <stdio.h>

static enum err run_step(struct memory *memory, sqlite3_stmt *st,
			 bool *ret_more)
{
	enum err err = memory_run(memory, st);

	*ret_more = !err && sqlite3_changes(memory->db) == HELD_STEP;
	return err;
}

enum err memory_hold(struct memory *memory, const struct held_order *order,
		     struct wall now, bool *ret_more)
{
	sqlite3_stmt *st = memory_statement(memory, ST_HOLD);

	memory_bind_text(st, 1, order->target);
	memory_bind_wall(st, 2, now);
	/* NOT IN with a NULL among them would never hold. */
	for (int i = 0; i < HELD_BUSY_MAX; i++)
		memory_bind_text(st, 3 + i,
				 order->busy[i] ? order->busy[i] : "");
	(void)sqlite3_bind_int(st, 7, order->in_place);
	(void)sqlite3_bind_int(st, 8, HELD_STEP);
	return run_step(memory, st, ret_more);
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
		     size_t *ret_count)
{
	sqlite3_stmt *st = due_held(memory, ST_HELD, target, now);
	enum err err = memory_row(memory, st);

	if (err)
		return err; /* a count has a row always */
	*ret_count = memory_column_count(st, 0, UINT32_MAX);
	return memory_run(memory, st);
}

enum err memory_release(struct memory *memory, const char *target,
			struct wall now)
{
	return memory_run(memory, due_held(memory, ST_RELEASE, target, now));
}

enum err memory_gathered(struct memory *memory, const char *target,
			 const char *incident, struct gathered *ret_gathered)
{
	sqlite3_stmt *st = memory_statement(memory, ST_GATHERED);
	const char *id;
	enum err err;

	memory_bind_text(st, 1, target);
	memory_bind_text(st, 2, incident);
	err = memory_row(memory, st);
	if (err)
		return err;
	ret_gathered->row = sqlite3_column_int64(st, 0);
	id = (const char *)sqlite3_column_text(st, 1);
	(void)snprintf(ret_gathered->id, sizeof(ret_gathered->id), "%s",
		       id ? id : "");
	(void)sqlite3_reset(st); /* nothing failed */
	return ERR_OK;
}

enum err memory_gather_begin(struct memory *memory,
			     const struct delivery *summary,
			     struct gathered *ret_gathered)
{
	struct delivery begun = *summary;
	enum err err = memory_gathered(memory, summary->target,
				       summary->incident, ret_gathered);

	if (err != ERR_NOT_FOUND)
		return err;
	begun.state = DELIVERY_HELD;
	begun.next_attempt_at = (struct wall){ WALL_MAX_S }; /* not yet */
	begun.body = "";
	err = memory_owe(memory, &begun);
	return err ? err
		   : memory_gathered(memory, summary->target, summary->incident,
				     ret_gathered);
}

enum err memory_gather(struct memory *memory, const char *target,
		       struct wall now, int64_t row, bool *ret_more)
{
	sqlite3_stmt *st = due_held(memory, ST_CARRY, target, now);

	(void)sqlite3_bind_int(st, 3, HELD_STEP);
	(void)sqlite3_bind_int64(st, 4, row);
	return run_step(memory, st, ret_more);
}

static sqlite3_stmt *of_row(struct memory *memory, enum statement which,
			    int64_t row)
{
	sqlite3_stmt *st = memory_statement(memory, which);

	(void)sqlite3_bind_int64(st, 1, row);
	return st;
}

enum err memory_carried(struct memory *memory, int64_t row,
			struct carried_counts *ret_counts)
{
	sqlite3_stmt *st = of_row(memory, ST_CARRIED, row);
	enum err err = memory_row(memory, st);

	if (err)
		return err; /* a sum has a row always */
	*ret_counts = (struct carried_counts){
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

enum err memory_carried_lines(struct memory *memory, int64_t row, size_t most,
			      void (*each)(void *arg, const char *headline),
			      void *arg)
{
	sqlite3_stmt *st = of_row(memory, ST_CARRIED_LINES, row);
	enum err err;

	(void)sqlite3_bind_int64(st, 2, (int64_t)most);
	while (!(err = memory_row(memory, st)))
		each(arg, (const char *)sqlite3_column_text(st, 0));
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err memory_gather_end(struct memory *memory, int64_t row,
			   const struct delivery *summary)
{
	sqlite3_stmt *st = of_row(memory, ST_GATHERED_BODY, row);
	enum err err;

	memory_bind_text(st, 2, summary->body);
	err = memory_run(memory, st);
	if (err)
		return err;
	st = of_row(memory, ST_GATHERED_OWE, row);
	memory_bind_wall(st, 2, summary->owed_at);
	(void)sqlite3_bind_int(st, 3, summary->severity);
	return memory_run(memory, st);
}

enum err memory_settle_carried(struct memory *memory, int64_t row,
			       enum delivery_state state, struct wall at,
			       bool *ret_more)
{
	sqlite3_stmt *st = of_row(memory, ST_SETTLE_CARRIED, row);

	(void)sqlite3_bind_int(st, 2, state);
	memory_bind_wall(st, 3, at);
	(void)sqlite3_bind_int(st, 4, HELD_STEP);
	return run_step(memory, st, ret_more);
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
