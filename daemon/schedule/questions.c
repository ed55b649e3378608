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

size_t plan_questions(const struct zone_policy *policy, const struct name *zone,
		      struct plan_question *ret, size_t cap)
{
	size_t count = 0;

	for (size_t i = 0; i < policy->question_count && count < cap; i++) {
		const struct policy_question *q = &policy->questions[i];

		if (!absolute(q->label, zone, &ret[count].name))
			continue;
		ret[count++].type = q->type;
	}
	return count;
}
