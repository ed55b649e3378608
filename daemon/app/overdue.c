/* SPDX-License-Identifier: BSD-3-Clause */
/* overdue.c - count the zones that are not looked at as often as they should
 * be. On its own timer: with a prober that hangs nothing else comes round. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

static void set_tick(struct app *app)
{
	struct timeval tv = app_timeval(OVERDUE_ROUND_MS);

	(void)event_add(app->monitor.overdue_tick, &tv);
}

/* Time without anything to do does not count. */
static int64_t stalled_ms(struct app *app, struct mono now)
{
	struct mono *busy_since = &app->monitor.busy_since;
	struct supervisor_stats stats;

	supervisor_stats(app->supervisor, &stats);
	if (!stats.in_flight || stats.last_progress_at.ms > busy_since->ms)
		*busy_since = now;
	return now.ms - busy_since->ms;
}

/* In distrust no pass is begun, in doubt they may be slow. */
static bool is_excused(const struct app *app)
{
	return app->monitor.trust.in_force || app->monitor.trust.seen;
}

static void count(struct app *app, struct mono now)
{
	struct overdue *overdue = &app->monitor.overdue;
	const struct zone *zone;
	size_t cursor = 0;

	overdue_begin(overdue, now, app->config->pass_deadline_s * 1000,
		      is_excused(app));
	while ((zone = map_next(app->zones, &cursor, NULL))) {
		const struct zone_policy *policy = zone->config->policy;
		struct overdue_zone z = { zone->measured_at, zone->measured,
					  policy->pulse_s, policy->survey_s };

		overdue_add(overdue, &z);
	}
	overdue_end(overdue, stalled_ms(app, now));
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	struct self_note *late = &app->monitor.late;
	enum severity severity;
	struct text summary;

	(void)fd;
	(void)what;
	count(app, clock_mono());
	severity = overdue_severity(&app->monitor.overdue);
	text_init(&summary, sizeof(late->summary) - 1);
	overdue_summary(&app->monitor.overdue, &summary);
	if (self_note_set(late, severity, text_string(&summary), "")) {
		if (severity)
			log_error(NULL, "%s", late->summary);
		else
			log_notice(NULL, "all zones are looked at in time");
		monitor_fold(app);
		publishing_wake(app);
	}
	text_done(&summary);
	set_tick(app);
}

enum err overdue_start(struct app *app)
{
	app->monitor.overdue_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->monitor.overdue_tick)
		return ERR_MEMORY;
	set_tick(app);
	return ERR_OK;
}

void overdue_stop(struct app *app)
{
	if (app->monitor.overdue_tick)
		event_free(app->monitor.overdue_tick);
}

bool overdue_fault(const struct app *app, struct self_fault *ret_fault)
{
	const struct self_note *late = &app->monitor.late;

	*ret_fault = (struct self_fault){
		.id = "monitor-probe-overdue",
		.severity = late->severity,
		.subject = "our own probers",
		.summary = late->summary,
		.fix = "a prober that hangs (ps -C forewarnd) may be killed: "
		       "another one starts at once\n"
		       "where the host is busy: more probers (probers:), one "
		       "for each core to spare, or longer intervals (pulse:, "
		       "survey:)",
		.since = late->since,
	};
	return late->severity != SEVERITY_OK;
}
