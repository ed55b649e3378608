/* SPDX-License-Identifier: BSD-3-Clause */
/* memory.h - what must survive: incidents, the outbox, and the timelines of
 * keys and DS sets. SQLite, WAL, synchronous=FULL. I/O.
 *
 * The debt comes first: an announcement and the incident that caused it are
 * committed together, before the first attempt to deliver. */
#ifndef FOREWARN_MEMORY_MEMORY_H
#define FOREWARN_MEMORY_MEMORY_H

#include "base/err.h"
#include "base/time.h"
#include "incident/incident.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memory;

/**
 * Open or create a database.
 *
 * A corrupt file is moved aside to "PATH.corrupt-TIME" and a new one begun;
 * nothing is deleted. A newer schema is left alone.
 *
 * @param ret_note  static or owned by the memory: what an operator must know
 *                  ("... was corrupt and is kept as ..."), or NULL.
 * @return ERR_VERSION: of a newer forewarnd; ERR_IO: errno, or full disk.
 */
enum err memory_open(const char *path, struct wall now,
		     struct memory **ret_memory, const char **ret_note);
/** An unwritable directory must not stop the watch: memory that is gone with
 * the process. */
enum err memory_open_volatile(struct memory **ret_memory);
void memory_close(struct memory *memory);

/** SQLite's words for the last error; valid until the next call. */
const char *memory_error(const struct memory *memory);

/* Everything between begin and commit is there or not there. A failed commit
 * (disk full) rolls back; the caller keeps what it wanted to write and tries
 * again. */
enum err memory_begin(struct memory *memory);
enum err memory_commit(struct memory *memory);
void memory_rollback(struct memory *memory);

/** Write an incident, or remove it when it is neither open nor suspect. */
enum err memory_incident_put(struct memory *memory,
			     const struct incident *incident);
/** Call @p each with every stored incident (valid during the call). */
enum err memory_incidents(struct memory *memory,
			  enum err (*each)(void *arg,
					   const struct incident *incident),
			  void *arg);

enum delivery_state { DELIVERY_OWED, DELIVERY_DONE, DELIVERY_GIVEN_UP };

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
};

/** Owe one announcement to one target. Owing it twice is owing it once. */
enum err memory_owe(struct memory *memory, const struct delivery *delivery);

/**
 * The next delivery that is due for @p target: the oldest owed one whose
 * time has come and whose incident has no older owed one.
 *
 * @param ret_delivery  points into the memory; valid until the next call.
 * @return ERR_NOT_FOUND when none is due.
 */
enum err memory_due(struct memory *memory, const char *target, struct wall now,
		    struct delivery *ret_delivery);
/** When the next owed one of any target falls due; WALL_NEVER: none owed. */
enum err memory_next_due(struct memory *memory, struct wall *ret_at);

/** Record the result of an attempt. @p next_at is for OWED only. */
enum err memory_attempted(struct memory *memory, int64_t row,
			  enum delivery_state state, struct wall now,
			  struct wall next_at, const char *error);

struct outbox_counts {
	unsigned owed, delivered, given_up;
	struct wall oldest_owed_at; /* WALL_NEVER: none */
};
enum err memory_outbox_counts(struct memory *memory, const char *target,
			      struct outbox_counts *ret_counts);

/** Note a version of a zone's DS or DNSKEY set: opens a new row when
 * @p value differs from the last, else moves its last_seen. For later
 * foretelling and `forewarn history`.
 * @param what  "ds" or "dnskey". */
enum err memory_timeline(struct memory *memory, const char *zone,
			 const char *what, const char *value, struct wall now);
enum err memory_timeline_each(struct memory *memory, const char *zone,
			      enum err (*each)(void *arg, const char *what,
					       const char *value,
					       struct wall first_seen,
					       struct wall last_seen),
			      void *arg);

/** Forget what nobody needs: delivered ones older than @p keep_s. */
enum err memory_expire(struct memory *memory, struct wall now, int64_t keep_s);

#endif
