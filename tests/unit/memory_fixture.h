/* SPDX-License-Identifier: BSD-3-Clause */
/* memory_fixture.h - a memory in a directory of its own, with incidents and
 * debts to put into it. */
#ifndef FOREWARN_TESTS_MEMORY_FIXTURE_H
#define FOREWARN_TESTS_MEMORY_FIXTURE_H

#include "memory/database.h"

extern const struct wall now;	     /* 2026-11-22T10:00:00Z */
extern char directory[64], path[96]; /* of the file, and its own */
extern struct memory *memory;
extern const char *note; /* of the last opening */

/** Make the directory and open a new memory in it; and remove both. */
void set_up(void);
void tear_down(void);

/** Open what is at @p path, which must work; the other closes it before. */
void open_memory(void);
void reopen(void);

/** What an operator would type into the sqlite3 shell. */
void by_hand(const char *sql);

/** The one number that a question gives. */
int64_t number(const char *sql);

/* An incident of two zones, with all that one may have. */
extern struct incident_fault fault_a[], fault_b[];
extern struct incident_member members[];
extern const struct incident broken;

struct expected {
	const struct incident *incident; /* NULL: none */
	unsigned seen;
};

/** For memory_incidents(), with a struct expected: all are the expected one. */
enum err compare(void *arg, const struct incident *incident);

/** Whether @p incident is the only one stored, or none with NULL. */
void expect_only(const struct incident *incident);

/** Owe a message to @p target, due @p at. */
enum err owe(const char *target, const char *incident, const char *id,
	     int64_t at);

/** The row that is due next to @p target, none of @p busy: it must be that of
 * @p want_id, and none where that is NULL. */
int64_t due(const char *target, const int64_t *busy, size_t count,
	    const char *want_id);

/** End an attempt. */
void settle(int64_t row, enum delivery_state state);

/** What is owed to "t" and was. */
void expect_counts(unsigned owed, unsigned delivered, unsigned given_up,
		   struct wall oldest);

/** The latest changes, as JSON. */
void expect_changes(const char *want);

#endif
