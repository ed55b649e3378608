/* SPDX-License-Identifier: BSD-3-Clause */
/* publishing.c - state.json, and brief.json beside it for those who show many
 * zones: a slice of zones at a time, so that a large portfolio does not hold up
 * the loop. */
#include "app/people.h"

#include "base/clock.h"
#include "base/log.h"
#include "report/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* About a millisecond of work. */
#define SLICE_ZONES 50
/* A change shows within this; many changes share one version. */
#define SOON_MS 1000
/* Text of one slice: 50 zones of a full set of findings. */
#define SLICE_BYTES_MAX (64u * 1024 * 1024)

static void set_tick(struct app *app, int64_t ms)
{
	struct timeval tv = app_timeval(ms);

	(void)event_add(app->state_tick, &tv);
}

struct state_zone publishing_view(const struct app *app,
				  const struct zone *zone, struct wall now,
				  struct mono mono)
{
	struct state_zone view = {
		.assessment = zone->latest,
		.policy = zone->config->policy,
		.next_check_at = zone_next_check(zone, now, mono),
		.suspect = zone->suspect,
		.transients = zone->transients,
		.history = zone->history,
	};
	size_t count;
	const struct silence *silences = people_silences(app, &count);

	attention_find(zone->latest,
		       incident_of_zone(app->book, zone->apex_text), silences,
		       count, now, &view.attention);
	return view;
}

void publishing_zone_json(const struct app *app, const struct zone *zone,
			  struct text *out)
{
	struct state_zone state =
		publishing_view(app, zone, clock_wall(), clock_mono());

	state_zone_json(&state, out);
}

/* Of a target that is told by the state of things the memory knows nothing but
 * the tests. */
static void add_seen(const struct app *app, struct state_target *target)
{
	struct notify_seen seen;

	if (!notify_seen(app->notify, target->name, &seen))
		return;
	target->last_success_at = seen.success_at;
	target->last_error_at = seen.error_at;
	(void)snprintf(target->last_error, sizeof(target->last_error), "%s",
		       seen.error);
}

static void fill_targets(const struct app *app, struct state_target *targets)
{
	for (size_t i = 0; i < app->config->target_count; i++) {
		const char *name = app->config->targets[i].name;
		struct outbox_counts counts = { .oldest_owed_at = WALL_NEVER,
						.last_success_at = WALL_NEVER,
						.last_error_at = WALL_NEVER,
						.given_up_at = WALL_NEVER };

		/* A database in trouble shows as zeros here; its own fault
		 * is told by the monitor. */
		(void)memory_outbox_counts(app->memory, name, &counts);
		targets[i] = (struct state_target){
			.name = name,
			.owed = counts.owed,
			.held = counts.held,
			.delivered = counts.delivered,
			.given_up = counts.given_up,
			.oldest_owed_at = counts.oldest_owed_at,
			.given_up_at = counts.given_up_at,
			.last_success_at = counts.last_success_at,
			.last_error_at = counts.last_error_at,
			.health = notify_health_text(
				notify_health(app->notify, name)),
		};
		(void)snprintf(targets[i].last_error,
			       sizeof(targets[i].last_error), "%s",
			       counts.last_error);
		add_seen(app, &targets[i]);
		testing_last(app, name, &targets[i].last_test);
	}
}

void publishing_head(const struct app *app, struct head_parts *parts,
		     struct state_head *ret)
{
	struct supervisor_stats stats;
	struct wall now = clock_wall();
	int64_t interval_s = app->config->state_interval_s;
	const struct zone *zone;
	size_t cursor = 0;

	supervisor_stats(app->supervisor, &stats);
	fill_targets(app, parts->targets);
	*ret = (struct state_head){
		.generated_at = now,
		/* Two versions may be missed, and a slow disk forgiven. */
		.stale_after = wall_add(now, 3 * interval_s + 30),
		.started_at = app->started_at,
		.version = PACKAGE_VERSION,
		.host = app->host,
		.runbook_url = app->config->runbook_url,
		.pid = getpid(),
		.shard = app->config->shard,
		.shards = app->config->shards,
		.probers = stats.alive,
		.prober_restarts = stats.restarts,
		.passes = app->passes,
		.surveys = app->surveys,
		.transients = app->transients,
		.disagreements = app->disagreements,
		.config_file = app->options.config_path,
		.config_loaded_at = app->config_loaded_at,
		.target_count = app->config->target_count,
		.targets = parts->targets,
		.fault_count = monitor_faults(app, parts->faults),
		.faults = parts->faults,
		.canaries = &app->monitor.canaries,
		.root_keys = &app->monitor.root_keys,
		.changes = app->changes,
	};
	ret->silences = people_silences(app, &ret->silence_count);
	while ((zone = map_next(app->zones, &cursor, NULL)))
		state_count(&ret->summary, zone->latest, now);
}

static const char *const file_names[EDITION_COUNT] = {
	[EDITION_FULL] = "state.json",
	[EDITION_BRIEF] = "brief.json",
};

void publishing_path(const struct app *app, enum edition edition, char *ret,
		     size_t size)
{
	(void)snprintf(ret, size, "%s/%s", app->config->state_dir,
		       file_names[edition]);
}

static bool is_under_way(const struct app *app)
{
	return app->state_files[EDITION_FULL] != NULL;
}

static void abort_files(struct app *app)
{
	for (int i = 0; i < EDITION_COUNT; i++) {
		state_file_abort(app->state_files[i]);
		app->state_files[i] = NULL;
	}
}

static bool flush(struct app *app, enum edition edition, struct text *text)
{
	bool ok = text_ok(text) &&
		  state_file_write(app->state_files[edition], text_string(text),
				   text->len) == ERR_OK;

	text_done(text);
	return ok;
}

static bool begin_file(struct app *app, enum edition edition,
		       const struct state_head *head)
{
	struct text text;
	char path[4096];

	publishing_path(app, edition, path, sizeof(path));
	if (state_file_begin(path, &app->state_files[edition]) != ERR_OK)
		return false;
	text_init(&text, SLICE_BYTES_MAX);
	state_begin(head, &text);
	return flush(app, edition, &text);
}

static bool begin(struct app *app)
{
	struct head_parts parts;
	struct state_head head;

	publishing_head(app, &parts, &head);
	app->state_cursor = 0;
	app->state_first = true;
	if (!begin_file(app, EDITION_FULL, &head))
		return false;
	head.brief = true;
	return begin_file(app, EDITION_BRIEF, &head);
}

/* @return whether there are more zones. */
static bool write_slice(struct app *app, bool *ret_ok)
{
	struct mono mono = clock_mono();
	struct wall now = clock_wall();
	const struct zone *zone = NULL;
	struct text full, brief;

	text_init(&full, SLICE_BYTES_MAX);
	text_init(&brief, SLICE_BYTES_MAX);
	for (int i = 0; i < SLICE_ZONES; i++) {
		struct state_zone state;

		zone = map_next(app->zones, &app->state_cursor, NULL);
		if (!zone)
			break;
		state = publishing_view(app, zone, now, mono);
		state_zone(&state, app->state_first, &full);
		state_zone_brief(&state, app->state_first, &brief);
		app->state_first = false;
	}
	*ret_ok = flush(app, EDITION_FULL, &full);
	*ret_ok = flush(app, EDITION_BRIEF, &brief) && *ret_ok;
	return zone != NULL;
}

static bool write_book(const struct incident_book *book, bool *first,
		       struct text *text)
{
	const struct incident *incident;
	size_t cursor = 0;

	while ((incident = incident_next(book, &cursor))) {
		if (!incident->open)
			continue;
		state_incident(incident, *first, text);
		*first = false;
	}
	return text_ok(text);
}

static bool finish_file(struct app *app, enum edition edition,
			const struct state_head *head)
{
	struct state_file *file;
	struct text text;
	bool first = true;

	text_init(&text, SLICE_BYTES_MAX);
	state_incidents_begin(&text);
	(void)write_book(app->book, &first, &text);
	(void)write_book(app->monitor_book, &first, &text);
	state_end(head, &text);
	if (!flush(app, edition, &text))
		return false;
	file = app->state_files[edition];
	app->state_files[edition] = NULL;
	return state_file_commit(file) == ERR_OK;
}

static bool finish(struct app *app)
{
	struct head_parts parts;
	struct state_head head;

	publishing_head(app, &parts, &head);
	return finish_file(app, EDITION_BRIEF, &head) &&
	       finish_file(app, EDITION_FULL, &head);
}

static void failed(struct app *app)
{
	int reason = errno;

	abort_files(app);
	if (!app->state_failed)
		log_error("state.json", "not written: %s", strerror(reason));
	app->state_failed = true;
	set_tick(app, app->config->state_interval_s * 1000);
	shelter_look(app);
}

static void ended(struct app *app)
{
	if (app->state_failed)
		log_notice("state.json", "written again");
	app->state_failed = false;
	app->state_written_at = clock_mono();
	app->state_committed_at = clock_wall();
	set_tick(app, app->config->state_interval_s * 1000);
	shelter_look(app);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	bool ok = true, more;

	(void)fd;
	(void)what;
	if (!is_under_way(app) && !begin(app)) {
		failed(app);
		return;
	}
	more = write_slice(app, &ok);
	if (!ok)
		failed(app);
	else if (more)
		set_tick(app, 0);
	else if (finish(app))
		ended(app);
	else
		failed(app);
}

enum err publishing_start(struct app *app)
{
	app->state_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->state_tick)
		return ERR_MEMORY;
	set_tick(app, 0);
	return ERR_OK;
}

void publishing_wake(struct app *app)
{
	struct timeval due;
	int64_t since_ms = clock_mono().ms - app->state_written_at.ms;
	int64_t ms = since_ms >= SOON_MS ? 50 : SOON_MS - since_ms;
	struct timeval now, soon = app_timeval(ms);

	/* Under way, or due sooner anyway, or resting after a failure. */
	if (app->stopping || is_under_way(app) || app->state_failed)
		return;
	(void)event_base_gettimeofday_cached(app->base, &now);
	evutil_timeradd(&now, &soon, &soon);
	if (event_pending(app->state_tick, EV_TIMEOUT, &due) &&
	    evutil_timercmp(&due, &soon, <=))
		return;
	set_tick(app, ms);
}

void publishing_restart(struct app *app)
{
	abort_files(app);
	set_tick(app, 0);
}

void publishing_stop(struct app *app)
{
	abort_files(app);
	if (app->state_tick)
		event_free(app->state_tick);
}
