/* SPDX-License-Identifier: BSD-3-Clause */
/* board_items.c - what a state file says beside its zones: the daemon and its
 * own faults, the summary, incidents, changes, deliveries, silences. */
#include "report/board.h"

#include "report/safe.h"

#include <stdlib.h>
#include <string.h>

/* A line is cut by the screen; this bounds what it costs. */
#define LINE_BYTES 400
#define NAME_BYTES 256

static const char *string_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static size_t number_at(const json_t *object, const char *key)
{
	json_int_t number = json_integer_value(json_object_get(object, key));

	return number > 0 ? (size_t)number : 0;
}

static struct wall wall_of(const json_t *value)
{
	const char *text = json_string_value(value);
	struct wall t = WALL_NEVER;

	if (text)
		(void)wall_parse(text, &t); /* untouched where it is none */
	return t;
}

static const char *keep_safe(struct board *board, const char *string,
			     size_t max_bytes)
{
	const char *copy = NULL;
	struct text safe;

	if (!string)
		return NULL;
	text_init(&safe, max_bytes + 16);
	safe_put_cut(&safe, string, max_bytes);
	copy = arena_strdup(board->arena, text_string(&safe));
	text_done(&safe);
	if (!copy)
		board->failed = true;
	return copy;
}

void board_add(struct board *board, struct board_list *list,
	       struct board_item item)
{
	size_t room = list->room ? list->room * 2 : 16;
	struct board_item *at;

	if (list->count == BOARD_ITEMS_MAX) {
		list->untold++;
		return;
	}
	if (list->count == list->room) {
		at = realloc(list->at, room * sizeof(*at));
		if (!at) {
			board->failed = true;
			return;
		}
		list->at = at;
		list->room = room;
	}
	item.line = keep_safe(board, item.line, LINE_BYTES);
	item.zone = keep_safe(board, item.zone, NAME_BYTES);
	if (item.line)
		list->at[list->count++] = item;
}

/* "critical" of a severity or a verdict; a word of another kind is unknown, and
 * @p otherwise is where there is none. */
static enum verdict verdict_at(const json_t *object, const char *key,
			       enum verdict otherwise)
{
	const char *word = string_at(object, key);

	if (!word)
		return otherwise;
	for (int i = 0; i < VERDICT_COUNT; i++)
		if (strcmp(word, verdict_text((enum verdict)i)) == 0)
			return (enum verdict)i;
	return VERDICT_UNKNOWN;
}

static void take_generated_at(struct board *board, const json_t *value)
{
	board->generated_at = wall_of(value);
}

static void take_stale_after(struct board *board, const json_t *value)
{
	board->stale_after = wall_of(value);
}

/* A name of ours with what it has to say. */
static void notice(struct board *board, enum verdict verdict, const char *name,
		   const char *words)
{
	struct text line;

	text_init(&line, LINE_BYTES * 4);
	text_printf(&line, "%s: %s", name ? name : "?", words ? words : "");
	board_add(board, &board->notices,
		  (struct board_item){ .verdict = verdict,
				       .at = WALL_NEVER,
				       .line = text_string(&line) });
	text_done(&line);
}

static void take_daemon(struct board *board, const json_t *value)
{
	const json_t *fault;
	size_t i;

	board->version = keep_safe(board, string_at(value, "version"), 40);
	board->host = keep_safe(board, string_at(value, "host"), 80);
	json_array_foreach(json_object_get(value, "faults"), i, fault)
		notice(board, verdict_at(fault, "severity", VERDICT_UNKNOWN),
		       string_at(fault, "id"), string_at(fault, "summary"));
}

static void take_summary(struct board *board, const json_t *value)
{
	const json_t *zones = json_object_get(value, "zones"), *bucket;
	size_t i;

	board->total = number_at(zones, "total");
	for (int v = 0; v < VERDICT_COUNT; v++)
		board->summary.zones[v] =
			number_at(zones, verdict_text((enum verdict)v));
	json_array_foreach(json_object_get(value, "runway"), i,
			   bucket) if (i < RUNWAY_BUCKETS)
		board->summary.runway[i] = number_at(bucket, "zones");
}

/* The fault to name: the worst of those that are confirmed, else the first. */
static const json_t *fault_of(const json_t *incident)
{
	enum verdict worst = verdict_at(incident, "severity", VERDICT_UNKNOWN);
	const json_t *faults = json_object_get(incident, "faults"), *fault;
	size_t i;

	json_array_foreach(faults, i, fault)
	{
		if (json_is_true(json_object_get(fault, "confirmed")) &&
		    verdict_at(fault, "severity", VERDICT_UNKNOWN) == worst)
			return fault;
	}
	return json_array_get(faults, 0);
}

static void put_people(struct text *line, const json_t *incident)
{
	const char *by = string_at(incident, "acked_by");

	if (by)
		text_printf(line, " [acked by %s]", by);
	if (json_is_true(json_object_get(incident, "silenced")))
		text_put(line, " [silenced]");
}

static void take_incident(struct board *board, const json_t *value)
{
	const json_t *fault = fault_of(value);
	const char *id = string_at(fault, "id");
	const char *owner = string_at(value, "owner");
	const char *summary = string_at(fault, "summary");
	const char *state = string_at(value, "state");
	bool suspect = state && strcmp(state, "suspect") == 0;
	size_t zones = number_at(value, "zone_count");
	struct text line;

	text_init(&line, LINE_BYTES * 4);
	text_put(&line, owner ? owner : "?");
	if (zones > 1)
		text_printf(&line, " (%zu zones)", zones);
	put_people(&line, value);
	if (suspect)
		text_put(&line, " [waits for confirmation]");
	text_printf(&line, ": %s", id ? id : "?");
	if (summary)
		text_printf(&line, ": %s", summary);
	board_add(
		board, &board->incidents,
		(struct board_item){
			.verdict =
				verdict_at(value, "severity", VERDICT_UNKNOWN),
			.at = wall_of(json_object_get(
				value, suspect ? "suspected_at" : "opened_at")),
			.line = text_string(&line),
			.zone = json_string_value(json_array_get(
				json_object_get(value, "zones"), 0)),
		});
	text_done(&line);
}

/* "incident-opened: a.example. (12 zones): why". */
static void take_change(struct board *board, const json_t *value)
{
	const char *what = string_at(value, "what");
	const char *zone = string_at(value, "zone");
	const char *words = string_at(value, "text");
	size_t zones = number_at(value, "zone_count");
	struct text line;

	text_init(&line, LINE_BYTES * 4);
	text_printf(&line, "%s: %s", what ? what : "changed",
		    zone ? zone : "?");
	if (zones > 1)
		text_printf(&line, " (%zu zones)", zones);
	if (words && *words)
		text_printf(&line, ": %s", words);
	board_add(board, &board->changes,
		  (struct board_item){
			  .verdict = verdict_at(value, "verdict", VERDICT_INFO),
			  .at = wall_of(json_object_get(value, "at")),
			  .line = text_string(&line),
			  .zone = zone });
	text_done(&line);
}

/* A target that takes its messages is no news. */
static void take_delivery(struct board *board, const json_t *value)
{
	const char *health = string_at(value, "health");
	const char *error = string_at(value, "last_error");
	struct text words;

	if (!health || strcmp(health, "well") == 0)
		return;
	text_init(&words, LINE_BYTES * 4);
	text_printf(&words, "target %s, %zu owed%s%s", health,
		    number_at(value, "owed"), error ? ": " : "",
		    error ? error : "");
	notice(board, VERDICT_WARNING, string_at(value, "target"),
	       text_string(&words));
	text_done(&words);
}

/* What they hide is marked where it is shown. */
static void take_silence(struct board *board, const json_t *value)
{
	board->silence_count += json_is_true(json_object_get(value, "active"));
}

void board_take_item(struct board *board, const char *key, const json_t *value)
{
	static const struct {
		const char *key;
		void (*take)(struct board *board, const json_t *value);
	} rows[] = {
		{ "generated_at", take_generated_at },
		{ "stale_after", take_stale_after },
		{ "daemon", take_daemon },
		{ "summary", take_summary },
		{ "incidents", take_incident },
		{ "changes", take_change },
		{ "deliveries", take_delivery },
		{ "silences", take_silence },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(key, rows[i].key) == 0)
			rows[i].take(board, value);
}
