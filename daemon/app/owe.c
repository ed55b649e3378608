/* SPDX-License-Identifier: BSD-3-Clause */
/* owe.c - what one fold leaves to be written: an incident, and for whom which
 * words. Who was told of an incident before is known to memory alone, so the
 * words are ready for every target, and the debt is owed to those that the
 * routes name or that were told. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "memory/held.h"
#include "report/card.h"
#include "targets/kind.h"

#include <stdlib.h>
#include <string.h>

/* A body is at most this; report/ cuts evidence to fit. */
#define BODY_BYTES_MAX (256u * 1024)

void debt_free(struct debt *debt)
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
	free(debt->headline);
	free(debt);
}

struct debt *debt_new(const char *zone, const struct incident *incident)
{
	struct debt *debt = calloc(1, sizeof(*debt));

	if (!debt)
		return NULL;
	debt->incident = strdup(incident->id);
	debt->owner = strdup(incident->owner);
	debt->zone = zone ? strdup(zone) : NULL;
	if (debt->incident && debt->owner && (debt->zone || !zone))
		return debt;
	debt_free(debt);
	return NULL;
}

/* --- who is told --- */

static const struct zone_policy *policy_of(void *arg, const char *name)
{
	const struct app *app = arg;
	const struct zone *zone = map_get(app->zones, name);

	return zone ? zone->config->policy : NULL;
}

void route_announcement(struct app *app,
			const struct announcement *announcement,
			struct route_answer *ret_answer)
{
	const struct route_message message = {
		.severity = announcement->severity,
		.incident = announcement->incident,
		.ended = *announcement->ended ? announcement->ended : NULL,
		.policy = policy_of,
		.arg = app,
	};

	route_ask(app->config, &message, clock_wall(), clock_local, ret_answer);
	/* That a target fails the others must know, whatever is routed. */
	if (undelivered_is_in(announcement->incident))
		ret_answer->targets |= undelivered_well(app);
}

/* --- in which words --- */

/* Add what @p target would be told. @return false without memory. */
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

static struct wall deadline_of(const struct announcement *announcement)
{
	return announcement->assessment ? announcement->assessment->breaks_at
					: WALL_NEVER;
}

static bool debt_describe(struct debt *debt,
			  const struct announcement *announcement,
			  const struct card *card)
{
	debt->at = announcement->at;
	debt->change = announcement->change;
	debt->severity = announcement->severity;
	debt->deadline = deadline_of(announcement);
	debt->id = strdup(announcement->id);
	debt->headline = strdup(card->headline);
	return debt->id && debt->headline;
}

/* @return false without memory. */
static bool debt_announce(struct app *app, struct debt *debt,
			  const struct announcement *announcement,
			  const struct card *card, uint32_t mask)
{
	const struct config *config = app->config;
	struct wall now = clock_wall();
	struct route_answer answer;
	bool whole = debt_describe(debt, announcement, card);

	debt->told = calloc(config->target_count + 1, sizeof(*debt->told));
	if (!debt->told)
		return false;
	route_announcement(app, announcement, &answer);
	for (size_t i = 0; whole && i < config->target_count; i++) {
		struct told *told = &debt->told[debt->told_count];

		/* What shows states is owed no messages. */
		if (!kind_of(config->targets[i].kind)->body)
			continue;
		told->routed = answer.targets & mask & UINT32_C(1) << i;
		told->held = answer.until[i].s > now.s;
		told->until = answer.until[i];
		whole = debt_tell(debt, &config->targets[i], card);
	}
	return whole;
}

struct debt *debt_of_announcement(struct app *app, const char *zone,
				  const struct announcement *announcement,
				  uint32_t mask)
{
	const struct card_bases bases = { app->config->dashboard,
					  app->config->runbook_url };
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card =
		arena ? card_of_announcement(arena, announcement, app->source,
					     &bases)
		      : NULL;
	struct debt *debt =
		card ? debt_new(zone, announcement->incident) : NULL;

	if (card)
		log_notice(NULL, "%s: %s", change_text(announcement->change),
			   card->headline);
	if (debt && !debt_announce(app, debt, announcement, card, mask)) {
		debt_free(debt);
		debt = NULL;
	}
	arena_free(arena);
	return debt;
}

/* --- what is written --- */

/* Whether @p told is to be told: what becomes of an incident is for those who
 * know of it, and a reminder for those who asked for it. */
static enum err is_wanted(struct app *app, const struct debt *debt,
			  const struct told *told, bool *ret_wanted)
{
	struct wall at;
	enum err err;

	*ret_wanted = told->routed && debt->change != CHANGE_CLOSED;
	if (*ret_wanted || debt->change == CHANGE_OPENED ||
	    debt->change == CHANGE_REMINDED)
		return ERR_OK;
	err = memory_told(app->memory, debt->incident, told->target, &at);
	*ret_wanted = err == ERR_OK;
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

static enum err owe_one(struct app *app, const struct debt *debt,
			const struct told *told)
{
	const struct delivery delivery = {
		.id = debt->id,
		.target = told->target,
		.incident = debt->incident,
		.body = told->body,
		.state = told->held ? DELIVERY_HELD : DELIVERY_OWED,
		.owed_at = debt->at,
		.next_attempt_at = told->held ? told->until : debt->at,
		.headline = debt->headline,
		.severity = debt->severity,
		.change = debt->change,
		.deadline = debt->deadline,
	};
	enum err err = memory_owe(app->memory, &delivery);

	return err ? err
		   : memory_told_put(app->memory, debt->incident, told->target,
				     debt->at);
}

enum err debt_owe(struct app *app, const struct debt *debt)
{
	enum err err = ERR_OK;
	bool wanted;

	for (size_t i = 0; !err && i < debt->told_count; i++) {
		err = is_wanted(app, debt, &debt->told[i], &wanted);
		if (!err && wanted)
			err = owe_one(app, debt, &debt->told[i]);
	}
	if (!err && debt->id && debt->change == CHANGE_CLOSED)
		err = memory_told_close(app->memory, debt->incident);
	return err;
}
