/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_changed.c - the parent delegates to other servers than before.
 * Many an outage began so: another provider does not have the keys that the DS
 * set names, or the domain was taken. Told for as long as caches may still
 * follow the old delegation. */
#include "diagnose/evidence.h"

#include <stdio.h>
#include <string.h>

/* Delegations at TLDs live a day or two; longer than that nobody watches. */
#define WATCH_LEAST_S 3600
#define WATCH_MOST_S  (2 * 86400)

static int64_t watch_s(const struct history_version *before)
{
	int64_t ttl_s = before->ttl_s;

	return ttl_s < WATCH_LEAST_S  ? WATCH_LEAST_S
	       : ttl_s > WATCH_MOST_S ? WATCH_MOST_S
				      : ttl_s;
}

static bool shares_any(const char *before, const char *now)
{
	while (*now != '\0') {
		size_t len = strcspn(now, ",");
		char host[NAME_TEXT_SIZE];

		(void)snprintf(host, sizeof(host), "%.*s", (int)len, now);
		if (history_lists(before, host))
			return true;
		now += len;
		now += strspn(now, ", ");
	}
	return false;
}

static void run(struct diagnosis *d)
{
	const char *now = d->seen.value[HISTORY_NS];
	const struct history_version *before;
	struct finding *f;
	struct wall since;
	size_t index;

	before = history_before(d->history, &d->seen, HISTORY_NS, d->view->now,
				&index, &since);
	if (!before || wall_diff(since, d->view->now) >= watch_s(before))
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f, "the parent delegates to %s servers since %s",
			  shares_any(before->value, now) ? "other"
							 : "entirely other",
			  evidence_when(d, since));
	lines_add(d->arena, &f->evidence, "before: %s", before->value);
	lines_add(d->arena, &f->evidence, "now: %s", now);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "See with whoever runs the zone that this is meant");
	lines_add(d->arena, &f->fix,
		  "Keep both sets of servers signing with keys that the DS set "
		  "names, and each publishing the other's keys, until %s at "
		  "the earliest",
		  evidence_when(d, wall_add(since, watch_s(before))));
	verify_apex(d, f, TYPE_NS);
	verify_chain(d, f);
}

const struct check check_delegation_changed = {
	.id = "delegation-changed",
	.summary = "the parent delegates to other servers than before",
	.source = "RFC 8901 4",
	.run = run,
};
