/* SPDX-License-Identifier: BSD-3-Clause */
/* decision.c - who is at fault, from what the vantage points say together. */
#include "diagnose/decision.h"

#include "diagnose/resolvers.h"
#include "diagnose/verdicts.h"

#define BIT(value) (1u << (value))
#define ANY	   (~0u)
#define GOOD	   BIT(AUTHORITY_GOOD)
#define MIXED	   BIT(AUTHORITY_MIXED)
#define BAD	   BIT(AUTHORITY_BAD)
#define NOT_HEARD  (BIT(AUTHORITY_UNKNOWN) | BIT(AUTHORITY_SILENT))
#define NO_SPLIT   (BIT(RESOLVERS_UNKNOWN) | BIT(RESOLVERS_ANSWER))
#define SOME_FAIL  (BIT(RESOLVERS_SPLIT) | BIT(RESOLVERS_FAIL))
#define NONE_WELL  (BIT(RESOLVERS_UNKNOWN) | BIT(RESOLVERS_FAIL))
#define SOME_WELL  (BIT(RESOLVERS_ANSWER) | BIT(RESOLVERS_SPLIT))
#define ACCEPTS	   BIT(VALIDATOR_ACCEPTS)
#define BOGUS	   BIT(VALIDATOR_BOGUS)
#define SERVFAIL   BIT(VALIDATOR_SERVFAIL)

const struct decision decisions[] = {
	{ ANY, ANY, BIT(VALIDATOR_UNKNOWN), ANY, CULPRIT_UNKNOWN,
	  "our own validator was not measured, so nothing follows" },

	{ GOOD, ANY, ACCEPTS, NO_SPLIT, CULPRIT_NOBODY,
	  "every server is good, and no validator asked refuses" },
	{ MIXED, ANY, ACCEPTS, NO_SPLIT, CULPRIT_ZONE,
	  "validators found a good server so far; users who meet the others "
	  "fail" },
	{ BAD, ANY, ACCEPTS, NO_SPLIT, CULPRIT_ZONE,
	  "validators accept what they were asked, while records of every "
	  "server fail our own checks" },
	{ NOT_HEARD, ANY, ACCEPTS, NO_SPLIT, CULPRIT_UNKNOWN,
	  "names resolve, although no server answers us directly: caches, or "
	  "the way from us to the servers" },
	{ GOOD, ANY, ACCEPTS, BIT(RESOLVERS_SPLIT), CULPRIT_RESOLVER,
	  "every server is good and other validators accept: the fault, or old "
	  "data, is at the resolvers that fail" },
	{ GOOD, ANY, ACCEPTS, BIT(RESOLVERS_FAIL), CULPRIT_UNKNOWN,
	  "every server is good and our validator accepts, yet no resolver "
	  "asked does: old data, or a rule that ours lacks" },
	{ MIXED, ANY, ACCEPTS, SOME_FAIL, CULPRIT_ZONE,
	  "the zone's servers differ, and the resolvers that fail met those "
	  "that serve what fails" },
	{ BAD, ANY, ACCEPTS, SOME_FAIL, CULPRIT_ZONE,
	  "validators are divided over records that fail our own checks: the "
	  "strict ones refuse" },
	{ NOT_HEARD, ANY, ACCEPTS, SOME_FAIL, CULPRIT_UNKNOWN,
	  "resolvers fail, and the servers did not answer us directly, so that "
	  "nobody can be told to be at fault" },

	{ GOOD, ANY, BOGUS, NONE_WELL, CULPRIT_ABOVE,
	  "every server is good by itself, and validators refuse: the chain "
	  "above, or what no check of ours covers" },
	{ GOOD, ANY, BOGUS, BIT(RESOLVERS_ANSWER), CULPRIT_OURSELVES,
	  "every server is good and all other resolvers accept: our own "
	  "validator, or what it holds, is in doubt" },
	{ GOOD, ANY, BOGUS, BIT(RESOLVERS_SPLIT), CULPRIT_UNKNOWN,
	  "every server is good by our own checks, and validators are divided "
	  "over it" },
	{ MIXED | BAD, ANY, BOGUS, NONE_WELL, CULPRIT_ZONE,
	  "answers come, and validators refuse them: the zone's records, or "
	  "its DS at the parent" },
	{ MIXED | BAD, ANY, BOGUS, SOME_WELL, CULPRIT_ZONE,
	  "the zone's records or its DS fail; resolvers that still answer hold "
	  "older data, make an exception, or do not check" },
	{ NOT_HEARD, ANY, BOGUS, ANY, CULPRIT_UNKNOWN,
	  "the validator refuses what it was given, and no server answered us "
	  "directly to compare" },

	{ ANY, ANY, SERVFAIL, BIT(RESOLVERS_ANSWER), CULPRIT_OURSELVES,
	  "all other resolvers answer what our validator gives up on: our "
	  "network, or what it holds, is in doubt" },
	{ BIT(AUTHORITY_SILENT), BIT(CD_UNKNOWN) | BIT(CD_FAILS), SERVFAIL, ANY,
	  CULPRIT_SERVERS,
	  "nobody gets an answer, checked or not: the zone's servers, or the "
	  "way to them" },
	{ GOOD | MIXED | BAD, BIT(CD_FAILS), SERVFAIL, ANY, CULPRIT_DELEGATION,
	  "the servers answer us directly, and resolving fails even where "
	  "nothing is checked: delegation and addresses before DNSSEC" },
	{ GOOD, BIT(CD_ANSWERS), SERVFAIL, ANY, CULPRIT_UNKNOWN,
	  "names resolve unchecked, every server is good, and checking ends "
	  "without an answer: a record of the chain cannot be had" },
	{ MIXED | BAD, BIT(CD_ANSWERS), SERVFAIL, ANY, CULPRIT_ZONE,
	  "names resolve unchecked, and checking ends without an answer: the "
	  "zone's records, or its DS at the parent" },
	{ ANY, ANY, ANY, ANY, CULPRIT_UNKNOWN,
	  "what was measured does not fit together" },
	{ 0 },
};

static bool fits(const struct decision *row, const struct decision_facts *facts)
{
	return (row->authority & BIT(facts->authority)) &&
	       (row->cd & BIT(facts->cd)) &&
	       (row->validator & BIT(facts->validator)) &&
	       (row->resolvers & BIT(facts->resolvers));
}

const struct decision *decision_of(const struct decision_facts *facts)
{
	const struct decision *row = decisions;

	while (!fits(row, facts)) /* the last fits all */
		row++;
	return row;
}

static bool is_lame(const struct view_server *server)
{
	return server->soa && (!server->soa->set || !server->soa->set->count);
}

static enum authority_says authority_of(const struct diagnosis *d)
{
	size_t good = 0, bad = 0, silent = 0;
	bool refused[SNAPSHOT_SERVERS_MAX] = { false };

	for (size_t i = 0; i < d->copies->count; i++)
		if (d->copies->at[i].state > COPY_GOOD &&
		    d->chain != CHAIN_INSECURE)
			refused[d->copies->at[i].server - d->view->servers] =
				true;

	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];

		/* Resolvers never ask it. */
		if (server->server->hidden)
			continue;
		if (server->state == SERVER_SILENT)
			silent++;
		else if (server->state == SERVER_ANSWERS)
			*(refused[i] || is_lame(server) ? &bad : &good) += 1;
	}
	if (good > 0)
		return bad > 0 ? AUTHORITY_MIXED : AUTHORITY_GOOD;
	if (bad > 0)
		return AUTHORITY_BAD;
	return silent > 0 ? AUTHORITY_SILENT : AUTHORITY_UNKNOWN;
}

static bool is_of_zone(const struct view *view, const struct name *name,
		       uint16_t type)
{
	/* Its DS is the parent's. */
	return name_is_under(name, &view->zone) &&
	       !(type == TYPE_DS && name_equal(name, &view->zone));
}

static enum cd_says cd_of(const struct view *view)
{
	enum cd_says says = CD_UNKNOWN;

	for (size_t i = 0; i < view->cd_count; i++) {
		const struct view_rrset *row = &view->cd[i];

		if (!is_of_zone(view, &row->owner, row->type))
			continue;
		if (row->message && row->rcode != RCODE_SERVFAIL)
			return CD_ANSWERS;
		if (row->message || row->answer->outcome == OUTCOME_FAILED)
			says = CD_FAILS;
	}
	return says;
}

static enum validator_says validator_of(const struct view *view)
{
	bool servfail = false, accepts = false;

	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		/* Servers may fail on a type that nobody uses. */
		if (!is_of_zone(view, &v->name, v->type) ||
		    v->type == PROBE_NODATA_TYPE)
			continue;
		if (verdict_is_bogus(v))
			return VALIDATOR_BOGUS;
		servfail |= verdict_is_servfail(v);
		accepts |= v->measured && !verdict_is_servfail(v);
	}
	if (servfail)
		return VALIDATOR_SERVFAIL;
	return accepts ? VALIDATOR_ACCEPTS : VALIDATOR_UNKNOWN;
}

static enum resolvers_say resolvers_of(const struct view *view)
{
	size_t fail = 0, answer = 0;

	for (size_t i = 0; i < view->resolver_count; i++) {
		if (resolver_failing(view, &view->resolvers[i]))
			fail++;
		else if (resolver_answers(view, &view->resolvers[i]))
			answer++;
	}
	if (fail == 0)
		return answer > 0 ? RESOLVERS_ANSWER : RESOLVERS_UNKNOWN;
	return answer > 0 ? RESOLVERS_SPLIT : RESOLVERS_FAIL;
}

struct decision_facts decision_facts(const struct diagnosis *d)
{
	return (struct decision_facts){
		.authority = authority_of(d),
		.cd = cd_of(d->view),
		.validator = validator_of(d->view),
		.resolvers = resolvers_of(d->view),
	};
}

void decision_show(struct diagnosis *d, struct finding *f)
{
	const struct decision_facts facts = decision_facts(d);

	lines_add(d->arena, &f->evidence, "what follows: %s",
		  decision_of(&facts)->sentence);
}
