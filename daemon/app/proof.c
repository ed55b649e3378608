/* SPDX-License-Identifier: BSD-3-Clause */
/* proof.c - what is told by the state of things and not by messages: the alerts
 * that are open, and whether the daemon is of use. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "incident/usefulness.h"
#include "publish/sdnotify.h"
#include "targets/alert.h"

#include <string.h>

/* --- alerts --- */

struct showing {
	struct app *app;
	size_t target; /* its index */
	struct wall now;
	notify_put_alert *put;
	void *to;
};

static void show_card(const struct showing *showing, const struct card *card,
		      const struct alert_place *place, bool quiet)
{
	struct text labels, details;

	text_init(&labels, ALERT_BYTES_MAX);
	text_init(&details, ALERT_BYTES_MAX);
	alert_labels(card, place, &labels);
	alert_details(card, &details);
	if (text_ok(&labels) && text_ok(&details))
		showing->put(showing->to, text_string(&labels),
			     text_string(&details), quiet);
	else
		log_error(card->owner, "cannot be shown as an alert");
	text_done(&labels);
	text_done(&details);
}

/* The labels are of whom it belongs to; of an ancestor or a provider, which is
 * no zone of ours, the defaults. */
static void show_incident(const struct showing *showing,
			  const struct announcement *as_if, bool quiet)
{
	const struct app *app = showing->app;
	const struct zone *zone = map_get(app->zones, as_if->incident->owner);
	const struct zone_policy *policy =
		zone ? zone->config->policy : app->config->defaults;
	const struct alert_place place = { app->host, policy->label_count,
					   policy->labels };
	const struct card_bases bases = { app->config->dashboard,
					  app->config->runbook_url };
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card =
		arena ? card_of_announcement(arena, as_if, app->source, &bases)
		      : NULL;

	if (card)
		show_card(showing, card, &place, quiet);
	else
		log_error(as_if->incident->owner,
			  "out of memory: no alert is shown");
	arena_free(arena);
}

static void show_test(const struct showing *showing)
{
	const char *target =
		showing->app->config->targets[showing->target].name;
	const struct alert_place place = { .host = showing->app->host };
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card =
		arena ? card_of_test(arena, "test", target, showing->now,
				     showing->app->source)
		      : NULL;

	if (card)
		show_card(showing, card, &place, false);
	arena_free(arena);
}

static struct announcement as_if_opened(const struct showing *showing,
					const struct incident *incident)
{
	const struct zone *zone = map_get(showing->app->zones, incident->owner);

	return (struct announcement){
		.change = CHANGE_OPENED,
		.incident = incident,
		.severity = incident->severity,
		.at = showing->now,
		.assessment = zone ? zone->known : NULL,
	};
}

/* As the routes say of what it is now. */
static void route_incident(const struct showing *showing,
			   const struct incident *incident)
{
	const struct announcement as_if = as_if_opened(showing, incident);
	struct route_answer answer;

	route_announcement(showing->app, &as_if, &answer);
	if (answer.targets >> showing->target & 1)
		show_incident(showing, &as_if,
			      answer.until[showing->target].s > showing->now.s);
}

/* Those that people were told of: a silence that keeps one from being told
 * keeps it from being shown as well. */
static void show_book(const struct showing *showing,
		      const struct incident_book *book)
{
	const struct incident *incident;
	size_t cursor = 0;

	while ((incident = incident_next(book, &cursor)))
		if (incident->open && incident->announcements > 0)
			route_incident(showing, incident);
}

static void alerts(void *arg, const char *target, struct wall now, bool test,
		   notify_put_alert *put, void *to)
{
	struct showing showing = { arg, 0, now, put, to };
	const struct config *config = showing.app->config;

	while (showing.target < config->target_count &&
	       strcmp(config->targets[showing.target].name, target) != 0)
		showing.target++;
	if (showing.target == config->target_count)
		return; /* it is leaving with a reload */
	show_book(&showing, showing.app->book);
	show_book(&showing, showing.app->monitor_book);
	if (test)
		show_test(&showing);
}

/* --- usefulness --- */

/* The target that waits longest for what it is owed. */
static void find_stuck(const struct app *app, struct usefulness *facts)
{
	struct wall now = clock_wall();

	for (size_t i = 0; i < app->config->target_count; i++) {
		const char *name = app->config->targets[i].name;
		struct outbox_counts counts;
		int64_t age_s;

		if (memory_outbox_counts(app->memory, name, &counts) !=
			    ERR_OK ||
		    wall_is_never(counts.oldest_owed_at))
			continue;
		age_s = wall_diff(counts.oldest_owed_at, now);
		if (age_s < app->config->undelivered_after_s ||
		    age_s < facts->stuck_s)
			continue;
		facts->stuck_target = name;
		facts->stuck_s = age_s;
	}
}

static void find_probing(const struct app *app, struct usefulness *facts)
{
	struct supervisor_stats stats;
	struct monitor_facts seen;

	monitor_facts(app, &seen);
	supervisor_stats(app->supervisor, &stats);
	facts->distrust = seen.distrust;
	facts->zones = seen.zones;
	facts->overdue = seen.overdue;
	facts->longest_s = seen.longest_s;
	facts->stalled_s = seen.stalled_s;
	facts->probers = stats.alive;
	facts->idle_s = (clock_mono().ms - stats.last_progress_at.ms) / 1000;
	facts->patience_s = 3 * app->config->pass_deadline_s;
}

static void troubles(void *arg, struct text *out)
{
	struct app *app = arg;
	struct usefulness facts = { .memory_refuses =
					    app->memory_problems > 0 };

	find_probing(app, &facts);
	find_stuck(app, &facts);
	(void)usefulness_judge(&facts, out);
}

void proof_sources(struct app *app, struct notify_sources *ret_sources)
{
	*ret_sources = (struct notify_sources){ alerts, troubles, app };
}

bool proof_is_useful(const struct app *app)
{
	struct usefulness facts = { 0 };

	find_probing(app, &facts);
	return !usefulness_wants_restart(&facts);
}

/* systemd is told that we live only while passes come to an end: a loop that
 * turns and does nothing useful is restarted. What a restart does not mend
 * (the network, the clock, a sink) is no reason for one. */
static void on_watchdog(evutil_socket_t fd, short what, void *arg)
{
	struct usefulness facts = { 0 };
	struct text reasons;

	(void)fd;
	(void)what;
	find_probing(arg, &facts);
	if (!usefulness_wants_restart(&facts)) {
		sdnotify_watchdog();
		return;
	}
	text_init(&reasons, 1024);
	(void)usefulness_judge(&facts, &reasons);
	log_error(NULL, "not telling the watchdog that we are well: %.*s",
		  (int)strcspn(text_string(&reasons), "\n"),
		  text_string(&reasons));
	text_done(&reasons);
}

bool proof_start_watchdog(struct app *app)
{
	int64_t interval_ms = sdnotify_watchdog_ms();
	struct timeval tv = app_timeval(interval_ms / 2);

	if (interval_ms <= 0)
		return true;
	app->watchdog = event_new(app->base, -1, EV_PERSIST, on_watchdog, app);
	return app->watchdog && event_add(app->watchdog, &tv) == 0;
}
