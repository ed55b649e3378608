/* SPDX-License-Identifier: BSD-3-Clause */
/* service.c - how a server that answers serves the zone. */
#include "diagnose/service.h"
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

#include <stdlib.h>
#include <string.h>

/* RFC 2136 2.2: of updates; to a question, from who does not serve the zone. */
#define RCODE_YXDOMAIN 6
#define RCODE_YXRRSET  7
#define RCODE_NXRRSET  8
#define RCODE_NOTAUTH  9
#define RCODE_NOTZONE  10
#define RCODE_BADVERS  16 /* RFC 6891 9 */

/* What a person would try by hand. */
#define VERIFY_MAX 4

static enum service service_of_message(const struct message *m)
{
	switch (m->rcode) {
	case RCODE_NOERROR:
		if (m->tc)
			return SERVICE_UNKNOWN;
		return m->aa ? SERVICE_GOOD : SERVICE_LAME;
	case RCODE_SERVFAIL:
		return SERVICE_FAILS;
	case RCODE_FORMERR:
	case RCODE_NOTIMP:
	case RCODE_BADVERS:
		return SERVICE_NO_EDNS;
	case RCODE_NXDOMAIN: /* it has a zone above alone */
	case RCODE_REFUSED:
	case RCODE_YXDOMAIN:
	case RCODE_YXRRSET:
	case RCODE_NXRRSET:
	case RCODE_NOTAUTH:
	case RCODE_NOTZONE:
		return SERVICE_LAME;
	default:
		return SERVICE_UNKNOWN;
	}
}

bool service_is_asked(const struct view_rrset *row)
{
	return !row->from_authority && row->type == row->answer->type &&
	       name_equal(&row->owner, &row->answer->name);
}

enum service service_of(const struct view *view,
			const struct view_server *server)
{
	enum service best = SERVICE_UNKNOWN;

	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];
		enum service service;

		if (!row->message || !service_is_asked(row) ||
		    !name_equal(&row->owner, &view->zone))
			continue;
		service = service_of_message(row->message);
		if (service == SERVICE_GOOD)
			return service;
		if (best == SERVICE_UNKNOWN || service == SERVICE_FAILS)
			best = service;
	}
	return best;
}

bool service_nobody(const struct view *view)
{
	const struct view_verdict *v =
		verdict_find(view, &view->zone, TYPE_SOA);
	bool failed = v && verdict_is_servfail(v);

	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		/* Users do not ask it, or cannot. */
		if (server->server->hidden || server->forbidden)
			continue;
		if ((server->state == SERVER_UNMEASURED && !failed) ||
		    service_of(view, server) == SERVICE_GOOD)
			return false;
	}
	/* What a lame server says may look like an empty answer to a resolver,
	 * and like a forged one to a validator. */
	return (v && verdict_is_bogus(v)) || !verdict_zone_answers(view);
}

static bool is_probe(const struct view_rrset *row)
{
	static const char label[] = PROBE_NXDOMAIN_LABEL;

	return row->type == PROBE_NODATA_TYPE ||
	       memcmp(row->owner.wire + 1, label, sizeof(label) - 1) == 0;
}

bool service_users_ask(const struct view *view, const struct view_rrset *row)
{
	if (!service_is_asked(row) || is_probe(row))
		return false;
	return !name_equal(&row->owner, &view->zone) ||
	       (row->type != TYPE_CDS && row->type != TYPE_CDNSKEY &&
		row->type != TYPE_NSEC3PARAM);
}

bool service_answers(const struct view_server *server,
		     const struct view_rrset *asked, answer_test *is_answer)
{
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (row->message && is_answer(row->message) &&
		    row->type == asked->type && service_is_asked(row) &&
		    name_equal(&row->owner, &asked->owner))
			return true;
	}
	return false;
}

bool service_may_answer(const struct view *view, const struct view_rrset *asked,
			answer_test *is_answer)
{
	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		if (!server->server->hidden &&
		    (server->state == SERVER_UNMEASURED ||
		     service_answers(server, asked, is_answer)))
			return true;
	}
	return false;
}

void service_foretell(struct diagnosis *d, struct finding *f,
		      const struct view_server *hidden)
{
	struct soa soa = { .refresh = 0 };

	if (hidden->soa && hidden->soa->set && hidden->soa->set->count > 0)
		(void)soa_read(hidden->soa->set->rdata[0], &soa);
	f->deadline = wall_add(d->view->now, soa.refresh);
	lines_add(d->arena, &f->evidence,
		  "%s: no NS record names it, so users fail once the servers "
		  "that they ask have transferred this; they look each %s",
		  hidden->label, evidence_duration(d, soa.refresh));
}

struct roster roster_new(struct diagnosis *d, service_filter *filter)
{
	size_t most = d->view->server_count + 1;
	struct roster r = {
		.servers = arena_array(d->arena, most, sizeof(*r.servers)),
		.rows = arena_array(d->arena, most, sizeof(*r.rows)),
	};

	for (size_t i = 0; r.servers && r.rows && i < d->view->server_count;
	     i++) {
		const struct view_server *server = &d->view->servers[i];
		const struct view_rrset *row = filter(d, server);

		if (!row)
			continue;
		r.servers[r.count] = server;
		r.rows[r.count++] = row;
	}
	return r;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Two names of one address are one server. */
static const char *list_servers(struct arena *arena,
				char (*texts)[ADDRESS_TEXT_SIZE], size_t count)
{
	const char *list = NULL;
	size_t distinct = 0;

	qsort(texts, count, sizeof(*texts), compare_texts);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && strcmp(texts[i], texts[i - 1]) == 0)
			continue;
		list = list ? arena_printf(arena, "%s, %s", list, texts[i])
			    : arena_strdup(arena, texts[i]);
		distinct++;
	}
	return list ? arena_printf(arena, "server%s %s",
				   distinct == 1 ? "" : "s", list)
		    : NULL;
}

void roster_blame(struct diagnosis *d, struct finding *f,
		  const struct roster *roster)
{
	char texts[CAUSE_SERVERS_MAX][ADDRESS_TEXT_SIZE];

	if (roster->count > CAUSE_SERVERS_MAX)
		return;
	for (size_t i = 0; i < roster->count; i++)
		(void)address_to_text(&roster->servers[i]->server->address,
				      texts[i]);
	f->cause = list_servers(d->arena, texts, roster->count);
}

const char *roster_who(struct diagnosis *d, const struct roster *roster)
{
	const char *who = roster->servers[0]->label;

	if (roster->count > 1)
		who = arena_printf(d->arena, "%zu of %zu servers",
				   roster->count,
				   evidence_servers_answering(d));
	return who ? who : "";
}

/* What an answer lacks that has data, or denies it; of an error neither is
 * expected. */
static const char *what_lacks(const struct message *m)
{
	if (m->rcode != RCODE_NOERROR && m->rcode != RCODE_NXDOMAIN)
		return "";
	if (!m->aa)
		return m->edns_do ? ", not of its own knowledge (AA is clear)"
				  : ", not of its own knowledge (AA is clear), "
				    "and without DNSSEC (DO is clear)";
	return m->edns_do ? "" : ", without DNSSEC (DO is clear)";
}

/* "TC over UDP, then timeout over TCP", "timeout over TCP", "REFUSED over UDP",
 * "NOERROR, not of its own knowledge (AA is clear) over UDP" */
static const char *what_came(struct diagnosis *d, const struct view_rrset *row)
{
	const struct answer *answer = row->answer;
	const struct message *m = row->message;
	const char *transport = answer->tcp ? "TCP" : "UDP";

	if (!m)
		return arena_printf(d->arena, "%s%s over %s",
				    answer->truncated_udp ? "TC over UDP, then "
							  : "",
				    outcome_text(answer->outcome), transport);
	return arena_printf(d->arena, "%s%s%s over %s",
			    answer->truncated_udp ? "TC over UDP, then " : "",
			    rcode_text(m->rcode), what_lacks(m), transport);
}

void roster_show(struct diagnosis *d, struct finding *f,
		 const struct roster *roster)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];

	for (size_t i = 0; i < roster->count; i++) {
		const struct view_rrset *row = roster->rows[i];
		const char *came = what_came(d, row);
		const char *line = arena_printf(
			d->arena, "%s: %s %s: %s", roster->servers[i]->label,
			name_to_text(&row->owner, owner),
			type_to_text(row->type, type), came ? came : "");

		evidence_list(d, f, line ? line : "");
		if (f->verify.count < VERIFY_MAX)
			verify_question(d, f, roster->servers[i]->server,
					&row->owner, row->type);
	}
}
