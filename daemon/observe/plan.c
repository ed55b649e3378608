/* SPDX-License-Identifier: BSD-3-Clause */
/* plan.c - a plan as text and back.
 *
 *	forewarn-plan 1
 *	pass ID KIND DEADLINE_MS AT
 *	zone NAME
 *	fresh			(or not)
 *	tcp			(or not)
 *	chain			(or not)
 *	isolated		(or not)
 *	anchor TEXT		(or not)
 *	question NAME TYPE	(any number)
 *	server HOST ADDRESS	(any number)
 *	resolver ADDRESS	(up to 16)
 *	end
 */
#include "observe/plan.h"

#include "dns/message.h"
#include "observe/lines.h"
#include "observe/snapshot.h"

/* An hour: no pass is worth more; the daemon has long given up. */
#define DEADLINE_MAX_MS 3600000

static const char *const kinds[] = {
	[PASS_PULSE] = "pulse",
	[PASS_SURVEY] = "survey",
	[PASS_CANARY] = "canary",
	[PASS_RESOLVERS] = "resolvers",
};
#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

const char *pass_kind_text(enum pass_kind kind)
{
	return kinds[kind];
}

bool word_pass_kind(struct word word, enum pass_kind *ret_kind)
{
	unsigned kind;

	if (!word_choice(word, kinds, KIND_COUNT, &kind))
		return false;
	*ret_kind = (enum pass_kind)kind;
	return true;
}

void plan_write(const struct plan *plan, struct text *out)
{
	char type[TYPE_TEXT_SIZE];

	text_printf(out, "forewarn-plan 1\npass %llu %s %lld",
		    (unsigned long long)plan->id, kinds[plan->kind],
		    (long long)plan->deadline_ms);
	text_wall(out, plan->at);
	text_put(out, "\nzone");
	text_name(out, &plan->zone);
	text_put(out, plan->fresh ? "\nfresh" : "");
	text_put(out, plan->tcp ? "\ntcp" : "");
	text_put(out, plan->chain ? "\nchain" : "");
	text_put(out, plan->isolated ? "\nisolated" : "");
	if (plan->trust_anchor) {
		text_put(out, "\nanchor");
		text_word(out, plan->trust_anchor, PLAN_ANCHOR_SIZE_MAX);
	}
	for (size_t i = 0; i < plan->question_count; i++) {
		text_put(out, "\nquestion");
		text_name(out, &plan->questions[i].name);
		text_printf(out, " %s",
			    type_to_text(plan->questions[i].type, type));
	}
	for (size_t i = 0; i < plan->server_count; i++) {
		text_put(out, "\nserver");
		text_name(out, &plan->servers[i].host);
		text_address(out, &plan->servers[i].address);
	}
	for (size_t i = 0; i < plan->resolver_count; i++) {
		text_put(out, "\nresolver");
		text_address(out, &plan->resolvers[i]);
	}
	text_put(out, "\nend\n");
}

static enum err read_head(struct unread *lines, struct arena *arena,
			  struct plan *plan)
{
	struct line line;
	uint64_t deadline_ms;

	if (!lines_take(lines, "pass", 5, &line) ||
	    !word_number(line.words[1], UINT64_MAX, &plan->id) ||
	    !word_pass_kind(line.words[2], &plan->kind) ||
	    !word_number(line.words[3], DEADLINE_MAX_MS, &deadline_ms) ||
	    !word_wall(line.words[4], &plan->at))
		return ERR_FORMAT;
	plan->deadline_ms = (int64_t)deadline_ms;
	if (!lines_take(lines, "zone", 2, &line) ||
	    !word_name(line.words[1], &plan->zone) || !plan->zone.len)
		return ERR_FORMAT;
	plan->fresh = lines_take(lines, "fresh", 1, &line);
	plan->tcp = lines_take(lines, "tcp", 1, &line);
	plan->chain = lines_take(lines, "chain", 1, &line);
	plan->isolated = lines_take(lines, "isolated", 1, &line);
	if (lines_take(lines, "anchor", 2, &line))
		return word_text(line.words[1], PLAN_ANCHOR_SIZE_MAX, arena,
				 &plan->trust_anchor);
	return ERR_OK;
}

static enum err read_questions(struct unread *lines, struct arena *arena,
			       struct plan *plan)
{
	size_t count = lines_count(lines, "question");
	struct plan_question *questions;
	struct line line;

	if (count > PLAN_QUESTIONS_MAX)
		return ERR_LIMIT;
	questions = arena_array(arena, count, sizeof(*questions));
	if (!questions)
		return ERR_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (!lines_take(lines, "question", 3, &line) ||
		    !word_name(line.words[1], &questions[i].name) ||
		    !questions[i].name.len ||
		    !word_type(line.words[2], &questions[i].type))
			return ERR_FORMAT;
	plan->questions = questions;
	plan->question_count = count;
	return ERR_OK;
}

static enum err read_servers(struct unread *lines, struct arena *arena,
			     struct plan *plan)
{
	size_t count = lines_count(lines, "server");
	struct plan_server *servers;
	struct line line;

	if (count > PLAN_SERVERS_MAX)
		return ERR_LIMIT;
	servers = arena_array(arena, count, sizeof(*servers));
	if (!servers)
		return ERR_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (!lines_take(lines, "server", 3, &line) ||
		    !word_name(line.words[1], &servers[i].host) ||
		    !word_address(line.words[2], &servers[i].address) ||
		    !servers[i].address.family)
			return ERR_FORMAT;
	plan->servers = servers;
	plan->server_count = count;
	return ERR_OK;
}

static enum err read_resolvers(struct unread *lines, struct arena *arena,
			       struct plan *plan)
{
	size_t count = lines_count(lines, "resolver");
	struct address *resolvers;
	struct line line;

	if (count > PLAN_RESOLVERS_MAX)
		return ERR_LIMIT;
	resolvers = arena_array(arena, count, sizeof(*resolvers));
	if (!resolvers)
		return ERR_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (!lines_take(lines, "resolver", 2, &line) ||
		    !word_address(line.words[1], &resolvers[i]) ||
		    !resolvers[i].family)
			return ERR_FORMAT;
	plan->resolvers = resolvers;
	plan->resolver_count = count;
	return ERR_OK;
}

enum err plan_read(const char *text, size_t len, struct arena *arena,
		   struct plan **ret_plan)
{
	struct unread lines = { text, text + len };
	struct plan *plan = arena_alloc(arena, sizeof(*plan));
	struct line line;
	enum err err;

	if (!plan)
		return ERR_MEMORY;
	err = lines_take_version(&lines, "forewarn-plan");
	if (!err)
		err = read_head(&lines, arena, plan);
	if (!err)
		err = read_questions(&lines, arena, plan);
	if (!err)
		err = read_servers(&lines, arena, plan);
	if (!err)
		err = read_resolvers(&lines, arena, plan);
	if (err)
		return err;
	if (!lines_take(&lines, "end", 1, &line) || lines.at != lines.end)
		return ERR_FORMAT;
	*ret_plan = plan;
	return ERR_OK;
}
