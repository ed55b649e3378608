/* SPDX-License-Identifier: BSD-3-Clause */
/* measure.c - the planned questions, at one vantage after the other.
 *
 * A server is first asked one question, its scout, over each transport. Where
 * nobody answers it after all its tries, the others would only wait as long
 * and go the same way: they are recorded as the scout, with no try of their
 * own. So a dead server costs a question a pass, and a thousand zones on it
 * do not queue up behind it for hours.
 *
 * The validator has a scout as well: where it is bogus, so will most be, and
 * each costs signature checks (trap.h). The others are then tried once. Where
 * an answer may cost much they are asked one by one, until enough was spent in
 * vain. What is asked about zones above tells whether anything works at all,
 * and waits for nobody.
 *
 * A survey that does not ask everything over TCP asks each server of the zone
 * that was heard one thing: a server that is deaf there is found out before an
 * answer is too large for UDP. */
#include "probe/pass_inner.h"

/* Without a route to anywhere libunbound fails at once, as it does for a
 * broken zone. */
static bool can_ask(const struct pass *pass, const struct ask *ask)
{
	return ask->server < 0
		       ? pass->families.ipv4 || pass->families.ipv6
		       : families_can_ask(&pass->families,
					  &pass->servers[ask->server].address);
}

/* The first planned question of @p vantage at or behind @p from. */
static size_t next_planned(const struct pass *pass, enum vantage vantage,
			   size_t from)
{
	const struct questions *questions = &pass->questions;

	while (from < questions->count &&
	       !(questions->planned[from].vantages & AT(vantage)))
		from++;
	return from;
}

/* Ask question @p i, if there is room for its answer; or record @p known. */
static void ask_planned(struct pass *pass, struct ask *ask, size_t i,
			const enum outcome *known)
{
	struct answer answer;

	if (pass->planned_count == SNAPSHOT_ANSWERS_MAX)
		return;
	pass->planned_count++;
	ask->planned = i;
	ask->name = pass->questions.planned[i].name;
	ask->type = pass->questions.planned[i].type;
	if (known) {
		answer = answer_of(ask, *known);
		pass_record(pass, &answer);
	} else {
		pass_ask(pass, ask);
	}
}

/* Whether question @p i of @p ask's vantage waits for the scout. */
static bool waits(const struct pass *pass, const struct ask *ask, size_t i)
{
	return ask->server >= 0 ||
	       (ask->vantage == VANTAGE_VALIDATOR &&
		pass->plan->kind != PASS_CANARY &&
		name_is_under(&pass->questions.planned[i].name,
			      &pass->plan->zone));
}

/* Those of @p ask's vantage, server and transport, from question @p i on, that
 * wait for the scout, or do not. */
static void ask_rest(struct pass *pass, struct ask *ask, size_t i, bool waiting,
		     const enum outcome *known)
{
	for (i = next_planned(pass, ask->vantage, i); i < pass->questions.count;
	     i = next_planned(pass, ask->vantage, i + 1))
		if (waits(pass, ask, i) == waiting)
			ask_planned(pass, ask, i, known);
}

/* The next that waits, from question @p i on; the others behind it. Of a zone
 * that has cost enough only the DS: its signatures are the parent's. */
static void ask_next(struct pass *pass, struct ask *ask, size_t i)
{
	bool spent = trap_is_spent(&pass->trap);

	for (i = next_planned(pass, ask->vantage, i); i < pass->questions.count;
	     i = next_planned(pass, ask->vantage, i + 1)) {
		if (!waits(pass, ask, i) ||
		    (spent && pass->questions.planned[i].type != TYPE_DS))
			continue;
		ask->scout = true;
		ask_planned(pass, ask, i, NULL);
		return;
	}
}

static void begin(struct pass *pass, struct ask *ask)
{
	const enum outcome unmeasured = OUTCOME_UNMEASURED;
	const enum outcome *known = can_ask(pass, ask) ? NULL : &unmeasured;
	size_t first = next_planned(pass, ask->vantage, 0);

	ask_rest(pass, ask, 0, false, known);
	if (known) {
		ask_rest(pass, ask, 0, true, known);
	} else if (first < pass->questions.count && waits(pass, ask, first)) {
		ask->scout = true;
		ask_planned(pass, ask, first, NULL);
	}
}

void pass_measure(struct pass *pass, enum vantage vantage, int server)
{
	struct ask ask = { .vantage = vantage,
			   .server = server,
			   .host = HOST_NONE };

	begin(pass, &ask);
	ask.tcp = true;
	if (server >= 0 && vantage != VANTAGE_RESOLVER && pass->plan->tcp)
		begin(pass, &ask);
}

void pass_forbid(struct pass *pass, enum vantage vantage, int server)
{
	const enum outcome forbidden = OUTCOME_FORBIDDEN;
	struct ask ask = { .vantage = vantage,
			   .server = server,
			   .host = HOST_NONE };

	ask_rest(pass, &ask, 0, true, &forbidden);
}

static void ask_once_over_tcp(struct pass *pass, const struct ask *scout)
{
	struct ask ask = { .vantage = scout->vantage,
			   .server = scout->server,
			   .tcp = true,
			   .host = HOST_NONE };
	size_t first = next_planned(pass, ask.vantage, 0);

	if (pass->plan->kind == PASS_SURVEY && !pass->plan->tcp &&
	    ask.vantage == VANTAGE_AUTHORITY && !scout->tcp)
		ask_planned(pass, &ask, first, NULL);
}

/* Whether the others would not go the way of the scout. libunbound has other
 * servers to ask, and remembers those that are silent; but it listens to all of
 * a flood, for each question. */
static bool is_worth_more(const struct ask *scout, const struct answer *answer)
{
	return answer->outcome == OUTCOME_ANSWER ||
	       (answer->outcome == OUTCOME_MALFORMED && !scout->flooded) ||
	       answer->truncated_udp ||
	       (scout->server < 0 && answer->outcome != OUTCOME_LATE);
}

/* A server that answers, and one answer that never came over UDP: whether TCP
 * has it tells what is lost by its size from what is not answered. */
static void ask_lost_over_tcp(struct pass *pass, const struct ask *lost,
			      const struct answer *answer)
{
	struct ask ask = { .vantage = lost->vantage,
			   .server = lost->server,
			   .tcp = true,
			   .host = HOST_NONE,
			   .name = lost->name,
			   .type = lost->type };

	if (pass->plan->kind != PASS_SURVEY || pass->plan->tcp ||
	    lost->vantage != VANTAGE_AUTHORITY || lost->tcp || lost->scout ||
	    answer->outcome != OUTCOME_TIMEOUT ||
	    pass->planned_count == SNAPSHOT_ANSWERS_MAX)
		return;
	pass->planned_count++;
	pass_ask(pass, &ask);
}

/* What the zone's signatures may cost, by what it says of itself.
 * @return whether libunbound is asked about it one by one. */
static bool note_trap(struct pass *pass, const struct ask *ask,
		      const struct answer *answer)
{
	bool validator = ask->vantage == VANTAGE_VALIDATOR;

	if ((validator || ask->vantage == VANTAGE_AUTHORITY) &&
	    ask->type != TYPE_DS &&
	    name_is_under(&answer->name, &pass->plan->zone) &&
	    answer->outcome == OUTCOME_ANSWER &&
	    message_parse(answer->packet, answer->packet_len, &pass->message) ==
		    ERR_OK)
		trap_note(&pass->trap, &pass->message);
	if (answer->security == SECURITY_BOGUS && ask->type != TYPE_DS)
		trap_sprung(&pass->trap, ask->once);
	return validator && trap_is_set(&pass->trap);
}

void measure_noted(struct pass *pass, const struct ask *scout,
		   const struct answer *answer)
{
	struct ask ask = { .vantage = scout->vantage,
			   .server = scout->server,
			   .tcp = scout->tcp,
			   .once = scout->once ||
				   answer->security == SECURITY_BOGUS,
			   .host = HOST_NONE };
	bool one_by_one = note_trap(pass, scout, answer);
	bool worth = is_worth_more(scout, answer);

	ask_lost_over_tcp(pass, scout, answer);
	if (!scout->scout)
		return;
	if (scout->vantage == VANTAGE_AUTHORITY) {
		pass->zone_heard |= worth;
		pass->zone_silent |=
			outcome_is_silence(answer->outcome) || scout->flooded;
	}
	if (!worth) {
		ask_rest(pass, &ask, scout->planned + 1, true,
			 &answer->outcome);
	} else if (one_by_one) {
		ask_next(pass, &ask, scout->planned + 1);
	} else {
		ask_once_over_tcp(pass, scout);
		ask_rest(pass, &ask, scout->planned + 1, true, NULL);
	}
}
