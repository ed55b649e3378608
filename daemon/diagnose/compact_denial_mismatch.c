/* SPDX-License-Identifier: BSD-3-Clause */
/* compact_denial_mismatch.c - servers disagree on whether a name exists, and
 * one of them gives compact answers (RFC 9824): it takes an empty non-terminal
 * for missing, or a missing name for one that is there. */
#include "diagnose/denials.h"
#include "diagnose/evidence.h"

enum existence { NAME_IS_MISSING, NAME_IS_EMPTY };

/* RFC 9824 2: a missing name is NXNAME in its bitmap; without, a compact
 * answer says that the name is there. */
static enum existence existence_of(const struct denied *denied)
{
	return denied->claim == CLAIM_NXDOMAIN || denied->nxname
		       ? NAME_IS_MISSING
		       : NAME_IS_EMPTY;
}

static bool differ(const struct denied *a, const struct denied *b)
{
	return a->claim != CLAIM_WILDCARD && b->claim != CLAIM_WILDCARD &&
	       existence_of(a) != existence_of(b) && a->server != b->server &&
	       name_equal(a->name, b->name);
}

/* One that differs from the i-th, which is compact; or NULL. */
static const struct denied *other_of(const struct diagnosis *d,
				     const struct denied *compact)
{
	for (size_t k = 0; k < d->denials->count; k++)
		if (differ(compact, &d->denials->at[k]))
			return &d->denials->at[k];
	return NULL;
}

static void show(struct diagnosis *d, struct finding *f,
		 const struct denied *denied)
{
	const char *line = arena_printf(
		d->arena, "%s: %s: %s%s", denied->server->label,
		denied_text(d, denied),
		existence_of(denied) == NAME_IS_MISSING ? "no such name"
							: "the name is there",
		denied->nxname ? " (NXNAME)" : "");

	evidence_list(d, f, line ? line : "");
	verify_question(d, f, denied->server->server, &denied->rows[0].owner,
			denied->type);
}

static void report(struct diagnosis *d, const struct denied *compact,
		   const struct denied *other)
{
	char name[NAME_TEXT_SIZE];
	struct finding *f = diagnosis_add(
		d, SEVERITY_WARNING, KIND_FAILING,
		view_subject(d->arena, compact->server, compact->rows));

	diagnosis_summary(
		d, f,
		"%s: %s says with a compact answer that the name is "
		"%s, %s that it is %s",
		name_to_text(compact->name, name), compact->server->label,
		existence_of(compact) == NAME_IS_MISSING ? "missing" : "there",
		other->server->label,
		existence_of(other) == NAME_IS_MISSING ? "missing" : "there");
	show(d, f, compact);
	show(d, f, other);
	lines_add(d->arena, &f->fix,
		  "Align the providers: NXNAME for every name that does not "
		  "exist, and for no empty non-terminal");
}

static void run(struct diagnosis *d)
{
	for (size_t i = 0; i < d->denials->count; i++) {
		const struct denied *compact = &d->denials->at[i];
		const struct denied *other = NULL;

		if (compact->compact || compact->nxname)
			other = other_of(d, compact);
		if (!other)
			continue;
		report(d, compact, other);
		return;
	}
}

const struct check check_compact_denial_mismatch = {
	.id = "compact-denial-mismatch",
	.summary =
		"servers disagree on whether a name exists, one of them with "
		"compact answers",
	.source = "RFC 9824 2, RFC 9824 3.3",
	.run = run,
};
