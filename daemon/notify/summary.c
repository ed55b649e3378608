/* SPDX-License-Identifier: BSD-3-Clause */
/* summary.c - one message instead of many: when quiet hours end, and where a
 * target would be sent more than it may.
 *
 *	owed -> held -> carried by a summary that is begun -> the summary is
 *owed
 *
 * Each arrow is taken in steps, a transaction each, so that the loop goes on
 * between them; few messages take all of them at once. What is begun is in the
 * database: nothing is told twice, and nothing is lost, wherever we are killed.
 * All summaries of a target are one incident to the outbox: they keep their
 * order, and with it that of all that they tell. */
#include "notify/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "memory/held.h"
#include "report/card.h"

#include <event2/util.h>
#include <stdio.h>

#define SUMMARY_INCIDENT "summary"
/* What the longest body of a kind has, with room. */
#define SUMMARY_BYTES_MAX (256u * 1024)

struct gathering {
	struct arena *arena;
	size_t count;
	const char *lines[CARD_LIST_MAX];
};

static void add_line(void *arg, const char *headline)
{
	struct gathering *gathering = arg;
	const char *line = arena_strdup(gathering->arena, headline);

	if (line && gathering->count < CARD_LIST_MAX)
		gathering->lines[gathering->count++] = line;
}

static void make_id(char *ret, size_t size)
{
	uint64_t number;

	evutil_secure_rng_get_bytes(&number, sizeof(number));
	(void)snprintf(ret, size, "summary-%016llx",
		       (unsigned long long)number);
}

static struct delivery summary_of(const struct target *target, const char *id,
				  struct wall now)
{
	return (struct delivery){ .id = id,
				  .target = target->name,
				  .incident = SUMMARY_INCIDENT,
				  .owed_at = now,
				  .next_attempt_at = now,
				  .deadline = WALL_NEVER };
}

/* Lay out what is carried as the target's kind does, and owe it. */
static enum err owe_card(const struct target *target, int64_t row,
			 const struct card *card, struct wall now)
{
	struct delivery delivery = summary_of(target, card->id, now);
	enum err err = ERR_MEMORY;
	struct text body;

	text_init(&body, SUMMARY_BYTES_MAX);
	target->kind->body(card, &body);
	delivery.severity = card->severity;
	delivery.body = text_string(&body);
	if (text_ok(&body))
		err = memory_gather_end(target->notify->memory, row, &delivery);
	text_done(&body);
	return err;
}

static enum err owe_summary(const struct target *target,
			    const struct gathered *gathered, struct wall now)
{
	const struct notify *notify = target->notify;
	struct gathering gathering = { .arena = arena_new(CARD_BYTES_MAX) };
	struct carried_counts carried = { 0 };
	const struct card *card = NULL;
	enum err err = gathering.arena ? memory_carried(notify->memory,
							gathered->row, &carried)
				       : ERR_MEMORY;

	if (!err)
		err = memory_carried_lines(notify->memory, gathered->row,
					   CARD_LIST_MAX, add_line, &gathering);
	if (!err) {
		const struct card_summary summary = {
			.id = gathered->id,
			.at = now,
			.from = carried.from,
			.until = carried.until,
			.severity = carried.severity,
			.opened = carried.opened,
			.worsened = carried.worsened,
			.eased = carried.eased,
			.closed = carried.closed,
			.line_count = gathering.count,
			.lines = gathering.lines,
			.more = carried.count - gathering.count,
		};

		card = card_of_summary(gathering.arena, &summary,
				       notify->source, notify->link_base);
		err = card ? owe_card(target, gathered->row, card, now)
			   : ERR_MEMORY;
	}
	arena_free(gathering.arena);
	if (!err)
		log_notice(target->name, "%zu messages are told as one, %s",
			   carried.count, gathered->id);
	return err;
}

/* A step of holding what waits, where that many wait. */
static enum err hold(const struct target *target, struct wall now,
		     bool *ret_more)
{
	struct held_order order = { .target = target->name,
				    .in_place = target->kind->in_place };

	_Static_assert(REQUESTS_MAX <= HELD_BUSY_MAX, "each has an incident");
	for (size_t i = 0; i < REQUESTS_MAX; i++)
		if (target->requests[i].row)
			order.busy[i] = target->requests[i].incident;
	return memory_hold(target->notify->memory, &order, now, ret_more);
}

/* What is held and due becomes one message: a step. */
static enum err summarise(const struct target *target, struct wall now,
			  bool *ret_more)
{
	struct memory *memory = target->notify->memory;
	struct gathered gathered;
	struct delivery begun;
	char id[32];
	enum err err;

	make_id(id, sizeof(id));
	begun = summary_of(target, id, now);
	err = memory_gather_begin(memory, &begun, &gathered);
	if (!err)
		err = memory_gather(memory, target->name, now, gathered.row,
				    ret_more);
	return err || *ret_more ? err : owe_summary(target, &gathered, now);
}

/* How much is held and due. A summary that is begun is more than one message.
 */
static enum err count_held(const struct target *target, struct wall now,
			   size_t *ret_count)
{
	struct memory *memory = target->notify->memory;
	struct gathered begun;
	enum err err =
		memory_gathered(memory, target->name, SUMMARY_INCIDENT, &begun);

	if (err == ERR_NOT_FOUND)
		return memory_held(memory, target->name, now, ret_count);
	*ret_count = 2;
	return err;
}

/* A single one is told as it is. */
static enum err tell_held(const struct target *target, struct wall now,
			  bool *ret_more)
{
	size_t count;
	enum err err = count_held(target, now, &count);

	if (err || count == 0)
		return err;
	return count == 1 ? memory_release(target->notify->memory, target->name,
					   now)
			  : summarise(target, now, ret_more);
}

enum err summary_gather(const struct target *target, bool all, bool *ret_more)
{
	struct memory *memory = target->notify->memory;
	struct wall now = clock_wall();
	size_t count;
	enum err err = count_held(target, now, &count);

	*ret_more = false;
	if (err || (!all && count == 0))
		return err;
	err = memory_begin(memory);
	if (!err && all)
		err = hold(target, now, ret_more);
	if (!err && !*ret_more)
		err = tell_held(target, now, ret_more);
	if (!err)
		return memory_commit(memory);
	memory_rollback(memory);
	return err;
}

int64_t summary_wait_ms(const struct target *target)
{
	struct wall at;
	int64_t left_s;

	if (memory_next_release(target->notify->memory, target->name, &at))
		return -1;
	left_s = wall_diff(clock_wall(), at);
	if (left_s <= 0)
		return 1;
	return left_s < INT32_MAX ? left_s * 1000 : INT32_MAX;
}
