/* SPDX-License-Identifier: BSD-3-Clause */
/* resolver_case.c - which check tells of what a resolver did. resolvers.h
 * draws it. */
#include "diagnose/decision.h"
#include "diagnose/resolvers.h"
#include "diagnose/verdicts.h"

/* RFC 8914 4.2, 4.3, 4.4, 4.20. */
#define EDE_DNSKEY_ALGORITHM 1
#define EDE_DS_DIGEST	     2
#define EDE_STALE	     3
#define EDE_STALE_NXDOMAIN   19
/* What Unbound forgives at the most, by default, of a signature's dates. */
#define SKEW_MAX_S 86400
/* Fewer resolvers that are well do not put the one that fails in the wrong. */
#define MAJORITY_MIN 2

/* --- old data --- */

/* Whether @p row is unlike what every server has, and some server has it. */
static bool is_old_dnskey(const struct view *view, const struct view_rrset *row)
{
	bool known = false;

	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_rrset *has = view->servers[i].dnskey;

		if (!has || !has->set || !has->set->count)
			continue;
		if (rrset_same_data(has->set, row->set))
			return false;
		known = true;
	}
	return known;
}

static bool is_old_ds(const struct view *view, const struct view_rrset *row)
{
	bool known = false, has_ds = row->set && row->set->count;

	for (size_t i = 0; i < view->parent_count; i++) {
		const struct view_rrset *has = view->parents[i].answer;

		if (!has || has->rcode != RCODE_NOERROR)
			continue;
		if ((has->set && has->set->count) == has_ds &&
		    (!has_ds || rrset_same_data(has->set, row->set)))
			return false;
		known = true;
	}
	return known;
}

/* Whether @p rrset has @p sig: made for the same time by the same key. */
static bool has_signature(const struct view_rrset *rrset,
			  const struct rrsig *sig)
{
	for (size_t i = 0; i < rrset->sig_count; i++) {
		const struct rrsig *has = rrset->sigs[i].sig;

		if (has->key_tag == sig->key_tag &&
		    has->inception == sig->inception &&
		    has->expiration == sig->expiration)
			return true;
	}
	return false;
}

/* Whether a server of the zone serves @p sig. */
static bool is_served(const struct view *view, const struct view_rrset *row,
		      const struct rrsig *sig)
{
	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		for (size_t k = 0; k < server->rrset_count; k++) {
			const struct view_rrset *has = &server->rrsets[k];

			if (has->type == row->type &&
			    name_equal(&has->owner, &row->owner) &&
			    has_signature(has, sig))
				return true;
		}
	}
	return false;
}

/* What was good and is gone from all servers may live on in a cache. */
static bool is_from_before(const struct view *view,
			   const struct view_rrset *row)
{
	for (size_t i = 0; i < row->sig_count; i++)
		if (is_served(view, row, row->sigs[i].sig))
			return false;
	return row->sig_count > 0;
}

static bool has_expired(const struct view_rrset *row)
{
	for (size_t i = 0; i < row->sig_count; i++)
		if (row->sigs[i].state != SIG_EXPIRED)
			return false;
	return row->sig_count > 0;
}

static bool is_old(const struct view *view, const struct view_lookup *l,
		   const struct view_rrset *row)
{
	bool apex = name_equal(&l->name, &view->zone);
	bool has = row && row->set && row->set->count;

	if (!row || row->rcode != RCODE_NOERROR)
		return false;
	if (apex && l->type == TYPE_DS)
		return is_old_ds(view, row);
	if (apex && l->type == TYPE_DNSKEY && has && is_old_dnskey(view, row))
		return true;
	return has && has_expired(row) && is_from_before(view, row) &&
	       name_is_under(&l->name, &view->zone);
}

const struct view_rrset *resolver_old(const struct view *view,
				      const struct view_resolver *resolver)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		const struct view_lookup *l = &resolver->lookups[i];

		if (is_old(view, l, l->unchecked))
			return l->unchecked;
		if (is_old(view, l, l->checked))
			return l->checked;
	}
	return NULL;
}

/* --- algorithms --- */

/* Not a DS that every validator in use can follow. */
static bool has_rare_ds_only(const struct view *view)
{
	for (size_t i = 0; i < view->ds_count; i++) {
		const struct ds *ds = &view->ds[i];

		if (ds->digest_type <= DIGEST_SHA256 &&
		    ds->algorithm >= ALG_RSASHA1 &&
		    ds->algorithm <= ALG_ED25519 && ds->algorithm != 12)
			return false;
	}
	return view->ds_count > 0;
}

static bool lacks_algorithm(const struct view *view,
			    const struct view_resolver *resolver)
{
	return resolver_said(view, resolver, EDE_DNSKEY_ALGORITHM) ||
	       resolver_said(view, resolver, EDE_DS_DIGEST) ||
	       has_rare_ds_only(view);
}

/* --- the root, which it should know to be secure --- */

enum control { CONTROL_UNKNOWN, CONTROL_SECURE, CONTROL_PLAIN, CONTROL_FAILS };

static enum control control_of(const struct view *view,
			       const struct view_resolver *resolver)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		const struct view_lookup *l = &resolver->lookups[i];

		if (name_is_under(&l->name, &view->zone) || !l->checked)
			continue;
		if (l->checked->rcode == RCODE_SERVFAIL)
			return CONTROL_FAILS;
		if (l->checked->rcode == RCODE_NOERROR)
			return l->checked->message->ad ? CONTROL_SECURE
						       : CONTROL_PLAIN;
	}
	return CONTROL_UNKNOWN;
}

/* --- the cases --- */

static bool is_alone(const struct view *view)
{
	size_t failing = 0, well = 0;

	for (size_t i = 0; i < view->resolver_count; i++) {
		const struct view_resolver *r = &view->resolvers[i];

		if (resolver_failing(view, r))
			failing++;
		else
			well += resolver_answers(view, r);
	}
	return failing == 1 && well >= MAJORITY_MIN;
}

static enum resolver_case case_failing(const struct diagnosis *d,
				       const struct decision_facts *facts,
				       const struct view_resolver *resolver)
{
	if (facts->validator != VALIDATOR_ACCEPTS)
		return RESOLVER_FINE; /* it is right */
	/* Strict ones refuse what is wrong everywhere, others do not. */
	if (facts->authority == AUTHORITY_BAD &&
	    facts->resolvers == RESOLVERS_SPLIT)
		return RESOLVER_DISAGREES;
	if (facts->authority != AUTHORITY_GOOD)
		return RESOLVER_FINE;
	if (resolver_old(d->view, resolver))
		return RESOLVER_STALE;
	if (lacks_algorithm(d->view, resolver))
		return RESOLVER_UNSUPPORTED;
	if (control_of(d->view, resolver) == CONTROL_FAILS || is_alone(d->view))
		return RESOLVER_SPECIFIC;
	return RESOLVER_DISAGREES;
}

/* Positive answers about the zone of which our verdict is @p verdict. */
struct answers {
	size_t count, authentic;
};

static struct answers count_answers(const struct view *view,
				    const struct view_resolver *resolver,
				    enum security verdict)
{
	struct answers found = { 0 };

	for (size_t i = 0; i < resolver->lookup_count; i++) {
		const struct view_lookup *l = &resolver->lookups[i];
		const struct view_verdict *ours =
			verdict_find(view, &l->name, l->type);

		if (!ours || ours->security != verdict || !l->checked ||
		    l->type == TYPE_DS || l->checked->rcode != RCODE_NOERROR ||
		    !l->checked->set || !l->checked->set->count ||
		    is_from_before(view, l->checked) ||
		    !name_is_under(&l->name, &view->zone))
			continue;
		found.count++;
		found.authentic += l->checked->message->ad;
	}
	return found;
}

/* Whether a clock that is a bit off makes the difference. */
static bool is_within_skew(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];
		int64_t off_s = 0;

		if (copy->best && copy->state == COPY_EXPIRED)
			off_s = wall_diff(copy->best->expiration, d->view->now);
		else if (copy->best && copy->state == COPY_EARLY)
			off_s = wall_diff(d->view->now, copy->best->inception);
		if (off_s > 0 && off_s <= SKEW_MAX_S)
			return true;
	}
	return false;
}

static enum resolver_case case_of_bogus(const struct diagnosis *d,
					const struct view_resolver *resolver)
{
	struct answers bogus = count_answers(d->view, resolver, SECURITY_BOGUS);
	enum control control = control_of(d->view, resolver);

	if (bogus.count == 0)
		return RESOLVER_FINE;
	if (bogus.authentic > 0)
		return is_within_skew(d) ? RESOLVER_FINE : RESOLVER_DISAGREES;
	if (control == CONTROL_SECURE)
		return RESOLVER_EXCEPTS;
	return control == CONTROL_PLAIN ? RESOLVER_DOES_NOT_VALIDATE
					: RESOLVER_FINE;
}

static enum resolver_case case_answering(const struct diagnosis *d,
					 const struct decision_facts *facts,
					 const struct view_resolver *resolver)
{
	struct answers secure =
		count_answers(d->view, resolver, SECURITY_SECURE);

	if (resolver_said(d->view, resolver, EDE_STALE) ||
	    resolver_said(d->view, resolver, EDE_STALE_NXDOMAIN))
		return RESOLVER_SERVES_STALE;
	if (resolver_old(d->view, resolver))
		return RESOLVER_FINE; /* its cache, until it ends */
	if (facts->validator == VALIDATOR_BOGUS)
		return case_of_bogus(d, resolver);
	if (secure.count == 0 || secure.authentic > 0 ||
	    control_of(d->view, resolver) != CONTROL_SECURE)
		return RESOLVER_FINE;
	return lacks_algorithm(d->view, resolver) ? RESOLVER_UNSUPPORTED
						  : RESOLVER_EXCEPTS;
}

static enum resolver_case case_of(const struct diagnosis *d,
				  const struct decision_facts *facts,
				  const struct view_resolver *resolver)
{
	if (resolver_failing(d->view, resolver))
		return case_failing(d, facts, resolver);
	if (resolver_answers(d->view, resolver))
		return case_answering(d, facts, resolver);
	return RESOLVER_FINE;
}

const struct resolver_cases *resolver_cases_new(const struct diagnosis *d)
{
	size_t count = d->view->resolver_count;
	struct resolver_cases *cases = arena_alloc(d->arena, sizeof(*cases));
	enum resolver_case *at = arena_array(d->arena, count, sizeof(*at));
	struct decision_facts facts;

	if (!cases || !at)
		return NULL;
	if (count > 0) /* else nobody asks, and it costs */
		facts = decision_facts(d);
	for (size_t i = 0; i < count; i++)
		at[i] = case_of(d, &facts, &d->view->resolvers[i]);
	cases->at = at;
	return cases;
}
