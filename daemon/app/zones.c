/* SPDX-License-Identifier: BSD-3-Clause */
/* zones.c - the table of watched zones, made to follow the configuration. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

/* A million names. Whoever has more is rid of the rest at the next start. */
#define STRANGERS_BYTES_MAX ((size_t)64 * 1024 * 1024)

void zone_free(struct zone *zone)
{
	if (!zone)
		return;
	if (zone->latest != zone->known)
		assessment_free(zone->latest);
	assessment_free(zone->known);
	assessment_free(zone->waiting);
	history_free(zone->history);
	free(zone->apex_text);
	free(zone);
}

static enum err zone_add(struct app *app, const struct zone_config *config,
			 int64_t spread_ms)
{
	struct zone *zone = calloc(1, sizeof(*zone));

	if (!zone)
		return ERR_MEMORY;
	zone->config = config;
	zone->measured_at = clock_mono();
	zone->apex_text = strdup(config->apex_text);
	zone->latest = assessment_unknown(&config->apex, "not looked at yet",
					  clock_wall());
	if (!zone->apex_text || !zone->latest ||
	    !map_put(app->zones, zone->apex_text, zone)) {
		zone_free(zone);
		return ERR_MEMORY;
	}
	if (!schedule_add(&app->schedule, &zone->entry, &config->apex,
			  clock_mono(), spread_ms)) {
		(void)map_remove(app->zones, zone->apex_text);
		zone_free(zone);
		return ERR_MEMORY;
	}
	return ERR_OK;
}

static void note(struct app *app, const char *apex_text, enum changed what)
{
	latest_note(app, &(struct change_row){
				 .what = what,
				 .verdict = VERDICT_COUNT,
				 .zone = apex_text,
				 .text = what == CHANGED_ADDED
						 ? "watched from now on"
						 : "no longer watched" });
}

static void say_left(struct app *app, const char *apex_text)
{
	struct fold fold;

	log_notice(apex_text, "no longer watched");
	note(app, apex_text, CHANGED_REMOVED);
	if (incident_forget_zone(app->book, apex_text, clock_wall(), &fold) ==
	    ERR_OK)
		remember_fold(app, apex_text, &fold);
}

static void zone_leave(struct app *app, struct zone *zone)
{
	say_left(app, zone->apex_text);
	if (zone->waiting)
		TAILQ_REMOVE(&app->waiting, zone, wait_link);
	remember_no_look(app, zone);
	schedule_remove(&app->schedule, &zone->entry);
	(void)map_remove(app->zones, zone->apex_text);
	/* With a pass under way, its end frees it. */
	if (!zone->plan_id)
		zone_free(zone);
}

/* Names or limits may be others now: look again soon, spread as before. */
static void zone_keep(struct app *app, struct zone *zone,
		      const struct zone_config *config, int64_t spread_ms)
{
	uint64_t span = spread_ms > 0 ? (uint64_t)spread_ms : 1;

	zone->config = config;
	passes_hurry(app, zone, (int64_t)(zone->entry.hash % span));
}

/* Zones whose configuration is still the old one have left. */
static void drop_old(struct app *app, const struct config *config)
{
	const struct zone_config *first = config->zones;
	const struct zone_config *end = first + config->zone_count;
	size_t cursor = 0;
	struct zone *zone;

	while ((zone = map_next(app->zones, &cursor, NULL)))
		zone->gone = zone->config < first || zone->config >= end;
	scraping_forget_gone(app);
	cursor = 0;
	while ((zone = map_next(app->zones, &cursor, NULL)))
		if (zone->gone)
			zone_leave(app, zone);
}

/* Copied, as the book changes while they are forgotten. */
static void add_strangers(struct app *app, const struct incident *incident,
			  struct text *names)
{
	for (size_t m = 0; m < incident->member_count; m++)
		if (!map_get(app->zones, incident->members[m].zone))
			text_printf(names, "%s\n", incident->members[m].zone);
}

/* Zones that left, or went to another shard, while nobody ran: no look at them
 * will ever end what memory says is open of them. */
static void forget_strangers(struct app *app)
{
	const struct incident *incident;
	struct text names;
	size_t cursor = 0;
	char *name, *rest;

	text_init(&names, STRANGERS_BYTES_MAX);
	while ((incident = incident_next(app->book, &cursor)))
		add_strangers(app, incident, &names);
	rest = names.at;
	while ((name = strsep(&rest, "\n")) && *name)
		say_left(app, name);
	text_done(&names);
}

enum err zones_apply(struct app *app, const struct config *config,
		     int64_t spread_ms)
{
	bool at_start = map_count(app->zones) == 0;
	enum err err = ERR_OK;

	for (size_t i = 0; i < config->zone_count; i++) {
		const struct zone_config *c = &config->zones[i];
		struct zone *zone;

		zone = map_get(app->zones, c->apex_text);
		if (zone)
			zone_keep(app, zone, c, spread_ms);
		else if (zone_add(app, c, spread_ms) != ERR_OK)
			err = ERR_MEMORY;
		else if (!at_start)
			note(app, c->apex_text, CHANGED_ADDED);
	}
	drop_old(app, config);
	if (at_start)
		forget_strangers(app);
	return err;
}

struct zone *zone_find(const struct app *app, const char *text)
{
	char canonical[NAME_TEXT_SIZE];
	struct name name;

	if (!name_from_text(text, &name))
		return NULL;
	return map_get(app->zones, name_to_text(&name, canonical));
}

struct wall zone_next_check(const struct zone *zone, struct wall now,
			    struct mono mono)
{
	int64_t ms = zone->entry.item.key - mono.ms;

	return wall_add(now, zone->entry.item.place && ms > 0 ? ms / 1000 : 0);
}
