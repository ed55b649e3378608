/* SPDX-License-Identifier: BSD-3-Clause */
/* held.h - what is held back in the outbox: until quiet hours end, or because
 * it is told within another message. And who was told of which incident. I/O.
 *
 *	owed <--- released --- held until a time
 *	 |                       |
 *	 '-- held for a summary -'--> carried ---> settled, then its carrier
 *
 * Ten thousand zones that break at once are as many rows, and a row costs 10 us
 * each time that it changes: what changes many does so in steps, and the loop
 * goes on between them. Where they are interrupted is in the database, and they
 * are taken up from there. */
#ifndef FOREWARN_MEMORY_HELD_H
#define FOREWARN_MEMORY_HELD_H

#include "memory/memory.h"

/* Rows that a step changes at most. */
#define HELD_STEP 1000

/* Incidents of which something is under way. */
#define HELD_BUSY_MAX 4

struct held_order {
	const char *target;
	const char *busy[HELD_BUSY_MAX]; /* ids of incidents, or NULL each */
	/* The target shows one alert an incident: of one that it was shown,
	 * nothing is held. */
	bool in_place;
};

/**
 * A step of holding all that a target is owed and that a summary may tell, to
 * be due at @p now: but for incidents with a message under way, and for what
 * tells other messages itself.
 *
 * @param ret_more  whether another step may hold more.
 */
enum err memory_hold(struct memory *memory, const struct held_order *order,
		     struct wall now, bool *ret_more);

/** How much is held for @p target and due at @p now, in no summary yet. */
enum err memory_held(struct memory *memory, const char *target, struct wall now,
		     size_t *ret_count);
/** Owe what is held and due, each for itself. */
enum err memory_release(struct memory *memory, const char *target,
			struct wall now);

/* --- a summary: begun, filled in steps, then owed --- */

struct gathered {
	int64_t row;
	char id[64];
};

/** Begin a summary, or find the one of its target and incident that was begun
 * and is not owed yet. Of @p summary the body is nothing yet. */
enum err memory_gather_begin(struct memory *memory,
			     const struct delivery *summary,
			     struct gathered *ret_gathered);
/** The same, without beginning one. @return ERR_NOT_FOUND: there is none. */
enum err memory_gathered(struct memory *memory, const char *target,
			 const char *incident, struct gathered *ret_gathered);
/** A step of telling in summary @p row what is held for @p target and due. */
enum err memory_gather(struct memory *memory, const char *target,
		       struct wall now, int64_t row, bool *ret_more);

struct carried_counts {
	size_t count;
	size_t opened, worsened, eased, closed;
	enum severity severity; /* the worst */
	struct wall from, until;
};

/** What message @p row tells beside itself. */
enum err memory_carried(struct memory *memory, int64_t row,
			struct carried_counts *ret_counts);
/** Their headlines, worst and soonest first, @p most at most; valid during
 * the call. */
enum err memory_carried_lines(struct memory *memory, int64_t row, size_t most,
			      void (*each)(void *arg, const char *headline),
			      void *arg);
/** Owe summary @p row as of @p summary's owed_at, severity and body. Between
 * memory_begin() and commit. */
enum err memory_gather_end(struct memory *memory, int64_t row,
			   const struct delivery *summary);

/** A step of settling what message @p row tells, before itself: it came to
 * @p state at @p at. */
enum err memory_settle_carried(struct memory *memory, int64_t row,
			       enum delivery_state state, struct wall at,
			       bool *ret_more);

/** When the next of what is held is due. @return ERR_NOT_FOUND: nothing is. */
enum err memory_next_release(struct memory *memory, const char *target,
			     struct wall *ret_at);

/** Note that @p target is told of @p incident. */
enum err memory_told_put(struct memory *memory, const char *incident,
			 const char *target, struct wall at);
/** When it was told last. @return ERR_NOT_FOUND: never. */
enum err memory_told(struct memory *memory, const char *incident,
		     const char *target, struct wall *ret_at);
/** The incident is over, and that is owed: forget all who are owed nothing of
 * it. The others are forgotten when they were told. */
enum err memory_told_close(struct memory *memory, const char *incident);

#endif
