/* SPDX-License-Identifier: BSD-3-Clause */
/* world_transport.c - what becomes of an answer on its way: servers that are
 * dead, and those that lose, cut or drop some over UDP or TCP. */
#include "lib/world_inside.h"

bool health_fails(enum world_health health, struct answer *answer)
{
	static const struct {
		enum world_health health;
		enum outcome outcome;
	} rows[] = {
		{ HEALTH_DEAD, OUTCOME_TIMEOUT },
		{ HEALTH_PORT_CLOSED, OUTCOME_REFUSED },
		{ HEALTH_NO_ROUTE, OUTCOME_UNREACHABLE },
		{ HEALTH_GARBAGE, OUTCOME_MALFORMED },
		{ HEALTH_LATE, OUTCOME_LATE },
		{ HEALTH_FORBIDDEN, OUTCOME_FORBIDDEN },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].health == health) {
			answer->outcome = rows[i].outcome;
			answer->tries = 3;
			return true;
		}
	}
	return false;
}

/* "TC", and then over TCP. */
static void turn_to_tcp(struct answer *answer)
{
	answer->tcp = true;
	answer->truncated_udp = true;
}

static bool times_out(struct answer *answer)
{
	answer->outcome = OUTCOME_TIMEOUT;
	answer->tries = 3;
	return true;
}

bool transport_fails(enum world_health health,
		     const struct plan_question *question,
		     struct answer *answer)
{
	if (answer->tcp && (health == HEALTH_NO_TCP || health == HEALTH_CUTS))
		return times_out(answer);
	if (health == HEALTH_CUTS && question->type == TYPE_DNSKEY) {
		turn_to_tcp(answer);
		return times_out(answer);
	}
	if (answer->tcp)
		return false;
	if (health == HEALTH_LIMITS && question->type % 2 == 1)
		turn_to_tcp(answer);
	if (health == HEALTH_LOSES_LARGE)
		return question->type == TYPE_DNSKEY && times_out(answer);
	return health == HEALTH_DROPS && question->type != TYPE_SOA &&
	       question->type != TYPE_DNSKEY && times_out(answer);
}

void transport_lose_large(const struct world_server *server,
			  struct answer *answer)
{
	if (answer->tcp || !server->udp_max ||
	    answer->packet_len <= server->udp_max)
		return;
	answer->outcome = OUTCOME_TIMEOUT;
	answer->tries = 3;
	answer->packet = NULL;
	answer->packet_len = 0;
}
