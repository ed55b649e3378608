/* SPDX-License-Identifier: BSD-3-Clause */
/* passes.c - begin the passes that are due, judge what comes back. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "incident/fingerprint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A busy or restarting prober is asked again after this. */
#define BUSY_MS 200
/* A pass that was lost with its prober is worth another at once. */
#define LOST_RETRY_MS 1000
/* After so many lost ones in a row we say that we know nothing. */
#define LOST_PASSES_MAX 3

/* One place is kept free, so that the canaries never wait for the zones. */
static size_t capacity(const struct app *app)
{
	size_t places =
		(size_t)app->config->probers * app->config->prober_window;

	return places > 1 ? places - 1 : 1;
}

static void set_tick(struct app *app, int64_t at_least_ms)
{
	struct mono next = schedule_next(&app->schedule);
	int64_t ms = next.ms - clock_mono().ms;

	if (next.ms == INT64_MAX)
		return;
	ms = ms < at_least_ms ? at_least_ms : ms;
	/* Long sleeps gain nothing and timers have bounds. */
	ms = ms > 3600000 ? 3600000 : ms;
	struct timeval tv = app_timeval(ms);
	(void)event_add(app->tick, &tv);
}

/* A pulse needs a survey to be compared with. */
static bool can_pulse(const struct zone *zone)
{
	return zone->known && zone->latest == zone->known &&
	       zone->known->server_count > 0 && !zone->suspect;
}

static enum err submit(struct app *app, struct zone *zone)
{
	struct plan_lists lists;
	struct plan plan = {
		.id = app->last_plan_id + 1,
		.kind = zone->kind,
		.zone = zone->config->apex,
		.fresh = zone->suspect,
		.tcp = zone->suspect,
		.at = WALL_NEVER,
		.deadline_ms = app->config->pass_deadline_s * 1000,
	};

	plan_fill(&plan, app->config, zone->config->policy, &lists);
	if (zone->kind == PASS_PULSE) {
		plan.servers = zone->known->servers;
		plan.server_count = zone->known->server_count;
	}
	return supervisor_submit(app->supervisor, &plan);
}

static bool begin(struct app *app, struct zone *zone, enum pass_kind kind)
{
	char key[24];

	zone->kind = can_pulse(zone) ? kind : PASS_SURVEY;
	(void)snprintf(key, sizeof(key), "%" PRIu64, app->last_plan_id + 1);
	if (!map_put(app->flights, key, zone))
		return false;
	if (submit(app, zone) != ERR_OK) {
		(void)map_remove(app->flights, key);
		return false;
	}
	zone->plan_id = ++app->last_plan_id;
	zone->started_at = clock_wall();
	zone->begun_at = clock_mono();
	return true;
}

void passes_hurry(struct app *app, struct zone *zone, int64_t delay_ms)
{
	(void)schedule_hurry(&app->schedule, &zone->entry, clock_mono(),
			     delay_ms);
	set_tick(app, 0);
}

/* confirm: are moments after the first look; the next look is due after the
 * difference of two of them. */
static int64_t confirm_delay_ms(const struct config *config, unsigned looks)
{
	size_t step =
		looks < config->confirm_count ? looks : config->confirm_count;
	int64_t s;

	if (step == 0)
		return 0;
	s = config->confirm_s[step - 1];
	if (step > 1)
		s -= config->confirm_s[step - 2];
	return s > 0 ? s * 1000 : 1000;
}

static void log_verdict(const struct zone *zone, const struct assessment *was)
{
	const struct assessment *a = zone->latest;

	if (was && was->verdict == a->verdict)
		return;
	if (a->verdict == VERDICT_UNKNOWN)
		log_notice(zone->apex_text, "unknown: %s",
			   a->unknown_because ? a->unknown_because : "");
	else if (a->finding_count && a->verdict != VERDICT_OK)
		log_notice(zone->apex_text, "%s: %s (%s)%s",
			   verdict_text(a->verdict), a->findings[0]->summary,
			   a->findings[0]->id,
			   zone->suspect ? ", to be confirmed" : "");
	else
		log_notice(zone->apex_text, "%s", verdict_text(a->verdict));
}

static void install(struct zone *zone, struct assessment *a)
{
	if (zone->latest != zone->known)
		assessment_free(zone->latest);
	zone->latest = a;
	if (a->verdict == VERDICT_UNKNOWN)
		return;
	if (zone->known != a)
		assessment_free(zone->known);
	zone->known = a;
}

static void fold(struct app *app, struct zone *zone, const struct assessment *a)
{
	struct fold fold;

	if (incident_fold(app->book, a, zone->started_at, &fold) != ERR_OK)
		log_error(zone->apex_text, "out of memory: a fault was not "
					   "counted in this pass");
	remember_fold(app, a->zone_text, &fold);
	if (fold.transients)
		log_notice(zone->apex_text,
			   "failed, then passed before it was confirmed "
			   "(transient-unconfirmed)");
	zone->transients += fold.transients;
	app->transients += fold.transients;
	zone->suspect = fold.suspect;
	if (fold.suspect)
		passes_hurry(app, zone,
			     confirm_delay_ms(app->config, fold.confirm_step));
}

/* The judgement stands: fold it, show it. Takes @p a over, which may be NULL
 * while we distrust ourselves. */
static void judge(struct app *app, struct zone *zone, struct assessment *a)
{
	/* Kept until the log line: a change is worth one, a repeat is not. */
	enum verdict was = zone->latest->verdict;
	struct assessment before = { .verdict = was };

	if (monitor_distrust(app)) {
		assessment_free(a);
		a = assessment_unknown(&zone->config->apex,
				       monitor_distrust(app), zone->started_at);
		if (!a)
			return;
	}
	fold(app, zone, a);
	if (a->verdict != VERDICT_UNKNOWN)
		remember_sighting(app, zone, a);
	/* All at once, and not for what they are: that is no news of them. */
	if (!monitor_distrust(app))
		latest_verdict(app, zone, a);
	install(zone, a);
	/* Why was told once, and not for each zone. */
	if (!monitor_distrust(app))
		log_verdict(zone, &before);
	publishing_wake(app);
}

/* In distrust of ourselves a pass would say nothing: it is not begun, and its
 * zone is unknown. Once we are well again it is due for a survey. */
static void pass_over(struct app *app, struct zone *zone)
{
	zone->started_at = clock_wall();
	judge(app, zone, NULL);
	/* Last: it must not be due again at once. */
	(void)schedule_return(&app->schedule, &zone->entry,
			      zone->config->policy, PASS_SURVEY, clock_mono());
}

void passes_run(struct app *app)
{
	struct schedule_entry *entry;
	struct mono now = clock_mono();
	enum pass_kind kind;

	while (!app->stopping && map_count(app->flights) < capacity(app) &&
	       (entry = schedule_take(&app->schedule, now, &kind))) {
		struct zone *zone = (struct zone *)entry;

		if (monitor_distrust(app)) {
			pass_over(app, zone);
			continue;
		}
		if (begin(app, zone, kind))
			continue;
		entry->in_flight = false;
		(void)schedule_hurry(&app->schedule, entry, now, BUSY_MS);
		set_tick(app, BUSY_MS);
		return;
	}
	/* With every place taken, the next one to end runs this again. */
	if (map_count(app->flights) < capacity(app))
		set_tick(app, 0);
}

/* Whether a fault of our own could have made this: then the canaries are asked
 * before it counts. What is known and told already needs no such question at
 * every pass. */
static bool needs_canaries(const struct zone *zone, const struct assessment *a)
{
	if (a->verdict == VERDICT_OK || a->verdict == VERDICT_INFO)
		return false;
	return zone->suspect || !zone->known ||
	       zone->known->verdict != a->verdict;
}

static void wait_for_canaries(struct app *app, struct zone *zone,
			      struct assessment *a)
{
	if (zone->waiting)
		assessment_free(zone->waiting);
	else
		TAILQ_INSERT_TAIL(&app->waiting, zone, wait_link);
	zone->waiting = a;
	zone->waiting_since = clock_mono();
	monitor_ask(app);
}

void passes_judge_waiting(struct app *app)
{
	struct zone *zone = TAILQ_FIRST(&app->waiting);

	while (zone) {
		struct zone *next = TAILQ_NEXT(zone, wait_link);
		struct assessment *a = zone->waiting;

		if (zone->waiting_since.ms <= app->monitor.canary_sent_at.ms) {
			TAILQ_REMOVE(&app->waiting, zone, wait_link);
			zone->waiting = NULL;
			judge(app, zone, a);
		}
		zone = next;
	}
}

static void survey_done(struct app *app, struct zone *zone,
			const struct snapshot *snapshot)
{
	struct assessment *a;

	monitor_hear(app, snapshot);
	remember_past(app, zone);
	a = assessment_new_remembering(snapshot, zone->config->policy,
				       zone->history, zone->started_at);
	app->surveys++;
	if (!a) {
		log_error(zone->apex_text, "out of memory: not judged");
		return;
	}
	if (assessment_unexplained(a) > 0)
		disagreements_keep(app, zone, snapshot);
	if (needs_canaries(zone, a))
		wait_for_canaries(app, zone, a);
	else
		judge(app, zone, a);
}

/* A pulse says "as before" or "look closer"; in distrust of ourselves neither
 * is worth anything. */
static void pulse_done(struct app *app, struct zone *zone,
		       const struct snapshot *snapshot)
{
	struct assessment *known = zone->known;

	app->pulses++;
	if (monitor_distrust(app)) {
		judge(app, zone, NULL);
		return;
	}
	if (!known || zone->latest != known ||
	    fingerprint_of(snapshot) != known->fingerprint) {
		log_debug(zone->apex_text, "a pulse differs: survey");
		passes_hurry(app, zone, 0);
		return;
	}
	known->checked_at = zone->started_at;
	remember_look(app, zone);
	/* A deadline went by since the last survey. */
	if (known->verdict != VERDICT_CRITICAL &&
	    known->breaks_at.s <= zone->started_at.s)
		passes_hurry(app, zone, 0);
}

static void pass_lost(struct app *app, struct zone *zone, const char *why)
{
	struct assessment *a;

	log_info(zone->apex_text, "pass lost: %s", why);
	app->lost_passes++;
	if (++zone->lost_passes < LOST_PASSES_MAX) {
		passes_hurry(app, zone, LOST_RETRY_MS);
		return;
	}
	/* One zone that kills probers must not keep all from working. */
	a = assessment_unknown(&zone->config->apex, why, zone->started_at);
	if (a)
		judge(app, zone, a);
}

/* @param snapshot  NULL: it was lost, @p why. */
static void zone_looked_at(struct app *app, struct zone *zone,
			   struct snapshot *snapshot, const char *why)
{
	struct mono now = clock_mono();

	zone->plan_id = 0;
	app->passes++;
	durations_add(zone->kind == PASS_PULSE ? &app->pulse_durations
					       : &app->survey_durations,
		      now.ms - zone->begun_at.ms);
	(void)schedule_return(&app->schedule, &zone->entry,
			      zone->config->policy, zone->kind, now);
	if (!snapshot || !name_equal(&snapshot->zone, &zone->config->apex)) {
		pass_lost(app, zone,
			  why ? why : "the prober answered for another zone");
		return;
	}
	zone->lost_passes = 0;
	zone->measured = true;
	zone->measured_at = now;
	if (zone->kind == PASS_PULSE)
		pulse_done(app, zone, snapshot);
	else
		survey_done(app, zone, snapshot);
}

static struct zone *take_flight(struct app *app, uint64_t plan_id)
{
	char key[24];

	(void)snprintf(key, sizeof(key), "%" PRIu64, plan_id);
	return map_remove(app->flights, key);
}

void passes_done(void *arg, uint64_t plan_id, struct snapshot *snapshot,
		 struct arena *arena, const char *why)
{
	struct app *app = arg;
	bool is_canaries = plan_id == app->monitor.canary_plan_id;
	bool is_resolvers = plan_id == app->monitor.lax_plan_id;

	if (is_canaries) {
		monitor_canaries_done(app, snapshot);
	} else if (is_resolvers) {
		resolvers_heard(app, snapshot);
	} else {
		struct zone *zone = take_flight(app, plan_id);

		if (zone && !zone->gone)
			zone_looked_at(app, zone, snapshot, why);
		else
			zone_free(zone);
	}
	arena_free(arena);
	if (!is_canaries && !is_resolvers)
		passes_run(app);
}
