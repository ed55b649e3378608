/* SPDX-License-Identifier: BSD-3-Clause */
/* view_rows.c - from answers to RRsets: each message is parsed once, and each
 * RRset of the zone in it becomes a row. */
#include "observe/view_parts.h"

#include <string.h>

/* Of one answer. A denial is an SOA and three NSEC3 at the most (RFC 5155
 * 7.2), an alias chain of more than ten links is refused by resolvers. */
#define ROWS_OF_ANSWER_MAX 16

static bool parse_one(struct view_work *work, size_t index,
		      struct message *scratch)
{
	const struct answer *answer = &work->snapshot->answers[index];

	/* What came instead of an answer says nothing about the zone. */
	if (!answer->packet || answer->outcome == OUTCOME_MALFORMED ||
	    message_parse(answer->packet, answer->packet_len, scratch))
		return true;
	work->messages[index] =
		arena_memdup(work->arena, scratch, message_bytes(scratch));
	return work->messages[index] != NULL;
}

/* Where an answer goes in start[], or -1 for libunbound's. */
static int64_t slot_of(const struct snapshot *snapshot,
		       const struct answer *answer)
{
	if (answer->server < 0 ||
	    (size_t)answer->server >= snapshot->server_count ||
	    answer->vantage != snapshot->servers[answer->server].vantage)
		return -1;
	return 2 * (int64_t)answer->server + answer->tcp;
}

static bool sort_answers(struct view_work *work)
{
	const struct snapshot *snapshot = work->snapshot;
	size_t slots = 2 * snapshot->server_count;

	work->start = arena_array(work->arena, slots + 2, sizeof(size_t));
	work->order = arena_array(work->arena, snapshot->answer_count + 1,
				  sizeof(size_t));
	if (!work->start || !work->order)
		return false;
	/* A counting sort: counts two slots on, then sums one slot on, which
	 * the filling moves to where each slot begins. */
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		int64_t slot = slot_of(snapshot, &snapshot->answers[i]);

		if (slot >= 0)
			work->start[slot + 2]++;
	}
	for (size_t i = 2; i < slots + 2; i++)
		work->start[i] += work->start[i - 1];
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		int64_t slot = slot_of(snapshot, &snapshot->answers[i]);

		if (slot >= 0)
			work->order[work->start[slot + 1]++] = i;
	}
	return true;
}

bool view_parse(struct view_work *work)
{
	struct message *scratch = arena_alloc(work->arena, sizeof(*scratch));
	size_t count = work->snapshot->answer_count;

	work->messages =
		arena_array(work->arena, count, sizeof(*work->messages));
	if (!scratch || !work->messages)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!parse_one(work, i, scratch))
			return false;
	return sort_answers(work);
}

static struct view_rrset *row_new(struct view_work *work,
				  struct view_rows *rows)
{
	if (rows->count == rows->room) {
		size_t room = rows->room ? 2 * rows->room : 32;
		struct view_rrset *at =
			arena_array(work->arena, room, sizeof(*at));

		if (!at)
			return NULL;
		if (rows->count)
			memcpy(at, rows->at, rows->count * sizeof(*at));
		rows->at = at;
		rows->room = room;
	}
	return &rows->at[rows->count++];
}

/* Add the row of one RRset. An RRset whose rdata breaks its layout is none:
 * nobody can use it. @return false when the arena is full. */
static bool row_add(struct view_work *work, size_t answer, enum section section,
		    const struct name *owner, uint16_t type,
		    struct view_rows *rows)
{
	const struct message *message = work->messages[answer];
	struct view_rrset *row = row_new(work, rows);

	if (!row)
		return false;
	*row = (struct view_rrset){
		.answer = &work->snapshot->answers[answer],
		.message = message,
		.rcode = message ? message->rcode : 0,
		.owner = *owner,
		.type = type,
		.from_authority = section == SECTION_AUTHORITY,
		.good_until = WALL_NEVER,
	};
	return !message || rrset_collect(work->arena, message, section, owner,
					 type, &row->set) != ERR_MEMORY;
}

static bool is_denial(uint16_t type)
{
	return type == TYPE_SOA || type == TYPE_NSEC || type == TYPE_NSEC3;
}

static bool is_wanted(const struct record *record)
{
	if (record->class != CLASS_IN || record->type == TYPE_RRSIG)
		return false;
	return record->section == SECTION_ANSWER ||
	       (record->section == SECTION_AUTHORITY &&
		is_denial(record->type));
}

/* Whether one of the rows from @p first on has that RRset. */
static bool has_row(const struct view_rows *rows, size_t first,
		    const struct record *record, const struct name *owner)
{
	for (size_t i = first; i < rows->count; i++)
		if (rows->at[i].type == record->type &&
		    rows->at[i].from_authority ==
			    (record->section == SECTION_AUTHORITY) &&
		    name_equal(&rows->at[i].owner, owner))
			return true;
	return false;
}

static bool add_others(struct view_work *work, size_t answer, size_t first,
		       struct view_rows *rows)
{
	const struct message *m = work->messages[answer];

	for (size_t i = 0; i < m->record_count; i++) {
		const struct record *record = &m->records[i];
		struct name owner;

		if (rows->count - first == ROWS_OF_ANSWER_MAX)
			break;
		if (!is_wanted(record))
			continue;
		message_owner(m, record, &owner);
		if (!name_is_under(&owner, &work->view->zone) ||
		    has_row(rows, first, record, &owner))
			continue;
		if (!row_add(work, answer, record->section, &owner,
			     record->type, rows))
			return false;
	}
	return true;
}

bool view_rows_add(struct view_work *work, size_t answer, bool all,
		   struct view_rows *rows)
{
	const struct answer *asked = &work->snapshot->answers[answer];
	size_t first = rows->count;

	if (!row_add(work, answer, SECTION_ANSWER, &asked->name, asked->type,
		     rows))
		return false;
	return !all || !work->messages[answer] ||
	       add_others(work, answer, first, rows);
}

/* How much a row says: records, or their absence, or that it was cut off. */
static int worth(const struct view_rrset *row)
{
	if (!row->message)
		return 0;
	if (row->set && row->set->count)
		return 3;
	return row->message->tc ? 1 : 2;
}

const struct view_rrset *view_rows_pick(const struct view_rows *rows,
					const struct name *owner, uint16_t type)
{
	const struct view_rrset *best = NULL;

	for (size_t i = 0; i < rows->count; i++) {
		const struct view_rrset *row = &rows->at[i];

		if (row->type != type || row->from_authority ||
		    !name_equal(&row->owner, owner))
			continue;
		if (worth(row) > (best ? worth(best) : 0))
			best = row;
	}
	return best;
}
