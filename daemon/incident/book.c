/* SPDX-License-Identifier: BSD-3-Clause */
/* book.c - incidents in memory: by owner, and by member zone. */
#include "incident/book.h"

#include "incident/cause.h"
#include "incident/owner.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fault_done(struct incident_fault *fault)
{
	free(fault->subject);
	free(fault->summary);
	free(fault->servers);
}

static void member_done(struct incident_member *member)
{
	for (size_t i = 0; i < member->fault_count; i++)
		fault_done(&member->faults[i]);
	free(member->faults);
	free(member->zone);
}

static void held_free(struct held *held)
{
	if (!held)
		return;
	for (size_t i = 0; i < held->pub.member_count; i++)
		member_done(&held->pub.members[i]);
	free(held->pub.members);
	free(held->pub.owner);
	free(held->pub.servers);
	map_free(held->index);
	map_free(held->servers);
	map_free(held->told);
	free(held);
}

struct incident_book *incident_book_new(unsigned confirm_passes)
{
	struct incident_book *book = calloc(1, sizeof(*book));

	if (!book)
		return NULL;
	book->confirm_passes = confirm_passes;
	book->owners = map_new();
	book->places = map_new();
	book->causes = map_new();
	book->homes = map_new();
	if (!book->owners || !book->places || !book->causes || !book->homes) {
		incident_book_free(book);
		return NULL;
	}
	return book;
}

void incident_book_free(struct incident_book *book)
{
	size_t cursor = 0;
	void *at;

	if (!book)
		return;
	book_forget_ended(book);
	while (book->owners && (at = map_next(book->owners, &cursor, NULL)))
		held_free(at);
	cursor = 0;
	while (book->places && (at = map_next(book->places, &cursor, NULL)))
		free(at);
	map_free(book->owners);
	map_free(book->places);
	map_free(book->homes);
	causes_free(book->causes);
	free(book);
}

void replace_text(char **text, const char *with)
{
	char *copy;

	if (*text && with && strcmp(*text, with) == 0)
		return;
	copy = strdup(with ? with : "");
	if (!copy)
		return;
	free(*text);
	*text = copy;
}

static struct held *held_new(const char *owner)
{
	struct held *held = calloc(1, sizeof(*held));
	bool shared = owner_is_servers(owner);

	if (!held)
		return NULL;
	held->pub.owner = strdup(owner);
	held->pub.acked_at = WALL_NEVER;
	held->index = map_new();
	held->servers = shared ? map_new() : NULL;
	held->told = shared ? map_new() : NULL;
	if (!held->pub.owner || !held->index ||
	    (shared && (!held->servers || !held->told))) {
		held_free(held);
		return NULL;
	}
	return held;
}

static struct held *owner_get(struct incident_book *book, const char *owner)
{
	struct held *held = map_get(book->owners, owner);

	if (held)
		return held;
	held = held_new(owner);
	if (held && !map_put(book->owners, owner, held)) {
		held_free(held);
		return NULL;
	}
	return held;
}

struct place *book_place(const struct incident_book *book, const char *zone)
{
	return map_get(book->places, zone);
}

static struct place *place_get(struct incident_book *book, const char *zone)
{
	struct place *place = book_place(book, zone);

	if (place)
		return place;
	place = calloc(1, sizeof(*place));
	if (place && !map_put(book->places, zone, place)) {
		free(place);
		return NULL;
	}
	return place;
}

struct incident_member *held_member(const struct held *held, const char *zone)
{
	uintptr_t number = (uintptr_t)map_get(held->index, zone);

	return number ? &held->pub.members[number - 1] : NULL;
}

void held_count(struct held *held, const struct incident_fault *fault)
{
	held->confirmed[fault->severity]++;
	held->audible[fault->severity] += !fault->silenced;
}

void held_discount(struct held *held, const struct incident_fault *fault)
{
	held->confirmed[fault->severity]--;
	held->audible[fault->severity] -= !fault->silenced;
}

enum severity counts_worst(const size_t counts[SEVERITY_CRITICAL + 1])
{
	enum severity severity = SEVERITY_CRITICAL;

	while (severity > SEVERITY_OK && counts[severity] == 0)
		severity--;
	return severity;
}

bool book_silences(const struct incident_book *book, const struct held *held,
		   const char *zone, const char *id)
{
	return silence_find(book->silences, book->silence_count,
			    held->pub.owner, zone, id,
			    book->silences_at) != NULL;
}

static struct incident_member *member_add(struct held *held, const char *zone)
{
	size_t count = held->pub.member_count;
	struct incident_member *members = held->pub.members;

	/* Room grows by doubling: at each power of two. */
	if ((count & (count - 1)) == 0) {
		members = realloc(members,
				  (count ? 2 * count : 1) * sizeof(*members));
		if (!members)
			return NULL;
		held->pub.members = members;
	}
	members[count] = (struct incident_member){ .zone = strdup(zone) };
	if (!members[count].zone ||
	    !map_put(held->index, zone, (void *)(uintptr_t)(count + 1))) {
		free(members[count].zone);
		return NULL;
	}
	held->pub.member_count++;
	return &members[count];
}

struct incident_member *book_member(struct incident_book *book,
				    const char *owner, const char *zone,
				    struct held **ret_held)
{
	struct place *place = place_get(book, zone);
	struct held *held = place ? owner_get(book, owner) : NULL;
	struct incident_member *member;

	if (!held)
		return NULL;
	*ret_held = held;
	member = held_member(held, zone);
	if (member)
		return member;
	if (place->count == OWNERS_MAX)
		return NULL;
	member = member_add(held, zone);
	if (member)
		place->in[place->count++] = held;
	return member;
}

static void member_remove(struct held *held, const char *zone)
{
	struct incident_member *member = held_member(held, zone);
	struct incident_member *last =
		&held->pub.members[held->pub.member_count - 1];
	uintptr_t number = (uintptr_t)map_remove(held->index, zone);

	member_done(member);
	if (member != last) {
		*member = *last;
		/* The key is there already, so this needs no memory. */
		(void)map_put(held->index, member->zone, (void *)number);
	}
	held->pub.member_count--;
}

static void held_end(struct incident_book *book, struct held *held)
{
	(void)map_remove(book->owners, held->pub.owner);
	if (book->ended_count < OWNERS_MAX)
		book->ended[book->ended_count++] = held;
	else
		held_free(held); /* cannot be: a fold has OWNERS_MAX owners */
}

void book_prune(struct incident_book *book, const char *zone)
{
	struct place *place = book_place(book, zone);
	size_t kept = 0;

	if (!place)
		return;
	for (size_t i = 0; i < place->count; i++) {
		struct held *held = place->in[i];

		if (held_member(held, zone)->fault_count) {
			place->in[kept++] = held;
			continue;
		}
		member_remove(held, zone);
		if (held->pub.member_count == 0)
			held_end(book, held);
	}
	place->count = kept;
	if (kept == 0)
		free(map_remove(book->places, zone));
}

void book_forget_ended(struct incident_book *book)
{
	for (size_t i = 0; i < book->ended_count; i++)
		held_free(book->ended[i]);
	book->ended_count = 0;
}

struct incident_fault *member_find(const struct incident_member *member,
				   const char *id)
{
	for (size_t i = 0; i < member->fault_count; i++)
		if (strcmp(member->faults[i].id, id) == 0)
			return &member->faults[i];
	return NULL;
}

struct incident_fault *member_fault(struct incident_member *member,
				    const char *id)
{
	struct incident_fault *faults = member_find(member, id);

	if (faults)
		return faults;
	faults = realloc(member->faults,
			 (member->fault_count + 1) * sizeof(*faults));
	if (!faults)
		return NULL;
	member->faults = faults;
	faults += member->fault_count++;
	*faults = (struct incident_fault){ .deadline = WALL_NEVER };
	(void)snprintf(faults->id, sizeof(faults->id), "%s", id);
	return faults;
}

void fault_move(struct incident_fault *to, struct incident_fault *from)
{
	struct incident_fault empty = *to;

	*to = *from;
	*from = empty;
}

void member_drop(struct incident_member *member, size_t index)
{
	fault_done(&member->faults[index]);
	member->fault_count--;
	memmove(&member->faults[index], &member->faults[index + 1],
		(member->fault_count - index) * sizeof(*member->faults));
}

void book_name_servers(struct incident_book *book, struct held *held)
{
	struct text name;
	char *copy;

	text_init(&name, SHARED_TEXT_SIZE);
	held_put_servers(held, &name);
	copy = text_ok(&name) ? strdup(text_string(&name)) : NULL;
	text_done(&name);
	/* Else it keeps the name that it has. */
	if (!copy || map_get(book->owners, copy) ||
	    !map_put(book->owners, copy, held)) {
		free(copy);
		return;
	}
	(void)map_remove(book->owners, held->pub.owner);
	free(held->pub.owner);
	held->pub.owner = copy;
}

const struct incident *incident_next(const struct incident_book *book,
				     size_t *cursor)
{
	const struct held *held = map_next(book->owners, cursor, NULL);

	return held ? &held->pub : NULL;
}

const struct incident *incident_of(const struct incident_book *book,
				   const char *owner)
{
	const struct held *held = map_get(book->owners, owner);

	return held ? &held->pub : NULL;
}

const struct incident *incident_of_zone(const struct incident_book *book,
					const char *zone)
{
	const struct place *place = book_place(book, zone);
	const struct incident *found = NULL;

	for (size_t i = 0; place && i < place->count; i++) {
		const struct incident *incident = &place->in[i]->pub;

		if (incident->open &&
		    (!found || strcmp(incident->owner, zone) == 0))
			found = incident;
	}
	return found;
}

static enum err restore_member(struct incident_book *book,
			       const struct incident *incident,
			       const struct incident_member *from)
{
	struct held *held;
	struct incident_member *to =
		book_member(book, incident->owner, from->zone, &held);

	for (size_t i = 0; to && i < from->fault_count; i++) {
		const struct incident_fault *f = &from->faults[i];
		struct incident_fault *fault = member_fault(to, f->id);

		if (!fault)
			return ERR_MEMORY;
		*fault = *f;
		fault->subject = NULL;
		fault->summary = NULL;
		fault->servers = NULL;
		replace_text(&fault->subject, f->subject);
		replace_text(&fault->summary, f->summary);
		fault->silenced = f->confirmed &&
				  book_silences(book, held, from->zone, f->id);
		if (f->confirmed)
			held_count(held, fault);
		cause_seen(book, held, fault, f->servers, f->first_seen_at);
		shared_restore_told(held, fault);
	}
	return to ? ERR_OK : ERR_MEMORY;
}

enum err incident_restore(struct incident_book *book,
			  const struct incident *incident)
{
	struct held *held;

	for (size_t i = 0; i < incident->member_count; i++)
		if (restore_member(book, incident, &incident->members[i]))
			return ERR_MEMORY;
	held = map_get(book->owners, incident->owner);
	if (!held)
		return ERR_OK; /* without members there is nothing to keep */
	memcpy(held->pub.id, incident->id, sizeof(held->pub.id));
	held->pub.open = incident->open;
	held->pub.severity = incident->severity;
	held->pub.suspected_at = incident->suspected_at;
	held->pub.opened_at = incident->opened_at;
	held->pub.changed_at = incident->changed_at;
	held->pub.announcements = incident->announcements;
	held->pub.silenced =
		incident->open && counts_worst(held->audible) == SEVERITY_OK;
	if (held->servers)
		held_tell_servers(held);
	held->pub.acked_at = incident->acked_at;
	memcpy(held->pub.acked_by, incident->acked_by,
	       sizeof(held->pub.acked_by));
	memcpy(held->pub.ack_note, incident->ack_note,
	       sizeof(held->pub.ack_note));
	return ERR_OK;
}
