/* SPDX-License-Identifier: BSD-3-Clause */
/* board.h - the published view read back, to be shown to who is on call: what
 * fails and when, of each zone one row. Pure.
 *
 * It is read from the bytes of a state file, which may be anybody's copy:
 * whatever is in them, what is here is bounded, and safe to show (safe.h). */
#ifndef FOREWARN_REPORT_BOARD_H
#define FOREWARN_REPORT_BOARD_H

#include "report/state.h"
#include "report/words.h"

#include <jansson.h>

/* Of a portfolio; where more is wrong, the list is not what helps. */
#define BOARD_ITEMS_MAX 500

struct board_row {
	const char *zone, *cause; /* safe, "" at least */
	const char *words;	  /* lower case, what a search looks in */
	enum verdict verdict;
	bool failing; /* state_is_failing() */
	struct words_left left;
	struct wall checked_at;
	uint64_t offset, bytes; /* where the zone's object is in the file */
	uint64_t hash;		/* of that object */
};

/* A line of what happened, or of what the monitor says of itself. */
struct board_item {
	enum verdict verdict; /* its colour and mark */
	struct wall at;	      /* since, or when; WALL_NEVER: not known */
	const char *line;     /* safe */
	const char *zone;     /* the one to look at; NULL: none is named */
};

struct board_list {
	size_t count, room, untold;
	struct board_item *at;
};

struct board {
	struct arena *arena;
	struct wall generated_at, stale_after;
	const char *version, *host;   /* NULL: not said */
	struct state_summary summary; /* as the daemon counted */
	size_t total;		      /* zones, by the same count */
	size_t row_count, row_room;
	struct board_row *rows; /* as in the file */
	size_t unreadable;	/* zones of which nothing can be said */
	size_t silence_count;	/* in force */
	struct board_list incidents, changes;
	struct board_list notices; /* what is wrong with the monitor itself */
	bool whole;		   /* the file was read to its end */
	bool failed;		   /* for want of memory; to be dropped */
};

struct board_reader;

/** Begin to read a state file. @param before  the board of an earlier version,
 * or NULL: what did not change since is taken from there. It must stay until
 * board_read_end().
 * @return NULL without memory. */
struct board_reader *board_read_begin(const struct board *before);
void board_read(struct board_reader *reader, const char *bytes, size_t count);
/** What was read so far; stays the reader's. */
const struct board *board_so_far(const struct board_reader *reader);
/** @return the board, to board_free(); NULL where memory was short. The reader
 * is gone. */
struct board *board_read_end(struct board_reader *reader);
/** Takes NULL. */
void board_free(struct board *board);

/** The row of that zone, or NULL. */
const struct board_row *board_find(const struct board *board, const char *zone);

/** Whether it is too old to be believed, or says not how long to. */
bool board_is_stale(const struct board *board, struct wall now);

/* --- for the files of the board alone --- */

/** Append to @p list. @p line is made safe. Past the bound it is counted. */
void board_add(struct board *board, struct board_list *list,
	       struct board_item item);
/** What stands under @p key of the state file but zones: one piece of it. */
void board_take_item(struct board *board, const char *key, const json_t *value);

#endif
