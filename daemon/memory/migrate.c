/* SPDX-License-Identifier: BSD-3-Clause */
/* migrate.c - bring the file of an earlier forewarnd to the schema of today.
 *
 * In one transaction every table of then is put aside, the schema is made
 * anew, and what both know of a table comes over column by column; what is new
 * in it has its default. So one way serves the files of all versions before. */
#include "memory/database.h"
#include "memory/file.h"

#include <stdio.h>
#include <unistd.h>

/* Parents before children. The target comes behind the outbox, whose triggers
 * count while it is filled. */
static const char *const tables[] = {
	"incident", "member",  "fault",	   "outbox",   "body",	 "target",
	"told",	    "silence", "timeline", "root_key", "change",
};

/* Run each statement that @p sql writes. */
static enum err execute_answers(struct memory *memory, const char *sql)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(memory->db, sql, -1, &statement, NULL);
	const char *answer;
	struct text todo;
	enum err err;

	/* Names of some ten objects; to run one ends the walk over them. */
	text_init(&todo, 65536);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code != SQLITE_ROW)
			break;
		answer = (const char *)sqlite3_column_text(statement, 0);
		text_printf(&todo, "%s;", answer ? answer : "");
	}
	(void)sqlite3_finalize(statement); /* repeats the step's */
	if (code != SQLITE_DONE)
		err = memory_failed(memory, code);
	else
		err = text_ok(&todo)
			      ? memory_execute(memory, text_string(&todo))
			      : ERR_FORMAT;
	text_done(&todo);
	return err;
}

static enum err put_aside(struct memory *memory)
{
	enum err err = execute_answers(
		memory, "SELECT printf('DROP %s \"%w\"', type, name) "
			"FROM sqlite_schema WHERE sql IS NOT NULL "
			"AND type IN ('index', 'trigger', 'view')");

	if (err)
		return err;
	return execute_answers(
		memory,
		"SELECT printf('ALTER TABLE \"%w\" RENAME TO \"was_%w\"', "
		"name, name) FROM sqlite_schema "
		"WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
}

static enum err bring(struct memory *memory, const char *table)
{
	char sql[1024];

	(void)snprintf(sql, sizeof(sql),
		       "SELECT 'INSERT OR REPLACE INTO %s (' || c || "
		       "') SELECT ' || c || ' FROM was_%s' FROM "
		       "(SELECT group_concat(now.name) AS c "
		       "FROM pragma_table_info('%s') AS now "
		       "JOIN pragma_table_info('was_%s') AS then_ "
		       "ON now.name = then_.name) WHERE c IS NOT NULL",
		       table, table, table, table);
	return execute_answers(memory, sql);
}

/* What is sent lay in the outbox' own rows once. */
static enum err bring_bodies(struct memory *memory)
{
	return execute_answers(memory,
			       "SELECT 'INSERT OR REPLACE INTO body (n, text) "
			       "SELECT n, body FROM was_outbox' "
			       "FROM pragma_table_info('was_outbox') "
			       "WHERE name = 'body'");
}

static enum err rebuild(struct memory *memory)
{
	enum err err = put_aside(memory);

	if (!err)
		err = memory_execute_all(memory, memory_schema);
	if (!err)
		err = memory_execute_all(memory, memory_growth);
	for (size_t i = 0; !err && i < sizeof(tables) / sizeof(*tables); i++)
		err = bring(memory, tables[i]);
	if (!err)
		err = bring_bodies(memory);
	if (!err)
		err = execute_answers(
			memory, "SELECT printf('DROP TABLE \"%w\"', name) "
				"FROM sqlite_schema "
				"WHERE type = 'table' "
				"AND name GLOB 'was_*'");
	return err ? err : memory_execute(memory, MEMORY_MARK);
}

/* Whether SQLite stumbled over what is in the file, and not over the disk. */
static bool is_content(struct memory *memory)
{
	int code = sqlite3_errcode(memory->db) & 0xff;

	return code == SQLITE_ERROR || code == SQLITE_CONSTRAINT ||
	       code == SQLITE_CORRUPT || code == SQLITE_MISMATCH;
}

/* While tables are put aside no reference between them may be followed. */
static enum err in_transaction(struct memory *memory)
{
	enum err err = memory_execute(memory, "PRAGMA foreign_keys = OFF; "
					      "PRAGMA legacy_alter_table = ON; "
					      "BEGIN IMMEDIATE");

	if (err)
		return err;
	err = rebuild(memory);
	if (!err)
		err = memory_execute(memory, "COMMIT");
	if (err == ERR_IO && is_content(memory))
		err = ERR_FORMAT;
	if (err)
		memory_rollback(memory);
	else
		err = memory_execute(memory, "PRAGMA legacy_alter_table = OFF; "
					     "PRAGMA foreign_keys = ON");
	return err;
}

static enum err keep_copy(struct memory *memory, const char *copy)
{
	char *sql = sqlite3_mprintf("VACUUM INTO %Q", copy);
	enum err err = sql ? memory_execute(memory, sql) : ERR_MEMORY;

	sqlite3_free(sql);
	if (err)
		(void)unlink(copy); /* half of one helps nobody */
	return err;
}

enum err memory_migrate(struct memory *memory, const char *path,
			struct wall now)
{
	char copy[MEMORY_NAME_BYTES];
	struct text note;
	enum err err;

	memory_file_name(path, "before", now, copy);
	err = keep_copy(memory, copy);
	if (!err)
		err = in_transaction(memory);
	if (err)
		return err;
	text_init(&note, 3 * MEMORY_NAME_BYTES);
	text_printf(&note,
		    "made by an older forewarnd: brought to this one's form; "
		    "as it was it is kept as %s",
		    copy);
	if (text_ok(&note)) {
		memory->note = note.at;
		return ERR_OK;
	}
	text_done(&note);
	return ERR_MEMORY;
}
