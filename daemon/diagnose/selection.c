/* SPDX-License-Identifier: BSD-3-Clause */
/* selection.c - the copies that one finding is about. */
#include "diagnose/selection.h"
#include "diagnose/evidence.h"
#include "diagnose/service.h"

#include <stdlib.h>

/* The names in one line of evidence: a quarter of it, and the last name. */
#define NAMES_SIZE 2048

static bool starts_rrset(const struct selection *s, const struct copy *copy)
{
	const struct copy *last;

	if (s->count == 0)
		return true;
	last = s->at[s->count - 1];
	return last->rrset->type != copy->rrset->type ||
	       !name_equal(&last->rrset->owner, &copy->rrset->owner);
}

/* Those of d->copies that are meant; NULL without memory: none. */
static struct selection select_meant(struct diagnosis *d, const bool *meant)
{
	size_t servers = d->view->server_count;
	const struct copy **at =
		arena_array(d->arena, d->copies->count + 1, sizeof(*at));
	bool *seen = arena_array(d->arena, servers + 1, sizeof(*seen));
	struct selection s = { .at = at };

	for (size_t i = 0; meant && at && seen && i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];
		bool *server = &seen[copy->server - d->view->servers];

		if (!meant[i])
			continue;
		s.rrset_count += starts_rrset(&s, copy);
		s.server_count += !*server;
		*server = true;
		at[s.count++] = copy;
	}
	return s;
}

struct selection selection_new(struct diagnosis *d, selection_filter *filter)
{
	bool *meant =
		arena_array(d->arena, d->copies->count + 1, sizeof(*meant));

	for (size_t i = 0; meant && i < d->copies->count; i++)
		meant[i] = filter(d, i);
	return select_meant(d, meant);
}

struct selection selection_of_fault(struct diagnosis *d, enum copy_fault fault)
{
	bool *meant =
		arena_array(d->arena, d->copies->count + 1, sizeof(*meant));

	for (size_t i = 0; meant && i < d->copies->count; i++)
		meant[i] = copy_fault(d, i) == fault;
	return select_meant(d, meant);
}

static int compare_ends(const void *left, const void *right)
{
	const struct copy *a = *(const struct copy *const *)left;
	const struct copy *b = *(const struct copy *const *)right;
	int64_t a_s = a->best->expiration.s, b_s = b->best->expiration.s;

	if (a_s != b_s)
		return (a_s > b_s) - (a_s < b_s);
	return (a > b) - (a < b);
}

static bool is_hidden(const struct selection *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (!s->at[i]->server->server->hidden)
			return false;
	return true;
}

struct finding *selection_report(struct diagnosis *d, const struct selection *s)
{
	bool hidden = is_hidden(s);
	struct finding *f =
		diagnosis_add(d, diagnosis_chain_severity(d),
			      hidden ? KIND_PREDICTED : KIND_FAILING,
			      selection_subject(d, s));

	if (hidden)
		service_foretell(d, f, s->at[0]->server);
	return f;
}

void selection_by_end(struct selection *s)
{
	if (s->count > 1)
		qsort(s->at, s->count, sizeof(s->at[0]), compare_ends);
}

const char *selection_what(struct diagnosis *d, const struct selection *s)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	const char *what;

	if (s->rrset_count == 1)
		what = arena_printf(
			d->arena, "%s %s",
			name_to_text(&s->at[0]->rrset->owner, owner),
			type_to_text(s->at[0]->rrset->type, type));
	else
		what = arena_printf(d->arena, "%zu RRsets", s->rrset_count);
	return what ? what : "";
}

const char *selection_signature(struct diagnosis *d, const struct selection *s)
{
	const char *what = arena_printf(d->arena, "the signature%s of %s",
					s->rrset_count == 1 ? "" : "s",
					selection_what(d, s));

	return what ? what : "";
}

const char *selection_where(struct diagnosis *d, const struct selection *s)
{
	const char *where;

	if (s->server_count == 1)
		where = arena_printf(d->arena, "at %s",
				     s->at[0]->server->label);
	else
		where = arena_printf(d->arena, "at %zu of %zu servers",
				     s->server_count,
				     evidence_servers_answering(d));
	return where ? where : "";
}

const char *selection_subject(struct diagnosis *d, const struct selection *s)
{
	return view_subject(d->arena, s->at[0]->server, s->at[0]->rrset);
}

static bool same_story(const struct copy *a, const struct copy *b)
{
	return a->server == b->server && a->state == b->state &&
	       !a->best == !b->best &&
	       (!a->best || (a->best->sig->key_tag == b->best->sig->key_tag &&
			     a->best->inception.s == b->best->inception.s &&
			     a->best->expiration.s == b->best->expiration.s));
}

/* "example. A NS SOA, www.example. A" */
static void put_name(struct text *names, const struct copy *copy,
		     const struct copy *last)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];

	if (!last || !name_equal(&last->rrset->owner, &copy->rrset->owner))
		text_printf(names, "%s%s", last ? ", " : "",
			    name_to_text(&copy->rrset->owner, owner));
	text_printf(names, " %s", type_to_text(copy->rrset->type, type));
}

/* One line for all copies of one server that tell the same as the i-th. */
static void show_alike(struct diagnosis *d, struct finding *f,
		       const struct selection *s, size_t i, bool *shown)
{
	const struct copy *last = NULL;
	struct text names;
	size_t more = 0;

	text_init(&names, NAMES_SIZE);
	for (size_t k = i; k < s->count; k++) {
		if (shown[k] || !same_story(s->at[i], s->at[k]))
			continue;
		shown[k] = true;
		if (names.len > NAMES_SIZE / 4) {
			more++;
			continue;
		}
		put_name(&names, s->at[k], last);
		last = s->at[k];
	}
	if (more > 0)
		text_printf(&names, " and %zu more", more);
	evidence_copy(d, f, s->at[i], text_string(&names));
	text_done(&names);
}

static void show_copies(struct diagnosis *d, struct finding *f,
			const struct selection *s)
{
	bool *shown = arena_array(d->arena, s->count + 1, sizeof(*shown));

	for (size_t i = 0; shown && i < s->count; i++) {
		if (shown[i])
			continue;
		if (f->evidence.count < EVIDENCE_LIST_MAX)
			show_alike(d, f, s, i, shown);
		else
			f->evidence.dropped++;
	}
}

static void verify_copies(struct diagnosis *d, struct finding *f,
			  const struct selection *s)
{
	size_t servers = d->view->server_count;
	bool *seen = arena_array(d->arena, servers + 1, sizeof(*seen));

	for (size_t i = 0; seen && i < s->count; i++) {
		const struct copy *copy = s->at[i];
		bool *server = &seen[copy->server - d->view->servers];

		if (!*server)
			verify_question(d, f, copy->server->server,
					&copy->rrset->owner, copy->rrset->type);
		*server = true;
	}
}

static void show_given_up(struct diagnosis *d, struct finding *f,
			  const struct selection *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->count; i++)
		count += s->at[i]->rrset->gave_up;
	if (count > 0)
		lines_add(d->arena, &f->evidence,
			  "%zu of these have so many wrong signatures that "
			  "validators do not try them all (CVE-2023-50387)",
			  count);
}

void selection_show(struct diagnosis *d, struct finding *f,
		    const struct selection *s)
{
	show_copies(d, f, s);
	show_given_up(d, f, s);
	verify_copies(d, f, s);
}
