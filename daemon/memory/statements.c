/* SPDX-License-Identifier: BSD-3-Clause */
/* statements.c - every statement that memory runs, and how one is run. They
 * are prepared once; none of them may scan what grows (the tests ask SQLite
 * for its plan of each). */
#include "memory/database.h"

#include <errno.h>
#include <stdio.h>

/* What is held for a target and due, and not yet carried by another. */
#define DUE_HELD                                                               \
	"FROM outbox WHERE target = ?1 AND state = 3 AND carrier IS NULL "     \
	"AND next_attempt_at <= ?2"
#define CARRIED "FROM outbox WHERE carrier = ?1 AND state = 3"

const char *const memory_statements[ST_COUNT] = {
	[ST_BEGIN] = "BEGIN IMMEDIATE",
	[ST_COMMIT] = "COMMIT",

	[ST_INCIDENT_PUT] =
		"INSERT INTO incident (owner, id, open, severity, "
		"suspected_at, opened_at, changed_at, announcements, "
		"acked_at, acked_by, ack_note) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
		"ON CONFLICT (owner) DO UPDATE SET id = excluded.id, "
		"open = excluded.open, severity = excluded.severity, "
		"suspected_at = excluded.suspected_at, "
		"opened_at = excluded.opened_at, "
		"changed_at = excluded.changed_at, "
		"announcements = excluded.announcements, "
		"acked_at = excluded.acked_at, "
		"acked_by = excluded.acked_by, ack_note = excluded.ack_note",
	[ST_INCIDENT_REMOVE] = "DELETE FROM incident WHERE owner = ?1",
	[ST_INCIDENTS] = "SELECT owner, id, open, severity, suspected_at, "
			 "opened_at, changed_at, announcements, acked_at, "
			 "acked_by, ack_note FROM incident",
	[ST_MEMBER_PUT] = "INSERT INTO member (owner, zone) VALUES (?1, ?2)",
	[ST_MEMBER_REMOVE] =
		"DELETE FROM member WHERE owner = ?1 AND zone = ?2",
	[ST_MEMBERS_REMOVE] = "DELETE FROM member WHERE owner = ?1",
	[ST_MEMBERS_COUNT] = "SELECT count(*) FROM member WHERE owner = ?1",
	[ST_MEMBERS] = "SELECT zone FROM member WHERE owner = ?1 ORDER BY zone",
	[ST_FAULT_PUT] = "INSERT INTO fault (owner, zone, n, id, severity, "
			 "told_severity, kind, seen, absent, confirmed, "
			 "first_seen_at, deadline, subject, summary, servers) "
			 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
			 "?11, ?12, ?13, ?14, ?15)",
	[ST_FAULTS_REMOVE] = "DELETE FROM fault WHERE owner = ?1 AND zone = ?2",
	[ST_FAULTS_COUNT] =
		"SELECT count(*) FROM fault WHERE owner = ?1 AND zone = ?2",
	[ST_FAULTS] =
		"SELECT id, severity, told_severity, kind, seen, absent, "
		"confirmed, first_seen_at, deadline, subject, summary, "
		"servers FROM fault WHERE owner = ?1 AND zone = ?2 ORDER BY n",

	[ST_OWE] = "INSERT INTO outbox (id, target, incident, state, "
		   "head, owed_at, next_attempt_at, headline, severity, "
		   "change, deadline) VALUES (?1, ?2, ?3, ?4, ?4 = 0 AND "
		   "NOT EXISTS (SELECT 1 FROM outbox WHERE target = ?2 "
		   "AND incident = ?3 AND state IN (0, 3)), ?5, "
		   "coalesce((SELECT next_attempt_at FROM outbox WHERE ?4 = 3 "
		   "AND target = ?2 AND incident = ?3 AND state = 3 "
		   "AND carrier IS NULL LIMIT 1), ?6), "
		   "?7, ?8, ?9, ?10) "
		   "ON CONFLICT (target, id) DO NOTHING",
	[ST_OWE_BODY] = "INSERT INTO body (n, text) VALUES (?1, ?2)",
	[ST_NEXT_DUE] = "SELECT n, id, target, incident, text, error, "
			"attempts, owed_at, next_attempt_at "
			"FROM outbox LEFT JOIN body USING (n) "
			"WHERE target = ?1 AND state = 0 AND head = 1 "
			"ORDER BY next_attempt_at, n",
	/* The same columns and one more. */
	[ST_LATEST] = "SELECT n, id, target, incident, text, error, "
		      "attempts, owed_at, next_attempt_at, state "
		      "FROM outbox LEFT JOIN body USING (n) WHERE target = ?1 "
		      "AND id >= ?2 AND id < ?3 "
		      "ORDER BY id DESC LIMIT 1",
	/* What came within another message had no attempt of its own. The
	 * plus keeps SQLite from all that the target ever took. */
	[ST_DELIVERED] = "SELECT attempted_at FROM outbox WHERE state <> 0 "
			 "AND attempted_at >= ?2 AND state = 1 "
			 "AND attempts > 0 AND +target = ?1 "
			 "ORDER BY attempted_at",
	[ST_ATTEMPTED] = "UPDATE outbox SET state = ?2, attempts = "
			 "attempts + 1, attempted_at = ?3, "
			 "next_attempt_at = ?4, error = ?5 WHERE n = ?1",
	[ST_RETRY_NOW] = "UPDATE outbox SET next_attempt_at = ?2 "
			 "WHERE target = ?1 AND state = 0 AND head = 1 "
			 "AND next_attempt_at > ?2",
	[ST_TARGET] = "SELECT owed, delivered, given_up, last_success_at, "
		      "last_error_at, last_error, held, given_up_at "
		      "FROM target WHERE name = ?1",
	[ST_OLDEST_OWED] = "SELECT owed_at FROM outbox WHERE target = ?1 "
			   "AND state = 0 AND head = 1 ORDER BY n LIMIT 1",
	/* What tells others of its incident already is sent as it is. */
	[ST_HOLD] = "UPDATE outbox SET state = 3, next_attempt_at = ?2 "
		    "WHERE n IN (SELECT n FROM outbox "
		    "WHERE target = ?1 AND state IN (0, 3) AND state = 0 "
		    "AND headline IS NOT NULL "
		    "AND incident NOT IN (?3, ?4, ?5, ?6) "
		    "AND (?7 = 0 OR NOT EXISTS (SELECT 1 FROM told "
		    "WHERE told.incident = outbox.incident "
		    "AND told.target = ?1 AND shown = 1)) "
		    "AND NOT EXISTS (SELECT 1 FROM outbox AS held "
		    "WHERE held.carrier = outbox.n AND held.state = 3) "
		    "LIMIT ?8)",
	[ST_HELD] = "SELECT count(*) " DUE_HELD,
	[ST_RELEASE] =
		"UPDATE outbox SET state = 0 WHERE n IN (SELECT n " DUE_HELD
		")",
	[ST_GATHERED] = "SELECT n, id FROM outbox WHERE target = ?1 "
			"AND incident = ?2 AND state IN (0, 3) AND state = 3",
	[ST_CARRY] =
		"UPDATE outbox SET carrier = ?4 WHERE n IN (SELECT n " DUE_HELD
		" LIMIT ?3)",
	[ST_CARRIED] = "SELECT count(*), sum(change = 0), sum(change = 1), "
		       "sum(change = 2), sum(change = 3), max(severity), "
		       "min(owed_at), max(owed_at) " CARRIED,
	[ST_CARRIED_LINES] = "SELECT coalesce(headline, id) " CARRIED
			     " ORDER BY severity DESC, deadline IS NULL, "
			     "deadline, n LIMIT ?2",
	[ST_GATHERED_BODY] = "UPDATE body SET text = ?2 WHERE n = ?1",
	[ST_GATHERED_OWE] = "UPDATE outbox SET state = 0, owed_at = ?2, "
			    "next_attempt_at = ?2, severity = ?3 WHERE n = ?1",
	[ST_SETTLE_CARRIED] = "UPDATE outbox SET state = ?2, attempted_at = ?3 "
			      "WHERE n IN (SELECT n " CARRIED " LIMIT ?4)",
	[ST_NEXT_RELEASE] = "SELECT next_attempt_at FROM outbox "
			    "WHERE target = ?1 AND state = 3 "
			    "AND carrier IS NULL "
			    "ORDER BY next_attempt_at LIMIT 1",
	[ST_TOLD_PUT] = "INSERT INTO told (incident, target, at) "
			"VALUES (?1, ?2, ?3) ON CONFLICT (incident, target) "
			"DO UPDATE SET at = excluded.at",
	[ST_TOLD] = "SELECT at FROM told WHERE incident = ?1 AND target = ?2",
	[ST_TOLD_CLOSE] = "DELETE FROM told WHERE incident = ?1 "
			  "AND NOT EXISTS (SELECT 1 FROM outbox "
			  "WHERE outbox.target = told.target "
			  "AND outbox.incident = ?1 AND state IN (0, 3))",
	[ST_EXPIRE] = "DELETE FROM outbox WHERE n IN (SELECT n FROM outbox "
		      "WHERE state <> 0 AND attempted_at < ?1 "
		      "ORDER BY attempted_at LIMIT ?2)",

	[ST_SILENCE_ADD] = "INSERT INTO silence (zone, fault, reason, by_whom, "
			   "begins_at, ends_at) VALUES (?1, ?2, ?3, ?4, ?5, "
			   "?6)",
	[ST_SILENCE_REMOVE] = "DELETE FROM silence WHERE n = ?1",
	[ST_SILENCES] = "SELECT n, zone, fault, reason, by_whom, begins_at, "
			"ends_at FROM silence ORDER BY n",

	[ST_ROOT_KEY_PUT] = "INSERT INTO root_key (digest, tag, algorithm, "
			    "state, since, first_seen) "
			    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[ST_ROOT_KEYS_REMOVE] = "DELETE FROM root_key",
	[ST_ROOT_KEYS] = "SELECT digest, tag, algorithm, state, since, "
			 "first_seen FROM root_key ORDER BY digest",

	[ST_CHANGE_PUT] = "INSERT INTO change (at, what, verdict, zone, zones, "
			  "text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[ST_CHANGES_REMOVE] = "DELETE FROM change",
	[ST_CHANGES] = "SELECT at, what, verdict, zone, zones, text "
		       "FROM change ORDER BY n",

	[ST_TIMELINE_SEEN] =
		"UPDATE timeline SET last_seen = max(last_seen, ?4) WHERE n = "
		"(SELECT n FROM timeline WHERE zone = ?1 AND what = ?2 "
		"ORDER BY n DESC LIMIT 1) AND value = ?3",
	[ST_TIMELINE_NEW] = "INSERT INTO timeline (zone, what, value, "
			    "first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, "
			    "?4)",
	[ST_TIMELINE_TRIM] =
		"DELETE FROM timeline WHERE zone = ?1 AND what = ?2 AND n <= "
		"(SELECT n FROM timeline WHERE zone = ?1 AND what = ?2 "
		"ORDER BY n DESC LIMIT 1 OFFSET ?3)",
	[ST_TIMELINE] = "SELECT what, value, first_seen, last_seen "
			"FROM timeline WHERE zone = ?1 ORDER BY what, n",
};

enum err memory_failed(struct memory *memory, int code)
{
	int system = sqlite3_system_errno(memory->db);

	(void)snprintf(memory->error, sizeof(memory->error), "%s",
		       sqlite3_errmsg(memory->db));
	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return ERR_MEMORY;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_FULL:
		errno = ENOSPC;
		return ERR_IO;
	default:
		errno = system ? system : EIO;
		return ERR_IO;
	}
}

enum err memory_execute(struct memory *memory, const char *sql)
{
	int code = sqlite3_exec(memory->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? ERR_OK : memory_failed(memory, code);
}

enum err memory_execute_all(struct memory *memory, const char *const *sql)
{
	enum err err = ERR_OK;

	for (; !err && *sql; sql++)
		err = memory_execute(memory, *sql);
	return err;
}

enum err memory_ask(struct memory *memory, const char *sql, int64_t *ret_value)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(memory->db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW)
			*ret_value = sqlite3_column_int64(statement, 0);
		(void)sqlite3_finalize(statement); /* repeats the step's */
	}
	if (code == SQLITE_ROW)
		return ERR_OK;
	(void)memory_failed(memory, code);
	code &= 0xff;
	return code == SQLITE_NOTADB || code == SQLITE_CORRUPT
		       ? ERR_FORMAT
		       : memory_failed(memory, code);
}

sqlite3_stmt *memory_statement(struct memory *memory, enum statement which)
{
	return memory->statements[which];
}

void memory_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
	/* Cannot fail: nothing is copied, and the places are in the text. */
	(void)sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
}

void memory_bind_wall(sqlite3_stmt *statement, int place, struct wall t)
{
	if (wall_is_never(t))
		(void)sqlite3_bind_null(statement, place); /* as above */
	else
		(void)sqlite3_bind_int64(statement, place, t.s);
}

enum err memory_row(struct memory *memory, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);
	enum err err = ERR_NOT_FOUND;

	if (code == SQLITE_ROW)
		return ERR_OK;
	if (code != SQLITE_DONE)
		err = memory_failed(memory, code);
	(void)sqlite3_reset(statement); /* repeats what step just said */
	return err;
}

enum err memory_run(struct memory *memory, sqlite3_stmt *statement)
{
	enum err err;

	do
		err = memory_row(memory, statement);
	while (!err);
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

struct wall memory_column_wall(sqlite3_stmt *statement, int place)
{
	int64_t s;

	if (sqlite3_column_type(statement, place) == SQLITE_NULL)
		return WALL_NEVER;
	s = sqlite3_column_int64(statement, place);
	return (struct wall){ s < 0 ? 0 : s > WALL_MAX_S ? WALL_MAX_S : s };
}

unsigned memory_column_count(sqlite3_stmt *statement, int place, unsigned most)
{
	int64_t count = sqlite3_column_int64(statement, place);

	if (count < 0)
		return 0;
	return count < most ? (unsigned)count : most;
}
