/* SPDX-License-Identifier: BSD-3-Clause */
/* remember.c - from a fold to memory: incidents and what is owed for them are
 * committed before anyone is told. What the disk refuses is kept here and
 * tried again; nothing is dropped. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How often a disk that refused is tried again. */
#define DEBT_RETRY_MS 5000
/* Delivered announcements are kept so long for whoever asks. */
#define KEEP_DELIVERED_S (30 * 86400)

/* What the folds of this time changed is one transaction: ten thousand zones
 * that break in a minute must not wait for the disk ten thousand times. */
#define BATCH_MS 50

static void settle_in(struct app *app, int64_t ms)
{
	struct timeval tv = app_timeval(ms);

	if (!event_pending(app->debt_tick, EV_TIMEOUT, NULL))
		(void)event_add(app->debt_tick, &tv);
}

/* @param debt  taken over; NULL: there was no memory for it. */
static void queue(struct app *app, const struct incident *incident,
		  struct debt *debt)
{
	if (debt)
		STAILQ_INSERT_TAIL(&app->debts, debt, link);
	else
		log_error(incident->owner, "out of memory: an announcement "
					   "could not be kept");
}

static const struct incident *find_open(const struct app *app,
					const char *owner)
{
	const struct incident *incident = incident_of(app->book, owner);

	return incident ? incident : incident_of(app->monitor_book, owner);
}

/* The incident as it is now, or its end. */
static enum err put_incident(struct app *app, const struct debt *debt)
{
	const struct incident *living = find_open(app, debt->owner);
	struct incident ended = { .owner = debt->owner };

	if (living && living->open && !debt->zone)
		return memory_incident_put(app->memory, living);
	if (living && living->open)
		/* One fold changes one member: with all of them, a broken
		 * TLD would cost the square of its zones. */
		return memory_incident_put_member(app->memory, living,
						  debt->zone);
	memcpy(ended.id, debt->incident, strlen(debt->incident) + 1);
	return memory_incident_put(app->memory, &ended);
}

static enum err write_debts(struct app *app)
{
	enum err err = memory_begin(app->memory);
	struct debt *debt;

	if (err != ERR_OK)
		return err;
	STAILQ_FOREACH(debt, &app->debts, link)
	{
		err = put_incident(app, debt);
		if (err == ERR_OK)
			err = debt_owe(app, debt);
		if (err != ERR_OK)
			break;
	}
	if (err == ERR_OK)
		err = memory_commit(app->memory);
	if (err != ERR_OK)
		memory_rollback(app->memory);
	return err;
}

static void drop_debts(struct app *app)
{
	struct debt *debt;

	while ((debt = STAILQ_FIRST(&app->debts))) {
		STAILQ_REMOVE_HEAD(&app->debts, link);
		debt_free(debt);
	}
}

/* Each time that something is owed a little is forgotten, so that a daemon
 * which runs for years does not grow. What cannot be now is next time. */
static void forget(struct app *app)
{
	(void)memory_expire(app->memory, clock_wall(), KEEP_DELIVERED_S);
}

static void settle(struct app *app)
{
	enum err err;

	if (STAILQ_EMPTY(&app->debts))
		return;
	err = write_debts(app);
	if (err != ERR_OK) {
		if (app->memory_problems++ == 0)
			log_error("memory.db",
				  "%s: kept in memory and tried again",
				  memory_error(app->memory));
		settle_in(app, DEBT_RETRY_MS);
		shelter_refused(app);
		return;
	}
	if (app->memory_problems)
		log_notice("memory.db", "written again after %u attempts",
			   app->memory_problems);
	app->memory_problems = 0;
	drop_debts(app);
	forget(app);
	notify_wake(app->notify);
}

static void queue_fold(struct app *app, const char *zone,
		       const struct fold *fold, uint32_t mask)
{
	/* While the disk refuses, each body waits with its incident. */
	for (size_t i = 0; i < fold->announcement_count; i++) {
		const struct announcement *a = &fold->announcements[i];

		latest_announcement(app, a);
		queue(app, a->incident,
		      debt_of_announcement(app, zone, a, mask));
	}
	for (size_t i = 0; i < fold->changed_count; i++)
		queue(app, fold->changed[i], debt_new(zone, fold->changed[i]));
	if (fold->announcement_count || fold->changed_count) {
		settle_in(app, BATCH_MS);
		publishing_wake(app);
	}
}

void remember_fold(struct app *app, const char *zone, const struct fold *fold)
{
	queue_fold(app, zone, fold, UINT32_MAX);
}

void remember_reminder(struct app *app, const struct fold *fold, uint32_t mask)
{
	/* No member changed; the incident has a message more. */
	if (fold->changed_count && fold->changed[0]->member_count)
		queue_fold(app, fold->changed[0]->members[0].zone, fold, mask);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	settle(arg);
}

static enum err restore(void *arg, const struct incident *incident)
{
	struct app *app = arg;
	bool own = strcmp(incident->owner, SELF_OWNER) == 0;

	return incident_restore(own ? app->monitor_book : app->book, incident);
}

enum err remember_start(struct app *app)
{
	enum err err;

	STAILQ_INIT(&app->debts);
	app->debt_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->debt_tick)
		return ERR_MEMORY;
	err = memory_incidents(app->memory, restore, app);
	if (err != ERR_OK)
		log_error("memory.db", "%s", memory_error(app->memory));
	forget(app);
	return err;
}

void remember_stop(struct app *app)
{
	if (!app->debt_tick)
		return;
	settle(app);
	if (!shelter_leave(app) || !STAILQ_EMPTY(&app->debts))
		log_error("memory.db",
			  "%s: announcements are lost with this "
			  "process",
			  memory_error(app->memory));
	drop_debts(app);
	event_free(app->debt_tick);
}
