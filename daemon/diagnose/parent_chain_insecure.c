/* SPDX-License-Identifier: BSD-3-Clause */
/* parent_chain_insecure.c - the zone is signed, and a zone above it is not:
 * nobody validates it, and nothing in it can change that. */
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

#include <string.h>

static bool is_insecure(const struct view_verdict *v)
{
	return v->measured && !v->servfail && v->rcode == RCODE_NOERROR &&
	       v->security == SECURITY_INSECURE;
}

static bool is_signed(const struct diagnosis *d)
{
	return d->view->key_count > 0 && copies_any_signed(d->copies);
}

static void run(struct diagnosis *d)
{
	const struct view_verdict *first;
	char name[NAME_TEXT_SIZE];
	const char *above;
	struct finding *f;

	if (d->chain != CHAIN_INSECURE || !is_signed(d))
		return;
	first = verdict_first_ancestor(d->view, is_insecure);
	if (!first)
		return;
	/* A name with nothing at it is no zone: its denial is insecure where
	 * the zone above opts out (RFC 5155 6). */
	above = verdict_blame(d, first);
	if (strcmp(above, name_to_text(&first->name, name)) != 0)
		return;
	f = diagnosis_add(d, SEVERITY_INFO, KIND_FAILING, above);
	diagnosis_summary(d, f,
			  "the zone %s, above this one, is unsigned to "
			  "validators: nobody validates what is below it",
			  above);
	lines_add(d->arena, &f->evidence, "the validator calls %s SOA insecure",
		  above);
	lines_add(d->arena, &f->fix,
		  "Nothing to change in %s; keep it in order for the day when "
		  "%s is signed",
		  d->view->zone_text, above);
	verify_zone(d, f, above);
}

const struct check check_parent_chain_insecure = {
	.id = "parent-chain-insecure",
	.summary = "a zone above this one is unsigned, so nobody validates it",
	.source = "RFC 4035 5.2",
	.run = run,
};
