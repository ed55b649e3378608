/* SPDX-License-Identifier: BSD-3-Clause */
/* maintenance.c - `maintenance:`, work that was announced: what it is of, why,
 * and when, once or each week. */
#include "config/loader.h"

#include <string.h>

/* Bits of the rows of maintenance_fields. */
enum {
	ROW_ZONES = 1,
	ROW_FAULTS = 2,
	ROW_REASON = 4,
	ROW_START = 8,
	ROW_END = 16,
	ROW_FROM = 32,
	ROW_TO = 64,
	ROW_DAYS = 128,
	ROW_ZONE = 256,
	ROWS_ONCE = ROW_START | ROW_END,
	ROWS_WEEKLY = ROW_FROM | ROW_TO,
};

bool field_read_moment(struct loader *loader, const struct field *field,
		       const struct item *item, void *at)
{
	if (wall_parse(item->text, at))
		return true;
	complaints_error(&loader->complaints, item->place, "%s: '%s' is not %s",
			 field->key, item->text, field_kinds[field->type].what);
	return false;
}

/* What is wrong with a window of which the rows @p set are there, or NULL. */
static const char *why_wrong(const struct maintenance *window, uint64_t set)
{
	bool once = (set & ROWS_ONCE) != 0;
	bool weekly = (set & (ROWS_WEEKLY | ROW_DAYS | ROW_ZONE)) != 0;

	if (!(set & ROW_ZONES))
		return "a window without zones; [\"*\"] is all of them";
	if (!(set & ROW_REASON))
		return "a window without a reason";
	if (once && weekly)
		return "either start: and end:, or from: and to: each week";
	if (once ? (set & ROWS_ONCE) != ROWS_ONCE
		 : (set & ROWS_WEEKLY) != ROWS_WEEKLY)
		return "a window needs start: and end:, or from: and to:";
	if (once && window->start.s >= window->end.s)
		return "the window ends before it starts";
	if (weekly && window->window.days == WINDOW_ALWAYS &&
	    window->window.from == window->window.to % DAY_SECONDS)
		return "this window never ends";
	return NULL;
}

static void window_read(struct loader *loader, struct place place,
			struct maintenance *ret)
{
	size_t errors = loader->complaints.errors;
	const char *wrong;
	uint64_t set;

	*ret = (struct maintenance){
		.window = { .days = WINDOW_ALWAYS, .zone = "UTC" },
	};
	set = fields_read(loader, maintenance_fields, ret);
	ret->recurs = (set & ROWS_WEEKLY) != 0;
	wrong = why_wrong(ret, set);
	if (wrong && loader->complaints.errors == errors)
		complaints_error(&loader->complaints, place, "%s", wrong);
}

bool field_read_maintenance(struct loader *loader, const struct field *field,
			    const struct item *item, void *at)
{
	struct config *config = OWNER(at, struct config, maintenance_count);
	struct maintenance found[MAINTENANCE_MAX];
	size_t count = 0, seen = 0;
	struct item e;

	(void)item;
	while (list_next_map(loader, field, &seen, &e))
		window_read(loader, e.place, &found[count++]);
	config->maintenance =
		arena_memdup(loader->arena, found, count * sizeof(found[0]));
	config->maintenance_count = count;
	return true;
}
