/* SPDX-License-Identifier: BSD-3-Clause */
/* watch.c - the daemon in virtual time. */
#include "scenario/watch.h"

#include "incident/fingerprint.h"
#include "incident/selfcheck.h"
#include "lib/policy.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The daemon's own default, confirm: [10s, 30s, 60s] after the first look, as
 * times from one look to the next. */
static const int64_t confirm_s[] = { 10, 20, 30 };
#define CONFIRM_COUNT (sizeof(confirm_s) / sizeof(confirm_s[0]))
/* Canaries: at rest, and while something is wrong. */
#define CANARY_REST_S	60
#define CANARY_DOUBT_S	2
#define CANARY_FAILURES 2

/* A survey of two servers takes 100 kB, its text twice that. */
#define PASS_BYTES_MAX (32 * 1024 * 1024)

struct watch *watch_new(struct wall start)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (!watch)
		abort();
	watch->now = start;
	watch->book = incident_book_new(CONFIRM_COUNT);
	watch->memory = map_new();
	watch->monitor = incident_book_new(0);
	watch->canary_at = WALL_NEVER;
	watch->network_down_at = WALL_NEVER;
	watch->silence_at = WALL_NEVER;
	if (!watch->book || !watch->memory || !watch->monitor)
		abort();
	return watch;
}

static void memory_clear(struct watch *watch)
{
	struct incident_book *stored;
	size_t cursor = 0;

	while ((stored = map_next(watch->memory, &cursor, NULL)))
		incident_book_free(stored);
	map_free(watch->memory);
}

void watch_free(struct watch *watch)
{
	if (!watch)
		return;
	for (size_t i = 0; i < watch->zone_count; i++) {
		assessment_free(watch->zones[i].assessment);
		history_free(watch->zones[i].history);
		world_free(watch->zones[i].world);
	}
	incident_book_free(watch->book);
	incident_book_free(watch->monitor);
	memory_clear(watch);
	free(watch);
}

struct watched *watch_add(struct watch *watch, const char *apex)
{
	struct watched *zone = &watch->zones[watch->zone_count];

	if (watch->zone_count == WATCH_ZONES_MAX)
		return NULL;
	watch->zone_count++;
	zone->world = world_new(apex, watch->now);
	zone->history = history_new();
	if (!zone->history)
		abort();
	zone->world->network = watch->network;
	zone->policy = plain_policy;
	zone->signer = (struct signer){ .lifetime_s = 14 * 86400,
					.back_s = 3600,
					.next_at = WALL_NEVER };
	zone->survey_at = watch->now;
	zone->pulse_at = WALL_NEVER;
	zone->confirm_at = WALL_NEVER;
	zone->surveyed_at = (struct wall){ INT64_MIN };
	return zone;
}

struct watched *watch_zone(struct watch *watch, const struct name *apex)
{
	for (size_t i = 0; i < watch->zone_count; i++)
		if (name_equal(&watch->zones[i].world->zone.apex, apex))
			return &watch->zones[i];
	return NULL;
}

/* The grid of pulses. */
static struct wall next_pulse(const struct watched *zone, struct wall now)
{
	int64_t step = zone->policy.pulse_s;

	return wall_add(now, step - now.s % step);
}

void watch_changed(struct watch *watch, struct watched *zone)
{
	struct wall pulse = next_pulse(zone, watch->now);

	/* Those before, left out here, saw what the last survey had seen. */
	history_seen_again(zone->history, HISTORY_DNSKEY,
			   wall_max(zone->surveyed_at,
				    wall_add(pulse, -zone->policy.pulse_s)));
	zone->pulse_at = wall_min(zone->pulse_at, pulse);
}

/* --- the signer --- */

void watch_sign(struct watch *watch, struct watched *zone)
{
	const struct signer *signer = &zone->signer;
	struct wall clock = wall_add(watch->now, signer->skew_s);
	struct world_zone *signed_zone = &zone->world->zone;

	signed_zone->serial++;
	signed_zone->dates.inception = wall_add(clock, -signer->back_s);
	signed_zone->dates.expiration = wall_add(clock, signer->lifetime_s);
	watch_changed(watch, zone);
}

static void signer_tick(struct watch *watch, struct watched *zone)
{
	watch_sign(watch, zone);
	zone->signer.next_at = wall_add(watch->now, zone->signer.every_s);
}

/* --- announcements and what memory keeps --- */

static void note_alert(struct watch *watch, const struct announcement *from)
{
	struct alert *alert = &watch->alerts[watch->alert_count];
	const struct assessment *a = from->assessment;

	assert(watch->alert_count < WATCH_ALERTS_MAX);
	watch->alert_count++;
	*alert = (struct alert){ .at = from->at,
				 .change = from->change,
				 .severity = from->severity };
	snprintf(alert->owner, sizeof(alert->owner), "%s",
		 from->incident->owner);
	if (a && a->finding_count)
		snprintf(alert->id, sizeof(alert->id), "%s",
			 a->findings[0]->id);
}

/* What the database would hold: each incident as it last changed. */
static void remember(struct watch *watch, const struct incident *incident)
{
	struct incident_book *stored =
		map_remove(watch->memory, incident->owner);

	incident_book_free(stored);
	if (!incident->open)
		return;
	stored = incident_book_new(CONFIRM_COUNT);
	if (!stored || incident_restore(stored, incident) ||
	    !map_put(watch->memory, incident->owner, stored))
		abort();
}

void watch_note_fold(struct watch *watch, const struct fold *fold)
{
	for (size_t i = 0; i < fold->announcement_count; i++)
		note_alert(watch, &fold->announcements[i]);
	for (size_t i = 0; i < fold->changed_count; i++)
		remember(watch, fold->changed[i]);
}

static void fold(struct watch *watch, struct watched *zone)
{
	struct fold fold;
	size_t step;

	if (incident_fold(watch->book, zone->assessment, watch->now, &fold))
		abort();
	watch_note_fold(watch, &fold);
	watch->transients += fold.transients;
	zone->suspect = fold.suspect;
	zone->confirm_at = WALL_NEVER;
	if (!fold.suspect)
		return;
	step = fold.confirm_step ? fold.confirm_step - 1 : 0;
	if (step >= CONFIRM_COUNT)
		step = CONFIRM_COUNT - 1;
	zone->confirm_at = wall_add(watch->now, confirm_s[step]);
}

/* By way of the rows that the database would hold. */
static struct history *history_again(struct history *history)
{
	struct history *again = history_new();
	struct arena *arena = arena_new(PASS_BYTES_MAX);

	if (!again || !arena)
		abort();
	for (int what = 0; what < HISTORY_WHAT_COUNT; what++)
		for (size_t i = history_count(history, what); i > 0; i--) {
			const struct history_version *v =
				history_at(history, what, i - 1);

			history_restore_stored(
				again, history_what_text(what),
				history_stored(arena, v->value, v->ttl_s),
				v->first_seen, v->last_seen);
		}
	arena_free(arena);
	history_free(history);
	return again;
}

void watch_restart(struct watch *watch)
{
	struct incident_book *stored;
	size_t cursor = 0;

	incident_book_free(watch->book);
	watch->book = incident_book_new(CONFIRM_COUNT);
	watch_silences(watch);
	while ((stored = map_next(watch->memory, &cursor, NULL))) {
		size_t first = 0;

		if (incident_restore(watch->book,
				     incident_next(stored, &first)))
			abort();
	}
	for (size_t i = 0; i < watch->zone_count; i++) {
		struct watched *zone = &watch->zones[i];

		assessment_free(zone->assessment);
		zone->assessment = NULL;
		zone->history = history_again(zone->history);
		zone->suspect = false;
		zone->confirm_at = zone->pulse_at = WALL_NEVER;
		zone->survey_at = watch->now;
		zone->surveyed_at = (struct wall){ INT64_MIN };
	}
}

size_t watch_open_count(const struct watch *watch)
{
	const struct incident *incident;
	size_t cursor = 0, count = 0;

	while ((incident = incident_next(watch->book, &cursor)))
		count += incident->open;
	return count;
}

/* --- our own network --- */

void watch_network(struct watch *watch, enum world_network network)
{
	watch->network = network;
	watch->canary_at =
		wall_min(watch->canary_at, wall_add(watch->now, CANARY_REST_S));
	for (size_t i = 0; i < watch->zone_count; i++) {
		watch->zones[i].world->network = network;
		watch_changed(watch, &watch->zones[i]);
	}
}

static void canaries(struct watch *watch)
{
	struct self_fault fault = {
		.id = "monitor-network-down",
		.severity = SEVERITY_CRITICAL,
		.subject = "our own network",
		.summary = "no canary answers",
	};
	struct assessment *a;
	struct fold fold;
	bool down;

	if (watch->network == NETWORK_DOWN)
		watch->canary_failures++;
	else
		watch->canary_failures = 0;
	down = watch->canary_failures >= CANARY_FAILURES;
	if (down)
		watch->network_down_at =
			wall_min(watch->network_down_at, watch->now);
	else if (watch->canary_failures == 0)
		watch->network_down_at = WALL_NEVER;
	fault.since = watch->network_down_at;
	a = selfcheck_assess(&fault, down, watch->now);
	if (!a || incident_fold(watch->monitor, a, watch->now, &fold))
		abort();
	watch_note_fold(watch, &fold);
	watch->canary_at = watch->canary_failures || fold.suspect
				   ? wall_add(watch->now, CANARY_DOUBT_S)
				   : WALL_NEVER;
	assessment_free(a);
}

bool watch_knows_network(const struct watch *watch)
{
	return watch->network == NETWORK_DOWN
		       ? !wall_is_never(watch->network_down_at)
		       : wall_is_never(watch->canary_at);
}

/* --- passes --- */

/* Through the text form, as from a prober over its socketpair. */
static struct snapshot *hand_over(const struct snapshot *snapshot,
				  struct arena *arena)
{
	struct snapshot *copy = NULL;
	struct text text;

	text_init(&text, SNAPSHOT_TEXT_MAX);
	snapshot_write(snapshot, &text);
	if (!text_ok(&text) ||
	    snapshot_read(text.at, text.len, arena, &copy) != ERR_OK)
		abort();
	text_done(&text);
	return copy;
}

/* A pulse looks whether a deadline has gone by; the others, in a world that
 * has not changed, would show nothing new and are left out. */
static struct wall pulse_after_deadline(const struct watched *zone)
{
	const struct assessment *a = zone->assessment;

	if (a->verdict == VERDICT_CRITICAL || wall_is_never(a->breaks_at) ||
	    a->breaks_at.s < zone->surveyed_at.s ||
	    a->breaks_at.s > zone->survey_at.s)
		return WALL_NEVER;
	return next_pulse(zone, a->breaks_at);
}

/* What fails waits for the canaries, and without them no zone is judged. */
static struct assessment *judge(struct watch *watch, const struct watched *zone,
				const struct snapshot *snapshot)
{
	if (watch->network != NETWORK_DOWN)
		return assessment_new_remembering(snapshot, &zone->policy,
						  zone->history, watch->now);
	watch->canary_at = wall_min(watch->canary_at, watch->now);
	return assessment_unknown(&snapshot->zone, "our own network is down",
				  watch->now);
}

static void survey(struct watch *watch, struct watched *zone)
{
	struct arena *arena = arena_new(PASS_BYTES_MAX);
	struct snapshot *snapshot =
		hand_over(world_survey(zone->world, arena, watch->now), arena);

	assessment_free(zone->assessment);
	zone->assessment = judge(watch, zone, snapshot);
	if (!zone->assessment)
		abort();
	if (zone->assessment->verdict != VERDICT_UNKNOWN)
		(void)history_see(zone->history, &zone->assessment->seen,
				  watch->now);
	arena_free(arena);
	zone->surveyed_at = watch->now;
	zone->survey_at = wall_add(watch->now, zone->policy.survey_s);
	zone->pulse_at = pulse_after_deadline(zone);
	fold(watch, zone);
}

static void pulse(struct watch *watch, struct watched *zone)
{
	const struct assessment *a = zone->assessment;
	struct arena *arena = arena_new(PASS_BYTES_MAX);
	struct snapshot *snapshot =
		hand_over(world_pulse(zone->world, arena, watch->now), arena);

	zone->pulse_at = WALL_NEVER;
	if (a->verdict == VERDICT_UNKNOWN ||
	    fingerprint_of(snapshot) != a->fingerprint ||
	    (a->verdict != VERDICT_CRITICAL && a->breaks_at.s <= watch->now.s))
		zone->survey_at = watch->now;
	arena_free(arena);
}

/* --- the clock --- */

static struct wall zone_next(const struct watched *zone)
{
	struct wall at = wall_min(zone->survey_at, zone->confirm_at);

	at = wall_min(at, zone->pulse_at);
	return wall_min(at, zone->signer.next_at);
}

struct wall watch_next(const struct watch *watch)
{
	struct wall at = wall_min(watch->canary_at, watch->silence_at);

	for (size_t i = 0; i < watch->zone_count; i++)
		at = wall_min(at, zone_next(&watch->zones[i]));
	return at;
}

void watch_step(struct watch *watch)
{
	struct wall at = watch_next(watch);
	struct watched *zone = watch->zones;

	watch->now = wall_max(watch->now, at);
	if (watch->silence_at.s == at.s) {
		watch_silences_look(watch);
		return;
	}
	if (watch->canary_at.s == at.s) {
		canaries(watch);
		return;
	}
	while (zone_next(zone).s > at.s)
		zone++;
	if (zone->signer.next_at.s == at.s)
		signer_tick(watch, zone);
	else if (zone->pulse_at.s == at.s)
		pulse(watch, zone);
	else
		survey(watch, zone);
}
