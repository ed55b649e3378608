/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_answer_inconsistent.c - servers with one version of the zone (one
 * serial) answer one question differently: with data and without, that the
 * name is there and that it is not, or with other data.
 *
 * Addresses and aliases are not compared: many servers choose them by who
 * asks. Nor is NXDOMAIN with the answer of a signer that makes denials on the
 * fly, which is NOERROR by design (RFC 9824). */
#include "diagnose/evidence.h"
#include "diagnose/service.h"

enum kind { KIND_UNKNOWN, KIND_DATA, KIND_NO_DATA, KIND_NO_NAME };

static const char *const kind_words[] = {
	[KIND_UNKNOWN] = "nothing",
	[KIND_DATA] = "data",
	[KIND_NO_DATA] = "no such type (NOERROR)",
	[KIND_NO_NAME] = "no such name (NXDOMAIN)",
};

static bool has_alias(const struct view_rrset *row)
{
	return message_count(row->message, SECTION_ANSWER, NULL, TYPE_CNAME) +
		       message_count(row->message, SECTION_ANSWER, NULL,
				     TYPE_DNAME) >
	       0;
}

static enum kind kind_of(const struct view_rrset *row)
{
	const struct message *m = row->message;

	if (!m || !m->aa || m->tc)
		return KIND_UNKNOWN;
	if (has_alias(row) || (row->set && row->set->count > 0))
		return KIND_DATA;
	if (m->rcode == RCODE_NXDOMAIN)
		return KIND_NO_NAME;
	if (m->rcode != RCODE_NOERROR ||
	    message_count(m, SECTION_AUTHORITY, NULL, TYPE_NS) > 0)
		return KIND_UNKNOWN; /* or a referral to a zone below */
	/* RFC 9824 2: the NSEC of the very name that was asked. */
	if (message_count(m, SECTION_AUTHORITY, &row->owner, TYPE_NSEC) > 0)
		return KIND_UNKNOWN;
	return KIND_NO_DATA;
}

static bool depends_on_client(uint16_t type)
{
	return type == TYPE_A || type == TYPE_AAAA || type == TYPE_CNAME;
}

static bool differ(const struct view_rrset *a, const struct view_rrset *b)
{
	enum kind left = kind_of(a), right = kind_of(b);

	if (left == KIND_UNKNOWN || right == KIND_UNKNOWN)
		return false;
	if (left != right)
		return true;
	return left == KIND_DATA && !depends_on_client(a->type) &&
	       /* both have keys: dnskey-server-inconsistent */
	       a->type != TYPE_DNSKEY && a->set && b->set && !has_alias(a) &&
	       !has_alias(b) && !rrset_same_data(a->set, b->set);
}

/* What this server says otherwise than the first of its version. */
static const struct view_rrset *counterpart(const struct diagnosis *d,
					    const struct view_server *server,
					    const struct view_rrset *row)
{
	for (const struct view_server *other = d->view->servers; other < server;
	     other++) {
		if (!other->has_serial || other->serial != server->serial)
			continue;
		for (size_t i = 0; i < other->rrset_count; i++) {
			const struct view_rrset *theirs = &other->rrsets[i];

			if (theirs->type == row->type &&
			    service_is_asked(theirs) &&
			    name_equal(&theirs->owner, &row->owner) &&
			    differ(theirs, row))
				return theirs;
		}
	}
	return NULL;
}

/* Keys that are there and not there are dnskey-missing's. */
static bool is_compared(const struct diagnosis *d, const struct view_rrset *row)
{
	return service_users_ask(d->view, row) && row->type != TYPE_DNSKEY;
}

static const struct view_rrset *different(const struct diagnosis *d,
					  const struct view_server *server)
{
	if (!server->has_serial)
		return NULL;
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (is_compared(d, row) && counterpart(d, server, row))
			return row;
	}
	return NULL;
}

static const char *label_of(const struct view *view,
			    const struct view_rrset *row)
{
	for (size_t i = 0; i < view->server_count; i++)
		if (view->servers[i].index == row->answer->server)
			return view->servers[i].label;
	return "";
}

static void show_pair(struct diagnosis *d, struct finding *f,
		      const struct view_server *server,
		      const struct view_rrset *row)
{
	const struct view_rrset *other = counterpart(d, server, row);

	lines_add(d->arena, &f->evidence, "%s: %s", label_of(d->view, other),
		  kind_words[kind_of(other)]);
	lines_add(d->arena, &f->evidence, "%s: %s%s", server->label,
		  kind_of(row) == kind_of(other) ? "other " : "",
		  kind_words[kind_of(row)]);
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, different);
	const struct view_rrset *row;
	struct finding *f;

	if (roster.count == 0)
		return;
	row = roster.rows[0];
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING,
			  view_subject(d->arena, roster.servers[0], row));
	diagnosis_summary(
		d, f,
		"%s: %s answers otherwise than %s, at one serial "
		"(%u)",
		view_subject(d->arena, NULL, row), roster_who(d, &roster),
		label_of(d->view, counterpart(d, roster.servers[0], row)),
		roster.servers[0]->serial);
	show_pair(d, f, roster.servers[0], row);
	roster_show(d, f, &roster);
	lines_add(d->arena, &f->fix,
		  "Transfer the zone to each server anew, with a new serial; "
		  "where servers are filled from different sources, make it "
		  "one");
}

const struct check check_auth_answer_inconsistent = {
	.id = "auth-answer-inconsistent",
	.summary = "servers answer differently at one serial",
	.source = "RFC 1034 4.3.5, RFC 8020 2",
	.run = run,
};
