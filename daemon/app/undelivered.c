/* SPDX-License-Identifier: BSD-3-Clause */
/* undelivered.c - targets that do not take what they are owed: told through
 * all the others. */
#include "app/internal.h"

#include "base/clock.h"
#include "report/words.h"

#include <string.h>

static const char fault_id[] = "monitor-alert-undelivered";

static bool owes_long(const struct app *app, const struct outbox_counts *counts,
		      struct wall now)
{
	return !wall_is_never(counts->oldest_owed_at) &&
	       wall_diff(counts->oldest_owed_at, now) >=
		       app->config->undelivered_after_s;
}

/* What a target refused for good is gone: told as long as an old debt would
 * take to be one, and until the next message arrives. */
static bool gave_up(const struct app *app, const struct outbox_counts *counts,
		    struct wall now)
{
	if (wall_is_never(counts->given_up_at))
		return false;
	return wall_is_never(counts->last_success_at) ||
	       counts->last_success_at.s <= counts->given_up_at.s ||
	       wall_diff(counts->given_up_at, now) <
		       app->config->undelivered_after_s;
}

/* A target that shows the state of things owes nothing, but may show nothing.
 * @return since when; WALL_NEVER: it does, or not for long. */
static struct wall blind_since(const struct app *app, const char *target,
			       struct wall now, struct notify_seen *ret_seen)
{
	struct wall since = app->started_at;

	if (!notify_seen(app->notify, target, ret_seen) ||
	    notify_health(app->notify, target) != NOTIFY_FAILING)
		return WALL_NEVER;
	if (!wall_is_never(ret_seen->success_at))
		since = ret_seen->success_at;
	return wall_diff(since, now) >= app->config->undelivered_after_s
		       ? since
		       : WALL_NEVER;
}

/* @return whether there is something to say of @p target, and append it. */
static bool describe(const struct app *app, const char *target, struct wall now,
		     struct text *out)
{
	struct outbox_counts counts;
	struct notify_seen seen;
	struct wall blind = blind_since(app, target, now, &seen);
	bool gone = notify_health(app->notify, target) == NOTIFY_DISABLED;

	if (memory_outbox_counts(app->memory, target, &counts) != ERR_OK)
		return false;
	if (gone)
		text_printf(out,
			    "%s: it is gone (HTTP 410) and not tried "
			    "until a reload\n",
			    target);
	else if (owes_long(app, &counts, now)) {
		text_printf(out, "%s: %u not delivered, the oldest since ",
			    target, counts.owed);
		words_time(out, counts.oldest_owed_at);
		text_printf(out, "%s%s\n", *counts.last_error ? ": " : "",
			    counts.last_error);
	} else if (!wall_is_never(blind)) {
		text_printf(out, "%s: has taken nothing since ", target);
		words_time(out, blind);
		text_printf(out, ": %s\n", seen.error);
	} else if (gave_up(app, &counts, now)) {
		text_printf(out, "%s: refused a message for good at ", target);
		words_time(out, counts.given_up_at);
		text_put(out, "\n");
	} else {
		return false;
	}
	return true;
}

void undelivered_look(struct app *app)
{
	struct monitor *monitor = &app->monitor;
	const struct config *config = app->config;
	struct wall now = clock_wall();
	uint32_t failing = 0;
	struct text lines, summary;

	text_init(&lines, sizeof(monitor->undelivered.evidence) - 1);
	text_init(&summary, sizeof(monitor->undelivered.summary) - 1);
	for (size_t i = 0; i < config->target_count; i++)
		if (describe(app, config->targets[i].name, now, &lines)) {
			text_printf(&summary, "%s%s", failing ? ", " : "",
				    config->targets[i].name);
			failing |= UINT32_C(1) << i;
		}
	text_put(&summary, ": alerts do not arrive there");
	bool known = failing == monitor->undelivered_to;
	monitor->undelivered_to = failing;
	(void)self_note_set(&monitor->undelivered,
			    failing ? SEVERITY_CRITICAL : SEVERITY_OK,
			    text_string(&summary), text_string(&lines));
	text_done(&lines);
	text_done(&summary);
	if (failing || !known)
		monitor_fold(app);
}

uint32_t undelivered_well(const struct app *app)
{
	return ~app->monitor.undelivered_to;
}

bool undelivered_is_in(const struct incident *incident)
{
	if (strcmp(incident->owner, SELF_OWNER) != 0)
		return false;
	for (size_t m = 0; m < incident->member_count; m++)
		for (size_t f = 0; f < incident->members[m].fault_count; f++)
			if (strcmp(incident->members[m].faults[f].id,
				   fault_id) == 0)
				return true;
	return false;
}

bool undelivered_fault(const struct app *app, struct self_fault *ret_fault)
{
	const struct self_note *note = &app->monitor.undelivered;

	*ret_fault = (struct self_fault){
		.id = fault_id,
		.severity = note->severity,
		.subject = "our own messages",
		.summary = note->summary,
		.evidence = note->evidence,
		.fix = "forewarn test-alert shows what each target answers; "
		       "after a mend: forewarn reload",
		.since = note->since,
	};
	return note->severity != SEVERITY_OK;
}
