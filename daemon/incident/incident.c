/* SPDX-License-Identifier: BSD-3-Clause */
/* incident.c - fold assessments into incidents, and say what to tell. */
#include "incident/incident.h"

#include "base/text.h"
#include "incident/book.h"
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

/* A finding was seen in this pass. Several of one id are one fault: the
 * first, which is the worst, speaks for them. */
static void fault_see(struct incident_fault *fault, const struct finding *f,
		      struct wall now)
{
	if (fault->seen == 0)
		fault->first_seen_at = now;
	fault->seen++;
	fault->absent = 0;
	fault->severity = f->severity;
	fault->kind = f->kind;
	fault->deadline = f->deadline;
	replace_text(&fault->subject, f->subject);
	replace_text(&fault->summary, f->summary);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The finding of the same fault that comes before this one, or NULL. */
static const char *earlier_owner(const struct incident_book *book,
				 const struct assessment *a, size_t index)
{
	const struct finding *f = a->findings[index];

	for (size_t i = 0; i < index; i++)
		if (strcmp(a->findings[i]->id, f->id) == 0 &&
		    same_text(a->findings[i]->blame, f->blame))
			return book->owners_now[i];
	return NULL;
}

/* A suspect that turns out to have another owner (other zones fail by the
 * same servers; more servers fail than at the last look) goes on there with
 * the looks that it has had, or an unsteady outage would never be told. */
static void take_over(const struct incident_book *book, const char *zone,
		      const struct held *to, struct incident_fault *fault)
{
	const struct place *place = book_place(book, zone);

	for (size_t i = 0; fault->seen == 0 && i < place->count; i++) {
		const struct held *from = place->in[i];
		struct incident_member *m = held_member(from, zone);
		struct incident_fault *was = member_find(m, fault->id);

		if (from == to || !was || was->confirmed || was->seen == 0 ||
		    (strcmp(from->pub.owner, zone) != 0 &&
		     !owner_is_servers(from->pub.owner)))
			continue;
		fault_move(fault, was);
		member_drop(m, (size_t)(was - m->faults));
	}
}

static enum err note_finding(struct incident_book *book,
			     const struct assessment *a, size_t index,
			     struct wall now)
{
	const struct finding *f = a->findings[index];
	const char *owner = book->owners_now[index];
	struct incident_member *member;
	struct incident_fault *fault;
	struct held *held;

	member = book_member(book, owner, a->zone_text, &held);
	fault = member ? member_fault(member, f->id) : NULL;
	if (!fault)
		return ERR_MEMORY;
	if (f->cause && !f->blame)
		take_over(book, a->zone_text, held, fault);
	if (fault->confirmed) /* its severity may have moved */
		held->confirmed[fault->severity]--;
	fault_see(fault, f, now);
	if (fault->confirmed)
		held->confirmed[fault->severity]++;
	cause_join(book, fault, f, now);
	if (member->fault_count == 1 && held->pub.member_count == 1 &&
	    !fault->confirmed)
		held->pub.suspected_at = fault->first_seen_at;
	return ERR_OK;
}

static enum err note_findings(struct incident_book *book,
			      const struct assessment *a, struct wall now)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < a->finding_count; i++) {
		const char *earlier = earlier_owner(book, a, i);

		book->owners_now[i] =
			earlier ? earlier
				: owner_resolve(book, a->zone_text,
						a->findings[i], now);
		if (!earlier && a->findings[i]->severity >= SEVERITY_WARNING &&
		    note_finding(book, a, i, now) != ERR_OK)
			err = ERR_MEMORY;
	}
	return err;
}

static bool is_in(const struct incident_book *book, const struct assessment *a,
		  const char *owner, const char *id)
{
	for (size_t i = 0; a && i < a->finding_count; i++) {
		const struct finding *f = a->findings[i];

		if (f->severity >= SEVERITY_WARNING && strcmp(f->id, id) == 0 &&
		    strcmp(book->owners_now[i], owner) == 0)
			return true;
	}
	return false;
}

/* Whether this pass shows a fault of @p zone that is not confirmed yet. */
static bool shows_suspect(const struct incident_book *book, const char *zone,
			  const struct assessment *a)
{
	const struct place *place = book_place(book, zone);

	for (size_t i = 0; place && i < place->count; i++) {
		const struct held *held = place->in[i];
		const struct incident_member *m = held_member(held, zone);

		for (size_t k = 0; k < m->fault_count; k++)
			if (!m->faults[k].confirmed &&
			    is_in(book, a, held->pub.owner, m->faults[k].id))
				return true;
	}
	return false;
}

/* Faults that this pass did not show: suspects go as transients, confirmed
 * ones when they were absent long enough. @p a NULL: the zone is gone. Where
 * one fault turns into another (a signature that was expiring has expired),
 * the old one stays until the new one is confirmed: nobody must be told that
 * the zone is well in between. */
static unsigned note_absences(const struct incident_book *book,
			      struct held *held, struct incident_member *member,
			      const struct assessment *a, bool suspect)
{
	unsigned transients = 0;

	for (size_t i = member->fault_count; i-- > 0;) {
		struct incident_fault *fault = &member->faults[i];

		if (is_in(book, a, held->pub.owner, fault->id))
			continue;
		fault->seen = 0;
		fault->absent++;
		if (fault->confirmed && a &&
		    (suspect || fault->absent < CLEAR_PASSES))
			continue;
		if (fault->confirmed) {
			held->confirmed[fault->severity]--;
			memcpy(held->last_gone, fault->id, sizeof(fault->id));
		} else {
			transients++;
		}
		member_drop(member, i);
	}
	return transients;
}

static void confirm(struct held *held, struct incident_fault *fault)
{
	if (fault->confirmed)
		return;
	fault->confirmed = true;
	held->confirmed[fault->severity]++;
}

/* Confirm what every look has shown. When that opens the incident, what has
 * been seen twice at least comes along, so that faults of one break that
 * appeared a pass apart are told in one message. */
static void confirm_faults(struct held *held, struct incident_member *member,
			   unsigned confirm_passes)
{
	bool any = false;

	for (size_t i = 0; i < member->fault_count; i++)
		if (member->faults[i].seen > confirm_passes) {
			confirm(held, &member->faults[i]);
			any = true;
		}
	if (!any || held->pub.open)
		return;
	for (size_t i = 0; i < member->fault_count; i++)
		if (member->faults[i].seen > 1)
			confirm(held, &member->faults[i]);
}

static enum severity worst_confirmed(const struct held *held)
{
	enum severity severity = SEVERITY_CRITICAL;

	while (severity > SEVERITY_OK && held->confirmed[severity] == 0)
		severity--;
	return severity;
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
static bool has_news(const struct held *held,
		     const struct incident_member *member, struct wall now)
{
	if (owner_is_servers(held->pub.owner))
		return shared_has_news(held, member, now);
	if (!member || strcmp(held->pub.owner, member->zone) != 0 ||
	    is_blamed_by_others(held, member))
		return false;
	for (size_t i = 0; i < member->fault_count; i++) {
		const struct incident_fault *f = &member->faults[i];

		if (f->confirmed && f->severity > f->told_severity &&
		    f->severity >= held->pub.severity)
			return true;
	}
	return false;
}

/*
 *	        worst confirmed fault
 *	closed -----------------------> open        OPENED
 *	open   ----- none is left ----> closed      CLOSED
 *	open   -- worse, or not told -> open        WORSENED
 *	open   ------- less bad ------> open        EASED
 */
static bool transition(struct held *held, const struct incident_member *member,
		       struct wall now, enum change *ret_change)
{
	enum severity worst = worst_confirmed(held);

	if (!held->pub.open) {
		*ret_change = CHANGE_OPENED;
		return worst > SEVERITY_OK;
	}
	if (worst == SEVERITY_OK)
		*ret_change = CHANGE_CLOSED;
	else if (worst > held->pub.severity || has_news(held, member, now))
		*ret_change = CHANGE_WORSENED;
	else if (worst < held->pub.severity)
		*ret_change = CHANGE_EASED;
	else
		return false;
	return true;
}

static void announce(struct incident_book *book, struct held *held,
		     enum change change, struct wall now)
{
	struct announcement *to =
		&book->announcements[book->announcement_count++];
	struct incident *incident = &held->pub;

	incident->open = change != CHANGE_CLOSED;
	incident->changed_at = now;
	if (change == CHANGE_OPENED) {
		incident->opened_at = now;
		incident->announcements = 0;
		make_id(incident);
		shared_forget_told(held);
	}
	*to = (struct announcement){
		.change = change,
		.incident = incident,
		.at = now,
		/* A message that all is well is as urgent as what it ends. */
		.severity = change == CHANGE_CLOSED ? incident->severity
						    : worst_confirmed(held),
	};
	if (change == CHANGE_CLOSED)
		memcpy(to->ended, held->last_gone, sizeof(to->ended));
	else
		incident->severity = to->severity;
	(void)snprintf(to->id, sizeof(to->id), "%s.%u", incident->id,
		       ++incident->announcements);
}

static void mark_told(struct incident_member *member)
{
	for (size_t i = 0; i < member->fault_count; i++) {
		struct incident_fault *f = &member->faults[i];

		if (f->confirmed && f->severity > f->told_severity)
			f->told_severity = f->severity;
	}
}

/* What must be written: the confirmed faults, as counted. */
static bool counts_differ(const struct held *held, const size_t *before)
{
	return memcmp(held->confirmed, before, sizeof(held->confirmed)) != 0;
}

/* @p suspect: the pass shows a fault of the zone that is not confirmed yet. */
static unsigned settle(struct incident_book *book, struct held *held,
		       const struct assessment *a, const char *zone,
		       struct wall now, bool suspect)
{
	struct incident_member *member = held_member(held, zone);
	size_t before[SEVERITY_CRITICAL + 1];
	enum change change;
	unsigned transients;

	memcpy(before, held->confirmed, sizeof(before));
	transients = note_absences(book, held, member, a, suspect);
	confirm_faults(held, member, book->confirm_passes);
	bool told = transition(held, member, now, &change);
	if (told) {
		announce(book, held, change, now);
		book->announcements[book->announcement_count - 1].assessment =
			a;
	}
	/* Of servers a message tells for all zones, those to come as well. */
	if (held->pub.open && owner_is_servers(held->pub.owner))
		shared_mark_told(held, member, now);
	else if (told)
		mark_told(member);
	if (told || (held->pub.open && counts_differ(held, before)))
		book->changed[book->changed_count++] = &held->pub;
	return transients;
}

/* Does any fault of @p zone wait for its next look, and how many had it? */
static void note_suspects(const struct incident_book *book, const char *zone,
			  struct fold *ret)
{
	const struct place *place = book_place(book, zone);

	for (size_t i = 0; place && i < place->count; i++) {
		const struct incident_member *m =
			held_member(place->in[i], zone);

		for (size_t k = 0; k < m->fault_count; k++) {
			const struct incident_fault *f = &m->faults[k];
			unsigned looks = f->confirmed ? f->absent : f->seen;

			if (looks == 0)
				continue;
			/* The one that was seen least waits longest. */
			if (!ret->suspect || looks < ret->confirm_step)
				ret->confirm_step = looks;
			ret->suspect = true;
		}
	}
}

static void fold_places(struct incident_book *book, const struct assessment *a,
			const char *zone, struct wall now, struct fold *ret)
{
	const struct place *place = book_place(book, zone);
	bool suspect = shows_suspect(book, zone, a);

	for (size_t i = 0; place && i < place->count; i++)
		ret->transients +=
			settle(book, place->in[i], a, zone, now, suspect);
	book_prune(book, zone);
	note_suspects(book, zone, ret);
	ret->changed_count = book->changed_count;
	ret->changed = book->changed;
	ret->announcement_count = book->announcement_count;
	ret->announcements = book->announcements;
}

static void begin_fold(struct incident_book *book, struct fold *ret)
{
	*ret = (struct fold){ 0 };
	book->changed_count = 0;
	book->announcement_count = 0;
	book_forget_ended(book);
}

enum err incident_fold(struct incident_book *book,
		       const struct assessment *assessment, struct wall now,
		       struct fold *ret_fold)
{
	enum err err;

	begin_fold(book, ret_fold);
	if (assessment->verdict == VERDICT_UNKNOWN) {
		note_suspects(book, assessment->zone_text, ret_fold);
		return ERR_OK;
	}
	err = note_findings(book, assessment, now);
	fold_places(book, assessment, assessment->zone_text, now, ret_fold);
	return err;
}

enum err incident_forget_zone(struct incident_book *book, const char *zone,
			      struct wall now, struct fold *ret_fold)
{
	begin_fold(book, ret_fold);
	fold_places(book, NULL, zone, now, ret_fold);
	return ERR_OK;
}
