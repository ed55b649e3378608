/* SPDX-License-Identifier: BSD-3-Clause */
/* remember.c - from a fold to memory: incidents and what is owed for them are
 * committed before anyone is told. What the disk refuses is kept here and
 * tried again; nothing is dropped. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "report/card.h"
#include "targets/kind.h"

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
	for (size_t i = 0; i < debt->told_count; i++) {
		free(debt->told[i].target);
		free(debt->told[i].body);
	}
	free(debt->told);
	free(debt->id);
	free(debt->incident);
	free(debt->owner);
	free(debt->zone);
	free(debt);
}

static struct debt *debt_new(const char *zone, const struct incident *incident)
{
	struct debt *debt = calloc(1, sizeof(*debt));

	if (!debt)
		return NULL;
	debt->incident = strdup(incident->id);
	debt->owner = strdup(incident->owner);
	debt->zone = strdup(zone);
	if (debt->incident && debt->owner && debt->zone)
		return debt;
	debt_free(debt);
	return NULL;
}

/* Add what @p target is told. @return false without memory. */
static bool debt_tell(struct debt *debt, const struct target_config *target,
		      const struct card *card)
{
	struct told *told = &debt->told[debt->told_count++];
	struct text body;

	text_init(&body, BODY_BYTES_MAX);
	kind_of(target->kind)->body(card, &body);
	told->target = strdup(target->name);
	told->body = text_ok(&body) ? strdup(text_string(&body)) : NULL;
	text_done(&body);
	return told->target && told->body;
}

/* Tell every target. @return false without memory. */
static bool debt_announce(struct app *app, struct debt *debt,
			  const struct announcement *announcement,
			  const struct card *card)
{
	const struct config *config = app->config;
	bool whole = true;

	debt->at = announcement->at;
	debt->id = strdup(announcement->id);
	debt->told = calloc(config->target_count + 1, sizeof(*debt->told));
	if (!debt->id || !debt->told)
		return false;
	for (size_t i = 0; whole && i < config->target_count; i++)
		if (kind_of(config->targets[i].kind)->body)
			whole = debt_tell(debt, &config->targets[i], card);
	return whole;
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

static void queue_announcement(struct app *app, const char *zone,
			       const struct announcement *announcement)
{
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card =
		arena ? card_of_announcement(arena, announcement, app->source,
					     app->config->dashboard)
		      : NULL;
	struct debt *debt =
		card ? debt_new(zone, announcement->incident) : NULL;

	if (card)
		log_notice(NULL, "%s: %s", change_text(announcement->change),
			   card->headline);
	if (debt && !debt_announce(app, debt, announcement, card)) {
		debt_free(debt);
		debt = NULL;
	}
	queue(app, announcement->incident, debt);
	arena_free(arena);
}

/* Owe one announcement to whom it was written for. */
static enum err owe(struct app *app, const struct debt *debt)
{
	for (size_t i = 0; i < debt->told_count; i++) {
		struct delivery delivery = {
			.id = debt->id,
			.target = debt->told[i].target,
			.incident = debt->incident,
			.body = debt->told[i].body,
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
		if (err == ERR_OK)
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
		queue(app, fold->changed[i], debt_new(zone, fold->changed[i]));
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
	if (!STAILQ_EMPTY(&app->debts))
		log_error("memory.db",
			  "%s: announcements are lost with this "
			  "process",
			  memory_error(app->memory));
	drop_debts(app);
	event_free(app->debt_tick);
}
