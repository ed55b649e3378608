/* SPDX-License-Identifier: BSD-3-Clause */
/* silence.c - what people said need not be told. */
#include "incident/silence.h"

#include "base/glob.h"

#include <stdio.h>
#include <string.h>

static bool is_name(const char *owner)
{
	size_t len = strlen(owner);

	return len && owner[len - 1] == '.';
}

bool silence_names(const char *pattern, const char *owner)
{
	/* "*" shall not hide that the monitor itself is blind. */
	return is_name(owner) ? glob_match(pattern, owner)
			      : strcmp(pattern, owner) == 0;
}

static bool covers_zone(const struct silence *silence, const char *owner,
			const char *zone)
{
	for (size_t i = 0; i < silence->zone_count; i++)
		if (silence_names(silence->zones[i], owner) ||
		    silence_names(silence->zones[i], zone))
			return true;
	return false;
}

bool silence_covers(const struct silence *silence, const char *owner,
		    const char *zone, const char *id)
{
	bool covers = silence->fault_count == 0;

	for (size_t i = 0; !covers && i < silence->fault_count; i++)
		covers = glob_match(silence->faults[i], id);
	return covers && covers_zone(silence, owner, zone);
}

bool silence_is_active(const struct silence *silence, struct wall now)
{
	return silence->from.s <= now.s && now.s < silence->until.s;
}

const struct silence *silence_find(const struct silence *silences, size_t count,
				   const char *owner, const char *zone,
				   const char *id, struct wall now)
{
	const struct silence *found = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct silence *s = &silences[i];

		if (silence_is_active(s, now) &&
		    (!found || found->until.s < s->until.s) &&
		    silence_covers(s, owner, zone, id))
			found = s;
	}
	return found;
}

struct silence silence_of_window(const struct maintenance *window,
				 size_t number, struct wall now,
				 local_of *local)
{
	struct silence silence = {
		.zone_count = window->zone_count,
		.zones = window->zones,
		.fault_count = window->fault_count,
		.faults = window->faults,
		.reason = window->reason,
		.by = "configuration",
		.from = window->start,
		.until = window->end,
		.maintenance = true,
	};

	(void)snprintf(silence.id, sizeof(silence.id), "m%zu", number);
	if (window->recurs) {
		silence.from = window_start(&window->window, now, local);
		silence.until = window_end(&window->window,
					   wall_max(now, silence.from), local);
	}
	return silence;
}

static struct wall later(struct wall edge, struct wall now)
{
	return edge.s > now.s ? edge : WALL_NEVER;
}

struct wall silence_next_edge(const struct silence *silences, size_t count,
			      struct wall now)
{
	struct wall next = WALL_NEVER;

	for (size_t i = 0; i < count; i++) {
		next = wall_min(next, later(silences[i].from, now));
		next = wall_min(next, later(silences[i].until, now));
	}
	return next;
}
