/* SPDX-License-Identifier: BSD-3-Clause */
/* memory.c - open, judge and close the database; transactions. */
#include "memory/memory.h"

#include "memory/database.h"
#include "memory/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An operator's shell writes for an instant; the loop can wait that long. */
#define BUSY_MS 500

/* FULL: what was committed is there after a power cut too. The size limit
 * gives back the log that one large transaction has grown. */
static const char *const settings[] = {
	"PRAGMA journal_mode = WAL",
	"PRAGMA synchronous = FULL",
	"PRAGMA foreign_keys = ON",
	"PRAGMA trusted_schema = OFF",
	"PRAGMA journal_size_limit = 67108864",
	NULL,
};

static enum err create_schema(struct memory *memory)
{
	enum err err = memory_execute(memory, "BEGIN IMMEDIATE");

	if (err)
		return err;
	err = memory_execute_all(memory, memory_schema);
	if (!err)
		err = memory_execute(memory, MEMORY_MARK);
	if (!err)
		err = memory_execute(memory, "COMMIT");
	if (err)
		memory_rollback(memory);
	return err;
}

enum content {
	CONTENT_EMPTY,
	CONTENT_OURS,
	CONTENT_OLDER,
	CONTENT_NEWER,
	CONTENT_FOREIGN,
	CONTENT_CORRUPT,
};

/* The version comes first: of a newer file we know nothing, not even whether
 * it is sound. @return ERR_FORMAT: SQLite stumbled over it. */
static enum err look_inside(struct memory *memory, enum content *ret_content)
{
	int64_t version = 0, id = 0, tables = 0, sound = 0;
	enum err err = memory_ask(memory, "PRAGMA application_id", &id);
	bool ours = id == MEMORY_APPLICATION_ID;

	if (!err)
		err = memory_ask(memory, "PRAGMA user_version", &version);
	if (!err && ours && version > MEMORY_VERSION) {
		*ret_content = CONTENT_NEWER;
		return ERR_OK;
	}
	if (!err)
		err = memory_ask(memory, "SELECT count(*) FROM sqlite_schema",
				 &tables);
	if (!err)
		err = memory_ask(memory,
				 "SELECT quick_check = 'ok' "
				 "FROM pragma_quick_check(1)",
				 &sound);
	if (!err)
		*ret_content = !sound			  ? CONTENT_CORRUPT
			       : !tables		  ? CONTENT_EMPTY
			       : !ours			  ? CONTENT_FOREIGN
			       : version < MEMORY_VERSION ? CONTENT_OLDER
							  : CONTENT_OURS;
	return err;
}

/* @return ERR_FORMAT: our mark, but not our tables. */
static enum err prepare(struct memory *memory)
{
	for (size_t i = 0; i < ST_COUNT; i++) {
		int code = sqlite3_prepare_v3(memory->db, memory_statements[i],
					      -1, SQLITE_PREPARE_PERSISTENT,
					      &memory->statements[i], NULL);

		if (code == SQLITE_ERROR || (code & 0xff) == SQLITE_CORRUPT)
			return ERR_FORMAT;
		if (code != SQLITE_OK)
			return memory_failed(memory, code);
	}
	return ERR_OK;
}

void memory_disconnect(struct memory *memory)
{
	for (size_t i = 0; i < ST_COUNT; i++) {
		(void)sqlite3_finalize(memory->statements[i]);
		memory->statements[i] = NULL;
	}
	(void)sqlite3_close(memory->db); /* nothing is left open in it */
	memory->db = NULL;
}

enum err memory_connect(struct memory *memory, const char *path)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX;
	int code = sqlite3_open_v2(path, &memory->db, flags, NULL);

	if (!memory->db)
		return ERR_MEMORY;
	if (code != SQLITE_OK)
		return memory_failed(memory, code);
	(void)sqlite3_extended_result_codes(memory->db, 1);
	(void)sqlite3_busy_timeout(memory->db, BUSY_MS);
	/* Until we know that it is ours, leave even its log as it is. */
	(void)sqlite3_db_config(memory->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				NULL);
	/* SQLite opens what it may not write for reading, silently. */
	if (sqlite3_db_readonly(memory->db, "main") == 1) {
		(void)snprintf(memory->error, sizeof(memory->error),
			       "the database is not writable");
		errno = EACCES;
		return ERR_IO;
	}
	return ERR_OK;
}

static enum err set_up(struct memory *memory, const char *path, struct wall now,
		       enum content content)
{
	enum err err = memory_execute_all(memory, settings);

	(void)sqlite3_db_config(memory->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0,
				NULL);
	if (!err && content == CONTENT_EMPTY)
		err = create_schema(memory);
	if (!err && content == CONTENT_OLDER)
		err = memory_migrate(memory, path, now);
	if (!err)
		err = memory_execute_all(memory, memory_growth);
	return err ? err : prepare(memory);
}

enum err memory_take_up(struct memory *memory)
{
	return set_up(memory, NULL, WALL_NEVER, CONTENT_OURS);
}

static enum err begin_anew(struct memory *memory, const char *path,
			   struct wall now)
{
	enum err err;

	memory_disconnect(memory);
	free(memory->note); /* of a version brought up in vain */
	memory->note = NULL;
	memory->lost = true;
	err = memory_file_aside(path, now, &memory->note);
	if (!err)
		err = memory_connect(memory, path);
	return err ? err : set_up(memory, path, now, CONTENT_EMPTY);
}

static enum err open_file(struct memory *memory, const char *path,
			  struct wall now)
{
	enum content content = CONTENT_CORRUPT;
	enum err err = memory_file_lock(path, &memory->lock_fd);

	if (!err)
		err = memory_connect(memory, path);
	if (!err)
		err = look_inside(memory, &content);
	if (err && err != ERR_FORMAT)
		return err;
	switch (content) {
	case CONTENT_NEWER:
		return ERR_VERSION;
	case CONTENT_FOREIGN:
		return ERR_FORMAT;
	case CONTENT_CORRUPT:
		return begin_anew(memory, path, now);
	case CONTENT_EMPTY:
	case CONTENT_OURS:
	case CONTENT_OLDER:
		break;
	}
	err = set_up(memory, path, now, content);
	return err == ERR_FORMAT ? begin_anew(memory, path, now) : err;
}

static struct memory *memory_new(void)
{
	struct memory *memory = calloc(1, sizeof(*memory));

	if (!memory)
		return NULL;
	memory->lock_fd = -1;
	/* The body and some short strings, each with its end. */
	text_init(&memory->row, DELIVERY_BODY_MAX + 65536);
	return memory;
}

enum err memory_open(const char *path, struct wall now,
		     struct memory **ret_memory, const char **ret_note)
{
	struct memory *memory;
	enum err err;
	int saved;

	if (strlen(path) > MEMORY_PATH_MAX) {
		errno = ENAMETOOLONG;
		return ERR_IO;
	}
	memory = memory_new();
	if (!memory)
		return ERR_MEMORY;
	err = open_file(memory, path, now);
	if (err) {
		saved = errno;
		memory_close(memory);
		errno = saved;
		return err;
	}
	memory->path = strdup(path);
	*ret_memory = memory;
	*ret_note = memory->note;
	return ERR_OK;
}

enum err memory_open_volatile(struct memory **ret_memory)
{
	struct memory *memory = memory_new();
	enum err err;

	if (!memory)
		return ERR_MEMORY;
	err = memory_connect(memory, ":memory:");
	if (!err)
		err = set_up(memory, NULL, WALL_NEVER, CONTENT_EMPTY);
	if (err) {
		memory_close(memory);
		return err;
	}
	*ret_memory = memory;
	return ERR_OK;
}

void memory_close(struct memory *memory)
{
	if (!memory)
		return;
	memory_disconnect(memory);
	if (memory->lock_fd >= 0)
		(void)close(memory->lock_fd);
	text_done(&memory->row);
	free(memory->note);
	free(memory->path);
	free(memory);
}

bool memory_began_anew(const struct memory *memory)
{
	return memory->lost;
}

const char *memory_error(const struct memory *memory)
{
	return memory->error;
}

enum err memory_begin(struct memory *memory)
{
	return memory_run(memory, memory_statement(memory, ST_BEGIN));
}

enum err memory_commit(struct memory *memory)
{
	enum err err = memory_run(memory, memory_statement(memory, ST_COMMIT));

	if (err)
		memory_rollback(memory);
	return err;
}

void memory_rollback(struct memory *memory)
{
	/* A full disk may have rolled back already; another ROLLBACK would be
	 * an error, which would hide the first one's words. */
	if (!sqlite3_get_autocommit(memory->db))
		(void)sqlite3_exec(memory->db, "ROLLBACK", NULL, NULL, NULL);
}
