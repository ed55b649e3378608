/* SPDX-License-Identifier: BSD-3-Clause */
/* past.c - each zone's history, and the timelines of memory.db that it comes
 * back from after a restart. */
#include "app/internal.h"

#include "base/log.h"

#include <string.h>

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

static void write_version(struct app *app, const struct zone *zone,
			  enum history_what what,
			  const struct history_version *version,
			  struct arena *arena)
{
	const char *stored =
		history_stored(arena, version->value, version->ttl_s);

	if (!stored || memory_timeline(app->memory, zone->apex_text,
				       history_what_text(what), stored,
				       version->last_seen) != ERR_OK)
		log_debug(zone->apex_text, "timeline of %s: %s",
			  history_what_text(what), memory_error(app->memory));
}

/* How long the one before was there is known now. */
static void write_change(struct app *app, const struct zone *zone,
			 enum history_what what, struct arena *arena)
{
	const struct history_version *before =
		history_at(zone->history, what, 1);
	const struct history_version *now = history_at(zone->history, what, 0);

	if (before)
		write_version(app, zone, what, before, arena);
	if (now)
		write_version(app, zone, what, now, arena);
}

void remember_sighting(struct app *app, struct zone *zone,
		       const struct assessment *now)
{
	struct arena *arena;
	unsigned changed;

	remember_past(app, zone);
	if (!zone->history)
		return;
	changed = history_see(zone->history, &now->seen, now->checked_at);
	arena = changed ? arena_new(WRITE_BYTES_MAX) : NULL;
	if (!arena)
		return;
	for (int what = 0; what < HISTORY_WHAT_COUNT; what++)
		if (changed & 1u << what)
			write_change(app, zone, (enum history_what)what, arena);
	arena_free(arena);
}

void remember_last_look(struct app *app)
{
	struct arena *arena;
	struct zone *zone;
	size_t cursor = 0;

	if (!app->zones || !app->memory || memory_begin(app->memory) != ERR_OK)
		return;
	while ((zone = map_next(app->zones, &cursor, NULL))) {
		const struct history_version *keys =
			history_at(zone->history, HISTORY_DNSKEY, 0);

		arena = keys ? arena_new(WRITE_BYTES_MAX) : NULL;
		if (arena)
			write_version(app, zone, HISTORY_DNSKEY, keys, arena);
		arena_free(arena);
	}
	if (memory_commit(app->memory) != ERR_OK)
		memory_rollback(app->memory);
}
