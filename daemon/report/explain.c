/* SPDX-License-Identifier: BSD-3-Clause */
/* explain.c - put an explanation together, and say in plain words what the
 * verdict means and whose it is to mend. */
#include "report/explain.h"

#include <string.h>

static bool begins(const char *id, const char *with)
{
	return strncmp(id, with, strlen(with)) == 0;
}

const struct finding *explain_first(const struct explanation *e)
{
	const struct assessment *a = e->assessment;

	/* They come sorted, the worst first. */
	return a->finding_count && a->findings[0]->severity > SEVERITY_INFO
		       ? a->findings[0]
		       : NULL;
}

bool explain_is_paste(const char *line)
{
	const char *space = strchr(line, ' ');

	return space && begins(space, " IN DS ");
}

static const char *meaning_of_critical(const struct explanation *e)
{
	const struct finding *first = explain_first(e);

	if (first && first->kind == KIND_PREDICTED)
		return "Users get answers now. Unless somebody acts in time, "
		       "all who ask through a resolver that checks DNSSEC will "
		       "get an error (SERVFAIL) instead: to them the names "
		       "will be down.";
	if (first && begins(first->id, "auth-all-"))
		return "No server of the zone answers. Nobody can resolve its "
		       "names once the caches have run out, whether DNSSEC is "
		       "checked or not.";
	if (chain_apex_security(e->view) == SECURITY_SECURE)
		return "Some users fail: a resolver that checks DNSSEC gives "
		       "them an error (SERVFAIL) when it happens to ask a "
		       "server, or for a record, that is broken.";
	return "Whoever asks through a resolver that checks DNSSEC gets an "
	       "error (SERVFAIL) instead of an answer: to them the names are "
	       "down. Whoever asks through one that does not check sees "
	       "nothing of it, so \"it works for me\" proves nothing.";
}

static const char *meaning_of(const struct explanation *e)
{
	switch (e->assessment->verdict) {
	case VERDICT_CRITICAL:
		return meaning_of_critical(e);
	case VERDICT_WARNING:
		return "Users get answers now. Something is wrong that may "
		       "hurt them later, or hurts some of them: it wants "
		       "mending, but nobody has to be woken up.";
	case VERDICT_UNKNOWN:
		return "Too little could be measured to say anything: neither "
		       "that the zone is well nor that it is broken.";
	case VERDICT_OK:
	case VERDICT_INFO:
		break;
	}
	if (e->assessment->security == SECURITY_INSECURE)
		return "Users get answers, and nobody checks them: without a "
		       "chain of signatures DNSSEC neither protects the zone "
		       "nor can it break it.";
	return "Users get answers, and whoever checks them finds them right. "
	       "There is nothing to do.";
}

/* Whose hands have to move, in words that a stranger understands. */
static const char *owner_of(const struct explanation *e)
{
	const struct finding *first = explain_first(e);
	const char *zone = e->view->zone_text;

	if (!first || begins(first->id, "monitor-"))
		return NULL;
	if (first->blame)
		return explain_printf(e->arena, "the operator of %s",
				      first->blame);
	if (e->view->anchored && begins(first->id, "ds-"))
		return explain_printf(
			e->arena,
			"whoever signs %s, with whoever keeps its "
			"trust anchors at the resolvers",
			zone);
	if (begins(first->id, "ds-") || begins(first->id, "delegation-"))
		return explain_printf(
			e->arena,
			"the owner of %s with its registrar: the DS and NS "
			"records are handed in there, and the zone above "
			"publishes them",
			zone);
	if (begins(first->id, "resolver-") || begins(first->id, "path-"))
		return "the operator of the resolver";
	return explain_printf(e->arena,
			      "the operator of the servers of %s (the DNS "
			      "provider), or whoever signs it",
			      zone);
}

struct explanation *explanation_new(struct arena *arena,
				    const struct assessment *assessment,
				    const struct view *view)
{
	struct explanation *e = arena_alloc(arena, sizeof(*e));

	if (!e)
		return NULL;
	e->arena = arena;
	e->assessment = assessment;
	e->view = view;
	e->copies = copies_new(arena, view);
	if (!e->copies)
		return NULL;
	e->meaning = meaning_of(e);
	e->owner = owner_of(e);
	explain_chain(e);
	explain_steps(e);
	explain_matrix(e);
	explain_letter(e);
	return arena_failed(arena) ? NULL : e;
}
