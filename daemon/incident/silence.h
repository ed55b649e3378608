/* SPDX-License-Identifier: BSD-3-Clause */
/* silence.h - what people said need not be told: "the signer of bank.example
 * is moved tonight". A fault that is silenced is folded, confirmed and shown
 * like any other, only not told. (diagnose/silence.h is of servers that do not
 * answer.)
 *
 * Pure: the time, and what clocks on walls show, are arguments. */
#ifndef FOREWARN_INCIDENT_SILENCE_H
#define FOREWARN_INCIDENT_SILENCE_H

#include "base/window.h"
#include "config/config.h"

struct silence {
	char id[16]; /* "7"; "m2": the second window of the configuration */
	/* Patterns (base/glob.h) of zones and other owners of incidents. */
	size_t zone_count;
	const char *const *zones;
	size_t fault_count; /* of ids of faults; none: of all */
	const char *const *faults;
	const char *reason, *by;
	struct wall from, until; /* in force from the one to before the other */
	bool maintenance;	 /* a window of the configuration */
};

/**
 * Whether @p silence is of the fault @p id of @p zone, in the incident of
 * @p owner. Wildcards stand for zones: what is none (the monitor itself, a
 * resolver, servers) must be named whole.
 */
bool silence_covers(const struct silence *silence, const char *owner,
		    const char *zone, const char *id);

/** Whether @p pattern is of @p zone or another owner of incidents, by the same
 * rule. */
bool silence_names(const char *pattern, const char *owner);

bool silence_is_active(const struct silence *silence, struct wall now);

/** The one of @p count that covers the fault and is active, of several that
 * which lasts longest; or NULL. */
const struct silence *silence_find(const struct silence *silences, size_t count,
				   const char *owner, const char *zone,
				   const char *id, struct wall now);

/** The silence that a window of the configuration makes: of now, else of the
 * next time. It borrows all that is in @p window.
 * @param number  its place in the configuration, from 1. */
struct silence silence_of_window(const struct maintenance *window,
				 size_t number, struct wall now,
				 local_of *local);

/** When one of @p count begins or ends next; WALL_NEVER: none does. */
struct wall silence_next_edge(const struct silence *silences, size_t count,
			      struct wall now);

#endif
