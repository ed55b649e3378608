/* SPDX-License-Identifier: BSD-3-Clause */
/* transport.c - what became of UDP and TCP at a server. */
#include "diagnose/transport.h"
#include "diagnose/evidence.h"

bool transport_failed(const struct answer *answer)
{
	return answer->outcome == OUTCOME_TIMEOUT ||
	       answer->outcome == OUTCOME_REFUSED ||
	       answer->outcome == OUTCOME_UNREACHABLE ||
	       answer->outcome == OUTCOME_MALFORMED;
}

/* RFC 7766 8: over TCP there is room for all of it. */
static bool is_cut_short(const struct view_rrset *row)
{
	const struct answer *answer = row->answer;

	return (answer->truncated_udp && transport_failed(answer)) ||
	       (answer->tcp && row->message && row->message->tc);
}

const struct view_rrset *transport_cut_short(const struct diagnosis *d,
					     const struct view_server *server)
{
	(void)d;
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if (service_is_asked(row) && is_cut_short(row))
			return row;
	}
	return NULL;
}

void transport_verify_tcp(struct diagnosis *d, struct finding *f,
			  const struct roster *roster)
{
	char address[ADDRESS_TEXT_SIZE];
	struct address plain = roster->servers[0]->server->address;
	unsigned port = plain.port;

	plain.port = 53; /* which the text leaves out */
	lines_add(d->arena, &f->verify, "dig @%s -p %u +tcp %s SOA +norec",
		  address_to_text(&plain, address), port, d->view->zone_word);
}
