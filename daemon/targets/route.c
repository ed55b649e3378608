/* SPDX-License-Identifier: BSD-3-Clause */
/* route.c - who is told of what, and when. */
#include "targets/route.h"

#include "base/glob.h"

#include <string.h>

static bool matches_any(const char *const *patterns, size_t count,
			const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (glob_match(patterns[i], text))
			return true;
	return false;
}

static bool matches_severity(const struct route_config *route,
			     enum severity severity)
{
	enum route_severity bit =
		severity == SEVERITY_CRITICAL ? ROUTE_CRITICAL : ROUTE_WARNING;

	return !route->severities || route->severities & bit;
}

static bool matches_fault(const struct route_config *route,
			  const struct incident_fault *fault)
{
	enum route_kind bit =
		fault->kind == KIND_PREDICTED ? ROUTE_PREDICTED : ROUTE_FAILING;

	return fault->confirmed && (!route->kinds || route->kinds & bit) &&
	       (!route->fault_count ||
		matches_any(route->faults, route->fault_count, fault->id));
}

/* One fault must be both of a kind and of an id that the route wants. */
static bool matches_faults(const struct route_config *route,
			   const struct route_message *message)
{
	const struct incident *incident = message->incident;

	if (!route->kinds && !route->fault_count)
		return true;
	/* The kind of what is gone is no longer known. */
	if (message->ended)
		return !route->fault_count ||
		       matches_any(route->faults, route->fault_count,
				   message->ended);
	for (size_t m = 0; m < incident->member_count; m++)
		for (size_t f = 0; f < incident->members[m].fault_count; f++)
			if (matches_fault(route,
					  &incident->members[m].faults[f]))
				return true;
	return false;
}

static bool matches_zones(const struct route_config *route,
			  const struct incident *incident)
{
	if (!route->zone_count ||
	    matches_any(route->zones, route->zone_count, incident->owner))
		return true;
	for (size_t m = 0; m < incident->member_count; m++)
		if (matches_any(route->zones, route->zone_count,
				incident->members[m].zone))
			return true;
	return false;
}

static bool has_labels(const struct route_config *route,
		       const struct route_message *message, const char *zone)
{
	const struct zone_policy *policy =
		message->policy ? message->policy(message->arg, zone) : NULL;

	if (!policy)
		return false;
	for (size_t i = 0; i < route->label_count; i++)
		if (!policy_has_label(policy, &route->labels[i]))
			return false;
	return true;
}

/* All labels of the route on one zone: of a member, or the owner, whose members
 * a closed incident has let go. */
static bool matches_labels(const struct route_config *route,
			   const struct route_message *message)
{
	const struct incident *incident = message->incident;

	if (!route->label_count || has_labels(route, message, incident->owner))
		return true;
	for (size_t m = 0; m < incident->member_count; m++)
		if (has_labels(route, message, incident->members[m].zone))
			return true;
	return false;
}

static bool matches(const struct route_config *route,
		    const struct route_message *message)
{
	return matches_severity(route, message->severity) &&
	       matches_faults(route, message) &&
	       matches_zones(route, message->incident) &&
	       matches_labels(route, message);
}

static struct wall held_until(const struct route_config *route,
			      const struct route_message *message,
			      struct wall now, local_of *local)
{
	const struct quiet_hours *quiet = &route->quiet;

	if (!quiet->given ||
	    (message->severity == SEVERITY_CRITICAL && !quiet->criticals))
		return now;
	return window_end(&quiet->window, now, local);
}

static void add(const struct route_config *route, struct wall until,
		struct route_answer *ret)
{
	for (unsigned i = 0; i < TARGETS_MAX; i++) {
		uint32_t bit = UINT32_C(1) << i;

		if (!(route->target_mask & bit))
			continue;
		ret->until[i] = ret->targets & bit
					? wall_min(ret->until[i], until)
					: until;
		if (route->repeat_s &&
		    (!ret->repeat_s[i] || route->repeat_s < ret->repeat_s[i]))
			ret->repeat_s[i] = route->repeat_s;
		ret->targets |= bit;
	}
}

void route_ask(const struct config *config, const struct route_message *message,
	       struct wall now, local_of *local, struct route_answer *ret)
{
	bool matched = false;

	*ret = (struct route_answer){ 0 };
	for (size_t i = 0; i < TARGETS_MAX; i++)
		ret->until[i] = now;
	for (size_t i = 0; i < config->route_count; i++) {
		const struct route_config *route = &config->routes[i];

		if (!matches(route, message))
			continue;
		matched = true;
		add(route, held_until(route, message, now, local), ret);
	}
	for (size_t i = 0; !matched && i < config->target_count; i++)
		ret->targets |= UINT32_C(1) << i;
}
