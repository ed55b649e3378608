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

static size_t failing_questions(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->verdict_count; i++)
		count += name_is_under(&view->verdicts[i].name, &view->zone) &&
			 explain_fails(&view->verdicts[i]);
	return count;
}

static enum reach reach_of_critical(const struct explanation *e)
{
	const struct finding *first = explain_first(e);

	if (first && first->kind == KIND_PREDICTED)
		return REACH_LATER;
	if (first && begins(first->id, "auth-all-"))
		return REACH_UNCACHED;
	if (first && begins(first->id, "delegation-"))
		return REACH_EVERYBODY;
	if (e->assessment->security == SECURITY_INSECURE)
		return REACH_EXPOSED;
	if (chain_apex_security(e->view) != SECURITY_SECURE)
		return REACH_CHECKERS;
	return failing_questions(e->view) ? REACH_NAMES : REACH_CHANCE;
}

enum reach explain_reach(const struct explanation *e)
{
	switch (e->assessment->verdict) {
	case VERDICT_CRITICAL:
		return reach_of_critical(e);
	case VERDICT_WARNING:
		return REACH_LITTLE;
	case VERDICT_UNKNOWN:
		return REACH_UNKNOWN;
	case VERDICT_OK:
	case VERDICT_INFO:
		break;
	}
	return REACH_NOBODY;
}

static const char *meaning_of(const struct explanation *e)
{
	static const char *const meanings[] = {
		[REACH_NOBODY] =
			"Users get answers, and whoever checks them finds them "
			"right. There is nothing to do.",
		[REACH_UNKNOWN] =
			"Too little could be measured to say anything: neither "
			"that the zone is well nor that it is broken.",
		[REACH_LATER] =
			"Users get answers now. Unless somebody acts in time, "
			"all who ask through a resolver that checks DNSSEC "
			"will get an error (SERVFAIL) instead: to them the "
			"names will be down.",
		[REACH_LITTLE] =
			"Users get answers now. Something is wrong that may "
			"hurt them later, or hurts some of them: it wants "
			"mending, but nobody has to be woken up.",
		[REACH_EVERYBODY] =
			"Nobody can find the zone, whether DNSSEC is checked "
			"or not: the zone above it leads nowhere. What caches "
			"still hold works until they forget it.",
		[REACH_UNCACHED] =
			"No server of the zone answers. Nobody can resolve its "
			"names once the caches have run out, whether DNSSEC is "
			"checked or not.",
		[REACH_EXPOSED] =
			"Users get answers, and nobody checks them any more: "
			"nothing is down, and nothing is protected against "
			"forgery as it was before.",
		[REACH_CHECKERS] =
			"Whoever asks through a resolver that checks DNSSEC "
			"gets an error (SERVFAIL) instead of an answer: to "
			"them the names are down. Whoever asks through one "
			"that does not check sees nothing of it, so \"it works "
			"for me\" proves nothing.",
		[REACH_NAMES] =
			"Some names fail: whoever asks for them through a "
			"resolver that checks DNSSEC gets an error (SERVFAIL). "
			"The others work, and whoever asks through a resolver "
			"that does not check sees nothing of it.",
		[REACH_CHANCE] =
			"Some users fail: a resolver that checks DNSSEC gives "
			"them an error (SERVFAIL) when it happens to ask a "
			"server, or for a record, that is broken.",
	};
	enum reach reach = explain_reach(e);

	if (reach == REACH_NOBODY &&
	    e->assessment->security == SECURITY_INSECURE)
		return "Users get answers, and nobody checks them: without a "
		       "chain of signatures DNSSEC neither protects the zone "
		       "nor can it break it.";
	return meanings[reach];
}

/* Faults that the signer mends by itself, and quickest, with the key that is
 * missing. */
static bool key_may_come_back(const char *id)
{
	static const char *const ids[] = {
		"ds-no-matching-dnskey", "ds-algorithm-mismatch",
		"ds-without-dnskey",	 "ds-key-not-signing",
		"ds-revoked-key",
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (strcmp(id, ids[i]) == 0)
			return true;
	return false;
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
	if (key_may_come_back(first->id))
		return explain_printf(
			e->arena,
			"whoever signs %s, where the key that the DS names "
			"still exists; else its owner with the registrar: DS "
			"records are handed in there, and the zone above "
			"publishes them",
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
	explain_short(e);
	explain_steps(e);
	explain_matrix(e);
	explain_letter(e);
	return arena_failed(arena) ? NULL : e;
}
