/* SPDX-License-Identifier: BSD-3-Clause */
/* latest.c - the latest changes over the portfolio: who notes one, and how they
 * survive a restart. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "report/words.h"

/* They are written together: a transaction waits for the disk, and to lose the
 * last seconds of a view costs nobody anything. */
#define KEEP_TICK_MS 5000
/* What a change of a large set says; the list cuts it. */
#define WORDS_BYTES_MAX (64u * 1024)

static void keep(struct app *app)
{
	if (memory_changes_put(app->memory, app->changes) != ERR_OK)
		log_debug("memory.db", "latest changes: %s",
			  memory_error(app->memory));
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	keep(arg);
}

enum err latest_start(struct app *app)
{
	app->changes = changes_new();
	app->change_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->changes || !app->change_tick)
		return ERR_MEMORY;
	if (memory_changes(app->memory, app->changes) != ERR_OK)
		log_error("memory.db", "latest changes: %s",
			  memory_error(app->memory));
	return ERR_OK;
}

void latest_stop(struct app *app)
{
	if (app->change_tick &&
	    event_pending(app->change_tick, EV_TIMEOUT, NULL))
		keep(app);
	if (app->change_tick)
		event_free(app->change_tick);
	changes_free(app->changes);
}

void latest_note(struct app *app, const struct change_row *row)
{
	struct change_row now = *row;
	struct timeval tv = app_timeval(KEEP_TICK_MS);

	now.at = clock_wall();
	changes_note(app->changes, &now);
	if (!event_pending(app->change_tick, EV_TIMEOUT, NULL))
		(void)event_add(app->change_tick, &tv);
	publishing_wake(app);
}

void latest_announcement(struct app *app,
			 const struct announcement *announcement)
{
	static const enum changed what[] = {
		[CHANGE_OPENED] = CHANGED_OPENED,
		[CHANGE_WORSENED] = CHANGED_WORSENED,
		[CHANGE_EASED] = CHANGED_EASED,
		[CHANGE_CLOSED] = CHANGED_CLOSED,
	};
	struct change_row row = { .zone = announcement->incident->owner };
	struct text why;

	if (announcement->change == CHANGE_REMINDED)
		return;
	text_init(&why, WORDS_BYTES_MAX);
	(void)report_why(announcement, &why);
	row.what = what[announcement->change];
	row.verdict = announcement->change == CHANGE_CLOSED
			      ? VERDICT_OK
			      : words_verdict_of(announcement->severity);
	row.text = text_string(&why);
	latest_note(app, &row);
	text_done(&why);
}

void latest_verdict(struct app *app, struct zone *zone,
		    const struct assessment *now)
{
	const char *because = now->finding_count ? now->findings[0]->id : NULL;
	struct text text;

	if (zone->noted && zone->noted_verdict != now->verdict) {
		text_init(&text, WORDS_BYTES_MAX);
		text_printf(&text, "was %s", verdict_text(zone->noted_verdict));
		if (now->verdict == VERDICT_UNKNOWN)
			because = now->unknown_because;
		if (because && now->verdict != VERDICT_OK)
			text_printf(&text, "; %s", because);
		latest_note(app,
			    &(struct change_row){ .what = CHANGED_VERDICT,
						  .verdict = now->verdict,
						  .zone = zone->apex_text,
						  .text = text_string(&text) });
		text_done(&text);
	}
	zone->noted = true;
	zone->noted_verdict = now->verdict;
}

static void note_set(struct app *app, const struct zone *zone,
		     enum history_what what)
{
	static const enum changed changed[HISTORY_WHAT_COUNT] = {
		[HISTORY_DS] = CHANGED_DS,
		[HISTORY_DNSKEY] = CHANGED_DNSKEY,
		[HISTORY_NS] = CHANGED_NS,
		[HISTORY_SECURITY] = CHANGED_SECURITY,
	};
	const struct history_version *before =
		history_at(zone->history, what, 1);
	const struct history_version *now = history_at(zone->history, what, 0);
	struct text text;

	if (!before || !now)
		return; /* the first sight of it is no change */
	text_init(&text, WORDS_BYTES_MAX);
	if (what == HISTORY_SECURITY)
		text_printf(&text, "%s, was %s", now->value, before->value);
	else
		changes_set_words(what, before->value, now->value, &text);
	latest_note(app, &(struct change_row){ .what = changed[what],
					       .verdict = VERDICT_COUNT,
					       .zone = zone->apex_text,
					       .text = text_string(&text) });
	text_done(&text);
}

void latest_history(struct app *app, const struct zone *zone, unsigned changed)
{
	for (int what = 0; what < HISTORY_WHAT_COUNT; what++)
		if (what != HISTORY_WELL && changed & 1u << what)
			note_set(app, zone, (enum history_what)what);
}

/* --- what people said --- */

static void note_said(struct app *app, enum changed what, const char *zone,
		      struct text *text)
{
	latest_note(app, &(struct change_row){ .what = what,
					       .verdict = VERDICT_COUNT,
					       .zone = zone,
					       .text = text_string(text) });
	text_done(text);
}

void latest_ack(struct app *app, const struct incident *incident,
		const char *by)
{
	bool acked = !wall_is_never(incident->acked_at);
	struct text text;

	text_init(&text, WORDS_BYTES_MAX);
	text_printf(&text, "%s by %s", acked ? "acknowledged" : "given back",
		    by);
	if (acked && *incident->ack_note)
		text_printf(&text, ": %s", incident->ack_note);
	note_said(app, CHANGED_ACK, incident->owner, &text);
}

void latest_silence(struct app *app, const char *zone,
		    const struct silence *silence)
{
	struct text text;

	text_init(&text, WORDS_BYTES_MAX);
	text_printf(&text, "%s silenced until ",
		    silence->fault_count ? silence->faults[0] : "all faults");
	words_time(&text, silence->until);
	text_printf(&text, " by %s: %s", silence->by, silence->reason);
	note_said(app, CHANGED_SILENCE, zone, &text);
}

void latest_unsilence(struct app *app, const char *zone, const char *id,
		      const char *by)
{
	struct text text;

	text_init(&text, WORDS_BYTES_MAX);
	text_printf(&text, "silence %s ended by %s", id, by);
	note_said(app, CHANGED_SILENCE, zone, &text);
}
