/* SPDX-License-Identifier: BSD-3-Clause */
/* questions.c - what a pass shall ask beyond what its kind asks anyway. */
#include "schedule/schedule.h"

#include <string.h>

/* "@" is the apex, a final dot makes it absolute, else it is relative. */
static bool absolute(const char *label, const struct name *zone,
		     struct name *ret)
{
	char text[2 * NAME_TEXT_SIZE];
	char apex[NAME_TEXT_SIZE];
	size_t len = strlen(label);

	if (strcmp(label, "@") == 0) {
		*ret = *zone;
		return true;
	}
	if (len && label[len - 1] == '.')
		return name_from_text(label, ret) && name_is_under(ret, zone);
	name_to_text(zone, apex);
	if (len + 1 + strlen(apex) >= sizeof(text))
		return false;
	memcpy(text, label, len);
	text[len] = '.';
	/* Under the root the apex is the dot itself. */
	strcpy(text + len + 1, zone->len == 1 ? "" : apex);
	return name_from_text(text, ret);
}

/* Names made absolute; bad ones are skipped (config refused them). */
static size_t fill_questions(const struct zone_policy *policy,
			     const struct name *zone, struct plan_question *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < policy->question_count; i++) {
		const struct policy_question *q = &policy->questions[i];

		if (!absolute(q->label, zone, &ret[count].name))
			continue;
		ret[count++].type = q->type;
	}
	return count;
}

void plan_fill(struct plan *plan, const struct config *config,
	       const struct zone_policy *policy, struct plan_lists *lists)
{
	plan->trust_anchor = policy->trust_anchor;
	plan->isolated = policy->trust_anchor && policy->server_count > 0;
	if (plan->kind != PASS_SURVEY)
		return;
	plan->questions = lists->questions;
	plan->question_count =
		fill_questions(policy, &plan->zone, lists->questions);
	plan->servers = lists->servers;
	plan->server_count = policy->server_count;
	for (size_t i = 0; i < policy->server_count; i++)
		lists->servers[i] =
			(struct plan_server){ .address = policy->servers[i] };
	/* Resolvers of others know no anchor of ours, and shall not hear of
	 * internal zones. */
	if (policy->trust_anchor)
		return;
	plan->resolvers = config->resolvers;
	plan->resolver_count = config->resolver_count;
}
