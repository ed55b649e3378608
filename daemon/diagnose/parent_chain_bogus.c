/* SPDX-License-Identifier: BSD-3-Clause */
/* parent_chain_bogus.c - the chain is broken above the zone: nothing in the
 * zone can mend it, and every zone below fails alike, so the ancestor owns
 * the incident. */
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

static void show(struct diagnosis *d, struct finding *f,
		 const struct view_verdict *verdict)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];

	lines_add(d->arena, &f->evidence, "the validator calls %s %s bogus",
		  name_to_text(&verdict->name, name),
		  type_to_text(verdict->type, type));
	if (verdict->answer->why)
		lines_add(d->arena, &f->evidence, "it says: %s",
			  verdict->answer->why);
}

/* The parent signs the DS RRset, so that one being bogus is its fault too. */
static const struct view_verdict *first_bogus(const struct view *view)
{
	const struct view_verdict *found =
		verdict_first_ancestor(view, verdict_is_bogus);

	for (size_t i = 0; !found && i < view->verdict_count; i++)
		if (view->verdicts[i].type == TYPE_DS &&
		    name_equal(&view->verdicts[i].name, &view->zone) &&
		    verdict_is_bogus(&view->verdicts[i]))
			found = &view->verdicts[i];
	return found;
}

static void run(struct diagnosis *d)
{
	const struct view_verdict *verdict = first_bogus(d->view);
	const char *blame;
	struct finding *f;

	if (!verdict)
		return;
	blame = verdict_blame(d, verdict);
	f = diagnosis_add(d, SEVERITY_CRITICAL, KIND_FAILING, blame);
	f->blame = blame;
	diagnosis_summary(d, f,
			  "the zone %s, above this one, is bogus: every name "
			  "below it fails at validating resolvers",
			  blame);
	show(d, f, verdict);
	lines_add(d->arena, &f->fix,
		  "Change nothing in %s: the fault is not there",
		  d->view->zone_text);
	lines_add(d->arena, &f->fix,
		  "Look at the status page of the operator of %s, and tell "
		  "them if it is silent",
		  blame);
	verify_zone(d, f, blame);
	verify_chain(d, f);
}

const struct check check_parent_chain_bogus = {
	.id = "parent-chain-bogus",
	.summary = "a zone above this one is bogus, and so is all below it",
	.source = "RFC 4035 5",
	.explains = "ds-missing-signed-zone",
	.run = run,
};
