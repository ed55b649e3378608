/* SPDX-License-Identifier: BSD-3-Clause */
/* incident.c - fold assessments into incidents, and say what to tell. */
#include "incident/incident.h"

#include "incident/book.h"
#include "incident/cause.h"
#include "incident/owner.h"
#include "incident/telling.h"

#include <string.h>

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

/* Whether a finding that comes before this one is of the same fault. Then
 * @p ret_index is which. */
static bool has_earlier(const struct assessment *a, size_t index,
			size_t *ret_index)
{
	const struct finding *f = a->findings[index];

	for (size_t i = 0; i < index; i++)
		if (strcmp(a->findings[i]->id, f->id) == 0 &&
		    same_text(a->findings[i]->blame, f->blame)) {
			*ret_index = i;
			return true;
		}
	return false;
}

/* A suspect that turns out to have another owner (other zones fail by the
 * same servers; more servers fail than at the last look) goes on there with
 * the looks that it has had, or an unsteady outage would never be told. */
static void take_over(struct incident_book *book, const char *zone,
		      struct held *to, struct incident_fault *fault)
{
	const struct place *place = book_place(book, zone);

	for (size_t i = 0; fault->seen == 0 && i < place->count; i++) {
		struct held *from = place->in[i];
		struct incident_member *m = held_member(from, zone);
		struct incident_fault *was = member_find(m, fault->id);

		if (from == to || !was || was->confirmed || was->seen == 0 ||
		    (strcmp(from->pub.owner, zone) != 0 &&
		     !owner_is_servers(from->pub.owner)))
			continue;
		cause_moved(book, from, to, was);
		fault_move(fault, was);
		member_drop(m, (size_t)(was - m->faults));
	}
}

static enum err note_finding(struct incident_book *book,
			     const struct assessment *a, size_t index,
			     struct wall now)
{
	const struct finding *f = a->findings[index];
	const char *owner = owner_resolve(book, a->zone_text, f, now);
	struct incident_member *member;
	struct incident_fault *fault;
	struct held *held;

	member = book_member(book, owner, a->zone_text, &held);
	fault = member ? member_fault(member, f->id) : NULL;
	if (!fault)
		return ERR_MEMORY;
	book->held_now[index] = held;
	if (f->cause && !f->blame)
		take_over(book, a->zone_text, held, fault);
	if (fault->confirmed) /* its severity may have moved */
		held_discount(held, fault);
	fault_see(fault, f, now);
	if (fault->confirmed)
		held_count(held, fault);
	if (member->fault_count == 1 && held->pub.member_count == 1 &&
	    !fault->confirmed)
		held->pub.suspected_at = fault->first_seen_at;
	cause_seen(book, held, fault, f->blame ? NULL : f->cause, now);
	return ERR_OK;
}

static enum err note_findings(struct incident_book *book,
			      const struct assessment *a, struct wall now)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < a->finding_count; i++) {
		size_t earlier;

		book->held_now[i] = NULL;
		if (has_earlier(a, i, &earlier))
			book->held_now[i] = book->held_now[earlier];
		else if (a->findings[i]->severity >= SEVERITY_WARNING &&
			 note_finding(book, a, i, now) != ERR_OK)
			err = ERR_MEMORY;
	}
	return err;
}

static bool is_in(const struct incident_book *book, const struct assessment *a,
		  const struct held *held, const char *id)
{
	for (size_t i = 0; a && i < a->finding_count; i++) {
		const struct finding *f = a->findings[i];

		if (f->severity >= SEVERITY_WARNING && strcmp(f->id, id) == 0 &&
		    book->held_now[i] == held)
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
			    is_in(book, a, held, m->faults[k].id))
				return true;
	}
	return false;
}

/* Faults that this pass did not show: suspects go as transients, confirmed
 * ones when they were absent long enough. @p a NULL: the zone is gone. Where
 * one fault turns into another (a signature that was expiring has expired),
 * the old one stays until the new one is confirmed: nobody must be told that
 * the zone is well in between. */
static unsigned note_absences(struct incident_book *book, struct held *held,
			      struct incident_member *member,
			      const struct assessment *a, bool suspect)
{
	unsigned transients = 0;

	for (size_t i = member->fault_count; i-- > 0;) {
		struct incident_fault *fault = &member->faults[i];

		if (is_in(book, a, held, fault->id))
			continue;
		fault->seen = 0;
		fault->absent++;
		if (fault->confirmed && a &&
		    (suspect || fault->absent < CLEAR_PASSES))
			continue;
		if (fault->confirmed) {
			held_discount(held, fault);
			memcpy(held->last_gone, fault->id, sizeof(fault->id));
		} else {
			transients++;
		}
		cause_gone(book, held, fault);
		member_drop(member, i);
	}
	return transients;
}

static void confirm(struct incident_book *book, struct held *held,
		    const char *zone, struct incident_fault *fault)
{
	if (fault->confirmed)
		return;
	/* It opens now: silences are by the name that it is to have. */
	if (held->servers && !*held->pub.id)
		book_name_servers(book, held);
	fault->confirmed = true;
	fault->silenced = book_silences(book, held, zone, fault->id);
	held_count(held, fault);
}

/* Confirm what every look has shown. When that opens the incident, what has
 * been seen twice at least comes along, so that faults of one break that
 * appeared a pass apart are told in one message. */
static void confirm_faults(struct incident_book *book, struct held *held,
			   struct incident_member *member)
{
	bool any = false;

	for (size_t i = 0; i < member->fault_count; i++)
		if (member->faults[i].seen > book->confirm_passes) {
			confirm(book, held, member->zone, &member->faults[i]);
			any = true;
		}
	if (!any || held->pub.open)
		return;
	for (size_t i = 0; i < member->fault_count; i++)
		if (member->faults[i].seen > 1)
			confirm(book, held, member->zone, &member->faults[i]);
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
	bool was_open = held->pub.open;
	unsigned transients;

	memcpy(before, held->confirmed, sizeof(before));
	transients = note_absences(book, held, member, a, suspect);
	confirm_faults(book, held, member);
	bool told = tell(book, held, member, a, now);
	if (told ||
	    ((was_open || held->pub.open) && counts_differ(held, before)))
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
	fold_end(book, ret);
}

enum err incident_fold(struct incident_book *book,
		       const struct assessment *assessment, struct wall now,
		       struct fold *ret_fold)
{
	enum err err;

	fold_begin(book, ret_fold);
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
	fold_begin(book, ret_fold);
	fold_places(book, NULL, zone, now, ret_fold);
	return ERR_OK;
}

enum severity incident_severity(const struct incident *incident)
{
	enum severity worst = SEVERITY_OK;

	if (incident->announcements)
		return incident->severity;
	for (size_t m = 0; m < incident->member_count; m++)
		for (size_t f = 0; f < incident->members[m].fault_count; f++) {
			const struct incident_fault *fault =
				&incident->members[m].faults[f];

			if (fault->confirmed && fault->severity > worst)
				worst = fault->severity;
		}
	return worst;
}
