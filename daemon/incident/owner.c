/* SPDX-License-Identifier: BSD-3-Clause */
/* owner.c - faults of several zones that have one cause: the servers that
 * serve them. */
#include "incident/owner.h"

#include "incident/cause.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

bool owner_is_servers(const char *owner)
{
	return strncmp(owner, "server ", 7) == 0 ||
	       strncmp(owner, "servers ", 8) == 0;
}

bool incident_is_of_servers(const struct incident *incident)
{
	return owner_is_servers(incident->owner);
}

bool incident_has_other_servers(const struct incident *incident)
{
	return incident->server_count > 0 &&
	       strcmp(incident->owner, incident->servers) != 0;
}

/* --- whose it is --- */

static bool is_confirmed_in(const struct held *held, const char *zone,
			    const char *id)
{
	const struct incident_member *m = held ? held_member(held, zone) : NULL;
	const struct incident_fault *fault = m ? member_find(m, id) : NULL;

	return fault && fault->confirmed;
}

/* Of the faults @p id of @p zone, how many name @p address. */
static size_t count_own(const struct incident_book *book, const char *zone,
			const char *id, const char *address)
{
	const struct place *place = book_place(book, zone);
	size_t count = 0;

	for (size_t i = 0; place && i < place->count; i++) {
		const struct incident_fault *fault =
			member_find(held_member(place->in[i], zone), id);

		count += fault && servers_have(fault->servers, address);
	}
	return count;
}

/* Whether other zones have the fault by one of its servers. */
static bool is_shared(const struct incident_book *book, const char *zone,
		      const struct finding *f, struct wall now)
{
	const char *at = f->cause;
	char address[ADDRESS_TEXT_SIZE];

	while (servers_next(&at, address))
		if (cause_is_shared(book, f->id, address,
				    count_own(book, zone, f->id, address), now))
			return true;
	return false;
}

static const struct held *first_of(const struct held *a, const struct held *b)
{
	return !a || (b && held_precedes(b, a)) ? b : a;
}

/* The servers' incident that has the fault already, as long as one of them is
 * left of those by which it was confirmed. */
static const struct held *kept_in(const struct incident_book *book,
				  const char *zone, const struct finding *f)
{
	const struct place *place = book_place(book, zone);

	for (size_t i = 0; place && i < place->count; i++)
		if (place->in[i]->servers &&
		    is_confirmed_in(place->in[i], zone, f->id) &&
		    held_names_any(place->in[i], f->cause))
			return place->in[i];
	return NULL;
}

/* The servers' incident that has the zone already, and all servers of the
 * fault. */
static const struct held *place_for(const struct incident_book *book,
				    const char *zone, const struct finding *f)
{
	const struct place *place = book_place(book, zone);
	const struct held *best = NULL;

	for (size_t i = 0; place && i < place->count; i++)
		if (place->in[i]->servers &&
		    held_member(place->in[i], zone)->fault_count &&
		    held_names_all(place->in[i], f->cause))
			best = first_of(best, place->in[i]);
	return best;
}

/* The servers' incident that the fault joins: by all of its servers where
 * that is open, by one of them where other zones have the same fault now. */
static const struct held *home_for(const struct incident_book *book,
				   const struct finding *f, bool shared)
{
	const struct held *best = NULL;
	const char *at = f->cause;
	char address[ADDRESS_TEXT_SIZE];

	while (servers_next(&at, address)) {
		const struct held *held = map_get(book->homes, address);

		if (held && (shared || (held->pub.open &&
					held_names_all(held, f->cause))))
			best = first_of(best, held);
	}
	return best;
}

const char *owner_resolve(const struct incident_book *book, const char *zone,
			  const struct finding *f, struct wall now)
{
	const struct held *held;
	bool shared;

	if (f->blame)
		return f->blame;
	if (!f->cause || strlen(f->cause) >= SHARED_TEXT_SIZE ||
	    is_confirmed_in(map_get(book->owners, zone), zone, f->id))
		return zone;
	held = kept_in(book, zone, f);
	if (held)
		return held->pub.owner;
	shared = is_shared(book, zone, f, now);
	held = first_of(place_for(book, zone, f), home_for(book, f, shared));
	if (held)
		return held->pub.owner;
	held = map_get(book->owners, f->cause);
	return shared || (held && held->pub.open) ? f->cause : zone;
}

/* --- what is told of it --- */

/* A server by which it is in every look, and that was not told of with it. */
static bool names_news(const struct incident_book *book,
		       const struct held *held, const struct incident_fault *f)
{
	const char *at = f->servers;
	char address[ADDRESS_TEXT_SIZE];

	if (f->servers_seen <= book->confirm_passes)
		return false;
	while (at && servers_next(&at, address)) {
		struct cause_key key = cause_key(f->id, address);

		if (f->severity > (uintptr_t)map_get(held->told, key.text))
			return true;
	}
	return false;
}

bool shared_has_news(const struct incident_book *book, const struct held *held,
		     const struct incident_member *member, struct wall now)
{
	for (size_t i = 0; i < member->fault_count; i++) {
		const struct incident_fault *f = &member->faults[i];

		if (!f->confirmed || f->silenced ||
		    f->severity < held->pub.severity)
			continue;
		if (names_news(book, held, f) ||
		    (f->severity > f->told_severity &&
		     wall_diff(held->joined_at, now) > JOIN_WINDOW_S))
			return true;
	}
	return false;
}

/* Without memory it is told once more, for another zone. */
static void note_told(struct held *held, const struct incident_fault *fault,
		      enum severity severity)
{
	const char *at = fault->servers;
	char address[ADDRESS_TEXT_SIZE];

	while (at && servers_next(&at, address)) {
		struct cause_key key = cause_key(fault->id, address);

		if (severity > (uintptr_t)map_get(held->told, key.text))
			(void)map_put(held->told, key.text,
				      (void *)(uintptr_t)severity);
	}
}

void shared_mark_told(struct held *held, struct incident_member *member,
		      struct wall now)
{
	for (size_t i = 0; i < member->fault_count; i++) {
		struct incident_fault *f = &member->faults[i];

		if (!f->confirmed || f->silenced ||
		    f->severity <= f->told_severity)
			continue;
		f->told_severity = f->severity;
		held->joined_at = wall_max(held->joined_at, now);
	}
}

void shared_mark_named(struct held *held)
{
	for (size_t m = 0; m < held->pub.member_count; m++)
		for (size_t i = 0; i < held->pub.members[m].fault_count; i++) {
			const struct incident_fault *f =
				&held->pub.members[m].faults[i];

			note_told(held, f, f->severity);
		}
}

void shared_restore_told(struct held *held, const struct incident_fault *fault)
{
	if (!held->told || !fault->confirmed)
		return;
	note_told(held, fault, fault->told_severity);
	held->joined_at = wall_max(held->joined_at, fault->first_seen_at);
}

void shared_forget_told(struct held *held)
{
	const char *id;
	size_t cursor = 0;

	while (map_next(held->told, &cursor, &id))
		(void)map_remove(held->told, id);
}
