/* SPDX-License-Identifier: BSD-3-Clause */
/* verdicts.c - what the validator said, asked in the order of the chain. */
#include "diagnose/verdicts.h"

#include <string.h>

bool verdict_is_bogus(const struct view_verdict *verdict)
{
	return verdict->measured && verdict->security == SECURITY_BOGUS;
}

bool verdict_is_servfail(const struct view_verdict *verdict)
{
	return verdict->measured && verdict->security != SECURITY_BOGUS &&
	       (verdict->servfail || verdict->rcode == RCODE_SERVFAIL);
}

static bool is_ancestor(const struct view *view, const struct name *name)
{
	return name_is_under(&view->zone, name) &&
	       !name_equal(&view->zone, name);
}

const struct view_verdict *verdict_first_ancestor(const struct view *view,
						  verdict_test *test)
{
	const struct view_verdict *first = NULL;

	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (v->type == TYPE_SOA && is_ancestor(view, &v->name) &&
		    test(v) && (!first || v->name.len < first->name.len))
			first = v;
	}
	return first;
}

const struct view_verdict *verdict_find(const struct view *view,
					const struct name *name, uint16_t type)
{
	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (v->measured && v->type == type &&
		    name_equal(&v->name, name))
			return v;
	}
	return NULL;
}

/* The owner of the SOA in a packet, in either section. */
static bool soa_owner(struct arena *arena, const struct answer *answer,
		      struct name *ret_owner)
{
	struct message *m;

	if (!answer->packet)
		return false;
	m = arena_alloc(arena, sizeof(*m));
	if (!m ||
	    message_parse(answer->packet, answer->packet_len, m) != ERR_OK)
		return false;
	for (size_t i = 0; i < m->record_count; i++) {
		if (m->records[i].type != TYPE_SOA)
			continue;
		message_owner(m, &m->records[i], ret_owner);
		return true;
	}
	return false;
}

const char *verdict_blame(struct diagnosis *d,
			  const struct view_verdict *verdict)
{
	const struct view *view = d->view;
	char text[NAME_TEXT_SIZE];
	struct name apex = verdict->name, owner;
	const char *blame;

	if (name_equal(&apex, &view->zone))
		apex = view->snapshot->parent.len > 0
			       ? view->snapshot->parent
			       : name_strip(&view->zone, 1);
	else if (soa_owner(d->arena, verdict->answer, &owner) &&
		 name_is_under(&apex, &owner))
		apex = owner;
	blame = arena_strdup(d->arena, name_to_text(&apex, text));
	return blame ? blame : view->zone_text;
}

bool verdict_zone_answers(const struct view *view)
{
	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		/* The parent answers for the DS. */
		if (v->measured && !v->servfail && v->type != TYPE_DS &&
		    v->rcode != RCODE_SERVFAIL && v->answer->packet &&
		    name_is_under(&v->name, &view->zone))
			return true;
	}
	return false;
}

bool verdict_network_works(const struct view *view)
{
	/* Of an isolated zone nobody else is asked: that our own network is
	 * well is for the canaries to say. */
	if (view->anchored && view->parent_count == 0)
		return true;
	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (v->measured && !v->servfail && v->answer->packet &&
		    is_ancestor(view, &v->name))
			return true;
	}
	for (size_t i = 0; i < view->parent_count; i++)
		if (view->parents[i].state == SERVER_ANSWERS)
			return true;
	for (size_t i = 0; i < view->server_count; i++)
		if (view->servers[i].state == SERVER_ANSWERS)
			return true;
	return false;
}

bool verdict_is_probe(const struct view_verdict *verdict)
{
	static const char label[] = PROBE_NXDOMAIN_LABEL;

	return verdict->type == PROBE_NODATA_TYPE ||
	       memcmp(verdict->name.wire + 1, label, sizeof(label) - 1) == 0;
}
