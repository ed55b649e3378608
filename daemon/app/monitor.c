/* SPDX-License-Identifier: BSD-3-Clause */
/* monitor.c - distrust ourselves first: what is wrong with the monitor itself,
 * brought together and told like the faults of any zone. */
#include "app/internal.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

bool self_note_set(struct self_note *note, enum severity severity,
		   const char *summary, const char *evidence)
{
	bool changed = note->severity != severity;

	if (!note->severity && severity)
		note->since = clock_wall();
	note->severity = severity;
	(void)snprintf(note->summary, sizeof(note->summary), "%s", summary);
	(void)snprintf(note->evidence, sizeof(note->evidence), "%s", evidence);
	return changed;
}

static bool config_fault(const struct app *app, struct self_fault *ret_fault)
{
	*ret_fault = (struct self_fault){
		.id = "monitor-config-rejected",
		.severity = SEVERITY_WARNING,
		.subject = app->config->file,
		.summary = "the configuration has errors; the one before stays "
			   "in force",
		.evidence = app->config_errors,
		.fix = "mend the file, then: forewarn reload",
		.since = WALL_NEVER,
	};
	return app->config_errors;
}

static bool memory_fault(const struct app *app, struct self_fault *ret_fault)
{
	*ret_fault = (struct self_fault){
		.id = "monitor-memory-lost",
		.severity = SEVERITY_WARNING,
		.subject = "memory.db",
		.summary = app->memory_note,
		.fix = "look at the state directory: space, permissions, the "
		       "disk",
		.since = WALL_NEVER,
	};
	return app->memory_note;
}

/* Each says whether it is there, and then what it is. */
static bool (*const kinds[])(const struct app *app,
			     struct self_fault *ret_fault) = {
	canaries_fault,	   root_keys_fault, resolvers_fault, overdue_fault,
	undelivered_fault, config_fault,    memory_fault,
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))
_Static_assert(KIND_COUNT <= SELF_FAULTS_MAX, "each kind has a place");

size_t monitor_faults(const struct app *app,
		      struct self_fault ret[SELF_FAULTS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < KIND_COUNT; i++)
		count += kinds[i](app, &ret[count]);
	return count;
}

void monitor_facts(const struct app *app, struct monitor_facts *ret_facts)
{
	const struct monitor *monitor = &app->monitor;

	*ret_facts = (struct monitor_facts){
		.distrust = monitor->trust.in_force,
		.zones = monitor->overdue.zones,
		.overdue = monitor->overdue.overdue,
		.longest_s = monitor->overdue.longest_ms / 1000,
		.stalled_s = monitor->overdue.stalled_ms / 1000,
	};
}

enum err monitor_start(struct app *app)
{
	enum err err;

	app->monitor_book = incident_book_new(0);
	if (!app->monitor_book)
		return ERR_MEMORY;
	err = root_keys_start(app);
	err = err ? err : canaries_start(app);
	return err ? err : overdue_start(app);
}

void monitor_stop(struct app *app)
{
	canaries_stop(app);
	root_keys_stop(app);
	overdue_stop(app);
	incident_book_free(app->monitor_book);
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
		canaries_hurry(app);
}
