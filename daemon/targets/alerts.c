/* SPDX-License-Identifier: BSD-3-Clause */
/* alerts.c - the alerts that a mirror shows. */
#include "targets/alerts.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

struct alert {
	char *details;
	unsigned round;	      /* the last in which it was there */
	struct wall ended_at; /* WALL_NEVER: it is there */
};

struct alerts {
	struct map *shown; /* labels -> struct alert */
	unsigned round;
	bool failed; /* something of this round could not be kept */
};

static void alert_free(struct alert *alert)
{
	if (alert)
		free(alert->details);
	free(alert);
}

struct alerts *alerts_new(void)
{
	struct alerts *alerts = calloc(1, sizeof(*alerts));

	if (alerts)
		alerts->shown = map_new();
	if (alerts && alerts->shown)
		return alerts;
	free(alerts);
	return NULL;
}

void alerts_free(struct alerts *alerts)
{
	struct alert *alert;
	size_t cursor = 0;

	if (!alerts)
		return;
	while ((alert = map_next(alerts->shown, &cursor, NULL)))
		alert_free(alert);
	map_free(alerts->shown);
	free(alerts);
}

void alerts_begin(struct alerts *alerts)
{
	alerts->round++;
	alerts->failed = false;
}

static struct alert *find_or_add(struct alerts *alerts, const char *labels)
{
	struct alert *alert = map_get(alerts->shown, labels);

	if (alert)
		return alert;
	alert = calloc(1, sizeof(*alert));
	if (alert && map_put(alerts->shown, labels, alert))
		return alert;
	free(alert);
	return NULL;
}

static bool is_shown(const struct alerts *alerts, const char *labels)
{
	const struct alert *alert = map_get(alerts->shown, labels);

	return alert && wall_is_never(alert->ended_at);
}

void alerts_put(struct alerts *alerts, const char *labels, const char *details,
		bool quiet)
{
	struct alert *alert;
	char *copy;

	if (quiet && !is_shown(alerts, labels))
		return;
	alert = find_or_add(alerts, labels);
	copy = alert ? strdup(details) : NULL;
	if (!copy) {
		alerts->failed = true;
		return;
	}
	free(alert->details);
	alert->details = copy;
	alert->round = alerts->round;
	alert->ended_at = WALL_NEVER;
}

bool alerts_end(struct alerts *alerts, struct wall now)
{
	struct alert *alert;
	const char *labels;
	size_t cursor = 0;

	while ((alert = map_next(alerts->shown, &cursor, &labels))) {
		if (alert->round == alerts->round)
			continue;
		if (wall_is_never(alert->ended_at) && !alerts->failed)
			alert->ended_at = now;
		if (wall_is_never(alert->ended_at) ||
		    wall_diff(alert->ended_at, now) < ALERTS_KEEP_S)
			continue;
		(void)map_remove(alerts->shown, labels);
		alert_free(alert);
	}
	return !alerts->failed;
}

size_t alerts_count(const struct alerts *alerts)
{
	return map_count(alerts->shown);
}

bool alerts_batch(const struct alerts *alerts, size_t *cursor, size_t most,
		  struct wall until, struct text *out)
{
	const struct alert *alert;
	const char *labels;
	size_t count = 0;

	while (count < most &&
	       (alert = map_next(alerts->shown, cursor, &labels))) {
		char end[WALL_TEXT_SIZE];
		bool there = wall_is_never(alert->ended_at);

		if (!alert->details)
			continue; /* without memory for it */
		text_printf(out, "%s{\"labels\":%s,%s,\"endsAt\":\"%s\"}",
			    count++ ? ",\n" : "[", labels, alert->details,
			    wall_format(there ? until : alert->ended_at, end));
	}
	text_put(out, count ? "]" : "");
	return count > 0;
}
