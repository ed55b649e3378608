/* SPDX-License-Identifier: BSD-3-Clause */
/* schema.c - the tables of memory.db. SQLite keeps this text with its
 * comments, so `.schema` in the sqlite3 shell explains itself. Times are POSIX
 * seconds, NULL is never. */
#include "memory/database.h"

/* Written in pieces: C99 promises 4095 characters a literal. */
const char *const memory_schema[] = {
	"CREATE TABLE incident (\n"
	"	owner TEXT PRIMARY KEY, -- the zone, or what it blames\n"
	"	id TEXT NOT NULL,       -- '' until it opens\n"
	"	open INTEGER NOT NULL,  -- 0: suspect\n"
	"	severity INTEGER NOT NULL, -- told: 0 ok 1 info 2 warning "
	"3 critical\n"
	"	suspected_at INTEGER, opened_at INTEGER, changed_at INTEGER,\n"
	"	announcements INTEGER NOT NULL, -- 0: nobody was told yet\n"
	"	acked_at INTEGER,       -- NULL: nobody looks after it\n"
	"	acked_by TEXT NOT NULL DEFAULT '',\n"
	"	ack_note TEXT NOT NULL DEFAULT ''\n"
	") WITHOUT ROWID",

	"CREATE TABLE member (\n"
	"	owner TEXT NOT NULL REFERENCES incident ON DELETE CASCADE,\n"
	"	zone TEXT NOT NULL,\n"
	"	PRIMARY KEY (owner, zone)\n"
	") WITHOUT ROWID",

	"CREATE TABLE fault (\n"
	"	owner TEXT NOT NULL, zone TEXT NOT NULL,\n"
	"	n INTEGER NOT NULL,        -- 0 is the zone's first\n"
	"	id TEXT NOT NULL,          -- 'rrsig-expired'\n"
	"	severity INTEGER NOT NULL, -- as last seen\n"
	"	told_severity INTEGER NOT NULL, -- 0: not told\n"
	"	kind INTEGER NOT NULL,     -- 0 failing 1 predicted\n"
	"	seen INTEGER NOT NULL,     -- passes running with it\n"
	"	absent INTEGER NOT NULL,   -- passes running without it\n"
	"	confirmed INTEGER NOT NULL,\n"
	"	first_seen_at INTEGER, deadline INTEGER,\n"
	"	subject TEXT, summary TEXT,\n"
	"	servers TEXT,              -- 'server 192.0.2.1': at fault\n"
	"	PRIMARY KEY (owner, zone, n),\n"
	"	FOREIGN KEY (owner, zone) REFERENCES member ON DELETE CASCADE\n"
	") WITHOUT ROWID",

	"CREATE TABLE outbox (\n"
	"	n INTEGER PRIMARY KEY AUTOINCREMENT, -- in order of owing\n"
	"	id TEXT NOT NULL,          -- the announcement's\n"
	"	target TEXT NOT NULL, incident TEXT NOT NULL,\n"
	"	state INTEGER NOT NULL,    -- 0 owed 1 delivered 2 given up "
	"3 held\n"
	"	head INTEGER NOT NULL,     -- owed, and no older one of the "
	"incident is owed or held\n"
	"	carrier INTEGER,           -- held: n of the one whose "
	"delivery settles it; NULL: until next_attempt_at\n"
	"	headline TEXT,             -- for a summary; NULL: never in "
	"one\n"
	"	severity INTEGER NOT NULL DEFAULT 2, -- as of an incident\n"
	"	change INTEGER NOT NULL DEFAULT 0, -- 0 opened 1 worsened "
	"2 eased 3 closed\n"
	"	deadline INTEGER,\n"
	"	attempts INTEGER NOT NULL DEFAULT 0,\n"
	"	owed_at INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL,\n"
	"	attempted_at INTEGER, error TEXT, -- of the last attempt\n"
	"	UNIQUE (target, id)\n"
	")",
	/* A row changes its state several times, and SQLite writes a row as a
	 * whole: what is sent, kilobytes, lies beside. */
	"CREATE TABLE body (\n"
	"	n INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,\n"
	"	text TEXT NOT NULL\n"
	")",

	/* One for each question, so that what was delivered long ago costs
	 * nothing: who is next of an incident, of a target, and the oldest;
	 * what is held, and what one message carries. */
	"CREATE INDEX outbox_order ON outbox (target, incident, n) "
	"WHERE state IN (0, 3)",
	"CREATE INDEX outbox_held ON outbox (target, next_attempt_at) "
	"WHERE state = 3 AND carrier IS NULL",
	"CREATE INDEX outbox_waiting ON outbox (target, incident) "
	"WHERE state = 3 AND carrier IS NULL",
	"CREATE INDEX outbox_carried ON outbox (carrier) WHERE state = 3",
	"CREATE INDEX outbox_due ON outbox (target, next_attempt_at, n) "
	"WHERE state = 0 AND head = 1",
	"CREATE INDEX outbox_oldest ON outbox (target, n) "
	"WHERE state = 0 AND head = 1",
	"CREATE INDEX outbox_settled ON outbox (attempted_at) WHERE state <> 0",

	"CREATE TABLE target (\n"
	"	name TEXT PRIMARY KEY,\n"
	"	owed INTEGER NOT NULL DEFAULT 0,\n"
	"	held INTEGER NOT NULL DEFAULT 0,\n"
	"	delivered INTEGER NOT NULL DEFAULT 0, -- ever\n"
	"	given_up INTEGER NOT NULL DEFAULT 0,  -- ever\n"
	"	last_success_at INTEGER,\n"
	"	last_error_at INTEGER, last_error TEXT,\n"
	"	given_up_at INTEGER -- the last of them\n"
	") WITHOUT ROWID",

	"CREATE TABLE told (\n"
	"	incident TEXT NOT NULL, target TEXT NOT NULL,\n"
	"	at INTEGER NOT NULL,   -- the last time\n"
	"	shown INTEGER NOT NULL DEFAULT 0, -- by a message of its own\n"
	"	PRIMARY KEY (incident, target)\n"
	") WITHOUT ROWID",

	/* Triggers and not statements of ours keep the sums and the heads, so
	 * they are right as well after UPDATE outbox SET state = ... by hand.
	 * What goes out at once tells what was held of its incident too. */
	"CREATE TRIGGER outbox_owes AFTER INSERT ON outbox BEGIN\n"
	"	INSERT INTO target (name, owed, held)\n"
	"		VALUES (NEW.target, NEW.state = 0, NEW.state = 3)\n"
	"		ON CONFLICT (name) DO UPDATE SET\n"
	"		owed = owed + excluded.owed,\n"
	"		held = held + excluded.held;\n"
	"	UPDATE outbox SET carrier = NEW.n WHERE NEW.state = 0\n"
	"		AND target = NEW.target AND incident = NEW.incident\n"
	"		AND state = 3 AND carrier IS NULL;\n"
	"END",
	"CREATE TRIGGER outbox_changes AFTER UPDATE OF state, carrier ON "
	"outbox\n"
	"WHEN OLD.state <> NEW.state OR OLD.carrier IS NOT NEW.carrier BEGIN\n"
	"	UPDATE target SET\n"
	"		owed = owed - (OLD.state = 0) + (NEW.state = 0),\n"
	"		held = held - (OLD.state = 3) + (NEW.state = 3),\n"
	"		delivered = delivered +\n"
	"			(OLD.state <> 1 AND NEW.state = 1),\n"
	"		given_up = given_up + (OLD.state <> 2 AND NEW.state = "
	"2)\n"
	"		WHERE name = NEW.target;\n"
	"	UPDATE outbox SET head = NOT EXISTS (SELECT 1\n"
	"			FROM outbox AS elder\n"
	"			WHERE elder.target = NEW.target\n"
	"			AND elder.incident = NEW.incident\n"
	"			AND elder.state IN (0, 3)\n"
	"			AND elder.n < outbox.n\n"
	"			AND elder.carrier IS NOT outbox.n)\n"
	"		WHERE target = NEW.target\n"
	"		AND incident = NEW.incident\n"
	"		AND state IN (0, 3) AND state = 0;\n"
	"END",
	"CREATE TRIGGER outbox_settles AFTER UPDATE OF state ON outbox\n"
	"WHEN OLD.state = 0 AND NEW.state IN (1, 2) BEGIN\n"
	"	UPDATE outbox SET state = NEW.state,\n"
	"		attempted_at = NEW.attempted_at\n"
	"		WHERE carrier = NEW.n AND state = 3;\n"
	"END",
	"CREATE TRIGGER outbox_forgets AFTER DELETE ON outbox\n"
	"WHEN OLD.state IN (0, 3) BEGIN\n"
	"	UPDATE target SET owed = owed - (OLD.state = 0),\n"
	"		held = held - (OLD.state = 3) WHERE name = "
	"OLD.target;\n"
	"	UPDATE outbox SET carrier = NULL\n"
	"		WHERE carrier = OLD.n AND state = 3;\n"
	"	UPDATE outbox SET head = 1 WHERE n = (SELECT n\n"
	"		FROM outbox WHERE target = OLD.target\n"
	"		AND incident = OLD.incident AND state IN (0, 3)\n"
	"		ORDER BY n LIMIT 1) AND state = 0;\n"
	"END",
	"CREATE TRIGGER outbox_attempts AFTER UPDATE OF attempts ON outbox "
	"BEGIN\n"
	"	UPDATE target SET last_success_at = NEW.attempted_at\n"
	"		WHERE name = NEW.target AND NEW.state = 1;\n"
	"	UPDATE target SET last_error_at = NEW.attempted_at,\n"
	"		last_error = NEW.error\n"
	"		WHERE name = NEW.target AND NEW.error IS NOT NULL;\n"
	"	UPDATE target SET given_up_at = NEW.attempted_at\n"
	"		WHERE name = NEW.target AND NEW.state = 2;\n"
	"	UPDATE told SET shown = 1 WHERE NEW.attempts = 1\n"
	"		AND incident = NEW.incident AND target = NEW.target;\n"
	"END",
	/* Of an incident that is over (change 3) nobody needs to know whom it
	 * was told, once that it is over is told. */
	"CREATE TRIGGER outbox_closes AFTER UPDATE OF state ON outbox\n"
	"WHEN NEW.change = 3 AND NEW.state IN (1, 2) BEGIN\n"
	"	DELETE FROM told WHERE incident = NEW.incident\n"
	"		AND target = NEW.target;\n"
	"END",

	"CREATE TABLE silence (\n"
	"	n INTEGER PRIMARY KEY AUTOINCREMENT, -- its id\n"
	"	zone TEXT NOT NULL,   -- or a pattern, '*.example.com'\n"
	"	fault TEXT,           -- NULL: all\n"
	"	reason TEXT NOT NULL, by_whom TEXT NOT NULL,\n"
	"	begins_at INTEGER NOT NULL, ends_at INTEGER NOT NULL\n"
	")",

	"CREATE TABLE timeline (\n"
	"	n INTEGER PRIMARY KEY,\n"
	"	zone TEXT NOT NULL,\n"
	"	what TEXT NOT NULL,  -- 'ds' or 'dnskey'\n"
	"	value TEXT NOT NULL, -- the set, as text\n"
	"	first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL\n"
	")",
	"CREATE INDEX timeline_zone ON timeline (zone, what, n)",

	"CREATE TABLE root_key (      -- RFC 5011 over the root's keys\n"
	"	digest TEXT PRIMARY KEY, -- of its SHA-256 DS\n"
	"	tag INTEGER NOT NULL, algorithm INTEGER NOT NULL,\n"
	"	state INTEGER NOT NULL,  -- 0 AddPend 1 Valid 2 Missing "
	"3 Revoked 4 Removed\n"
	"	since INTEGER NOT NULL,  -- of the state\n"
	"	first_seen INTEGER       -- by us\n"
	") WITHOUT ROWID",
	NULL,
};

const char *const memory_growth[] = {
	"CREATE TABLE IF NOT EXISTS change (\n"
	"	n INTEGER PRIMARY KEY, -- the newest is the greatest\n"
	"	at INTEGER NOT NULL,\n"
	"	what TEXT NOT NULL,    -- 'verdict', 'ds', ...\n"
	"	verdict INTEGER NOT NULL, -- 0 ok 1 info 2 warning 3 critical "
	"4 unknown 5 none\n"
	"	zone TEXT NOT NULL,    -- of several the first\n"
	"	zones INTEGER NOT NULL,\n"
	"	text TEXT NOT NULL\n"
	")",
	NULL,
};
