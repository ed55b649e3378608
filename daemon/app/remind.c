/* SPDX-License-Identifier: BSD-3-Clause */
/* remind.c - once a minute: incidents that are told again, since they are open
 * and nobody has acknowledged them; and targets that owe for too long. When
 * each target was told last is in memory, so a restart changes nothing. */
#include "app/internal.h"

#include "base/clock.h"
#include "memory/held.h"

#define ROUND_MS 60000

static void set_tick(struct app *app)
{
	struct timeval tv = app_timeval(ROUND_MS);

	(void)event_add(app->remind_tick, &tv);
}

static bool is_asked_for(const struct config *config)
{
	for (size_t i = 0; i < config->route_count; i++)
		if (config->routes[i].repeat_s)
			return true;
	return false;
}

static bool is_due(const struct app *app, const struct incident *incident,
		   const char *target, int64_t repeat_s)
{
	struct wall told_at;

	return memory_told(app->memory, incident->id, target, &told_at) ==
		       ERR_OK &&
	       wall_diff(told_at, clock_wall()) >= repeat_s;
}

/* Who is to be reminded of @p incident now. In quiet hours nobody is. */
static uint32_t whom(struct app *app, const struct incident *incident)
{
	const struct announcement as_if = { .incident = incident,
					    .severity = incident->severity };
	struct wall now = clock_wall();
	struct route_answer answer;
	uint32_t mask = 0;

	route_announcement(app, &as_if, &answer);
	for (size_t i = 0; i < app->config->target_count; i++)
		if (answer.targets >> i & 1 && answer.repeat_s[i] &&
		    answer.until[i].s <= now.s &&
		    is_due(app, incident, app->config->targets[i].name,
			   answer.repeat_s[i]))
			mask |= UINT32_C(1) << i;
	return mask;
}

static void remind(struct app *app, struct incident_book *book,
		   const struct incident *incident)
{
	const struct zone *zone = map_get(app->zones, incident->owner);
	uint32_t mask = whom(app, incident);
	struct fold fold;

	if (!mask)
		return;
	incident_remind(book, incident->owner, zone ? zone->known : NULL,
			clock_wall(), &fold);
	remember_reminder(app, &fold, mask);
}

static void remind_of_all(struct app *app, struct incident_book *book)
{
	const struct incident *incident;
	size_t cursor = 0;

	while ((incident = incident_next(book, &cursor)))
		if (incident->open && incident->announcements &&
		    !incident->silenced && wall_is_never(incident->acked_at))
			remind(app, book, incident);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;

	(void)fd;
	(void)what;
	undelivered_look(app);
	if (is_asked_for(app->config)) {
		remind_of_all(app, app->book);
		remind_of_all(app, app->monitor_book);
	}
	set_tick(app);
}

enum err remind_start(struct app *app)
{
	app->remind_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->remind_tick)
		return ERR_MEMORY;
	set_tick(app);
	return ERR_OK;
}

void remind_stop(struct app *app)
{
	if (app->remind_tick)
		event_free(app->remind_tick);
}
