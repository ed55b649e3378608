/* SPDX-License-Identifier: BSD-3-Clause */
/* ask.c - one question of a pass, to libunbound or to a server, and its
 * answer into the snapshot. */
#include "probe/pass_inner.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

/* Packets of one pass: with base64 and the rest it stays under
 * SNAPSHOT_TEXT_MAX. What comes after is "late". */
#define PACKET_BYTES_MAX (8 * 1024 * 1024)

struct answer answer_of(const struct ask *ask, enum outcome outcome)
{
	return (struct answer){ .vantage = ask->vantage,
				.server = ask->server,
				.tcp = ask->tcp,
				.cd = ask->cd,
				.name = ask->name,
				.type = ask->type,
				.outcome = outcome,
				.sent_at = clock_wall() };
}

static bool answers_reserve(struct pass *pass)
{
	size_t cap = pass->answers_cap ? pass->answers_cap * 2 : 16;
	struct answer *grown;

	if (pass->snapshot.answer_count < pass->answers_cap)
		return true;
	grown = realloc(pass->answers, cap * sizeof(*grown));
	if (!grown)
		return false;
	pass->answers = grown;
	pass->answers_cap = cap;
	return true;
}

/* Copy what a callback's packet and why only lend. */
static bool keep(struct pass *pass, struct answer *answer)
{
	if (answer->packet_len > PACKET_BYTES_MAX - pass->packet_bytes)
		return false;
	if (answer->packet)
		answer->packet = arena_memdup(pass->arena, answer->packet,
					      answer->packet_len);
	if (answer->why)
		answer->why = arena_printf(pass->arena, "%.*s",
					   SNAPSHOT_WHY_MAX, answer->why);
	pass->packet_bytes += answer->packet_len;
	return !arena_failed(pass->arena);
}

void pass_record(struct pass *pass, const struct answer *answer)
{
	struct answer kept = *answer;

	if (!answers_reserve(pass)) {
		pass_mark_overloaded(pass);
		return;
	}
	if (!keep(pass, &kept)) {
		kept.outcome = OUTCOME_LATE;
		kept.packet = NULL;
		kept.packet_len = 0;
		kept.why = NULL;
	}
	pass->answers[pass->snapshot.answer_count++] = kept;
}

static void ask_done(struct ask *ask, const struct answer *answer)
{
	struct pass *pass = ask->pass;

	TAILQ_REMOVE(&pass->asks, ask, entry);
	if (ask->host == HOST_NONE) {
		pass_record(pass, answer);
		discover_note(pass, answer);
		measure_noted(pass, ask, answer);
		resolvers_note(pass, answer);
	} else {
		if (discover_is_evidence(pass, ask))
			pass_record(pass, answer);
		discover_heard(pass, ask, answer);
	}
	free(ask);
	if (TAILQ_EMPTY(&pass->asks))
		event_active(&pass->finish, EV_TIMEOUT, 0);
}

static void on_lookup(void *arg, const struct lookup_result *result)
{
	struct ask *ask = arg;
	struct pass *pass = ask->pass;
	struct answer answer = answer_of(ask, result->outcome);

	answer.sent_at = result->sent_at;
	answer.took_ms = result->took_ms;
	answer.tries = 1;
	answer.security = result->security;
	answer.why = result->why;
	answer.packet = result->packet;
	answer.packet_len = result->packet_len;
	if (result->outcome == OUTCOME_LATE)
		pass_mark_overloaded(pass);
	ask_done(ask, &answer);
	pass_settle(pass);
}

static void on_exchange(void *arg, const struct exchange_result *result)
{
	struct ask *ask = arg;
	struct pass *pass = ask->pass;
	struct answer answer = answer_of(ask, result->outcome);

	answer.tcp = result->tcp;
	answer.truncated_udp = result->truncated_udp;
	answer.sent_at = result->sent_at;
	answer.took_ms = result->took_ms;
	answer.tries = result->tries;
	answer.packet = result->packet;
	answer.packet_len = result->packet_len;
	ask->flooded = result->flooded;
	ask_done(ask, &answer);
	pass_settle(pass);
}

static enum context_use context_of(const struct ask *ask)
{
	if (ask->vantage == VANTAGE_CD)
		return CONTEXT_CD;
	if (ask->once)
		return ask->type == TYPE_NS ? CONTEXT_ONCE_NS : CONTEXT_ONCE;
	return ask->type == TYPE_NS ? CONTEXT_VALIDATOR_NS : CONTEXT_VALIDATOR;
}

static bool start_lookup(struct ask *ask)
{
	struct lookup_request request = {
		.use = context_of(ask),
		.name = ask->name,
		.type = ask->type,
		.urgent = ask->pass->plan->kind == PASS_CANARY,
	};

	request.ctx = generation_context(ask->pass->generation, request.use);
	if (request.ctx)
		ask->lookup = lookup_start(ask->pass->tools->lookups, &request,
					   on_lookup, ask);
	return ask->lookup;
}

static bool start_exchange(struct ask *ask)
{
	struct exchange_request request = {
		.to = ask->pass->servers[ask->server].address,
		.name = ask->name,
		.type = ask->type,
		.tcp = ask->tcp,
		.recurse = ask->vantage == VANTAGE_RESOLVER,
		.cd = ask->cd,
	};

	ask->exchange = exchange_start(ask->pass->tools->exchanges, &request,
				       on_exchange, ask);
	return ask->exchange;
}

static bool start(struct ask *ask)
{
	return ask->server < 0 ? start_lookup(ask) : start_exchange(ask);
}

/* What libunbound could only ask the zone's own servers waits until one of
 * them was heard: a DS RRset is its parent's. */
static bool waits_for_zone(const struct pass *pass, const struct ask *ask)
{
	return !pass->zone_heard && pass->plan->kind != PASS_CANARY &&
	       ask->server < 0 && ask->type != TYPE_DS &&
	       name_is_under(&ask->name, &pass->plan->zone);
}

static void not_asked(struct pass *pass, const struct ask *ask)
{
	pass_mark_overloaded(pass);
	if (ask->host == HOST_NONE) {
		struct answer late = answer_of(ask, OUTCOME_LATE);

		pass_record(pass, &late);
	}
}

void pass_ask(struct pass *pass, const struct ask *from)
{
	struct ask *ask = malloc(sizeof(*ask));

	if (ask) {
		*ask = *from;
		ask->pass = pass;
		ask->waits = waits_for_zone(pass, ask);
		if (ask->waits || start(ask)) {
			TAILQ_INSERT_TAIL(&pass->asks, ask, entry);
			return;
		}
	}
	free(ask);
	not_asked(pass, from);
}

/* Whether some answer may still name a server of the zone, or be by one. */
static bool may_be_heard(const struct pass *pass)
{
	const struct ask *ask;

	TAILQ_FOREACH(ask, &pass->asks, entry)
	if (!ask->waits && ask->vantage != VANTAGE_RESOLVER)
		return true;
	return false;
}

static void go_on(struct pass *pass, struct ask *ask)
{
	struct answer silence = answer_of(ask, OUTCOME_TIMEOUT);

	ask->waits = false;
	if (!pass->zone_heard && pass->zone_silent) {
		ask_done(ask, &silence);
	} else if (!start(ask)) {
		TAILQ_REMOVE(&pass->asks, ask, entry);
		not_asked(pass, ask);
		free(ask);
	}
}

static struct ask *first_waiting(const struct pass *pass)
{
	struct ask *ask;

	TAILQ_FOREACH(ask, &pass->asks, entry)
	if (ask->waits)
		return ask;
	return NULL;
}

void pass_settle(struct pass *pass)
{
	struct ask *ask;

	if (!pass->zone_heard && may_be_heard(pass))
		return;
	/* One that is over may bring others, the rest behind a scout. */
	while ((ask = first_waiting(pass)))
		go_on(pass, ask);
	if (TAILQ_EMPTY(&pass->asks))
		event_active(&pass->finish, EV_TIMEOUT, 0);
}

void pass_ask_cd(struct pass *pass, const struct name *name, uint16_t type,
		 int host)
{
	struct ask ask = { .vantage = VANTAGE_CD,
			   .server = -1,
			   .host = host,
			   .name = *name,
			   .type = type };

	pass_ask(pass, &ask);
}

void pass_end_asks(struct pass *pass)
{
	struct ask *ask;

	while ((ask = TAILQ_FIRST(&pass->asks))) {
		TAILQ_REMOVE(&pass->asks, ask, entry);
		if (ask->exchange)
			exchange_cancel(ask->exchange);
		if (ask->lookup)
			lookup_cancel(ask->lookup);
		if (ask->host == HOST_NONE) {
			struct answer late = answer_of(ask, OUTCOME_LATE);

			pass_record(pass, &late);
			measure_noted(pass, ask, &late);
		}
		free(ask);
	}
}
