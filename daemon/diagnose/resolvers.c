/* SPDX-License-Identifier: BSD-3-Clause */
/* resolvers.c - what the resolvers of others did, and how to speak of it. */
#include "diagnose/resolvers.h"

#include "diagnose/evidence.h"

#include <stdio.h>

/* Of a resolver's own words: enough for a sentence. */
#define SAID_MAX 100

/* The root's SOA tells whether it validates at all. */
static bool is_control(const struct view *view, const struct view_lookup *l)
{
	return !name_is_under(&l->name, &view->zone);
}

const struct view_lookup *resolver_failing(const struct view *view,
					   const struct view_resolver *resolver)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		const struct view_lookup *l = &resolver->lookups[i];

		if (!is_control(view, l) && l->checked &&
		    l->checked->rcode == RCODE_SERVFAIL)
			return l;
	}
	return NULL;
}

bool resolver_answers(const struct view *view,
		      const struct view_resolver *resolver)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		const struct view_lookup *l = &resolver->lookups[i];

		if (!is_control(view, l) && l->checked &&
		    (l->checked->rcode == RCODE_NOERROR ||
		     l->checked->rcode == RCODE_NXDOMAIN))
			return true;
	}
	return false;
}

static bool row_said(const struct view_rrset *row, uint16_t ede)
{
	for (size_t i = 0; row && i < row->message->ede_count; i++)
		if (row->message->ede[i].code == ede)
			return true;
	return false;
}

bool resolver_said(const struct view *view,
		   const struct view_resolver *resolver, uint16_t ede)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		const struct view_lookup *l = &resolver->lookups[i];

		if (!is_control(view, l) &&
		    (row_said(l->checked, ede) || row_said(l->unchecked, ede)))
			return true;
	}
	return false;
}

/* --- how to speak of it --- */

static const char *question_text(struct diagnosis *d,
				 const struct view_lookup *l)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	const char *text =
		arena_printf(d->arena, "%s %s", name_to_text(&l->name, name),
			     type_to_text(l->type, type));

	return text ? text : "";
}

const char *resolver_failing_text(struct diagnosis *d,
				  const struct view_resolver *resolver)
{
	const struct view_lookup *l = resolver_failing(d->view, resolver);

	return l ? question_text(d, l) : d->view->zone_text;
}

/* What it says of an error is somebody else's text: printable ASCII of it. */
static void put_said(struct text *line, const struct view_rrset *row)
{
	const struct message *m = row->message;

	for (size_t i = 0; i < m->ede_count; i++) {
		const struct ede *ede = &m->ede[i];

		text_printf(line, ", EDE %u %s", ede->code,
			    ede_text(ede->code));
		for (size_t k = 0; k < ede->text_len && k < SAID_MAX; k++) {
			unsigned char c = m->wire[ede->text_at + k];

			text_printf(line, "%s%c", k == 0 ? ": " : "",
				    c >= ' ' && c < 0x7f ? c : '?');
		}
	}
}

static void put_row(struct text *line, const struct view_rrset *row)
{
	text_put(line, rcode_text(row->rcode));
	if (row->message->ad)
		text_put(line, ", AD");
	if (row->set && row->set->count)
		text_printf(line, ", TTL %u", row->set->ttl);
	put_said(line, row);
}

static void show_lookup(struct diagnosis *d, struct finding *f,
			const struct view_resolver *resolver,
			const struct view_lookup *l)
{
	struct text line;

	if (!l->checked)
		return;
	text_init(&line, 1024);
	text_printf(&line, "%s: %s: ", resolver->label, question_text(d, l));
	put_row(&line, l->checked);
	if (l->unchecked) {
		text_put(&line, "; with CD: ");
		put_row(&line, l->unchecked);
		if (l->unchecked->rcode == RCODE_SERVFAIL)
			text_put(&line, " (it may ignore CD)");
	}
	evidence_list(d, f, text_string(&line));
	text_done(&line);
}

static void verify_stub(struct diagnosis *d, struct finding *f,
			const struct view_resolver *resolver,
			const struct view_lookup *l)
{
	struct address plain = resolver->server->address;
	char address[ADDRESS_TEXT_SIZE], port[16] = "";
	char name[NAME_SHELL_SIZE], type[TYPE_TEXT_SIZE];

	if (plain.port != 53)
		(void)snprintf(port, sizeof(port), " -p %u", plain.port);
	plain.port = 53; /* which the text leaves out */
	lines_add(d->arena, &f->verify, "dig @%s%s %s %s +dnssec",
		  address_to_text(&plain, address), port,
		  name_to_shell(&l->name, name), type_to_text(l->type, type));
	if (l->unchecked)
		lines_add(d->arena, &f->verify,
			  "dig @%s%s %s %s +dnssec +cdflag", address, port,
			  name, type);
}

static void show(struct diagnosis *d, struct finding *f,
		 const struct view_resolver *resolver)
{
	const struct view_lookup *first = resolver_failing(d->view, resolver);

	if (!first) /* a case has one lookup at least */
		first = &resolver->lookups[0];
	show_lookup(d, f, resolver, first);
	for (size_t i = 0; i < d->view->resolver_count; i++) {
		const struct view_resolver *other = &d->view->resolvers[i];

		if (other != resolver && other->lookup_count > 0)
			show_lookup(d, f, other, &other->lookups[0]);
	}
	for (size_t i = 0; i < resolver->lookup_count; i++)
		if (&resolver->lookups[i] != first)
			show_lookup(d, f, resolver, &resolver->lookups[i]);
	verify_stub(d, f, resolver, first);
}

void resolver_blame(struct diagnosis *d, struct finding *f,
		    const struct view_resolver *resolver)
{
	f->blame = arena_printf(d->arena, "resolver %s", resolver->label);
}

void resolvers_find(struct diagnosis *d, enum resolver_case which,
		    enum severity severity, resolver_tell *tell)
{
	for (size_t i = 0; i < d->view->resolver_count; i++) {
		const struct view_resolver *resolver = &d->view->resolvers[i];
		struct finding *f;

		if (d->resolver_cases->at[i] != which)
			continue;
		f = diagnosis_add(d, severity, KIND_FAILING,
				  arena_printf(d->arena, "%s @ resolver %s",
					       d->view->zone_text,
					       resolver->label));
		tell(d, f, resolver);
		show(d, f, resolver);
	}
}
