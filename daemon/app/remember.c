/* SPDX-License-Identifier: BSD-3-Clause */
/* remember.c - from a fold to memory: incidents and what is owed for them are
 * committed before anyone is told. What the disk refuses is kept here and
 * tried again; nothing is dropped. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How often a disk that refused is tried again. */
#define DEBT_RETRY_MS 5000
/* A body is at most this; report/ cuts evidence to fit. */
#define BODY_BYTES_MAX (256u * 1024)
/* Delivered announcements are kept so long for whoever asks. */
#define KEEP_DELIVERED_S (30 * 86400)

static void debt_free(struct debt *debt)
{
	if (!debt)
		return;
	free(debt->id);
	free(debt->incident);
	free(debt->owner);
	free(debt->body);
	free(debt->zone);
	free(debt);
}

/* @param announcement, body  NULL where nobody is to be told. */
static struct debt *debt_new(const char *zone, const struct incident *incident,
			     const struct announcement *announcement,
			     const char *body)
{
	struct debt *debt = calloc(1, sizeof(*debt));

	if (!debt)
		return NULL;
	debt->incident = strdup(incident->id);
	debt->owner = strdup(incident->owner);
	debt->zone = strdup(zone);
	if (announcement) {
		debt->at = announcement->at;
		debt->id = strdup(announcement->id);
		debt->body = strdup(body);
	}
	if (debt->incident && debt->owner && debt->zone &&
	    (!announcement || (debt->id && debt->body)))
		return debt;
	debt_free(debt);
	return NULL;
}

static void queue(struct app *app, const char *zone,
		  const struct incident *incident,
		  const struct announcement *announcement, const char *body)
{
	struct debt *debt = debt_new(zone, incident, announcement, body);

	if (debt)
		STAILQ_INSERT_TAIL(&app->debts, debt, link);
	else
		log_error(incident->owner, "out of memory: an announcement "
					   "could not be kept");
}

static void queue_announcement(struct app *app, const char *zone,
			       const struct announcement *announcement)
{
	struct text body, headline;

	text_init(&body, BODY_BYTES_MAX);
	text_init(&headline, 1024);
	report_cloudevent(announcement, app->source, &body);
	report_headline(announcement, &headline);
	log_notice(NULL, "%s: %s", change_text(announcement->change),
		   text_string(&headline));
	queue(app, zone, announcement->incident, announcement,
	      text_string(&body));
	text_done(&headline);
	text_done(&body);
}

/* Owe one announcement to every target. */
static enum err owe(struct app *app, const struct debt *debt)
{
	for (size_t i = 0; i < app->config->target_count; i++) {
		struct delivery delivery = {
			.id = debt->id,
			.target = app->config->targets[i].name,
			.incident = debt->incident,
			.body = debt->body,
			.owed_at = debt->at,
			.next_attempt_at = debt->at,
		};
		enum err err = memory_owe(app->memory, &delivery);

		if (err != ERR_OK)
			return err;
	}
	return ERR_OK;
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
		if (err == ERR_OK && debt->body)
			err = owe(app, debt);
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
		struct timeval tv = app_timeval(DEBT_RETRY_MS);

		if (app->memory_problems++ == 0)
			log_error("memory.db",
				  "%s: kept in memory and tried again",
				  memory_error(app->memory));
		(void)event_add(app->debt_tick, &tv);
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

void remember_fold(struct app *app, const char *zone, const struct fold *fold)
{
	/* While the disk refuses, each body waits with its incident. */
	for (size_t i = 0; i < fold->announcement_count; i++)
		queue_announcement(app, zone, &fold->announcements[i]);
	for (size_t i = 0; i < fold->changed_count; i++)
		queue(app, zone, fold->changed[i], NULL, NULL);
	if (fold->announcement_count || fold->changed_count) {
		settle(app);
		publishing_wake(app);
	}
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
	/* No zone's name ends without a dot. */
	size_t len = strlen(incident->owner);
	bool own = len == 0 || incident->owner[len - 1] != '.';

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
	if (!STAILQ_EMPTY(&app->debts))
		log_error("memory.db",
			  "%s: announcements are lost with this "
			  "process",
			  memory_error(app->memory));
	drop_debts(app);
	event_free(app->debt_tick);
}
