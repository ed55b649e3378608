/* SPDX-License-Identifier: BSD-3-Clause */
/* held.h - what is held back in the outbox: until quiet hours end, or because
 * it is told within another message. And who was told of which incident. I/O.
 *
 *	owed <--- released --- held until a time
 *	 |                       |
 *	 '-- held for a summary -'--> carried ---> settled with its carrier
 */
#ifndef FOREWARN_MEMORY_HELD_H
#define FOREWARN_MEMORY_HELD_H

#include "memory/memory.h"

/* Incidents of which something is under way. */
#define HELD_BUSY_MAX 4

struct held_counts {
	size_t count;
	size_t opened, worsened, eased, closed;
	enum severity severity; /* the worst */
	struct wall from, until;
};

/**
 * Hold all that @p target is owed and that a summary may tell, to be due at
 * @p now: but for incidents with a message under way.
 *
 * @param busy      HELD_BUSY_MAX ids of incidents, or NULL each.
 * @param in_place  the target shows one alert an incident: of one that it was
 *                  shown, nothing is held.
 */
enum err memory_hold(struct memory *memory, const char *target,
		     const char *const *busy, bool in_place, struct wall now);

/** What is held for @p target and due at @p now. */
enum err memory_held(struct memory *memory, const char *target, struct wall now,
		     struct held_counts *ret_counts);
/** Their headlines, worst and soonest first, @p most at most; valid during
 * the call. */
enum err memory_held_lines(struct memory *memory, const char *target,
			   struct wall now, size_t most,
			   void (*each)(void *arg, const char *headline),
			   void *arg);

/** Owe what is held and due, each for itself. */
enum err memory_release(struct memory *memory, const char *target,
			struct wall now);
/** Owe @p summary, which is of owed_at, in the place of what is held for its
 * target and due then: it is settled with the summary. Between memory_begin()
 * and commit. */
enum err memory_summarise(struct memory *memory,
			  const struct delivery *summary);

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
