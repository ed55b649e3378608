/* SPDX-License-Identifier: BSD-3-Clause */
/* referral.c - what the parent's servers say of who serves the zone. */
#include "diagnose/referral.h"

bool hosts_have(const struct hosts *hosts, const struct name *name)
{
	for (size_t i = 0; i < hosts->count; i++)
		if (name_equal(&hosts->at[i], name))
			return true;
	return false;
}

bool hosts_equal(const struct hosts *a, const struct hosts *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (!hosts_have(b, &a->at[i]))
			return false;
	return a->count == b->count;
}

static void collect(const struct message *m, enum section section,
		    const struct name *zone, struct hosts *hosts)
{
	for (size_t i = 0; i < m->record_count; i++) {
		const struct record *r = &m->records[i];
		size_t at = r->rdata_at;
		struct name owner, name;

		if (r->section != section || r->type != TYPE_NS ||
		    hosts->count == REFERRAL_HOSTS_MAX)
			continue;
		message_owner(m, r, &owner);
		if (name_equal(&owner, zone) &&
		    name_unpack(m->wire, m->len, &at, &name) == ERR_OK &&
		    !hosts_have(hosts, &name))
			hosts->at[hosts->count++] = name;
	}
}

bool referral_hosts(const struct view *view, const struct view_parent *parent,
		    struct hosts *ret_hosts)
{
	const struct message *m = parent->referral;

	ret_hosts->count = 0;
	if (!m || m->rcode != RCODE_NOERROR || m->tc || m->aa)
		return false;
	collect(m, SECTION_AUTHORITY, &view->zone, ret_hosts);
	return ret_hosts->count > 0;
}

bool referral_denied(const struct view *view, const struct view_parent *parent)
{
	const struct message *m = parent->referral;
	struct hosts hosts = { 0 };

	if (!m || !m->aa || m->tc)
		return false;
	if (m->rcode == RCODE_NXDOMAIN)
		return true;
	collect(m, SECTION_ANSWER, &view->zone, &hosts);
	collect(m, SECTION_AUTHORITY, &view->zone, &hosts);
	return m->rcode == RCODE_NOERROR && hosts.count == 0 &&
	       message_count(m, SECTION_AUTHORITY, NULL, TYPE_SOA) > 0;
}

static const struct message *ns_answer(const struct view *view,
				       const struct view_server *server)
{
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (row->type == TYPE_NS && row->set && !row->from_authority &&
		    row->message->aa && !row->message->tc &&
		    name_equal(&row->owner, &view->zone))
			return row->message;
	}
	return NULL;
}

const struct view_server *referral_child_hosts(const struct view *view,
					       struct hosts *ret_hosts)
{
	const struct view_server *newest = NULL;

	ret_hosts->count = 0;
	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		if (ns_answer(view, server) &&
		    (!newest || serial_newer(server->serial, newest->serial)))
			newest = server;
	}
	if (newest)
		collect(ns_answer(view, newest), SECTION_ANSWER, &view->zone,
			ret_hosts);
	return newest;
}

const char *hosts_text(struct diagnosis *d, const struct hosts *hosts)
{
	char name[NAME_TEXT_SIZE];
	const char *kept;
	struct text text;

	text_init(&text, 4096);
	for (size_t i = 0; i < hosts->count; i++)
		text_printf(&text, "%s%s", i > 0 ? " " : "",
			    name_to_text(&hosts->at[i], name));
	kept = arena_strdup(d->arena, text_string(&text));
	text_done(&text);
	return kept ? kept : "";
}
