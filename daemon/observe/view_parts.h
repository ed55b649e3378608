/* SPDX-License-Identifier: BSD-3-Clause */
/* view_parts.h - between the files that work out a view; for nobody else. */
#ifndef FOREWARN_OBSERVE_VIEW_PARTS_H
#define FOREWARN_OBSERVE_VIEW_PARTS_H

#include "observe/view.h"

/* A zone with more keys or DS records than this is an attack on whoever
 * checks them: real rollovers come with fewer than ten. */
#define VIEW_KEYS_MAX 128
#define VIEW_DS_MAX   64

/* The rows of one server, growing in the arena. */
struct view_rows {
	struct view_rrset *at;
	size_t count, room;
};

/* A snapshot on its way to a view. What is const in the view can still be
 * written through these. */
struct view_work {
	struct arena *arena;
	const struct snapshot *snapshot;
	struct view *view;
	const struct message **messages; /* by answer; NULL without one */
	/* By server: its answers are order[start[2 * server]] and on, first
	 * those over UDP, then from start[2 * server + 1] those over TCP. */
	size_t *start, *order;
	struct view_server *servers;
	struct view_rows *rows; /* as servers */
	struct view_parent *parents;
};

/* --- view.c --- */

/** "ns1.example. (192.0.2.1)". @return NULL when the arena is full. */
const char *view_label(struct arena *arena, const struct server *server);

/** What the answers of the snapshot's server @p index come to. */
enum server_state view_state(const struct view_work *work, size_t index);

/* --- view_rows.c --- */

/** Parse every packet, once, and sort the answers by server. */
bool view_parse(struct view_work *work);

/**
 * Append the rows of one answer: the RRset that was asked for, present or not,
 * and with @p all the zone's others in the answer section and the denial in
 * the authority section.
 *
 * @return false when the arena is full.
 */
bool view_rows_add(struct view_work *work, size_t answer, bool all,
		   struct view_rows *rows);

/** The row of an apex question that says most, or NULL without a message. */
const struct view_rrset *view_rows_pick(const struct view_rows *rows,
					const struct name *owner,
					uint16_t type);

/* --- view_resolver.c --- */

/** What each resolver of others said. */
bool view_collect_resolvers(struct view_work *work);

/* --- view_signature.c --- */

/** Judge a row's signatures by their dates alone. */
bool view_date_signatures(struct view_work *work, struct view_rrset *row);

/** Judge the signatures of every server's rows with the view's keys. */
bool view_check_signatures(struct view_work *work);

/* --- view_chain.c --- */

/** Each server's keys, and their union. */
bool view_collect_keys(struct view_work *work);

/** Where trust starts; each parent server's DS set, their union or the anchors
 * in its place, and the keys they match. */
bool view_collect_ds(struct view_work *work);

/* --- view_verdict.c --- */

/** What the validator said of each name, and the worst for the zone. */
bool view_collect_verdicts(struct view_work *work);

#endif
