/* SPDX-License-Identifier: BSD-3-Clause */
/* owner.c - faults of several zones that have one cause: the servers that
 * serve them. */
#include "incident/owner.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The faults of one id that name the same servers. It goes with the last. */
struct cause {
	struct map *in;
	char *key;
	size_t fault_count;
	struct wall newest; /* when the last of them began */
	bool shared;	    /* and another one shortly before it */
};

static char *cause_key(const struct finding *finding)
{
	size_t size = strlen(finding->id) + strlen(finding->cause) + 2;
	char *key = malloc(size);

	if (key)
		(void)snprintf(key, size, "%s %s", finding->id, finding->cause);
	return key;
}

static bool is_recent(const struct cause *cause, struct wall now)
{
	return wall_diff(cause->newest, now) <= JOIN_WINDOW_S;
}

/* Takes @p key over. */
static struct cause *cause_new(struct map *in, char *key)
{
	struct cause *cause = calloc(1, sizeof(*cause));

	if (cause && map_put(in, key, cause)) {
		cause->in = in;
		cause->key = key;
		return cause;
	}
	free(cause);
	free(key);
	return NULL;
}

void cause_join(struct incident_book *book, struct incident_fault *fault,
		const struct finding *finding, struct wall now)
{
	char *key =
		finding->cause && !finding->blame ? cause_key(finding) : NULL;
	struct cause *cause = key ? map_get(book->causes, key) : NULL;

	if (fault->cause && fault->cause == cause) {
		free(key);
		return;
	}
	cause_leave(fault);
	if (cause)
		free(key);
	else if (key)
		cause = cause_new(book->causes, key);
	if (!cause)
		return;
	cause->shared = cause->fault_count > 0 && is_recent(cause, now);
	cause->newest = now;
	cause->fault_count++;
	fault->cause = cause;
}

void cause_leave(struct incident_fault *fault)
{
	struct cause *cause = fault->cause;

	fault->cause = NULL;
	if (!cause || --cause->fault_count > 0)
		return;
	(void)map_remove(cause->in, cause->key);
	free(cause->key);
	free(cause);
}

bool owner_is_servers(const char *owner)
{
	return strncmp(owner, "server ", 7) == 0 ||
	       strncmp(owner, "servers ", 8) == 0;
}

bool incident_is_of_servers(const struct incident *incident)
{
	return owner_is_servers(incident->owner);
}

/* Whether every server of @p cause is one of @p owner. */
static bool covers(const char *owner, const char *cause)
{
	char all[SHARED_TEXT_SIZE + 4], one[SHARED_TEXT_SIZE + 4];
	const char *at = strchr(cause, ' ');

	(void)snprintf(all, sizeof(all), "%s, ", strchr(owner, ' '));
	while (at) {
		size_t len = strcspn(at + 1, ",");

		(void)snprintf(one, sizeof(one), " %.*s, ", (int)len, at + 1);
		if (!strstr(all, one))
			return false;
		at = at[1 + len] ? at + 2 + len : NULL;
	}
	return true;
}

/* The fault @p id in the zone's own incident, or NULL. */
static const struct incident_fault *own_fault(const struct incident_book *book,
					      const char *zone, const char *id)
{
	const struct held *held = map_get(book->owners, zone);
	const struct incident_member *m = held ? held_member(held, zone) : NULL;

	return m ? member_find(m, id) : NULL;
}

/* The servers' incident that has the zone already, and this fault's servers. */
static const struct held *place_for(const struct incident_book *book,
				    const char *zone, const char *cause)
{
	const struct place *place = book_place(book, zone);

	for (size_t i = 0; place && i < place->count; i++)
		if (owner_is_servers(place->in[i]->pub.owner) &&
		    held_member(place->in[i], zone)->fault_count &&
		    covers(place->in[i]->pub.owner, cause))
			return place->in[i];
	return NULL;
}

static bool is_shared(const struct incident_book *book,
		      const struct finding *finding,
		      const struct incident_fault *own, struct wall now)
{
	char *key = cause_key(finding);
	const struct cause *cause = key ? map_get(book->causes, key) : NULL;

	free(key);
	if (!cause)
		return false;
	return own && own->cause == cause ? cause->shared
					  : is_recent(cause, now);
}

const char *owner_resolve(const struct incident_book *book, const char *zone,
			  const struct finding *f, struct wall now)
{
	const struct incident_fault *own;
	const struct held *held;

	if (f->blame)
		return f->blame;
	if (!f->cause || strlen(f->cause) >= SHARED_TEXT_SIZE)
		return zone;
	own = own_fault(book, zone, f->id);
	if (own && own->confirmed)
		return zone;
	held = place_for(book, zone, f->cause);
	if (held)
		return held->pub.owner;
	held = map_get(book->owners, f->cause);
	if ((held && held->pub.open) || is_shared(book, f, own, now))
		return f->cause;
	return zone;
}

bool shared_has_news(const struct held *held,
		     const struct incident_member *member, struct wall now)
{
	for (size_t i = 0; i < member->fault_count; i++) {
		const struct incident_fault *f = &member->faults[i];
		uintptr_t told = (uintptr_t)map_get(held->told, f->id);

		if (f->confirmed && !f->silenced &&
		    f->severity > f->told_severity &&
		    f->severity >= held->pub.severity &&
		    (f->severity > told ||
		     wall_diff(held->joined_at, now) > JOIN_WINDOW_S))
			return true;
	}
	return false;
}

/* Without memory it is told once more, for another zone. */
static void note_told(struct held *held, const char *id, enum severity severity)
{
	if (severity > (uintptr_t)map_get(held->told, id))
		(void)map_put(held->told, id, (void *)(uintptr_t)severity);
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
		note_told(held, f->id, f->severity);
	}
}

void shared_restore_told(struct held *held, const struct incident_fault *fault)
{
	if (!fault->confirmed)
		return;
	note_told(held, fault->id, fault->told_severity);
	held->joined_at = wall_max(held->joined_at, fault->first_seen_at);
}

void shared_forget_told(struct held *held)
{
	const char *id;
	size_t cursor = 0;

	while (map_next(held->told, &cursor, &id))
		(void)map_remove(held->told, id);
}
