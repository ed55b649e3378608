/* SPDX-License-Identifier: BSD-3-Clause */
/* database.h - what the files of memory/ share: the connection and its kept
 * statements. Nobody else includes it but memory's test. */
#ifndef FOREWARN_MEMORY_DATABASE_H
#define FOREWARN_MEMORY_DATABASE_H

#include "base/text.h"
#include "memory/memory.h"

#include <sqlite3.h>

/* "FWRN" in the file's header: what file(1) shows, and that it is ours. */
#define MEMORY_APPLICATION_ID 0x4657524e
/* Of the schema: user_version. Any change of memory_schema[] is another one,
 * and migrate.c brings the files of the earlier ones to it:
 *	1: what is sent lay in the outbox' own rows, or beside them.
 * A table more goes into memory_growth[] and needs no other version. */
#define MEMORY_VERSION 2
/* Both in one statement. */
#define MEMORY_MARK                                                            \
	"PRAGMA application_id = 0x4657524e; PRAGMA user_version = 2"

/* The latest time that a row may have: 9999-12-31T23:59:59Z. */
#define WALL_MAX_S 253402300799

enum statement {
	ST_BEGIN,
	ST_COMMIT,
	ST_INCIDENT_PUT,
	ST_INCIDENT_REMOVE,
	ST_INCIDENTS,
	ST_MEMBER_PUT,
	ST_MEMBER_REMOVE,
	ST_MEMBERS_REMOVE,
	ST_MEMBERS_COUNT,
	ST_MEMBERS,
	ST_FAULT_PUT,
	ST_FAULTS_REMOVE,
	ST_FAULTS_COUNT,
	ST_FAULTS,
	ST_OWE,
	ST_OWE_BODY,
	ST_NEXT_DUE,
	ST_LATEST,
	ST_DELIVERED,
	ST_ATTEMPTED,
	ST_RETRY_NOW,
	ST_TARGET,
	ST_OLDEST_OWED,
	ST_HOLD,
	ST_HELD,
	ST_RELEASE,
	ST_GATHERED,
	ST_CARRY,
	ST_CARRIED,
	ST_CARRIED_LINES,
	ST_GATHERED_BODY,
	ST_GATHERED_OWE,
	ST_SETTLE_CARRIED,
	ST_NEXT_RELEASE,
	ST_TOLD_PUT,
	ST_TOLD,
	ST_TOLD_CLOSE,
	ST_EXPIRE,
	ST_SILENCE_ADD,
	ST_SILENCE_REMOVE,
	ST_SILENCES,
	ST_TIMELINE_SEEN,
	ST_TIMELINE_NEW,
	ST_TIMELINE_TRIM,
	ST_TIMELINE,
	ST_ROOT_KEY_PUT,
	ST_ROOT_KEYS_REMOVE,
	ST_ROOT_KEYS,
	ST_CHANGE_PUT,
	ST_CHANGES_REMOVE,
	ST_CHANGES,
	ST_COUNT
};

struct memory {
	sqlite3 *db;
	sqlite3_stmt *statements[ST_COUNT];
	int lock_fd;
	char *note;
	bool lost;	     /* the file before was set aside */
	char *path;	     /* NULL: there never was a file */
	bool afloat, robbed; /* afloat.c */
	char error[256];
	struct text row; /* the strings of the delivery last returned */
};

/** The schema, a statement each, then NULL. */
extern const char *const memory_schema[];
/** Tables that came later: made where they are missing, also in a file of an
 * older forewarnd, which needs no other version for that. Ends with NULL. */
extern const char *const memory_growth[];
/** The text of each kept statement. */
extern const char *const memory_statements[ST_COUNT];

/** Keep SQLite's words for @p code and turn it into ours; sets errno. */
enum err memory_failed(struct memory *memory, int code);

/** Open @p path, or ":memory:"; what is in it is not looked at. */
enum err memory_connect(struct memory *memory, const char *path);
/** A connected database of ours is to be used: settings and statements. */
enum err memory_take_up(struct memory *memory);
/** Takes what is half connected, too. */
void memory_disconnect(struct memory *memory);

/** Run statements that return nothing, in a text or in a list until NULL. */
enum err memory_execute(struct memory *memory, const char *sql);
enum err memory_execute_all(struct memory *memory, const char *const *sql);
/** The first column of the first row of @p sql as a number. ERR_FORMAT: the
 * file is no sound database. */
enum err memory_ask(struct memory *memory, const char *sql, int64_t *ret_value);

/** Bring the sound file of an earlier version to the schema of today, and set
 * the memory's note. A copy of it as it was stays beside it. All or nothing;
 * ERR_FORMAT: its rows cannot be brought. */
enum err memory_migrate(struct memory *memory, const char *path,
			struct wall now);

/** A kept statement, ready to bind. */
sqlite3_stmt *memory_statement(struct memory *memory, enum statement which);
/* Bind by position. Strings must live until the statement has run; NULL and
 * WALL_NEVER become NULL. */
void memory_bind_text(sqlite3_stmt *statement, int place, const char *text);
void memory_bind_wall(sqlite3_stmt *statement, int place, struct wall t);

/** Step to the next row. @return ERR_NOT_FOUND past the last; on anything but
 * ERR_OK the statement has been reset. */
enum err memory_row(struct memory *memory, sqlite3_stmt *statement);
/** Run a statement to its end. */
enum err memory_run(struct memory *memory, sqlite3_stmt *statement);

/** A column, between 1970 and the last year that RFC 3339 can write, whatever a
 * hand wrote there: so differences never overflow. NULL is WALL_NEVER. */
struct wall memory_column_wall(sqlite3_stmt *statement, int place);
/** A column between 0 and @p most, whatever a hand wrote there. */
unsigned memory_column_count(sqlite3_stmt *statement, int place, unsigned most);

#endif
