/* SPDX-License-Identifier: BSD-3-Clause */
/* route.h - who is told of what, and when: the routes of the configuration,
 * applied. Pure. */
#ifndef FOREWARN_TARGETS_ROUTE_H
#define FOREWARN_TARGETS_ROUTE_H

#include "base/window.h"
#include "config/config.h"
#include "incident/incident.h"

/** How the zone of that name is watched; NULL: it is not. */
typedef const struct zone_policy *route_policy(void *arg, const char *zone);

/* What is to be told. */
struct route_message {
	enum severity severity;
	const struct incident *incident;
	const char *ended; /* id of the fault that went last, or NULL */
	route_policy *policy;
	void *arg;
};

struct route_answer {
	uint32_t targets; /* bit i: config->targets[i] */
	/* Of each target, a member of targets or not: until when its message
	 * is held back; not after now: at once. */
	struct wall until[TARGETS_MAX];
	int64_t repeat_s[TARGETS_MAX]; /* 0: told once */
};

/**
 * Ask the routes.
 *
 * Every route that matches adds its targets; what none matches goes to all. A
 * target that several routes reach is told by the one that lets it know first.
 *
 * @param local  what clocks show in other places, for quiet hours.
 */
void route_ask(const struct config *config, const struct route_message *message,
	       struct wall now, local_of *local, struct route_answer *ret);

#endif
