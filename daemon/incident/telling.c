/* SPDX-License-Identifier: BSD-3-Clause */
/* telling.c - what is to be told of an incident, as it stands. */
#include "incident/telling.h"

#include "base/text.h"
#include "incident/cause.h"
#include "incident/owner.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

const char *change_text(enum change change)
{
	switch (change) {
	case CHANGE_OPENED:
		return "opened";
	case CHANGE_WORSENED:
		return "worsened";
	case CHANGE_EASED:
		return "eased";
	case CHANGE_CLOSED:
		return "closed";
	case CHANGE_REMINDED:
		return "reminded";
	}
	return "changed";
}

/* The same owner opening at the same moment is the same incident, so an id
 * made again after a crash is the same id. */
static void make_id(struct incident *incident)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	struct text seed, hex;

	text_init(&seed, SHARED_TEXT_SIZE + 32);
	text_printf(&seed, "%s|%lld", incident->owner,
		    (long long)incident->opened_at.s);
	memset(digest, 0, sizeof(digest));
	(void)EVP_Digest(text_string(&seed), seed.len, digest, NULL,
			 EVP_sha256(), NULL);
	text_done(&seed);
	text_init(&hex, 64);
	text_hex(&hex, digest, (sizeof(incident->id) - 1) / 2);
	(void)snprintf(incident->id, sizeof(incident->id), "%s",
		       text_string(&hex));
	text_done(&hex);
}

/* Whether zones below this one have opened its incident: what it finds wrong
 * with itself is then the cause of what was told, and no news. */
static bool is_blamed_by_others(const struct held *held,
				const struct incident_member *own)
{
	size_t confirmed = 0, mine = 0;

	for (int i = SEVERITY_WARNING; i <= SEVERITY_CRITICAL; i++)
		confirmed += held->confirmed[i];
	for (size_t i = 0; i < own->fault_count; i++)
		mine += own->faults[i].confirmed;
	return confirmed > mine;
}

/* Whether the zone's own incident has a fault that nobody was told of, or its
 * servers' one. A warning under a critical waits: the message that it eased
 * lists the rest. */
static bool has_news(const struct incident_book *book, const struct held *held,
		     const struct incident_member *member, struct wall now)
{
	if (held->servers)
		return member && shared_has_news(book, held, member, now);
	if (!member || strcmp(held->pub.owner, member->zone) != 0 ||
	    is_blamed_by_others(held, member))
		return false;
	for (size_t i = 0; i < member->fault_count; i++) {
		const struct incident_fault *f = &member->faults[i];

		if (f->confirmed && !f->silenced &&
		    f->severity > f->told_severity &&
		    f->severity >= held->pub.severity)
			return true;
	}
	return false;
}

/*
 *	        worst confirmed fault
 *	closed ---- silenced ---------> untold
 *	closed -- not silenced -------> told        OPENED
 *	untold -- not silenced -------> told        OPENED
 *	untold ---- none is left -----> closed
 *	told   ---- none is left -----> closed      CLOSED
 *	told   -- worse, or not told -> told        WORSENED
 *	told   ------- less bad ------> told        EASED
 *
 * Of a told one, what is silenced is neither worse nor better.
 */
static bool transition(const struct incident_book *book,
		       const struct held *held,
		       const struct incident_member *member, struct wall now,
		       enum change *ret_change)
{
	enum severity audible = counts_worst(held->audible);

	*ret_change = CHANGE_OPENED;
	if (held->pub.announcements == 0)
		return audible > SEVERITY_OK;
	if (counts_worst(held->confirmed) == SEVERITY_OK)
		*ret_change = CHANGE_CLOSED;
	else if (audible > held->pub.severity ||
		 has_news(book, held, member, now))
		*ret_change = CHANGE_WORSENED;
	else if (audible > SEVERITY_OK &&
		 counts_worst(held->confirmed) < held->pub.severity)
		*ret_change = CHANGE_EASED;
	else
		return false;
	return true;
}

static void forget_ack(struct incident *incident)
{
	incident->acked_at = WALL_NEVER;
	incident->acked_by[0] = '\0';
	incident->ack_note[0] = '\0';
}

static void open_untold(struct held *held, struct wall now)
{
	struct incident *incident = &held->pub;

	incident->open = true;
	incident->severity = SEVERITY_OK;
	incident->opened_at = now;
	incident->changed_at = now;
	incident->announcements = 0;
	make_id(incident);
	forget_ack(incident);
	if (held->told)
		shared_forget_told(held);
}

static void announce(struct incident_book *book, struct held *held,
		     enum change change, const struct assessment *a,
		     struct wall now)
{
	struct announcement *to =
		&book->announcements[book->announcement_count++];
	struct incident *incident = &held->pub;

	if (change != CHANGE_REMINDED)
		incident->changed_at = now;
	*to = (struct announcement){
		.change = change,
		.incident = incident,
		.at = now,
		/* A message that all is well is as urgent as what it ends. */
		.severity = change == CHANGE_CLOSED
				    ? incident->severity
				    : counts_worst(held->audible),
		.assessment = a,
	};
	if (change == CHANGE_CLOSED)
		memcpy(to->ended, held->last_gone, sizeof(to->ended));
	else
		incident->severity = to->severity;
	if (held->servers && change != CHANGE_CLOSED) {
		shared_mark_named(held);
		held_tell_servers(held);
	}
	if (change == CHANGE_WORSENED) /* than what somebody looks after */
		forget_ack(incident);
	(void)snprintf(to->id, sizeof(to->id), "%s.%u", incident->id,
		       ++incident->announcements);
}

static void mark_told(struct incident_member *member)
{
	for (size_t i = 0; i < member->fault_count; i++) {
		struct incident_fault *f = &member->faults[i];

		if (f->confirmed && !f->silenced &&
		    f->severity > f->told_severity)
			f->told_severity = f->severity;
	}
}

bool tell(struct incident_book *book, struct held *held,
	  struct incident_member *member, const struct assessment *a,
	  struct wall now)
{
	struct incident *incident = &held->pub;
	bool broken = counts_worst(held->confirmed) > SEVERITY_OK;
	enum change change;

	if (!incident->open && !broken)
		return false;
	if (!incident->open)
		open_untold(held, now);
	bool told = transition(book, held, member, now, &change);
	if (told)
		announce(book, held, change, a, now);
	incident->open = broken;
	incident->silenced =
		broken && counts_worst(held->audible) == SEVERITY_OK;
	/* Of servers a message tells for all zones, those to come as well. */
	if (broken && incident->announcements && held->servers)
		shared_mark_told(held, member, now);
	else if (told)
		mark_told(member);
	return told;
}

void fold_begin(struct incident_book *book, struct fold *ret)
{
	*ret = (struct fold){ 0 };
	book->changed_count = 0;
	book->announcement_count = 0;
	book_forget_ended(book);
}

void fold_end(const struct incident_book *book, struct fold *ret)
{
	ret->changed_count = book->changed_count;
	ret->changed = book->changed;
	ret->announcement_count = book->announcement_count;
	ret->announcements = book->announcements;
}

static void silence_again(const struct incident_book *book, struct held *held)
{
	for (size_t m = 0; m < held->pub.member_count; m++)
		for (size_t f = 0; f < held->pub.members[m].fault_count; f++) {
			struct incident_member *member = &held->pub.members[m];
			struct incident_fault *fault = &member->faults[f];

			if (!fault->confirmed)
				continue;
			held_discount(held, fault);
			fault->silenced = book_silences(
				book, held, member->zone, fault->id);
			held_count(held, fault);
		}
	held->pub.silenced =
		held->pub.open && counts_worst(held->audible) == SEVERITY_OK;
}

void incident_book_set_silences(struct incident_book *book,
				const struct silence *silences, size_t count,
				struct wall now)
{
	struct held *held;
	size_t cursor = 0;

	book->silences = silences;
	book->silence_count = count;
	book->silences_at = now;
	while ((held = map_next(book->owners, &cursor, NULL)))
		silence_again(book, held);
}

/* A message told of every zone that it has. */
static void mark_all_told(struct held *held, struct wall now)
{
	for (size_t i = 0; i < held->pub.member_count; i++) {
		struct incident_member *member = &held->pub.members[i];

		if (held->servers)
			shared_mark_told(held, member, now);
		else
			mark_told(member);
	}
}

void incident_retell(struct incident_book *book, const char *owner,
		     const struct assessment *assessment, struct wall now,
		     struct fold *ret_fold)
{
	struct held *held = map_get(book->owners, owner);
	struct incident_member *first;

	fold_begin(book, ret_fold);
	if (held && held->pub.open && held->pub.member_count) {
		/* Its own faults are what can be news, where it has any. */
		first = held_member(held, owner);
		if (!first)
			first = held->pub.members;
		if (tell(book, held, first, assessment, now)) {
			mark_all_told(held, now);
			book->changed[book->changed_count++] = &held->pub;
		}
	}
	fold_end(book, ret_fold);
}

void incident_remind(struct incident_book *book, const char *owner,
		     const struct assessment *assessment, struct wall now,
		     struct fold *ret_fold)
{
	struct held *held = map_get(book->owners, owner);

	fold_begin(book, ret_fold);
	if (held && held->pub.open && held->pub.announcements &&
	    !held->pub.silenced && wall_is_never(held->pub.acked_at)) {
		announce(book, held, CHANGE_REMINDED, assessment, now);
		book->changed[book->changed_count++] = &held->pub;
	}
	fold_end(book, ret_fold);
}

const struct incident *incident_ack(struct incident_book *book,
				    const char *owner, struct wall at,
				    const char *by, const char *note)
{
	struct held *held = map_get(book->owners, owner);

	if (!held || !held->pub.open)
		return NULL;
	forget_ack(&held->pub);
	if (by) {
		held->pub.acked_at = at;
		(void)snprintf(held->pub.acked_by, sizeof(held->pub.acked_by),
			       "%s", by);
		(void)snprintf(held->pub.ack_note, sizeof(held->pub.ack_note),
			       "%s", note);
	}
	return &held->pub;
}
