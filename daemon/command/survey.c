/* SPDX-License-Identifier: BSD-3-Clause */
/* survey.c - survey zones here and now, with probers of our own.
 *
 *	          well                 any
 *	first look ----> done   again ----> done
 *	     |                    ^
 *	     '-- critical, unknown, or lost with its prober
 *
 * The canaries are asked when the first zone is looked at again. */
#include "command/survey.h"

#include "base/clock.h"
#include "probe/supervisor.h"
#include "schedule/schedule.h"

#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#define CANARY_DEADLINE_MS 8000
/* A prober that is being restarted is asked again after this ... */
#define BUSY_MS 200
/* ... and given up when nothing was under way for so many times running. */
#define BUSY_TIMES_MAX 50
/* A pass that is lost with its prober so often is the zone's doing. */
#define LOST_MAX 2

struct look {
	struct survey_zone *zone; /* NULL: the canaries */
	bool again;
	unsigned lost;
	STAILQ_ENTRY(look) link;
};

struct survey {
	const struct config *config;
	struct wall at;
	bool keep;
	struct event_base *base;
	struct event *tick;
	struct supervisor *supervisor;
	size_t count;	    /* zones */
	struct look *looks; /* one a zone, then the canaries' */
	STAILQ_HEAD(, look) todo;
	size_t in_flight, busy_times;
	bool canaries_asked, network_down;
};

static uint64_t id_of(const struct survey *survey, const struct look *look)
{
	return (uint64_t)(look - survey->looks) + 1;
}

static void enqueue(struct survey *survey, struct look *look)
{
	STAILQ_INSERT_TAIL(&survey->todo, look, link);
}

static enum err submit_canaries(struct survey *survey, const struct look *look)
{
	const struct canary_list *good = &survey->config->canaries[CANARY_GOOD];
	struct plan_question questions[CANARIES_MAX];
	struct plan plan = {
		.id = id_of(survey, look),
		.kind = PASS_CANARY,
		.zone = name_root,
		.fresh = true,
		.at = WALL_NEVER,
		.deadline_ms = CANARY_DEADLINE_MS,
		.questions = questions,
		.question_count = good->count,
	};

	for (size_t i = 0; i < plan.question_count; i++)
		questions[i] =
			(struct plan_question){ good->names[i], TYPE_SOA };
	return supervisor_submit(survey->supervisor, &plan);
}

static enum err submit(struct survey *survey, const struct look *look)
{
	struct plan_lists lists;
	struct plan plan = {
		.id = id_of(survey, look),
		.kind = PASS_SURVEY,
		.zone = look->zone->apex,
		.fresh = look->again,
		.tcp = look->again,
		.chain = look->zone->chain,
		.at = survey->at,
		.deadline_ms = survey->config->pass_deadline_s * 1000,
	};

	plan_fill(&plan, survey->config, look->zone->policy, &lists);
	return supervisor_submit(survey->supervisor, &plan);
}

static void set_unknown(struct survey_zone *zone, const char *why)
{
	assessment_free(zone->assessment);
	zone->assessment = assessment_unknown(&zone->apex, why, clock_wall());
}

/* No prober comes up: what waits is unknown. */
static void give_up(struct survey *survey)
{
	struct look *look;

	while ((look = STAILQ_FIRST(&survey->todo))) {
		STAILQ_REMOVE_HEAD(&survey->todo, link);
		if (look->zone && !look->zone->assessment)
			set_unknown(look->zone, "no prober could be started");
	}
}

static void pump(struct survey *survey)
{
	static const struct timeval soon = { .tv_usec = BUSY_MS * 1000 };
	struct look *look;
	enum err err = ERR_OK;

	while (!err && (look = STAILQ_FIRST(&survey->todo))) {
		err = look->zone ? submit(survey, look)
				 : submit_canaries(survey, look);
		if (err)
			continue;
		STAILQ_REMOVE_HEAD(&survey->todo, link);
		survey->in_flight++;
	}
	if (survey->in_flight)
		survey->busy_times = 0;
	else if (err && ++survey->busy_times > BUSY_TIMES_MAX)
		give_up(survey);
	if (!STAILQ_EMPTY(&survey->todo))
		(void)event_add(survey->tick, &soon);
	else if (!survey->in_flight)
		(void)event_base_loopbreak(survey->base);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	pump(arg);
}

static void look_again(struct survey *survey, struct look *look)
{
	struct look *canaries = &survey->looks[survey->count];

	if (!survey->canaries_asked &&
	    survey->config->canaries[CANARY_GOOD].count) {
		survey->canaries_asked = true;
		enqueue(survey, canaries);
	}
	look->again = true;
	enqueue(survey, look);
}

static bool is_trouble(const struct assessment *assessment)
{
	return assessment->verdict == VERDICT_CRITICAL ||
	       assessment->verdict == VERDICT_UNKNOWN;
}

/* What could not be confirmed for want of an answer stays as it was. */
static void judge(struct survey *survey, struct survey_zone *zone,
		  const struct snapshot *snapshot)
{
	struct assessment *a =
		assessment_new(snapshot, zone->policy, snapshot->at);

	if (!a || (zone->assessment && a->verdict == VERDICT_UNKNOWN)) {
		assessment_free(a);
		return;
	}
	assessment_free(zone->assessment);
	zone->assessment = a;
	if (!survey->keep)
		return;
	text_done(&zone->snapshot);
	snapshot_write(snapshot, &zone->snapshot);
}

static void zone_looked_at(struct survey *survey, struct look *look,
			   const struct snapshot *snapshot, const char *why)
{
	struct survey_zone *zone = look->zone;

	if (!snapshot && look->lost++ < LOST_MAX) {
		enqueue(survey, look);
		return;
	}
	if (snapshot && name_equal(&snapshot->zone, &zone->apex))
		judge(survey, zone, snapshot);
	if (!zone->assessment)
		set_unknown(zone, why ? why : "its survey cannot be used");
	if (zone->assessment && is_trouble(zone->assessment) && !look->again)
		look_again(survey, look);
}

static bool all_judged(const struct survey *survey)
{
	for (size_t i = 0; i < survey->count; i++)
		if (!survey->looks[i].zone->assessment)
			return false;
	return true;
}

/* One name that resolves is enough. Where none does, looking again would only
 * wait for the same silence. */
static void canaries_looked_at(struct survey *survey,
			       const struct snapshot *snapshot)
{
	if (!snapshot || snapshot->overloaded)
		return;
	for (size_t i = 0; i < snapshot->answer_count; i++)
		if (snapshot->answers[i].vantage == VANTAGE_CD &&
		    snapshot->answers[i].outcome == OUTCOME_ANSWER)
			return;
	survey->network_down = true;
	if (all_judged(survey))
		(void)event_base_loopbreak(survey->base);
}

static void on_done(void *arg, uint64_t plan_id, struct snapshot *snapshot,
		    struct arena *arena, const char *why)
{
	struct survey *survey = arg;

	if (plan_id >= 1 && plan_id <= survey->count + 1) {
		struct look *look = &survey->looks[plan_id - 1];

		survey->in_flight--;
		if (look->zone)
			zone_looked_at(survey, look, snapshot, why);
		else
			canaries_looked_at(survey, snapshot);
	}
	arena_free(arena);
	pump(survey);
}

static enum err begin(struct survey *survey, struct survey_zone *zones)
{
	const struct config *config = survey->config;
	struct prober_settings settings = {
		.root_hints = config->root_hints,
		.trust_anchor_file = config->trust_anchor_file,
		.user = config->prober_user,
		.probers = survey->count < config->probers
				   ? (unsigned)survey->count
				   : config->probers,
		.window = config->prober_window,
		.query_timeout_ms = config->query_timeout_ms,
		.query_tries = config->query_tries,
		.private_servers = config->private_servers == PERMISSION_ALLOW,
	};

	survey->looks = calloc(survey->count + 1, sizeof(*survey->looks));
	survey->base = event_base_new();
	if (!survey->looks || !survey->base)
		return ERR_MEMORY;
	survey->tick = event_new(survey->base, -1, 0, on_tick, survey);
	if (!survey->tick)
		return ERR_MEMORY;
	STAILQ_INIT(&survey->todo);
	for (size_t i = 0; i < survey->count; i++) {
		text_init(&zones[i].snapshot, SNAPSHOT_TEXT_MAX);
		survey->looks[i].zone = &zones[i];
		enqueue(survey, &survey->looks[i]);
	}
	return supervisor_new(survey->base, &settings, on_done, survey,
			      &survey->supervisor);
}

enum err survey_run(const struct config *config, struct wall at, bool keep,
		    struct survey_zone *zones, size_t count)
{
	struct survey survey = {
		.config = config, .at = at, .keep = keep, .count = count
	};
	enum err err;

	err = begin(&survey, zones);
	if (!err) {
		pump(&survey);
		(void)event_base_dispatch(survey.base);
	}
	for (size_t i = 0; i < count && !err; i++)
		if (survey.network_down && zones[i].assessment &&
		    is_trouble(zones[i].assessment))
			set_unknown(&zones[i], "our own network is down: no "
					       "canary answers");
	if (survey.supervisor)
		supervisor_free(survey.supervisor);
	if (survey.tick)
		event_free(survey.tick);
	if (survey.base)
		event_base_free(survey.base);
	free(survey.looks);
	return err;
}

void survey_zone_done(struct survey_zone *zone)
{
	assessment_free(zone->assessment);
	text_done(&zone->snapshot);
}
