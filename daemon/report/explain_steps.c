/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_steps.c - the decision tree as it was walked: which answers belong
 * to which of its nodes, and which findings each node led to. */
#include "report/explain.h"

#include "report/words.h"

#include <stdlib.h>
#include <string.h>

/* In the order of enum step_kind. Findings are of the first step that lists
 * the beginning of their id; of STEP_VALIDATOR where none does. */
static const struct {
	const char *asks, *why, *findings;
} rows[STEP_COUNT] = {
	[STEP_ABOVE] = { "Do the zones above it hold, from the root down?",
			 "a zone can be no better than those above it",
			 "parent-chain-" },
	[STEP_VALIDATOR] = { "Does a resolver that checks DNSSEC accept it?",
			     "this is what most users get", "" },
	[STEP_CD] = { "Does it resolve where nobody checks?",
		      "if so, the data is there and only the check fails",
		      "auth-all-unreachable" },
	[STEP_PARENT] = { "What do the servers of the zone above say of it?",
			  "with a DS record there, resolvers insist on "
			  "signatures",
			  "ds-missing- ds-parent- ds-removed- ds-unsupported- "
			  "ds-sha1- delegation-" },
	[STEP_KEYS] = { "Do its servers have the key that the DS names?",
			"the DS is the fingerprint of a key; that key must be "
			"there and sign the others",
			"ds- dnskey- algorithm- going-insecure-" },
	[STEP_RECORDS] = { "Does every server have every record, rightly "
			   "signed?",
			   "one server with a bad signature fails for some "
			   "users, sometimes",
			   "rrsig- ttl- auth- cds- rollover- multisigner-" },
	[STEP_DENIAL] = { "Can its servers prove that something is not there?",
			  "without the proof, \"not there\" is an error to "
			  "whoever checks",
			  "denial- nsec compact-" },
	[STEP_RESOLVERS] = { "What do other people's resolvers say?",
			     "servers that are all right and resolvers that "
			     "differ mean old answers in caches, or a fault of "
			     "a resolver",
			     "resolver- path-" },
};

/* --- which step --- */

bool explain_is_probe(const struct answer *answer)
{
	static const char label[] = PROBE_NXDOMAIN_LABEL;

	return answer->type == PROBE_NODATA_TYPE ||
	       (answer->name.len > sizeof(label) &&
		memcmp(answer->name.wire + 1, label, sizeof(label) - 1) == 0);
}

static enum step_kind step_of(const struct view *view,
			      const struct answer *answer)
{
	if (answer->vantage <= VANTAGE_CD &&
	    !name_is_under(&answer->name, &view->zone))
		return STEP_ABOVE;
	switch (answer->vantage) {
	case VANTAGE_VALIDATOR:
		return STEP_VALIDATOR;
	case VANTAGE_CD:
		return STEP_CD;
	case VANTAGE_PARENT:
		return STEP_PARENT;
	case VANTAGE_RESOLVER:
		return STEP_RESOLVERS;
	case VANTAGE_AUTHORITY:
		break;
	}
	if (explain_is_probe(answer))
		return STEP_DENIAL;
	return answer->type == TYPE_DNSKEY ? STEP_KEYS : STEP_RECORDS;
}

static bool lists_beginning(const char *beginnings, const char *id)
{
	while (*beginnings != '\0') {
		size_t len = strcspn(beginnings, " ");

		if (strncmp(beginnings, id, len) == 0)
			return true;
		beginnings += len;
		beginnings += strspn(beginnings, " ");
	}
	return false;
}

static enum step_kind step_of_finding(const struct finding *f)
{
	/* "auth-all-unreachable" is told before "auth-". */
	for (size_t i = 0; i < STEP_COUNT; i++)
		if (lists_beginning(rows[i].findings, f->id))
			return (enum step_kind)i;
	return STEP_VALIDATOR;
}

/* --- the answers, by step and question --- */

struct placed {
	enum step_kind step;
	const struct answer *answer;
};

static int compare(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = (int)x->step - (int)y->step;

	if (order == 0)
		order = name_compare(&x->answer->name, &y->answer->name);
	if (order == 0)
		order = (int)x->answer->type - (int)y->answer->type;
	if (order == 0)
		order = x->answer->server - y->answer->server;
	if (order == 0)
		order = (int)x->answer->tcp - (int)y->answer->tcp;
	/* The snapshot's order last, so that every run prints the same. */
	return order != 0 ? order
			  : (x->answer > y->answer) - (x->answer < y->answer);
}

static const char *who(struct explanation *e, const struct answer *answer)
{
	const struct view *view = e->view;
	const struct server *server;
	char address[ADDRESS_TEXT_SIZE], host[NAME_TEXT_SIZE];

	if (answer->server < 0 ||
	    (size_t)answer->server >= view->snapshot->server_count)
		return answer->vantage == VANTAGE_CD
			       ? "our resolver, not checking"
			       : "our resolver, checking";
	server = &view->snapshot->servers[answer->server];
	(void)address_to_text(&server->address, address);
	if (server->host.len == 0)
		return explain_printf(e->arena, "%s", address);
	return explain_printf(e->arena, "%s (%s)",
			      name_to_text(&server->host, host), address);
}

static struct explain_reply reply_to(struct explanation *e,
				     const struct answer *answer,
				     struct message *scratch)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];

	return (struct explain_reply){
		.answer = answer,
		.who = who(e, answer),
		.question = explain_printf(e->arena, "%s %s",
					   name_to_text(&answer->name, name),
					   type_to_text(answer->type, type)),
		.heard = explain_heard(e->arena, answer, e->view->now, scratch),
		.said = explain_reason(answer),
		.command = explain_command(e->arena, e->view->snapshot, answer),
	};
}

static struct explain_reply *list_replies(struct explanation *e,
					  size_t *ret_counts)
{
	const struct snapshot *snapshot = e->view->snapshot;
	size_t count = snapshot->answer_count;
	struct placed *placed = arena_array(e->arena, count, sizeof(*placed));
	struct explain_reply *replies =
		arena_array(e->arena, count, sizeof(*replies));
	struct message *scratch = arena_alloc(e->arena, sizeof(*scratch));

	if (!placed || !replies || !scratch)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		placed[i].answer = &snapshot->answers[i];
		placed[i].step = step_of(e->view, &snapshot->answers[i]);
		ret_counts[placed[i].step]++;
	}
	if (count)
		qsort(placed, count, sizeof(*placed), compare);
	for (size_t i = 0; i < count; i++)
		replies[i] = reply_to(e, placed[i].answer, scratch);
	return replies;
}

/* --- the steps --- */

static void take_findings(struct explanation *e, enum step_kind kind,
			  struct explain_step *step)
{
	const struct assessment *a = e->assessment;
	const struct finding **list =
		arena_array(e->arena, a->finding_count, sizeof(*list));

	step->findings = list;
	for (size_t i = 0; list && i < a->finding_count; i++)
		if (step_of_finding(a->findings[i]) == kind)
			list[step->finding_count++] = a->findings[i];
	for (size_t i = 0; i < step->finding_count; i++)
		step->mark = verdict_worse(
			step->mark,
			words_verdict_of(step->findings[i]->severity));
}

void explain_steps(struct explanation *e)
{
	size_t counts[STEP_COUNT] = { 0 };
	struct explain_reply *replies = list_replies(e, counts);

	for (size_t kind = 0; replies && kind < STEP_COUNT; kind++) {
		struct explain_step *step = &e->steps[e->step_count];

		if (counts[kind] == 0)
			continue;
		e->step_count++;
		step->asks = rows[kind].asks;
		step->why = rows[kind].why;
		step->count = counts[kind];
		step->replies = replies;
		replies += counts[kind];
		explain_decide(e, (enum step_kind)kind, step);
		take_findings(e, (enum step_kind)kind, step);
	}
}
