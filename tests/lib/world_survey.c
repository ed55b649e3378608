/* SPDX-License-Identifier: BSD-3-Clause */
/* world_survey.c - what a prober's pass over a world would have put into its
 * snapshot: the questions of a survey or pulse, at each vantage point. */
#include "lib/world_inside.h"

#include "lib/packet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Questions a pass asks of one vantage point. */
#define ASK_MAX (WORLD_QUESTIONS_MAX + 8)
/* Validator, cd, and each server over UDP and TCP. */
#define ANSWERS_MAX                                                            \
	((2 + 2 * (WORLD_SERVERS_MAX + 2 + WORLD_RESOLVERS_MAX)) * ASK_MAX +   \
	 128)

struct ask_list {
	size_t count;
	struct plan_question at[ASK_MAX];
};

struct survey {
	const struct world *world;
	struct arena *arena;
	struct wall now;
	struct snapshot *snapshot;
	struct server *servers;
	struct answer *answers;
	struct ask_list plan; /* the operator's questions and the probes */
};

static void ask(struct ask_list *list, const struct name *name, uint16_t type)
{
	assert(list->count < ASK_MAX);
	list->at[list->count++] = (struct plan_question){ *name, type };
}

static void ask_apex(struct ask_list *list, const struct world *world,
		     const uint16_t *types, size_t count)
{
	for (size_t i = 0; i < count; i++)
		ask(list, &world->zone.apex, types[i]);
}

static void ask_plan(struct ask_list *list, const struct survey *survey)
{
	for (size_t i = 0; i < survey->plan.count; i++)
		list->at[list->count++] = survey->plan.at[i];
	assert(list->count <= ASK_MAX);
}

static struct answer *add(struct survey *survey, enum vantage vantage,
			  int server, const struct plan_question *question)
{
	struct snapshot *snapshot = survey->snapshot;
	struct answer *answer = &survey->answers[snapshot->answer_count++];

	assert(snapshot->answer_count <= ANSWERS_MAX);
	*answer = (struct answer){
		.vantage = vantage,
		.server = server,
		.name = question->name,
		.type = question->type,
		.sent_at = survey->now,
		.took_ms = 12,
		.tries = 1,
	};
	return answer;
}

static void set_packet(struct answer *answer, struct bytes packet)
{
	answer->outcome = OUTCOME_ANSWER;
	answer->packet = packet.at;
	answer->packet_len = packet.len;
}

/* Our own network's fault comes before any server's. */
static enum world_health health_seen(const struct survey *survey,
				     enum world_health health)
{
	if (survey->world->network == NETWORK_DOWN)
		return HEALTH_DEAD;
	if (survey->world->network == NETWORK_LATE)
		return HEALTH_LATE;
	return health;
}

/* --- libunbound --- */

static const char *why_bogus(const struct survey *survey)
{
	static const char why[] = "validation failure: the world's model says "
				  "so";
	char zone[NAME_TEXT_SIZE];

	if (!survey->world->bogus_elsewhere.len)
		return why;
	return arena_printf(
		survey->arena, "%s, for key %s", why,
		name_to_text(&survey->world->bogus_elsewhere, zone));
}

static void ask_validator(struct survey *survey,
			  const struct plan_question *question)
{
	const struct world *world = survey->world;
	struct verdict_of verdict = model_ask(world, question, survey->now);
	struct answer *answer = add(survey, VANTAGE_VALIDATOR, -1, question);

	if (world->network == NETWORK_LATE)
		answer->outcome = OUTCOME_LATE;
	else if (verdict.servfail)
		answer->outcome = OUTCOME_FAILED;
	else if (verdict.server)
		set_packet(answer,
			   server_answer(world, verdict.server, question,
					 PACKET_RA, survey->arena));
	else if (name_is_under(&question->name, &world->zone.apex))
		set_packet(answer,
			   parent_answer(world, &world->parents[0], question,
					 PACKET_RA, survey->arena));
	else
		set_packet(answer, ancestor_answer(world, &question->name,
						   PACKET_RA, survey->arena));
	if (answer->outcome == OUTCOME_ANSWER)
		answer->security = verdict.security;
	if (answer->security == SECURITY_BOGUS)
		answer->why = why_bogus(survey);
}

/* The same question without validation: whoever answers first. */
static void ask_cd(struct survey *survey, const struct plan_question *question)
{
	const struct world *world = survey->world;
	struct answer *answer = add(survey, VANTAGE_CD, -1, question);
	struct bytes packet = { 0 };

	if (question->type == TYPE_DS) {
		for (size_t i = 0; !packet.at && i < world->parent_count; i++)
			packet = parent_answer(world, &world->parents[i],
					       question, PACKET_RA,
					       survey->arena);
	} else {
		for (size_t i = 0; !packet.at && i < world->server_count; i++)
			if (health_answers(world->servers[i].health, false,
					   false))
				packet = server_answer(
					world, &world->servers[i], question,
					PACKET_RA, survey->arena);
	}
	if (world->network == NETWORK_LATE)
		answer->outcome = OUTCOME_LATE;
	else if (world->network == NETWORK_DOWN || !packet.at)
		answer->outcome = OUTCOME_FAILED;
	else
		set_packet(answer, packet);
}

/* The addresses of name servers within the zone, where they are not the glue:
 * for the others the parent's glue is all that there is. */
static void ask_hosts(struct survey *survey)
{
	const struct world *world = survey->world;

	for (size_t i = 0; i < world->server_count; i++) {
		const struct world_server *server = &world->servers[i];
		struct plan_question question = { server->host, TYPE_A };
		struct packet *packet;
		struct bytes bytes;

		if (!server->glue.family || server->address.family != 4)
			continue;
		packet = calloc(1, sizeof(*packet));
		assert(packet);
		packet_begin(packet, &question.name, TYPE_A, PACKET_RA,
			     RCODE_NOERROR);
		packet_add(packet, SECTION_ANSWER, &question.name, TYPE_A,
			   WORLD_TTL,
			   (struct rdata){ server->address.bytes, 4 });
		bytes.at = packet_end(packet, survey->arena, &bytes.len);
		set_packet(add(survey, VANTAGE_CD, -1, &question), bytes);
		free(packet);
	}
}

static void ask_ancestors(struct survey *survey)
{
	const struct name *apex = &survey->world->zone.apex;

	for (unsigned n = 1; n <= name_labels(apex); n++) {
		struct plan_question question = { name_strip(apex, n),
						  TYPE_SOA };

		ask_validator(survey, &question);
	}
}

/* --- servers --- */

static int add_server(struct survey *survey, const struct server *server)
{
	survey->servers[survey->snapshot->server_count] = *server;
	return (int)survey->snapshot->server_count++;
}

static void ask_parent(struct survey *survey, const struct world_parent *parent)
{
	static const uint16_t types[] = { TYPE_DS, TYPE_NS };
	const struct server server = { .vantage = VANTAGE_PARENT,
				       .host = parent->host,
				       .address = parent->address };
	int index = add_server(survey, &server);

	for (size_t i = 0; i < 2; i++) {
		struct plan_question question = { survey->world->zone.apex,
						  types[i] };
		struct answer *answer =
			add(survey, VANTAGE_PARENT, index, &question);

		if (!health_fails(health_seen(survey, parent->health), answer))
			set_packet(answer, parent_answer(survey->world, parent,
							 &question, PACKET_AA,
							 survey->arena));
	}
}

static void ask_server_once(struct survey *survey, int index,
			    const struct world_server *server,
			    const struct plan_question *question, bool tcp)
{
	enum world_health health = health_seen(survey, server->health);
	struct answer *answer = add(survey, VANTAGE_AUTHORITY, index, question);

	answer->tcp = tcp;
	if (transport_fails(health, question, answer))
		return;
	if (server->address.family == 6 && !survey->world->ipv6)
		answer->outcome = OUTCOME_UNMEASURED;
	else if (!health_fails(health, answer))
		set_packet(answer,
			   server_answer(survey->world, server, question,
					 PACKET_AA, survey->arena));
	transport_lose_large(server, answer);
}

static void ask_server(struct survey *survey, const struct world_server *from,
		       const struct ask_list *list)
{
	const struct server server = { .vantage = VANTAGE_AUTHORITY,
				       .host = from->host,
				       .address = from->address,
				       .in_parent = from->in_parent,
				       .in_child = from->in_child,
				       .hidden = from->hidden };
	int index = add_server(survey, &server);
	const struct answer *last;
	bool heard = false;

	if (!from->address.family)
		return; /* named, and nowhere to be asked */
	for (size_t i = 0; i < list->count; i++) {
		ask_server_once(survey, index, from, &list->at[i], false);
		last = &survey->answers[survey->snapshot->answer_count - 1];
		heard |= last->outcome == OUTCOME_ANSWER;
		/* As the prober does it: the first question, and what is lost
		 * of a server that answers. */
		if (survey->world->tcp ||
		    (survey->snapshot->kind == PASS_SURVEY &&
		     (i == 0 || (heard && last->outcome == OUTCOME_TIMEOUT))))
			ask_server_once(survey, index, from, &list->at[i],
					true);
	}
}

/* --- resolvers of others --- */

static struct answer *ask_resolver(struct survey *survey, int index,
				   const struct world_resolver *resolver,
				   const struct plan_question *question,
				   bool cd)
{
	struct answer *answer = add(survey, VANTAGE_RESOLVER, index, question);
	struct bytes packet = resolver_answer(survey->world, resolver, question,
					      cd, survey->now, survey->arena);

	answer->cd = cd;
	if (!packet.at || survey->world->network == NETWORK_DOWN)
		answer->outcome = OUTCOME_TIMEOUT;
	else if (survey->world->network == NETWORK_LATE)
		answer->outcome = OUTCOME_LATE;
	else
		set_packet(answer, packet);
	return answer;
}

static void ask_resolver_all(struct survey *survey,
			     const struct world_resolver *resolver,
			     const struct ask_list *list)
{
	const struct server server = { .vantage = VANTAGE_RESOLVER,
				       .address = resolver->address };
	int index = add_server(survey, &server);

	for (size_t i = 0; i < list->count; i++) {
		struct answer *answer = ask_resolver(survey, index, resolver,
						     &list->at[i], false);

		if (answer->outcome == OUTCOME_ANSWER &&
		    (answer->packet[3] & 0x0f) == RCODE_SERVFAIL)
			(void)ask_resolver(survey, index, resolver,
					   &list->at[i], true);
	}
}

/* --- passes --- */

static struct survey survey_begin(const struct world *world,
				  struct arena *arena, enum pass_kind kind,
				  struct wall now)
{
	struct survey survey = { .world = world, .arena = arena, .now = now };
	struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));

	survey.servers =
		arena_array(arena, WORLD_SERVERS_MAX + 2 + WORLD_RESOLVERS_MAX,
			    sizeof(*survey.servers));
	survey.answers =
		arena_array(arena, ANSWERS_MAX, sizeof(*survey.answers));
	if (!snapshot || !survey.servers || !survey.answers)
		abort();
	snapshot->kind = kind;
	snapshot->zone = world->zone.apex;
	snapshot->trust_anchor = island_anchors(world, arena);
	snapshot->started_at = snapshot->at = now;
	snapshot->finished_at = now;
	snapshot->ipv4 = true;
	snapshot->ipv6 = world->ipv6;
	snapshot->servers = survey.servers;
	snapshot->answers = survey.answers;
	survey.snapshot = snapshot;
	return survey;
}

static void fill_plan(struct survey *survey)
{
	const struct world *world = survey->world;
	struct name probe;

	for (size_t i = 0; i < world->question_count; i++)
		survey->plan.at[survey->plan.count++] = world->questions[i];
	if (name_prepend("_forewarn-nx-0badcafe", &world->zone.apex, &probe))
		ask(&survey->plan, &probe, TYPE_A);
	ask(&survey->plan, &world->zone.apex, 65280);
}

static void survey_resolver(struct survey *survey)
{
	static const uint16_t types[] = { TYPE_SOA, TYPE_DNSKEY, TYPE_DS,
					  TYPE_NS };
	struct ask_list list = { 0 };

	ask_apex(&list, survey->world, types, 4);
	ask_plan(&list, survey);
	for (size_t i = 0; i < list.count; i++)
		ask_validator(survey, &list.at[i]);
	ask_ancestors(survey);
	for (size_t i = 0; i < list.count; i++)
		ask_cd(survey, &list.at[i]);
	ask_hosts(survey);
}

static void survey_servers(struct survey *survey)
{
	static const uint16_t types[] = { TYPE_SOA,	TYPE_DNSKEY,
					  TYPE_NS,	TYPE_CDS,
					  TYPE_CDNSKEY, TYPE_NSEC3PARAM };
	const struct world *world = survey->world;
	struct ask_list list = { 0 };

	for (size_t i = 0; !world->declared && i < world->parent_count; i++)
		ask_parent(survey, &world->parents[i]);
	ask_apex(&list, world, types, 6);
	ask_plan(&list, survey);
	for (size_t i = 0; i < world->server_count; i++)
		ask_server(survey, &world->servers[i], &list);
}

static void survey_resolvers(struct survey *survey)
{
	static const uint16_t types[] = { TYPE_SOA, TYPE_DNSKEY, TYPE_DS };
	const struct world *world = survey->world;
	struct ask_list list = { 0 };

	ask_apex(&list, world, types, 3);
	ask(&list, &name_root, TYPE_SOA);
	for (size_t i = 0; i < world->question_count; i++)
		ask(&list, &world->questions[i].name, world->questions[i].type);
	for (size_t i = 0; i < world->resolver_count; i++)
		ask_resolver_all(survey, &world->resolvers[i], &list);
}

struct snapshot *world_survey(const struct world *world, struct arena *arena,
			      struct wall now)
{
	struct survey survey = survey_begin(world, arena, PASS_SURVEY, now);

	if (!world->declared)
		survey.snapshot->parent = world->parent;
	fill_plan(&survey);
	survey_resolver(&survey);
	survey_servers(&survey);
	survey_resolvers(&survey);
	return survey.snapshot;
}

struct snapshot *world_pulse(const struct world *world, struct arena *arena,
			     struct wall now)
{
	static const uint16_t types[] = { TYPE_SOA, TYPE_DNSKEY };
	struct survey survey = survey_begin(world, arena, PASS_PULSE, now);
	struct ask_list list = { 0 };

	ask_apex(&list, world, types, 2);
	for (size_t i = 0; i < list.count; i++)
		ask_validator(&survey, &list.at[i]);
	for (size_t i = 0; i < world->server_count; i++)
		ask_server(&survey, &world->servers[i], &list);
	return survey.snapshot;
}
