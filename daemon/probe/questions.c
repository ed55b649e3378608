/* SPDX-License-Identifier: BSD-3-Clause */
/* questions.c - what a plan asks, and at which vantage points. */
#include "probe/questions.h"

#include <stdio.h>

#define VALIDATOR AT(VANTAGE_VALIDATOR)
#define CD	  AT(VANTAGE_CD)
#define PARENT	  AT(VANTAGE_PARENT)
#define AUTHORITY AT(VANTAGE_AUTHORITY)
#define RESOLVER  AT(VANTAGE_RESOLVER)

/* Of the operator's questions: enough to see that users fail, and no burden
 * on resolvers that serve others as well. */
#define RESOLVER_QUESTIONS_MAX 8

/* Of the zone's apex. */
static const struct {
	uint16_t type;
	unsigned pulse, survey;
} apex[] = {
	{ TYPE_SOA, VALIDATOR | AUTHORITY,
	  VALIDATOR | CD | AUTHORITY | RESOLVER },
	{ TYPE_DNSKEY, VALIDATOR | AUTHORITY,
	  VALIDATOR | CD | AUTHORITY | RESOLVER },
	{ TYPE_NS, 0, VALIDATOR | CD | PARENT | AUTHORITY },
	{ TYPE_DS, 0, VALIDATOR | CD | PARENT | RESOLVER },
	{ TYPE_CDS, 0, AUTHORITY },
	{ TYPE_CDNSKEY, 0, AUTHORITY },
	{ TYPE_NSEC3PARAM, 0, AUTHORITY },
	{ PROBE_NODATA_TYPE, 0, VALIDATOR | AUTHORITY },
};
#define APEX_COUNT (sizeof(apex) / sizeof(apex[0]))

/* What the operator's own questions are asked of, by kind of pass. */
static const unsigned named_vantages[] = {
	[PASS_PULSE] = VALIDATOR | AUTHORITY,
	[PASS_SURVEY] = VALIDATOR | CD | AUTHORITY | RESOLVER,
	[PASS_CANARY] = VALIDATOR | CD,
	[PASS_RESOLVERS] = RESOLVER,
};

static void add(struct planned *list, size_t *count, const struct name *name,
		uint16_t type, unsigned vantages)
{
	if (vantages)
		list[(*count)++] = (struct planned){ *name, type, vantages };
}

/* The operator's questions may repeat what is asked anyway: once is enough.
 * The apex questions are the first in the list. */
static bool merge(struct planned *list, size_t apex_count,
		  const struct plan_question *question, unsigned vantages)
{
	for (size_t i = 0; i < apex_count; i++)
		if (list[i].type == question->type &&
		    name_equal(&list[i].name, &question->name)) {
			list[i].vantages |= vantages;
			return true;
		}
	return false;
}

static void add_named(const struct plan *plan, struct planned *list,
		      size_t *count)
{
	unsigned vantages = named_vantages[plan->kind];
	size_t apex_count = *count;

	for (size_t i = 0; i < plan->question_count; i++) {
		const struct plan_question *q = &plan->questions[i];

		if (i == RESOLVER_QUESTIONS_MAX)
			vantages &= ~RESOLVER;
		if (!merge(list, apex_count, q, vantages))
			add(list, count, &q->name, q->type, vantages);
	}
}

static void add_apex(const struct plan *plan, struct planned *list,
		     size_t *count)
{
	bool survey = plan->kind == PASS_SURVEY;

	for (size_t i = 0; i < APEX_COUNT; i++) {
		/* RFC 4035 2.4: nobody is above the root. */
		if (apex[i].type == TYPE_DS &&
		    (plan->zone.len == 1 || plan->isolated))
			continue;
		add(list, count, &plan->zone, apex[i].type,
		    survey ? apex[i].survey : apex[i].pulse);
	}
}

/* A name that does not exist, and every ancestor: whose link is broken? The
 * root tells of a resolver whether it validates at all. */
static void add_survey(const struct plan *plan, uint32_t nonce,
		       struct planned *list, size_t *count)
{
	unsigned labels = name_labels(&plan->zone);
	char label[32];
	struct name name;

	(void)snprintf(label, sizeof(label), PROBE_NXDOMAIN_LABEL "%08x",
		       nonce);
	if (name_prepend(label, &plan->zone, &name))
		add(list, count, &name, TYPE_A, VALIDATOR | AUTHORITY);
	/* Whoever serves the names above knows nothing of an isolated zone, and
	 * need not hear of it. */
	for (unsigned i = 1; i <= labels && !plan->isolated; i++) {
		name = name_strip(&plan->zone, i);
		add(list, count, &name, TYPE_SOA,
		    i == labels ? VALIDATOR | RESOLVER : VALIDATOR);
		if (!plan->chain)
			continue;
		add(list, count, &name, TYPE_DNSKEY, CD);
		/* RFC 4035 2.4: nobody is above the root. */
		add(list, count, &name, TYPE_DS, name.len > 1 ? CD : 0);
	}
}

bool questions_list(const struct plan *plan, uint32_t nonce,
		    struct arena *arena, struct questions *ret_questions)
{
	size_t most = APEX_COUNT + 1 + 3 * name_labels(&plan->zone) +
		      plan->question_count;
	struct planned *list = arena_array(arena, most, sizeof(*list));
	size_t count = 0;

	if (!list)
		return false;
	if (plan->kind == PASS_PULSE || plan->kind == PASS_SURVEY)
		add_apex(plan, list, &count);
	add_named(plan, list, &count);
	if (plan->kind == PASS_SURVEY)
		add_survey(plan, nonce, list, &count);
	*ret_questions = (struct questions){ count, list };
	return true;
}
