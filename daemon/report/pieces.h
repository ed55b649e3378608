/* SPDX-License-Identifier: BSD-3-Clause */
/* pieces.h - a JSON document taken apart while it comes in, so that a state
 * file of a million zones is never in memory whole. Pure.
 *
 * A piece is the value of a member of the outermost object; where that value is
 * an array, each of its elements is one. Only where pieces begin and end is
 * looked at here: whether a piece is JSON is for who reads it to say. */
#ifndef FOREWARN_REPORT_PIECES_H
#define FOREWARN_REPORT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct piece {
	const char *key;   /* of the member; "" where that is too long */
	const char *bytes; /* not terminated; valid during the call */
	size_t len;
	uint64_t offset; /* of the first byte in the document */
};

typedef void pieces_take(void *arg, const struct piece *piece);

struct pieces;

/** @param piece_max  in bytes; longer pieces are dropped and counted.
 * @return NULL without memory; pieces_free() it. */
struct pieces *pieces_new(size_t piece_max, pieces_take *take, void *arg);
/** Takes NULL. */
void pieces_free(struct pieces *pieces);

/** Go on with the next bytes of the document. */
void pieces_feed(struct pieces *pieces, const char *bytes, size_t count);

/** Whether the outermost object has ended. What follows it is not read. */
bool pieces_whole(const struct pieces *pieces);
/** How many pieces were too long, or found no memory. */
size_t pieces_dropped(const struct pieces *pieces);

#endif
