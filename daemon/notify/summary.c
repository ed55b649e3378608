/* SPDX-License-Identifier: BSD-3-Clause */
/* summary.c - one message instead of many: when quiet hours end, and where a
 * target would be sent more than it may.
 *
 * The summary is owed, and what it tells is held for it, in one transaction:
 * nothing is told twice, and nothing is lost, wherever we are killed. All
 * summaries of a target are one incident to the outbox: they keep their order,
 * and with it that of all that they tell. */
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

/* Lay out what is held as the target's kind does, and owe it. */
static enum err owe_card(const struct target *target, const struct card *card,
			 struct wall now)
{
	struct delivery delivery = { .id = card->id,
				     .target = target->name,
				     .incident = SUMMARY_INCIDENT,
				     .owed_at = now,
				     .next_attempt_at = now,
				     .severity = card->severity,
				     .deadline = WALL_NEVER };
	enum err err = ERR_MEMORY;
	struct text body;

	text_init(&body, SUMMARY_BYTES_MAX);
	target->kind->body(card, &body);
	delivery.body = text_string(&body);
	if (text_ok(&body))
		err = memory_summarise(target->notify->memory, &delivery);
	text_done(&body);
	return err;
}

static enum err owe_summary(const struct target *target,
			    const struct held_counts *held, struct wall now)
{
	const struct notify *notify = target->notify;
	struct gathering gathering = { .arena = arena_new(CARD_BYTES_MAX) };
	char id[32];
	struct card_summary summary = { .id = id,
					.at = now,
					.from = held->from,
					.until = held->until,
					.severity = held->severity,
					.opened = held->opened,
					.worsened = held->worsened,
					.eased = held->eased,
					.closed = held->closed };
	const struct card *card = NULL;
	enum err err =
		gathering.arena
			? memory_held_lines(notify->memory, target->name, now,
					    CARD_LIST_MAX, add_line, &gathering)
			: ERR_MEMORY;

	make_id(id, sizeof(id));
	summary.line_count = gathering.count;
	summary.lines = gathering.lines;
	summary.more = held->count - gathering.count;
	if (!err)
		card = card_of_summary(gathering.arena, &summary,
				       notify->source, notify->link_base);
	if (!err)
		err = card ? owe_card(target, card, now) : ERR_MEMORY;
	arena_free(gathering.arena);
	if (!err)
		log_notice(target->name, "%zu messages are told as one, %s",
			   held->count, id);
	return err;
}

/* Hold what waits, where that many wait. */
static enum err hold(const struct target *target, struct wall now)
{
	const char *busy[HELD_BUSY_MAX] = { 0 };

	_Static_assert(REQUESTS_MAX <= HELD_BUSY_MAX, "each has an incident");
	for (size_t i = 0; i < REQUESTS_MAX; i++)
		if (target->requests[i].row)
			busy[i] = target->requests[i].incident;
	return memory_hold(target->notify->memory, target->name, busy,
			   target->kind->in_place, now);
}

/* What is held and due becomes one message; a single one is told as it is. */
static enum err tell_held(const struct target *target, struct wall now)
{
	struct memory *memory = target->notify->memory;
	struct held_counts held;
	enum err err = memory_held(memory, target->name, now, &held);

	if (err || held.count == 0)
		return err;
	return held.count == 1 ? memory_release(memory, target->name, now)
			       : owe_summary(target, &held, now);
}

enum err summary_gather(const struct target *target, bool all)
{
	struct memory *memory = target->notify->memory;
	struct wall now = clock_wall();
	struct held_counts held;
	enum err err = memory_held(memory, target->name, now, &held);

	if (err || (!all && held.count == 0))
		return err;
	err = memory_begin(memory);
	if (!err && all)
		err = hold(target, now);
	if (!err)
		err = tell_held(target, now);
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
