/* SPDX-License-Identifier: BSD-3-Clause */
/* commands.c - what `forewarn` may ask of the daemon. */
#include "app/people.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

struct command {
	const char *word;
	size_t least, most; /* words behind it */
	app_command *run;
};

static struct zone *find_zone(const struct app *app, const char *text,
			      struct text *out)
{
	char canonical[NAME_TEXT_SIZE];
	struct zone *zone = NULL;
	struct name name;

	if (!name_from_text(text, &name)) {
		text_printf(out, "%s is not a domain name\n", text);
		return NULL;
	}
	zone = map_get(app->zones, name_to_text(&name, canonical));
	if (!zone)
		text_printf(out, "%s is not watched here\n", canonical);
	return zone;
}

/* Soonest failure first; what is unknown comes right behind what fails. */
static int by_runway(const void *left, const void *right)
{
	const struct assessment *a = (*(struct zone *const *)left)->latest;
	const struct assessment *b = (*(struct zone *const *)right)->latest;
	bool a_unknown = a->verdict == VERDICT_UNKNOWN;
	bool b_unknown = b->verdict == VERDICT_UNKNOWN;
	bool a_fails = a->breaks_at.s <= a->checked_at.s;
	bool b_fails = b->breaks_at.s <= b->checked_at.s;

	if (a_fails != b_fails)
		return a_fails ? -1 : 1;
	if (a_unknown != b_unknown)
		return a_unknown ? -1 : 1;
	if (a->breaks_at.s != b->breaks_at.s)
		return a->breaks_at.s < b->breaks_at.s ? -1 : 1;
	return name_compare(&a->zone, &b->zone);
}

static bool status_all(struct app *app, struct text *out)
{
	struct head_parts parts;
	size_t count = map_count(app->zones), cursor = 0;
	struct zone **zones = calloc(count ? count : 1, sizeof(*zones));
	struct state_head head;

	if (!zones) {
		text_put(out, "out of memory\n");
		return false;
	}
	publishing_head(app, &parts, &head);
	state_summary_json(&head, out);
	text_put(out, "\n");
	for (size_t i = 0; i < count; i++)
		zones[i] = map_next(app->zones, &cursor, NULL);
	qsort(zones, count, sizeof(struct zone *), by_runway);
	for (size_t i = 0; i < count; i++) {
		publishing_zone_json(app, zones[i], out);
		text_put(out, "\n");
	}
	free(zones);
	return text_ok(out);
}

static bool status(struct app *app, const struct control_request *request,
		   struct text *out)
{
	struct zone *zone;

	if (request->count == 1)
		return status_all(app, out);
	zone = find_zone(app, request->words[1], out);
	if (!zone)
		return false;
	publishing_zone_json(app, zone, out);
	text_put(out, "\n");
	return true;
}

static bool reload(struct app *app, const struct control_request *request,
		   struct text *out)
{
	(void)request;
	if (!app_reload(app)) {
		text_put(out, app->config_errors);
		text_put(out, "the configuration before stays in force\n");
		return false;
	}
	text_printf(out, "%s: in force, %zu zones\n", app->options.config_path,
		    map_count(app->zones));
	return true;
}

static bool check_now(struct app *app, const struct control_request *request,
		      struct text *out)
{
	struct zone *zone;
	size_t cursor = 0;

	if (request->count > 1) {
		zone = find_zone(app, request->words[1], out);
		if (!zone)
			return false;
		passes_hurry(app, zone, 0);
		text_printf(out, "%s is being looked at\n", zone->apex_text);
		return true;
	}
	while ((zone = map_next(app->zones, &cursor, NULL)))
		passes_hurry(app, zone, 0);
	text_printf(out, "all %zu zones are being looked at\n",
		    map_count(app->zones));
	return true;
}

static const struct command commands[] = {
	{ "status", 0, 1, status },
	{ "reload", 0, 0, reload },
	{ "check-now", 0, 1, check_now },
	{ "ack", 1, 2, people_say_ack },
	{ "unack", 1, 1, people_say_unack },
	{ "silence", 4, 4, people_say_silence },
	{ "silences", 0, 0, people_say_silences },
	{ "unsilence", 1, 1, people_say_unsilence },
	{ "test-alert", 0, CONTROL_WORDS_MAX - 1, testing_send },
	{ "test-result", 1, 1, testing_result },
};

bool commands_handle(void *arg, const struct control_request *request,
		     struct text *out)
{
	size_t behind = request->count - 1;

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(request->words[0], commands[i].word) == 0 &&
		    behind >= commands[i].least && behind <= commands[i].most)
			return commands[i].run(arg, request, out);
	text_put(out, "the daemon does not know this command\n");
	return false;
}
