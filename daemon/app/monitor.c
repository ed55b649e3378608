/* SPDX-License-Identifier: BSD-3-Clause */
/* monitor.c - distrust ourselves first: is our own network well, is our own
 * configuration in force, can we remember?
 *
 * Canaries are names that are well whenever our network is. They are asked
 * now and then, and always before a new failure counts: a zone's pages are
 * held until a canary pass that began later has come back.
 *
 *	well --- a pass fails ---> doubtful --- the next fails ---> down
 *	  ^                           |                              |
 *	  '------- a pass is well ----'<-----------------------------'
 */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#define CANARY_REST_MS	   60000 /* nothing is suspected */
#define CANARY_DOUBT_MS	   2000	 /* one pass failed, or the network is down */
#define CANARY_DEADLINE_MS 8000
#define CANARY_FAILURES	   2 /* running, until the network is called down */

static void set_tick(struct app *app, int64_t ms)
{
	struct timeval tv = app_timeval(ms);

	(void)event_add(app->canary_tick, &tv);
}

static void send_canaries(struct app *app)
{
	struct plan_question questions[CANARIES_MAX];
	struct plan plan = {
		.id = app->last_plan_id + 1,
		.kind = PASS_CANARY,
		.zone = name_root,
		.fresh = true,
		.at = WALL_NEVER,
		.deadline_ms = CANARY_DEADLINE_MS,
		.questions = questions,
		.question_count = app->config->canary_count,
	};

	if (app->canary_plan_id || app->stopping)
		return;
	for (size_t i = 0; i < app->config->canary_count; i++)
		questions[i] = (struct plan_question){ app->config->canaries[i],
						       TYPE_SOA };
	app->canary_sent_at = clock_mono();
	if (supervisor_submit(app->supervisor, &plan) != ERR_OK) {
		set_tick(app, CANARY_DOUBT_MS);
		return;
	}
	app->canary_plan_id = ++app->last_plan_id;
}

void monitor_ask(struct app *app)
{
	send_canaries(app);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	send_canaries(arg);
}

enum err monitor_start(struct app *app)
{
	TAILQ_INIT(&app->waiting);
	app->monitor_book = incident_book_new(0);
	app->canary_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->monitor_book || !app->canary_tick)
		return ERR_MEMORY;
	set_tick(app, 0);
	return ERR_OK;
}

/* One name that resolves is enough: what is broken for a single canary is
 * its own trouble. */
static bool any_answered(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *a = &snapshot->answers[i];

		if (a->vantage == VANTAGE_CD && a->outcome == OUTCOME_ANSWER)
			return true;
	}
	return false;
}

static void network_is(struct app *app, bool down)
{
	if (app->network_down == down)
		return;
	app->network_down = down;
	if (down) {
		app->network_down_at = clock_wall();
		log_error(NULL, "no canary answers: our own network is down; "
				"zones are unknown until it is back");
	} else {
		log_notice(NULL, "our own network is back");
	}
	publishing_wake(app);
}

/* Without canaries, or when the prober died, nothing is known: the next
 * pass tells. */
void monitor_canaries_done(struct app *app, const struct snapshot *snapshot)
{
	app->canary_plan_id = 0;
	if (!snapshot || snapshot->overloaded) {
		set_tick(app, CANARY_DOUBT_MS);
		return;
	}
	if (any_answered(snapshot) || app->config->canary_count == 0)
		app->canary_failures = 0;
	else
		app->canary_failures++;
	if (app->canary_failures == 0)
		network_is(app, false);
	else if (app->canary_failures >= CANARY_FAILURES)
		network_is(app, true);
	if (app->canary_failures == 0 || app->network_down)
		passes_judge_waiting(app);
	set_tick(app, TAILQ_EMPTY(&app->waiting) ? CANARY_REST_MS : 0);
	if (app->canary_failures)
		set_tick(app, CANARY_DOUBT_MS);
	monitor_fold(app);
}

size_t monitor_faults(const struct app *app,
		      struct self_fault ret[SELF_FAULTS_MAX])
{
	size_t count = 0;

	if (app->network_down)
		ret[count++] = (struct self_fault){
			.id = "monitor-network-down",
			.severity = SEVERITY_CRITICAL,
			.subject = "our own network",
			.summary = "no canary answers: this monitor sees "
				   "nothing, all zones are unknown",
			.fix = "mend this host's network, or its way to the "
			       "root servers",
			.since = app->network_down_at,
		};
	if (app->config_errors)
		ret[count++] = (struct self_fault){
			.id = "monitor-config-rejected",
			.severity = SEVERITY_WARNING,
			.subject = app->config->file,
			.summary = "the configuration has errors; the one "
				   "before stays in force",
			.evidence = app->config_errors,
			.fix = "mend the file, then: forewarn reload",
			.since = WALL_NEVER,
		};
	if (app->memory_note)
		ret[count++] = (struct self_fault){
			.id = "monitor-memory-lost",
			.severity = SEVERITY_WARNING,
			.subject = "memory.db",
			.summary = app->memory_note,
			.fix = "look at the state directory: space, "
			       "permissions, the disk",
			.since = WALL_NEVER,
		};
	return count;
}

void monitor_fold(struct app *app)
{
	struct self_fault faults[SELF_FAULTS_MAX];
	size_t count = monitor_faults(app, faults);
	struct wall now = clock_wall();
	struct assessment *a = selfcheck_assess(faults, count, now);
	struct fold fold;

	if (!a)
		return;
	if (incident_fold(app->monitor_book, a, now, &fold) == ERR_OK)
		remember_fold(app, a->zone_text, &fold);
	assessment_free(a);
	/* A fault of ours that is gone is looked at a second time soon. */
	if (fold.suspect)
		set_tick(app, CANARY_DOUBT_MS);
}
