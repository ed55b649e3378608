/* SPDX-License-Identifier: BSD-3-Clause */
/* past.c - each zone's history, and the timelines of memory.db that it comes
 * back from after a restart. */
#include "app/internal.h"

#include "base/log.h"

#include <string.h>

/* Looks are kept together: a transaction waits for the disk. */
#define LOOK_TICK_MS 2000
/* In one transaction: some 20 ms of the loop. */
#define LOOKS_MAX 1000
/* Five values of a zone. */
#define WRITE_BYTES_MAX (128u * 1024)

static enum err restore(void *arg, const char *what, const char *value,
			struct wall first_seen, struct wall last_seen)
{
	history_restore_stored(arg, what, value, first_seen, last_seen);
	return ERR_OK;
}

void remember_past(struct app *app, struct zone *zone)
{
	if (zone->history)
		return;
	zone->history = history_new();
	if (zone->history &&
	    memory_timeline_each(app->memory, zone->apex_text, restore,
				 zone->history) != ERR_OK)
		log_error("memory.db", "the past of %s: %s", zone->apex_text,
			  memory_error(app->memory));
}

/* @return whether it is written. */
static bool write_version(struct app *app, const struct zone *zone,
			  enum history_what what,
			  const struct history_version *version,
			  struct arena *arena)
{
	const char *stored =
		history_stored(arena, version->value, version->ttl_s);

	if (stored && memory_timeline(app->memory, zone->apex_text,
				      history_what_text(what), stored,
				      version->last_seen) == ERR_OK)
		return true;
	log_debug(zone->apex_text, "timeline of %s: %s",
		  history_what_text(what), memory_error(app->memory));
	return false;
}

/* How long the one before was there is known now. */
static void write_change(struct app *app, const struct zone *zone,
			 enum history_what what, struct arena *arena)
{
	const struct history_version *before =
		history_at(zone->history, what, 1);
	const struct history_version *now = history_at(zone->history, what, 0);

	if (before)
		(void)write_version(app, zone, what, before, arena);
	if (now)
		(void)write_version(app, zone, what, now, arena);
}

/* --- until when the keys were seen --- */

static const struct history_version *keys_of(const struct zone *zone)
{
	return history_at(zone->history, HISTORY_DNSKEY, 0);
}

static bool write_look(struct app *app, const struct zone *zone)
{
	struct arena *arena = arena_new(WRITE_BYTES_MAX);
	bool written = arena && write_version(app, zone, HISTORY_DNSKEY,
					      keys_of(zone), arena);

	arena_free(arena);
	return written;
}

/* @return how many of the first were written; 0 where the disk refuses. */
static size_t write_looks(struct app *app)
{
	struct zone *zone;
	size_t count = 0;

	if (memory_begin(app->memory) != ERR_OK)
		return 0;
	TAILQ_FOREACH(zone, &app->looks, look_link)
	{
		if (count == LOOKS_MAX)
			break;
		if (!write_look(app, zone)) {
			memory_rollback(app->memory);
			return 0;
		}
		count++;
	}
	if (memory_commit(app->memory) == ERR_OK)
		return count;
	memory_rollback(app->memory);
	return 0;
}

static void set_look_tick(struct app *app)
{
	struct timeval tv = app_timeval(LOOK_TICK_MS);

	if (!evtimer_pending(app->look_tick, NULL))
		(void)evtimer_add(app->look_tick, &tv);
}

static void on_look_tick(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	size_t count = write_looks(app);

	(void)fd;
	(void)what;
	for (; count > 0; count--) {
		struct zone *zone = TAILQ_FIRST(&app->looks);

		zone->look_kept_at = keys_of(zone)->last_seen;
		remember_no_look(app, zone);
	}
	if (!TAILQ_EMPTY(&app->looks))
		set_look_tick(app);
}

void remember_no_look(struct app *app, struct zone *zone)
{
	if (zone->look_waits)
		TAILQ_REMOVE(&app->looks, zone, look_link);
	zone->look_waits = false;
}

/* Have the look be written, unless what is written is young enough. */
static void keep_look(struct app *app, struct zone *zone)
{
	const struct history_version *keys = keys_of(zone);

	if (!app->look_tick)
		app->look_tick = evtimer_new(app->base, on_look_tick, app);
	if (!app->look_tick || !keys || zone->look_waits ||
	    wall_diff(zone->look_kept_at, keys->last_seen) <
		    history_keep_every_s(keys, zone->config->policy->survey_s))
		return;
	zone->look_waits = true;
	TAILQ_INSERT_TAIL(&app->looks, zone, look_link);
	set_look_tick(app);
}

void remember_look(struct app *app, struct zone *zone)
{
	if (!zone->history)
		return;
	history_seen_again(zone->history, HISTORY_DNSKEY, zone->started_at);
	keep_look(app, zone);
}

static void write_changes(struct app *app, const struct zone *zone,
			  unsigned changed)
{
	struct arena *arena = arena_new(WRITE_BYTES_MAX);

	for (int what = 0; arena && what < HISTORY_WHAT_COUNT; what++)
		if (changed & 1u << what)
			write_change(app, zone, (enum history_what)what, arena);
	arena_free(arena);
}

void remember_sighting(struct app *app, struct zone *zone,
		       const struct assessment *now)
{
	unsigned changed;

	remember_past(app, zone);
	if (!zone->history)
		return;
	changed = history_see(zone->history, &now->seen, now->checked_at);
	if (changed) {
		write_changes(app, zone, changed);
		latest_history(app, zone, changed);
	}
	keep_look(app, zone);
}

void remember_last_look(struct app *app)
{
	struct zone *zone;
	size_t cursor = 0;

	if (app->look_tick)
		event_free(app->look_tick);
	app->look_tick = NULL;
	if (!app->zones || !app->memory || memory_begin(app->memory) != ERR_OK)
		return;
	while ((zone = map_next(app->zones, &cursor, NULL)))
		if (keys_of(zone))
			(void)write_look(app, zone);
	if (memory_commit(app->memory) != ERR_OK)
		memory_rollback(app->memory);
}
