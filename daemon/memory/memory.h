/* SPDX-License-Identifier: BSD-3-Clause */
/* memory.h - what must survive: incidents, silences, the outbox, the timelines
 * of zones, the keys of the root, the latest changes. SQLite, WAL,
 * synchronous=FULL. I/O.
 *
 * The debt comes first: an announcement and the incident that caused it are
 * committed together, before the first attempt to deliver. */
#ifndef FOREWARN_MEMORY_MEMORY_H
#define FOREWARN_MEMORY_MEMORY_H

#include "base/err.h"
#include "base/time.h"
#include "incident/incident.h"
#include "incident/root_keys.h"
#include "report/changes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memory;

/**
 * Open or create a database.
 *
 * A corrupt file is moved aside to "PATH.corrupt-TIME" and a new one begun;
 * nothing is deleted. A newer schema is left alone. The file of an older one is
 * brought to ours, with a copy "PATH.before-TIME" for the way back.
 *
 * @param ret_note  owned by the memory: what an operator must know
 *                  ("... was corrupt and is kept as ..."), or NULL.
 * @return ERR_VERSION: of a newer forewarnd; ERR_FORMAT: somebody else's
 * database; both are left as they are. ERR_BUSY: another daemon has it.
 * ERR_IO: errno, full disk.
 */
enum err memory_open(const char *path, struct wall now,
		     struct memory **ret_memory, const char **ret_note);
/** An unwritable directory must not stop the watch: memory that is gone with
 * the process. */
enum err memory_open_volatile(struct memory **ret_memory);
/** Takes NULL. */
void memory_close(struct memory *memory);

/** Whether a file was moved aside, and what it remembered is forgotten. */
bool memory_began_anew(const struct memory *memory);

/** The disk refuses, or the file is gone: go on with all that is remembered in
 * our own memory alone, so that people are told. What is on the disk stays as
 * it is. ERR_LIMIT: it is too much for that. Not within a transaction. */
enum err memory_set_afloat(struct memory *memory);
bool memory_is_afloat(const struct memory *memory);
/** Put all of it back on the disk, in the place of the file that it came from,
 * and go on there. On failure it floats on. ERR_BUSY: another file is there. */
enum err memory_land(struct memory *memory);
/** Whether somebody removed the file, or put another in its place. */
bool memory_is_robbed(const struct memory *memory);

/** SQLite's words for the last error; valid until the next call. */
const char *memory_error(const struct memory *memory);

/* Each change is a transaction of its own, unless it is between begin and
 * commit. Everything between begin and commit is there or not there. A failed
 * commit (disk full) rolls back; the caller keeps what it wanted to write and
 * tries again. After a failed call in between only memory_rollback(). ERR_BUSY:
 * an operator's shell is writing; try again. */
enum err memory_begin(struct memory *memory);
enum err memory_commit(struct memory *memory);
void memory_rollback(struct memory *memory);

/** Write an incident, or remove it when it is neither open nor suspect (no
 * fault of any member was seen). */
enum err memory_incident_put(struct memory *memory,
			     const struct incident *incident);
/** The same where only the member @p zone may have changed since the last
 * time: what one fold costs does not grow with the incident. */
enum err memory_incident_put_member(struct memory *memory,
				    const struct incident *incident,
				    const char *zone);
/** Call @p each with every stored incident (valid during the call). */
enum err memory_incidents(struct memory *memory,
			  enum err (*each)(void *arg,
					   const struct incident *incident),
			  void *arg);

/** Keep a silence that somebody said: of one zone or pattern, and of one fault
 * or pattern at most. @param ret_number  what it is called from now on. */
enum err memory_silence_add(struct memory *memory,
			    const struct silence *silence, int64_t *ret_number);
/** @return ERR_NOT_FOUND: there is none. */
enum err memory_silence_remove(struct memory *memory, int64_t number);
/** Call @p each with every one (valid during the call), oldest first. */
enum err memory_silences(struct memory *memory,
			 enum err (*each)(void *arg,
					  const struct silence *silence),
			 void *arg);

enum delivery_state {
	DELIVERY_OWED,
	DELIVERY_DONE,
	DELIVERY_GIVEN_UP,
	DELIVERY_HELD, /* until a time, or by the message that tells it */
};

struct delivery {
	int64_t row;	/* the outbox' own number, in order of owing */
	const char *id; /* the announcement's; the same on each retry */
	const char *target;
	const char *incident; /* id: deliveries of one incident are in order */
	const char *body;     /* what is posted, to the byte */
	enum delivery_state state;
	unsigned attempts;
	struct wall owed_at, next_attempt_at;
	const char *error; /* of the last attempt, or NULL */
	/* What a summary says of it; NULL: it is never told in one. */
	const char *headline;
	enum severity severity;
	enum change change;
	struct wall deadline;
};

/* More than any sink takes; a row is read into memory whole. */
#define DELIVERY_BODY_MAX ((size_t)1 << 20)

/**
 * Owe one announcement to one target. Owing it twice is owing it once.
 *
 * With state HELD it waits until next_attempt_at, or as long as what is held
 * of its incident already. With OWED it tells what is held of its incident as
 * well, which is settled with it.
 *
 * @return ERR_LIMIT: the body is past DELIVERY_BODY_MAX. */
enum err memory_owe(struct memory *memory, const struct delivery *delivery);

/**
 * The owed delivery of @p target that falls due first, in the future maybe,
 * among those whose incident has no older owed one. Of two that fall due at
 * once it is the older.
 *
 * @param busy          rows that are under way already: passed over.
 * @param ret_delivery  points into the memory; valid until the next call.
 * @return ERR_NOT_FOUND when nothing (else) is owed.
 */
enum err memory_next_due(struct memory *memory, const char *target,
			 const int64_t *busy, size_t busy_count,
			 struct delivery *ret_delivery);

/**
 * The latest delivery to @p target whose id begins with @p prefix, in whatever
 * state: of ids that begin alike the greatest is the latest.
 *
 * @param ret_delivery  points into the memory; valid until the next call. What
 *                      is settled was so at its next_attempt_at.
 * @return ERR_NOT_FOUND: there is none.
 */
enum err memory_latest(struct memory *memory, const char *target,
		       const char *prefix, struct delivery *ret_delivery);

/** Call @p each with the time of every message that @p target took since then,
 * in their order. */
enum err memory_delivered(struct memory *memory, const char *target,
			  struct wall since,
			  void (*each)(void *arg, struct wall at), void *arg);

/** Record the result of an attempt. @p next_at is for OWED only.
 * @param error  why it failed, or NULL.
 * @return ERR_NOT_FOUND: no such row, somebody removed it. */
enum err memory_attempted(struct memory *memory, int64_t row,
			  enum delivery_state state, struct wall now,
			  struct wall next_at, const char *error);

/** The target is well again, or somebody looked after it: what waits for its
 * next attempt is due at @p now. */
enum err memory_retry_now(struct memory *memory, const char *target,
			  struct wall now);

struct outbox_counts {
	unsigned owed, held;
	unsigned delivered, given_up; /* ever */
	struct wall oldest_owed_at;   /* WALL_NEVER: none */
	struct wall last_success_at;  /* WALL_NEVER: none yet */
	struct wall last_error_at, given_up_at;
	char last_error[128]; /* "" with last_error_at NEVER */
};
/** All zero and never for a target that was never owed anything. */
enum err memory_outbox_counts(struct memory *memory, const char *target,
			      struct outbox_counts *ret_counts);

/* What a zone that changes at each look may leave behind. */
#define TIMELINE_ROWS_MAX 256

/** Note a version of what a zone's history has (observe/history.h): opens a new
 * row when @p value differs from the last, else moves its last_seen. The oldest
 * rows past TIMELINE_ROWS_MAX go.
 * @param what   history_what_text().
 * @param value  history_stored(). */
enum err memory_timeline(struct memory *memory, const char *zone,
			 const char *what, const char *value, struct wall now);
/** Call @p each with every row of @p zone (texts valid during the call), older
 * ones of each @p what first. */
enum err memory_timeline_each(struct memory *memory, const char *zone,
			      enum err (*each)(void *arg, const char *what,
					       const char *value,
					       struct wall first_seen,
					       struct wall last_seen),
			      void *arg);

/** Write the states of the root's keys, all of them, in a transaction of its
 * own. */
enum err memory_root_keys_put(struct memory *memory,
			      const struct root_keys *keys);
/** What was written; rows that a hand has spoilt are passed over. */
enum err memory_root_keys(struct memory *memory, struct root_keys *ret_keys);

/** Write the latest changes, all of them, in a transaction of its own. */
enum err memory_changes_put(struct memory *memory,
			    const struct changes *changes);
/** Note what was written in @p changes; rows that a hand has spoilt are passed
 * over. */
enum err memory_changes(struct memory *memory, struct changes *changes);

/** Forget what nobody needs: deliveries that were settled longer ago than
 * @p keep_s, some thousands a call. */
enum err memory_expire(struct memory *memory, struct wall now, int64_t keep_s);

#endif
