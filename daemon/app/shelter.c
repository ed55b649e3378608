/* SPDX-License-Identifier: BSD-3-Clause */
/* shelter.c - a disk that refuses for long, or that lost our memory, must not
 * keep people from being told: we go on without it, say so, and go back when we
 * can. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <string.h>

/* Refusals in a row until then: ten seconds. */
#define REFUSALS_MAX 3
/* How often the disk is tried again: each time all is written. */
#define LAND_EVERY_MS 10000

static void take_shelter(struct app *app, const char *why)
{
	enum err err = memory_set_afloat(app->memory);

	if (err) {
		log_error("memory.db",
			  "%s, and there is no doing without it: %s", why,
			  err == ERR_IO ? memory_error(app->memory)
					: err_text(err));
		return;
	}
	log_error("memory.db",
		  "%s: going on without it; what happens until it is back "
		  "would not survive a restart",
		  why);
	app_note(&app->memory_note, why);
	monitor_fold(app);
}

static void land(struct app *app)
{
	enum err err = memory_land(app->memory);
	int reason = errno;

	if (err) {
		log_debug("memory.db", "not back yet: %s",
			  err == ERR_BUSY ? memory_error(app->memory)
			  : err == ERR_IO ? strerror(reason)
					  : err_text(err));
		return;
	}
	log_notice("memory.db", "written again, with all that happened");
	app_note(&app->memory_note, NULL);
	if (!app->stopping) /* else the next start tells that it is over */
		monitor_fold(app);
}

void shelter_look(struct app *app)
{
	struct mono now = clock_mono();

	if (memory_is_robbed(app->memory))
		take_shelter(app, "memory.db was removed or replaced under the "
				  "running daemon");
	if (!memory_is_afloat(app->memory) || now.ms < app->land_at.ms)
		return;
	app->land_at.ms = now.ms + LAND_EVERY_MS;
	land(app);
}

void shelter_refused(struct app *app)
{
	if (app->memory_problems != REFUSALS_MAX)
		return;
	take_shelter(app, "the disk refuses to write memory.db");
	app->land_at.ms = clock_mono().ms + LAND_EVERY_MS;
}

bool shelter_leave(struct app *app)
{
	if (memory_is_afloat(app->memory))
		land(app);
	return !memory_is_afloat(app->memory);
}
