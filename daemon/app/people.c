/* SPDX-License-Identifier: BSD-3-Clause */
/* people.c - silences and windows of maintenance: which are in force, and what
 * is to be told when they end. */
#include "app/people.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

/* A clock that is set shows within this. */
#define LOOK_AGAIN_S 60

/* A silence that somebody said, with its texts. */
struct said {
	struct silence pub; /* points into what follows */
	const char *zone, *fault;
	char *texts[4]; /* zone, fault or NULL, reason, by */
};

struct people {
	struct event *tick;
	size_t said_count;
	struct said *said[SILENCES_MAX];
	/* Those, then the windows; what the books have in force. */
	size_t count;
	struct silence all[SILENCES_MAX + MAINTENANCE_MAX];
};

static void said_free(struct said *said)
{
	for (size_t i = 0; said && i < sizeof(said->texts) / sizeof(char *);
	     i++)
		free(said->texts[i]);
	free(said);
}

static struct said *said_new(const struct silence *silence)
{
	const char *from[] = { silence->zones[0],
			       silence->fault_count ? silence->faults[0] : "",
			       silence->reason, silence->by };
	struct said *said = calloc(1, sizeof(*said));
	bool whole = said != NULL;

	for (size_t i = 0; whole && i < sizeof(from) / sizeof(from[0]); i++)
		whole = (said->texts[i] = strdup(from[i])) != NULL;
	if (!whole) {
		said_free(said);
		return NULL;
	}
	said->zone = said->texts[0];
	said->fault = said->texts[1];
	said->pub = *silence;
	said->pub.zones = &said->zone;
	said->pub.faults = &said->fault;
	said->pub.reason = said->texts[2];
	said->pub.by = said->texts[3];
	return said;
}

static void drop(struct people *people, size_t index)
{
	said_free(people->said[index]);
	people->said_count--;
	memmove(&people->said[index], &people->said[index + 1],
		(people->said_count - index) * sizeof(struct said *));
}

static enum err keep(void *arg, const struct silence *silence)
{
	struct people *people = arg;
	struct said *said;

	if (people->said_count == SILENCES_MAX)
		return ERR_LIMIT; /* somebody wrote there by hand */
	said = said_new(silence);
	if (!said)
		return ERR_MEMORY;
	people->said[people->said_count++] = said;
	return ERR_OK;
}

/* What has ended is forgotten. */
static void expire(struct app *app, struct wall now)
{
	struct people *people = app->people;

	for (size_t i = people->said_count; i-- > 0;) {
		const struct silence *s = &people->said[i]->pub;

		if (now.s < s->until.s)
			continue;
		log_notice(NULL, "silence %s of %s has ended", s->id,
			   s->zones[0]);
		/* If it cannot be, the next start forgets it. */
		(void)memory_silence_remove(app->memory, atoll(s->id));
		drop(people, i);
	}
}

static void put_in_force(struct app *app, struct wall now)
{
	struct people *people = app->people;
	const struct config *config = app->config;

	people->count = 0;
	for (size_t i = 0; i < people->said_count; i++)
		people->all[people->count++] = people->said[i]->pub;
	for (size_t i = 0; i < config->maintenance_count; i++)
		people->all[people->count++] = silence_of_window(
			&config->maintenance[i], i + 1, now, clock_local);
	incident_book_set_silences(app->book, people->all, people->count, now);
	incident_book_set_silences(app->monitor_book, people->all,
				   people->count, now);
}

/* What is known of the owner of @p incident, or of the first of its zones.
 * @return false while nothing is: the look that is to come tells by itself,
 *         and shows why. */
static bool is_known(const struct app *app, const struct incident *incident,
		     const struct assessment **ret_known)
{
	const struct zone *zone = map_get(app->zones, incident->owner);

	if (!zone && incident->member_count)
		zone = map_get(app->zones, incident->members[0].zone);
	if (!zone || zone->latest != zone->known || monitor_distrust(app))
		return false;
	*ret_known = zone->known;
	return true;
}

static void tell_what_is_left(struct app *app, struct wall now)
{
	const struct incident *incident;
	size_t cursor = 0;

	while ((incident = incident_next(app->book, &cursor))) {
		const struct assessment *known;
		struct fold fold;

		if (!incident->open || !is_known(app, incident, &known))
			continue;
		incident_retell(app->book, incident->owner, known, now, &fold);
		remember_fold(app, NULL, &fold);
	}
	monitor_fold(app);
}

static void set_tick(struct app *app, struct wall now)
{
	struct people *people = app->people;
	struct wall next = silence_next_edge(people->all, people->count, now);
	int64_t s = wall_diff(now, wall_min(next, wall_add(now, LOOK_AGAIN_S)));
	struct timeval tv = app_timeval(s * 1000);

	(void)event_del(people->tick);
	if (people->count)
		(void)event_add(people->tick, &tv);
}

/* Something began or ended, or may have. */
static void look(struct app *app)
{
	struct wall now = clock_wall();

	expire(app, now);
	put_in_force(app, now);
	tell_what_is_left(app, now);
	set_tick(app, now);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	look(arg);
	publishing_wake(arg);
}

enum err people_start(struct app *app)
{
	struct people *people = calloc(1, sizeof(*people));

	if (!people)
		return ERR_MEMORY;
	app->people = people;
	people->tick = event_new(app->base, -1, 0, on_tick, app);
	if (!people->tick)
		return ERR_MEMORY;
	if (memory_silences(app->memory, keep, people) != ERR_OK)
		log_error("memory.db", "silences: %s",
			  memory_error(app->memory));
	put_in_force(app, clock_wall());
	set_tick(app, clock_wall());
	return ERR_OK;
}

void people_stop(struct app *app)
{
	struct people *people = app->people;

	if (!people)
		return;
	while (people->said_count)
		drop(people, people->said_count - 1);
	if (people->tick)
		event_free(people->tick);
	free(people);
	app->people = NULL;
}

void people_configured(struct app *app)
{
	look(app);
}

const struct silence *people_silences(const struct app *app, size_t *ret_count)
{
	*ret_count = app->people->count;
	return app->people->all;
}

enum err people_silence(struct app *app, const struct silence *silence,
			const struct silence **ret_silence)
{
	struct people *people = app->people;
	struct said *said;
	int64_t number;
	enum err err;

	if (people->said_count == SILENCES_MAX)
		return ERR_LIMIT;
	said = said_new(silence);
	if (!said)
		return ERR_MEMORY;
	err = memory_silence_add(app->memory, &said->pub, &number);
	if (err) {
		said_free(said);
		return err;
	}
	(void)snprintf(said->pub.id, sizeof(said->pub.id), "%lld",
		       (long long)number);
	people->said[people->said_count++] = said;
	look(app);
	publishing_wake(app);
	*ret_silence = &said->pub;
	return ERR_OK;
}

enum err people_unsilence(struct app *app, const char *id)
{
	struct people *people = app->people;
	size_t i = 0;
	enum err err;

	while (i < people->said_count &&
	       strcmp(people->said[i]->pub.id, id) != 0)
		i++;
	if (i == people->said_count)
		return ERR_NOT_FOUND;
	err = memory_silence_remove(app->memory, atoll(id));
	/* Gone from there by hand: then it is over as well. */
	if (err && err != ERR_NOT_FOUND)
		return err;
	drop(people, i);
	look(app);
	publishing_wake(app);
	return ERR_OK;
}
