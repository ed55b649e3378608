/* SPDX-License-Identifier: BSD-3-Clause */
/* servfail_unclassified.c - the validator fails on names of the zone, and no
 * check knows why: say so, with everything seen, rather than guess or be
 * silent. Runs last. SERVFAIL counts only where the zone's servers could be
 * asked; what we could not ask says nothing.
 *
 * Some servers fail on types that they do not know. Where that is all, no user
 * of the names that are there is hurt: a warning. A bogus denial is critical:
 * resolvers meet denials of common types all the time. */
#include "diagnose/aliases.h"
#include "diagnose/decision.h"
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

static bool servers_were_asked(const struct view *view)
{
	bool unmeasured = false;

	for (size_t i = 0; i < view->server_count; i++) {
		if (view->servers[i].state == SERVER_ANSWERS)
			return true;
		unmeasured |= view->servers[i].state == SERVER_UNMEASURED;
	}
	return !unmeasured && verdict_network_works(view);
}

static bool fails(const struct diagnosis *d, const struct view_verdict *v)
{
	const struct view *view = d->view;

	if (v->type == TYPE_DS || !name_is_under(&v->name, &view->zone))
		return false;
	/* A wildcard that leads into a bogus zone takes our probe along. */
	if (verdict_is_probe(v) && diagnosis_has(d, "cname-target-bogus"))
		return false;
	return verdict_is_bogus(v) ||
	       (verdict_is_servfail(v) && servers_were_asked(view));
}

static bool hurts_users(const struct view_verdict *v)
{
	return verdict_is_bogus(v) || !verdict_is_probe(v);
}

/* The first that hurts users, else the first. */
static const struct view_verdict *first_failing(const struct diagnosis *d)
{
	const struct view_verdict *first = NULL;

	for (size_t i = 0; i < d->view->verdict_count; i++) {
		const struct view_verdict *v = &d->view->verdicts[i];

		if (!fails(d, v))
			continue;
		if (hurts_users(v))
			return v;
		if (!first)
			first = v;
	}
	return first;
}

static const char *question_text(struct diagnosis *d,
				 const struct view_verdict *v)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	const char *text =
		arena_printf(d->arena, "%s %s", name_to_text(&v->name, name),
			     type_to_text(v->type, type));

	return text ? text : "";
}

static void show_verdicts(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->verdict_count; i++) {
		const struct view_verdict *v = &d->view->verdicts[i];
		const char *line;

		if (!fails(d, v))
			continue;
		line = arena_printf(d->arena, "validator: %s: %s%s%s",
				    question_text(d, v),
				    verdict_is_bogus(v) ? "bogus" : "SERVFAIL",
				    v->answer->why ? ": " : "",
				    v->answer->why ? v->answer->why : "");
		evidence_list(d, f, line ? line : "");
	}
}

/* Where a zone above fails in the same way, it is the one to look at. */
static void blame_ancestor(struct diagnosis *d, struct finding *f)
{
	const struct view_verdict *v =
		verdict_first_ancestor(d->view, verdict_is_servfail);

	if (!v)
		return;
	f->blame = verdict_blame(d, v);
	lines_add(d->arena, &f->evidence, "%s above the zone fails as well",
		  f->blame);
}

static void show_parents(struct diagnosis *d, struct finding *f)
{
	size_t silent = 0;

	for (size_t i = 0; i < d->view->parent_count; i++)
		silent += d->view->parents[i].state == SERVER_SILENT;
	if (silent > 0)
		lines_add(d->arena, &f->evidence,
			  "%zu of %zu servers of the parent do not answer",
			  silent, d->view->parent_count);
}

/* No fault has that name, but what it is can be seen. */
static void tell_ring(struct diagnosis *d, struct finding *f,
		      const struct view_verdict *v)
{
	diagnosis_summary(d, f,
			  "a validating resolver fails on %s (%s): its aliases "
			  "lead round in a ring, or are too many to follow",
			  question_text(d, v),
			  verdict_is_bogus(v) ? "bogus" : "SERVFAIL");
	aliases_show(d, f, &v->name);
	lines_add(d->arena, &f->fix,
		  "Let the last alias point at a name that has the data");
}

static void tell_all(struct diagnosis *d, struct finding *f,
		     const struct view_verdict *v)
{
	diagnosis_summary(d, f,
			  "a validating resolver fails on %s (%s), and no "
			  "check explains it",
			  question_text(d, v),
			  verdict_is_bogus(v) ? "bogus" : "SERVFAIL");
	blame_ancestor(d, f);
	show_parents(d, f);
	show_verdicts(d, f);
	decision_show(d, f);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Look at the last change of the zone, its keys and its "
		  "servers first");
	lines_add(d->arena, &f->fix,
		  "Keep everything seen: forewarn check --save FILE %s",
		  d->view->zone_word);
}

static void run(struct diagnosis *d)
{
	const struct view_verdict *first = first_failing(d);
	char name[NAME_SHELL_SIZE], type[TYPE_TEXT_SIZE];
	struct finding *f;

	if (!first || diagnosis_explains_failure(d))
		return;
	f = diagnosis_add(
		d, hurts_users(first) ? SEVERITY_CRITICAL : SEVERITY_WARNING,
		KIND_FAILING, question_text(d, first));
	if (aliases_never_end(d, &first->name))
		tell_ring(d, f, first);
	else
		tell_all(d, f, first);
	verify_chain(d, f);
	if (first->type != TYPE_SOA)
		lines_add(d->arena, &f->verify, "delv %s %s",
			  name_to_shell(&first->name, name),
			  type_to_text(first->type, type));
	verify_apex(d, f, TYPE_SOA);
}

const struct check check_servfail_unclassified = {
	.id = "servfail-unclassified",
	.summary = "validating resolvers fail, and no check explains why",
	.source = "RFC 8914",
	.run = run,
};
