/* SPDX-License-Identifier: BSD-3-Clause */
/* changes.c - the latest changes: a bounded list, and their words. */
#include "report/changes.h"

#include "report/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A set of the history has a few items. */
#define ITEM_BYTES_MAX 1100

struct kept {
	struct change_row row; /* points at what follows */
	char zone[NAME_TEXT_SIZE], text[CHANGE_TEXT_MAX + 1];
};

struct changes {
	size_t count;
	struct kept *order[CHANGES_MAX]; /* the newest first */
	struct kept kept[CHANGES_MAX];
};

static const char *const words[CHANGED_COUNT] = {
	[CHANGED_OPENED] = "incident-opened",
	[CHANGED_WORSENED] = "incident-worsened",
	[CHANGED_EASED] = "incident-eased",
	[CHANGED_CLOSED] = "incident-closed",
	[CHANGED_ACK] = "acknowledgement",
	[CHANGED_SILENCE] = "silence",
	[CHANGED_VERDICT] = "verdict",
	[CHANGED_SECURITY] = "security",
	[CHANGED_DS] = "ds",
	[CHANGED_DNSKEY] = "dnskey",
	[CHANGED_NS] = "delegation",
	[CHANGED_ADDED] = "zone-added",
	[CHANGED_REMOVED] = "zone-removed",
};

const char *changed_text(enum changed what)
{
	return words[what];
}

bool changed_from_text(const char *text, enum changed *ret_what)
{
	for (int i = 0; i < CHANGED_COUNT; i++)
		if (strcmp(words[i], text) == 0) {
			*ret_what = (enum changed)i;
			return true;
		}
	return false;
}

struct changes *changes_new(void)
{
	struct changes *changes = calloc(1, sizeof(*changes));

	for (size_t i = 0; changes && i < CHANGES_MAX; i++)
		changes->order[i] = &changes->kept[i];
	return changes;
}

void changes_free(struct changes *changes)
{
	free(changes);
}

/* The same news of another zone. */
static bool joins(const struct change_row *row, const struct change_row *of)
{
	int64_t s = wall_diff(of->at, row->at);

	return row->what == of->what && row->verdict == of->verdict &&
	       s >= -CHANGE_JOIN_S && s <= CHANGE_JOIN_S &&
	       strcmp(row->zone, of->zone) != 0 &&
	       strncmp(row->text, of->text, CHANGE_TEXT_MAX) == 0;
}

/* @return the place to write to: of one to join, of a free one, or of the
 * oldest. */
static size_t place_of(struct changes *changes, const struct change_row *row)
{
	for (size_t i = 0; i < changes->count; i++)
		if (joins(row, &changes->order[i]->row))
			return i;
	if (changes->count < CHANGES_MAX)
		return changes->count++;
	changes->order[CHANGES_MAX - 1]->row.zone_count = 0;
	return CHANGES_MAX - 1;
}

void changes_note(struct changes *changes, const struct change_row *row)
{
	size_t place = place_of(changes, row);
	struct kept *kept = changes->order[place];
	unsigned joined = kept->row.zone_count;

	memmove(&changes->order[1], &changes->order[0],
		place * sizeof(changes->order[0]));
	changes->order[0] = kept;
	if (!joined) {
		(void)snprintf(kept->zone, sizeof(kept->zone), "%s", row->zone);
		(void)snprintf(kept->text, sizeof(kept->text), "%s", row->text);
	}
	kept->row = (struct change_row){
		.at = row->at,
		.what = row->what,
		.verdict = row->verdict,
		.zone = kept->zone,
		.zone_count = joined + (row->zone_count ? row->zone_count : 1),
		.text = kept->text,
	};
}

const struct change_row *changes_at(const struct changes *changes, size_t i)
{
	return changes && i < changes->count ? &changes->order[i]->row : NULL;
}

/* --- words --- */

/* "2948 13 2 ab12...": the digest is in the zone's history. */
static void put_item(enum history_what what, const char *item, struct text *out)
{
	unsigned a, b, c;

	if (what == HISTORY_DS && sscanf(item, "%5u %3u %3u", &a, &b, &c) == 3)
		text_printf(out, "%u (algorithm %u, digest type %u)", a, b, c);
	else if (what == HISTORY_DNSKEY &&
		 sscanf(item, "%5u/%3u/%5u", &a, &b, &c) == 3)
		text_printf(out, "%u (flags %u, algorithm %u)", c, a, b);
	else
		text_put(out, item);
}

/* Those of @p of that @p in lacks. */
static void put_missing(enum history_what what, const char *label,
			const char *of, const char *in, struct text *out)
{
	const char *before = label;

	while (*of != '\0') {
		char item[ITEM_BYTES_MAX];
		size_t len = strcspn(of, ",");

		(void)snprintf(item, sizeof(item), "%.*s", (int)len, of);
		if (!history_lists(in, item)) {
			text_put(out, before);
			put_item(what, item, out);
			before = ", ";
		}
		of += len;
		of += strspn(of, ", ");
	}
}

void changes_set_words(enum history_what what, const char *before,
		       const char *now, struct text *out)
{
	size_t start = out->len;

	put_missing(what, "added ", now, before, out);
	put_missing(what, out->len > start ? "; removed " : "removed ", before,
		    now, out);
	if (!*now)
		text_put(out, "; none is left");
}

/* --- JSON --- */

static json_t *json_change(const struct change_row *row)
{
	json_t *object = json_object();

	json_add(&object, "at", json_wall(row->at));
	json_add(&object, "what", json_string(changed_text(row->what)));
	json_add(&object, "verdict",
		 row->verdict < VERDICT_COUNT
			 ? json_string(verdict_text(row->verdict))
			 : json_null());
	json_add(&object, "zone", json_safe(row->zone, 0));
	json_add(&object, "zone_count", json_number(row->zone_count));
	json_add(&object, "text", json_safe(row->text, CHANGE_TEXT_MAX));
	return object;
}

void changes_json(const struct changes *changes, struct text *out)
{
	const struct change_row *row;
	json_t *array = json_array();

	for (size_t i = 0; (row = changes_at(changes, i)); i++)
		json_append(&array, json_change(row));
	json_put(out, array);
}
