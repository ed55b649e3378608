/* SPDX-License-Identifier: BSD-3-Clause */
/* resolvers.c - ask the configured resolvers for names that must not resolve,
 * after canaries have shown that those are still bad. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>

/* Canaries come every minute, and more often where something is in doubt; that
 * is no matter of resolvers, unless they are what is. */
#define ROUND_MS    10000
#define DEADLINE_MS 15000

#define FAULT_ID "resolver-not-validating"

static bool is_due(const struct app *app)
{
	const struct monitor *monitor = &app->monitor;

	return lax_is_unsure(&monitor->lax) || !monitor->lax_asked_at.ms ||
	       clock_mono().ms - monitor->lax_asked_at.ms >= ROUND_MS;
}

static void tell(struct app *app)
{
	struct monitor *monitor = &app->monitor;
	struct text subject, summary, evidence;

	text_init(&subject, sizeof(monitor->lax_subject) - 1);
	text_init(&summary, sizeof(monitor->lax_note.summary) - 1);
	text_init(&evidence, sizeof(monitor->lax_note.evidence) - 1);
	lax_subject(&monitor->lax, &subject);
	lax_summary(&monitor->lax, &summary);
	lax_evidence(&monitor->lax, &monitor->canaries, &evidence);
	if (strcmp(monitor->lax_subject, text_string(&subject)) != 0)
		log_notice(NULL, "%s",
			   summary.len ? text_string(&summary)
				       : "all resolvers validate");
	(void)snprintf(monitor->lax_subject, sizeof(monitor->lax_subject), "%s",
		       text_string(&subject));
	if (self_note_set(&monitor->lax_note,
			  subject.len ? SEVERITY_WARNING : SEVERITY_OK,
			  text_string(&summary), text_string(&evidence)))
		publishing_wake(app);
	text_done(&subject);
	text_done(&summary);
	text_done(&evidence);
	monitor_fold(app);
}

void resolvers_ask(struct app *app)
{
	struct plan_question questions[LAX_QUESTIONS_MAX];
	struct monitor *monitor = &app->monitor;
	struct plan plan = {
		.id = app->last_plan_id + 1,
		.kind = PASS_RESOLVERS,
		.zone = name_root,
		.at = WALL_NEVER,
		.deadline_ms = DEADLINE_MS,
		.questions = questions,
		.resolvers = app->config->resolvers,
		.resolver_count = app->config->resolver_count,
	};

	lax_configure(&monitor->lax, plan.resolvers, plan.resolver_count);
	if (!plan.resolver_count && monitor->lax_note.severity)
		tell(app);
	plan.question_count = lax_questions(&monitor->canaries, questions);
	if (monitor->lax_plan_id || app->stopping || !plan.question_count ||
	    !plan.resolver_count || !is_due(app) ||
	    supervisor_submit(app->supervisor, &plan) != ERR_OK)
		return;
	monitor->lax_plan_id = ++app->last_plan_id;
	monitor->lax_asked_at = clock_mono();
}

void resolvers_heard(struct app *app, const struct snapshot *snapshot)
{
	struct monitor *monitor = &app->monitor;

	monitor->lax_plan_id = 0;
	if (!snapshot || snapshot->overloaded || monitor->trust.seen)
		return;
	lax_see(&monitor->lax, snapshot, &monitor->canaries);
	tell(app);
	if (lax_is_unsure(&monitor->lax))
		canaries_hurry(app);
}

/* @return the fault of this kind in the book, or NULL. */
static const struct incident_fault *told_before(const struct app *app)
{
	const struct incident *incident =
		incident_of(app->monitor_book, SELF_OWNER);
	const struct incident_member *member =
		incident && incident->member_count ? incident->members : NULL;

	for (size_t i = 0; member && i < member->fault_count; i++)
		if (strcmp(member->faults[i].id, FAULT_ID) == 0)
			return &member->faults[i];
	return NULL;
}

void resolvers_restore(struct app *app)
{
	const struct incident_fault *fault = told_before(app);
	struct monitor *monitor = &app->monitor;

	if (!fault)
		return;
	lax_configure(&monitor->lax, app->config->resolvers,
		      app->config->resolver_count);
	lax_restore(&monitor->lax, fault->subject);
	tell(app);
	monitor->lax_note.since = fault->first_seen_at;
}

bool resolvers_fault(const struct app *app, struct self_fault *ret_fault)
{
	const struct self_note *note = &app->monitor.lax_note;

	*ret_fault = (struct self_fault){
		.id = FAULT_ID,
		.severity = note->severity,
		.subject = app->monitor.lax_subject,
		.summary = note->summary,
		.evidence = note->evidence,
		.fix = "have it validate, or take it out of resolvers: what it "
		       "says of a zone does not show what users of validating "
		       "resolvers get, and its own users are given what is "
		       "forged",
		.since = note->since,
	};
	return note->severity != SEVERITY_OK;
}
