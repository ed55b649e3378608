/* SPDX-License-Identifier: BSD-3-Clause */
/* canaries.c - ask names whose state is known beforehand, and judge by them
 * whether zones may be judged at all.
 *
 * Canaries are asked now and then, and always before a new failure counts: a
 * zone's pages are held until a canary pass that began later has come back. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#define CANARY_REST_MS	   60000 /* nothing is suspected */
#define CANARY_DOUBT_MS	   2000	 /* something is, or is wrong */
#define CANARY_DEADLINE_MS 8000

static void set_tick(struct app *app, int64_t ms)
{
	struct timeval tv = app_timeval(ms);

	(void)event_add(app->monitor.canary_tick, &tv);
}

static void send_canaries(struct app *app)
{
	struct plan_question questions[CANARIES_ALL_MAX + 1];
	struct monitor *monitor = &app->monitor;
	struct canaries canaries;
	struct plan plan = {
		.id = app->last_plan_id + 1,
		.kind = PASS_CANARY,
		.zone = name_root,
		.fresh = true,
		.at = WALL_NEVER,
		.deadline_ms = CANARY_DEADLINE_MS,
		.questions = questions,
	};

	if (monitor->canary_plan_id || app->stopping)
		return;
	canaries_list(app->config->canaries, &canaries);
	for (size_t i = 0; i < canaries.count; i++)
		questions[i] =
			(struct plan_question){ canaries.at[i].name, TYPE_SOA };
	questions[canaries.count] =
		(struct plan_question){ name_root, TYPE_DNSKEY };
	plan.question_count = canaries.count + 1;
	monitor->canary_sent_at = clock_mono();
	if (supervisor_submit(app->supervisor, &plan) != ERR_OK) {
		set_tick(app, CANARY_DOUBT_MS);
		return;
	}
	monitor->canary_plan_id = ++app->last_plan_id;
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

enum err canaries_start(struct app *app)
{
	app->monitor.canary_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->monitor.canary_tick)
		return ERR_MEMORY;
	set_tick(app, 0);
	return ERR_OK;
}

void canaries_stop(struct app *app)
{
	if (app->monitor.canary_tick)
		event_free(app->monitor.canary_tick);
}

void canaries_hurry(struct app *app)
{
	set_tick(app, CANARY_DOUBT_MS);
}

/* A canary that changed alone is worth a line, and no more. */
static void log_odd(const struct canaries *before, const struct canaries *now)
{
	for (size_t i = 0; i < now->count; i++) {
		const struct canary *c = &now->at[i];
		const struct canary *was = &before->at[i];
		char name[NAME_TEXT_SIZE];

		if (!canary_is_odd(c) ||
		    (i < before->count && was->state == c->state &&
		     name_equal(&was->name, &c->name)))
			continue;
		log_notice(name_to_text(&c->name, name),
			   "a canary that is %s by its configuration is %s",
			   canary_kind_text(c->kind),
			   canary_state_text(c->state));
	}
}

static bool judge_clock(struct app *app, const struct snapshot *snapshot)
{
	struct monitor *monitor = &app->monitor;
	struct wall now = snapshot->started_at;
	struct text summary, evidence;
	struct skew skew;

	skew_hear(&monitor->witnesses, snapshot, NULL, now);
	skew = skew_judge(&monitor->witnesses, now);
	text_init(&summary, sizeof(monitor->skew.summary) - 1);
	text_init(&evidence, sizeof(monitor->skew.evidence) - 1);
	skew_summary(&skew, &summary);
	skew_evidence(&monitor->witnesses, &skew, now, &evidence);
	(void)self_note_set(&monitor->skew,
			    skew.wrong ? SEVERITY_CRITICAL : SEVERITY_OK,
			    text_string(&summary), text_string(&evidence));
	text_done(&summary);
	text_done(&evidence);
	return skew.wrong;
}

static void judge(struct app *app, const struct snapshot *snapshot)
{
	struct monitor *monitor = &app->monitor;
	struct canaries before = monitor->canaries;
	bool clock_is_wrong;

	canaries_list(app->config->canaries, &monitor->canaries);
	canaries_read(&monitor->canaries, snapshot);
	clock_is_wrong = judge_clock(app, snapshot);
	if (trust_step(&monitor->trust,
		       canaries_judge(&monitor->canaries, clock_is_wrong))) {
		enum distrust distrust = monitor->trust.in_force;

		monitor->distrusted_at = clock_wall();
		if (distrust)
			log_error(NULL, "%s; zones are unknown until it is not",
				  distrust_text(distrust));
		else
			log_notice(NULL, "we ourselves are well again");
		publishing_wake(app);
	}
	if (!clock_is_wrong)
		root_keys_look(app, snapshot);
	if (!monitor->trust.seen)
		log_odd(&before, &monitor->canaries);
}

/* When the prober died, nothing is known: the next pass tells. */
void monitor_canaries_done(struct app *app, const struct snapshot *snapshot)
{
	struct monitor *monitor = &app->monitor;

	monitor->canary_plan_id = 0;
	if (!snapshot || snapshot->overloaded) {
		set_tick(app, CANARY_DOUBT_MS);
		return;
	}
	judge(app, snapshot);
	if (trust_is_settled(&monitor->trust))
		passes_judge_waiting(app);
	set_tick(app, TAILQ_EMPTY(&app->waiting) ? CANARY_REST_MS : 0);
	if (monitor->trust.seen)
		set_tick(app, CANARY_DOUBT_MS);
	else
		resolvers_ask(app);
	monitor_fold(app);
}

const char *monitor_distrust(const struct app *app)
{
	return distrust_text(app->monitor.trust.in_force);
}

void monitor_hear(struct app *app, const struct snapshot *snapshot)
{
	skew_hear(&app->monitor.witnesses, snapshot, &snapshot->zone,
		  snapshot->started_at);
}

/* What is told for each, but for the clock's, which has figures. */
static const struct self_fault faults[] = {
	[DISTRUST_NETWORK] = {
		.id = "monitor-network-down",
		.subject = "our own network",
		.summary = "no canary answers: this monitor sees nothing, all "
			   "zones are unknown",
		.fix = "mend this host's network, or its way to the root "
		       "servers",
	},
	[DISTRUST_CLOCK] = {
		.id = "monitor-clock-skew",
		.subject = "our own clock",
		.fix = "set this host's clock, and see why it is not kept: "
		       "chronyc tracking, or timedatectl timesync-status",
	},
	[DISTRUST_ANCHOR] = {
		.id = "monitor-trust-anchor-stale",
		.subject = "our own trust anchor",
		.summary = "nothing is secure any more, by our trust anchor: "
			   "all zones are unknown",
		.fix = "update the root's trust anchor (trust_anchor_file; "
		       "Debian: package dns-root-data), then: systemctl "
		       "reload forewarnd\n"
		       "is somebody between this host and the root answering "
		       "in its name? dig +dnssec . DNSKEY",
	},
	[DISTRUST_VALIDATOR] = {
		.id = "monitor-trust-anchor-stale",
		.subject = "our own validator",
		.summary = "names that are signed wrongly on purpose resolve: "
			   "we do not validate, all zones are unknown",
		.fix = "look at trust_anchor_file, and whether canaries_bad "
		       "are still broken: delv NAME SOA",
	},
};

bool canaries_tell_of_anchor(const struct app *app)
{
	return app->monitor.trust.in_force == DISTRUST_ANCHOR ||
	       app->monitor.trust.in_force == DISTRUST_VALIDATOR;
}

/* Where there are figures they say more. */
static void add_figures(const struct monitor *monitor, struct self_fault *fault)
{
	if (monitor->trust.in_force == DISTRUST_CLOCK) {
		fault->summary = monitor->skew.summary;
		fault->evidence = monitor->skew.evidence;
	} else if (monitor->trust.in_force == DISTRUST_ANCHOR) {
		fault->evidence = monitor->anchor.evidence;
		if (monitor->anchor.severity == SEVERITY_CRITICAL)
			fault->summary = monitor->anchor.summary;
	}
}

bool canaries_fault(const struct app *app, struct self_fault *ret_fault)
{
	const struct monitor *monitor = &app->monitor;

	if (!monitor->trust.in_force)
		return false;
	*ret_fault = faults[monitor->trust.in_force];
	ret_fault->severity = SEVERITY_CRITICAL;
	ret_fault->since = monitor->distrusted_at;
	add_figures(monitor, ret_fault);
	return true;
}
