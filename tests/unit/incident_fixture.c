/* SPDX-License-Identifier: BSD-3-Clause */
/* incident_fixture.c - one look at one zone, in a line, folded into a book. */
#include "incident_fixture.h"

#include <stdio.h>
#include <string.h>

static struct finding findings[3];
static const struct finding *pointers[3];
static char ids[3][48];

static struct assessment assessment_make(const char *zone,
					 const struct look *look)
{
	struct assessment a = { .zone_text = zone, .findings = pointers };

	for (size_t i = 0; i < 3 && look->faults[i]; i++) {
		const char *bang = strchr(look->faults[i], '!');
		const char *at = strchr(look->faults[i], '@');

		if (strcmp(look->faults[i], "?") == 0) {
			a.verdict = VERDICT_UNKNOWN;
			continue;
		}
		(void)snprintf(ids[i], sizeof(ids[i]), "%.*s",
			       (int)strcspn(look->faults[i], "!@"),
			       look->faults[i]);
		findings[i] = (struct finding){
			.id = ids[i],
			.severity = bang ? SEVERITY_CRITICAL : SEVERITY_WARNING,
			.subject = "subject",
			.summary = "summary",
			.deadline = WALL_NEVER,
			.blame = bang && bang[1] && !at ? bang + 1 : NULL,
			.cause = at ? at + 1 : NULL,
		};
		pointers[a.finding_count++] = &findings[i];
		if (a.verdict != VERDICT_CRITICAL)
			a.verdict = bang ? VERDICT_CRITICAL : VERDICT_WARNING;
	}
	return a;
}

struct fold look_at(struct incident_book *book, const char *zone,
		    const struct look *look, int64_t second)
{
	struct assessment a = assessment_make(zone, look);
	struct fold fold;

	ck_assert_int_eq(
		incident_fold(book, &a, (struct wall){ second }, &fold),
		ERR_OK);
	return fold;
}
