-- SPDX-License-Identifier: BSD-3-Clause
-- memory.db as the first forewarnd that had one made it, with a row of each kind.
CREATE TABLE incident (
	owner TEXT PRIMARY KEY, -- the zone, or what it blames
	id TEXT NOT NULL,       -- '' until it opens
	open INTEGER NOT NULL,  -- 0: suspect
	severity INTEGER NOT NULL, -- told: 0 ok 1 info 2 warning 3 critical
	suspected_at INTEGER, opened_at INTEGER, changed_at INTEGER,
	announcements INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE member (
	owner TEXT NOT NULL REFERENCES incident ON DELETE CASCADE,
	zone TEXT NOT NULL,
	PRIMARY KEY (owner, zone)
) WITHOUT ROWID;

CREATE TABLE fault (
	owner TEXT NOT NULL, zone TEXT NOT NULL,
	n INTEGER NOT NULL,        -- 0 is the zone's first
	id TEXT NOT NULL,          -- 'rrsig-expired'
	severity INTEGER NOT NULL, -- as last seen
	told_severity INTEGER NOT NULL, -- 0: not told
	kind INTEGER NOT NULL,     -- 0 failing 1 predicted
	seen INTEGER NOT NULL,     -- passes running with it
	absent INTEGER NOT NULL,   -- passes running without it
	confirmed INTEGER NOT NULL,
	first_seen_at INTEGER, deadline INTEGER,
	subject TEXT, summary TEXT,
	PRIMARY KEY (owner, zone, n),
	FOREIGN KEY (owner, zone) REFERENCES member ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE outbox (
	n INTEGER PRIMARY KEY AUTOINCREMENT, -- in order of owing
	id TEXT NOT NULL,          -- the announcement's
	target TEXT NOT NULL, incident TEXT NOT NULL,
	body TEXT NOT NULL,
	state INTEGER NOT NULL,    -- 0 owed 1 delivered 2 given up
	head INTEGER NOT NULL,     -- no older one is owed to the target for the incident
	attempts INTEGER NOT NULL DEFAULT 0,
	owed_at INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL,
	attempted_at INTEGER, error TEXT, -- of the last attempt
	UNIQUE (target, id)
);

CREATE INDEX outbox_order ON outbox (target, incident, n) WHERE state = 0;

CREATE INDEX outbox_due ON outbox (target, next_attempt_at, n) WHERE state = 0 AND head = 1;

CREATE INDEX outbox_oldest ON outbox (target, n) WHERE state = 0 AND head = 1;

CREATE INDEX outbox_settled ON outbox (attempted_at) WHERE state <> 0;

CREATE TABLE target (
	name TEXT PRIMARY KEY,
	owed INTEGER NOT NULL DEFAULT 0,
	delivered INTEGER NOT NULL DEFAULT 0, -- ever
	given_up INTEGER NOT NULL DEFAULT 0,  -- ever
	last_success_at INTEGER,
	last_error_at INTEGER, last_error TEXT
) WITHOUT ROWID;

CREATE TRIGGER outbox_owes AFTER INSERT ON outbox BEGIN
	INSERT INTO target (name, owed) VALUES (NEW.target, 1)
		ON CONFLICT (name) DO UPDATE SET owed = owed + 1;
END;

CREATE TRIGGER outbox_changes AFTER UPDATE OF state ON outbox
WHEN OLD.state <> NEW.state BEGIN
	UPDATE target SET
		owed = owed - (OLD.state = 0) + (NEW.state = 0),
		delivered = delivered + (NEW.state = 1),
		given_up = given_up + (NEW.state = 2)
		WHERE name = NEW.target;
	UPDATE outbox SET head = (n = (SELECT min(n) FROM outbox
			WHERE target = NEW.target
			AND incident = NEW.incident AND state = 0))
		WHERE target = NEW.target
		AND incident = NEW.incident AND state = 0;
END;

CREATE TRIGGER outbox_forgets AFTER DELETE ON outbox
WHEN OLD.state = 0 BEGIN
	UPDATE target SET owed = owed - 1 WHERE name = OLD.target;
	UPDATE outbox SET head = 1 WHERE n = (SELECT min(n)
		FROM outbox WHERE target = OLD.target
		AND incident = OLD.incident AND state = 0);
END;

CREATE TRIGGER outbox_attempts AFTER UPDATE OF attempts ON outbox BEGIN
	UPDATE target SET last_success_at = NEW.attempted_at
		WHERE name = NEW.target AND NEW.state = 1;
	UPDATE target SET last_error_at = NEW.attempted_at,
		last_error = NEW.error
		WHERE name = NEW.target AND NEW.error IS NOT NULL;
END;

CREATE TABLE timeline (
	n INTEGER PRIMARY KEY,
	zone TEXT NOT NULL,
	what TEXT NOT NULL,  -- 'ds' or 'dnskey'
	value TEXT NOT NULL, -- the set, as text
	first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL
);

CREATE INDEX timeline_zone ON timeline (zone, what, n);

PRAGMA application_id = 0x4657524e;
PRAGMA user_version = 1;

INSERT INTO incident VALUES ('example.', '0123456789abcdef0123456789abcdef', 1, 2, 1795341000, 1795341060, NULL, 3);
INSERT INTO member VALUES ('example.', 'a.example.');
INSERT INTO fault VALUES ('example.', 'a.example.', 0, 'rrsig-expired', 3, 2, 0, 3, 1, 1, 1795341000, NULL, 'www.example. A', 'it expired');
INSERT INTO outbox (id, target, incident, body, state, head, owed_at, next_attempt_at) VALUES ('i.1', 't', 'i', '{"first":1}', 0, 1, 100, 100);
INSERT INTO outbox (id, target, incident, body, state, head, owed_at, next_attempt_at) VALUES ('i.2', 't', 'i', '{"second":2}', 0, 0, 101, 101);
INSERT INTO outbox (id, target, incident, body, state, head, owed_at, next_attempt_at) VALUES ('k.1', 't', 'k', '{"third":3}', 0, 1, 102, 102);
UPDATE outbox SET state = 1, attempts = 1, attempted_at = 150 WHERE id = 'k.1';
INSERT INTO timeline (zone, what, value, first_seen, last_seen) VALUES ('a.example.', 'ds', '1 8 2 AA', 1000, 2000);
