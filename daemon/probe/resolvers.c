/* SPDX-License-Identifier: BSD-3-Clause */
/* resolvers.c - what is asked of the resolvers of others, as a stub would:
 *
 *	each planned question, CD clear --SERVFAIL--> the same with CD set
 *
 * So what a resolver would not give its users can be looked at. */
#include "probe/pass_inner.h"

void resolvers_begin(struct pass *pass)
{
	const struct plan *plan = pass->plan;

	if (plan->kind != PASS_SURVEY && plan->kind != PASS_RESOLVERS)
		return;
	for (size_t i = 0; i < plan->resolver_count; i++) {
		struct server server = { .vantage = VANTAGE_RESOLVER,
					 .address = plan->resolvers[i] };
		bool is_new;
		int index = pass_add_server(pass, &server, &is_new);

		if (index >= 0 && is_new)
			pass_measure(pass, VANTAGE_RESOLVER, index);
	}
}

/* The low four bits of the rcode are enough for SERVFAIL, RFC 1035 4.1.1. */
static bool is_servfail(const struct answer *answer)
{
	return answer->outcome == OUTCOME_ANSWER && answer->packet_len > 3 &&
	       (answer->packet[3] & 0x0f) == RCODE_SERVFAIL;
}

void resolvers_note(struct pass *pass, const struct answer *answer)
{
	struct ask twin = { .vantage = VANTAGE_RESOLVER,
			    .server = answer->server,
			    .cd = true,
			    .host = HOST_NONE,
			    .name = answer->name,
			    .type = answer->type };

	if (answer->vantage != VANTAGE_RESOLVER || answer->cd ||
	    !is_servfail(answer) || pass->planned_count == SNAPSHOT_ANSWERS_MAX)
		return;
	pass->planned_count++;
	pass_ask(pass, &twin);
}
