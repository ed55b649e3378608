/* SPDX-License-Identifier: BSD-3-Clause */
/* selfcheck.c - the monitor's own faults as an assessment. */
#include "incident/selfcheck.h"

#include <string.h>

static void add_lines(struct arena *arena, struct lines *to, const char *text)
{
	while (text && *text) {
		size_t len = strcspn(text, "\n");

		lines_add(arena, to, "%.*s", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static const struct finding *finding_of(struct arena *arena,
					const struct self_fault *fault)
{
	struct finding *f = arena_alloc(arena, sizeof(*f));

	if (!f)
		return NULL;
	f->id = fault->id;
	f->severity = fault->severity;
	f->kind = KIND_FAILING;
	f->subject = arena_strdup(arena, fault->subject);
	f->summary = arena_strdup(arena, fault->summary);
	f->deadline = fault->since;
	add_lines(arena, &f->evidence, fault->evidence);
	add_lines(arena, &f->fix, fault->fix);
	return f;
}

static void fill(struct assessment *a, const struct self_fault *faults,
		 size_t count)
{
	const struct finding **findings =
		arena_array(a->arena, count, sizeof(*findings));

	a->zone_text = SELF_OWNER;
	a->unknown_because = NULL;
	a->verdict = VERDICT_OK;
	a->findings = findings;
	for (size_t i = 0; findings && i < count; i++) {
		findings[i] = finding_of(a->arena, &faults[i]);
		if (!findings[i])
			return;
		a->finding_count++;
		a->verdict = verdict_worse(
			a->verdict, faults[i].severity == SEVERITY_CRITICAL
					    ? VERDICT_CRITICAL
					    : VERDICT_WARNING);
	}
}

struct assessment *selfcheck_assess(const struct self_fault *faults,
				    size_t count, struct wall now)
{
	struct assessment *a = assessment_unknown(&name_root, "", now);

	if (!a)
		return NULL;
	fill(a, faults, count);
	return a;
}
