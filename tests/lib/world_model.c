/* SPDX-License-Identifier: BSD-3-Clause */
/* world_model.c - what a validating resolver makes of a world.
 *
 * Small and honest: it looks at facts (who signs, when, with what), never at
 * bytes, and shares no line with the daemon. As libunbound does, it takes the
 * first server that answers, and on a bogus answer tries the others before it
 * gives up. */
#include "lib/world_inside.h"

/* As the libunbound that we build on: no Ed448, no odd digests. */
static bool algorithm_known(uint8_t algorithm)
{
	return algorithm == 5 || algorithm == 7 || algorithm == 8 ||
	       algorithm == 10 || (algorithm >= 13 && algorithm <= 15);
}

static bool ds_known(const struct world_ds *ds)
{
	return ds->flaw != DS_FLAW_ALGORITHM &&
	       algorithm_known(signer_key_algorithm(ds->key)) &&
	       (ds->digest_type == 1 || ds->digest_type == 2 ||
		ds->digest_type == 4);
}

bool health_answers(enum world_health health, bool dnssec, bool large)
{
	switch (health) {
	case HEALTH_WELL:
	case HEALTH_NO_TCP:
	case HEALTH_LIMITS:
	case HEALTH_DROPS:
	case HEALTH_LOSES_LARGE:
		return true;
	case HEALTH_STRIPS:
		return !dnssec;
	case HEALTH_CUTS:
		return !large;
	default:
		return false;
	}
}

static bool answers(enum world_health health)
{
	return health_answers(health, false, false);
}

static bool all_parents_deny(const struct world *world)
{
	for (size_t i = 0; i < world->parent_count; i++)
		if (!world->parents[i].denies)
			return false;
	return world->parent_count > 0;
}

/* The DS set that the resolver gets; NULL: no parent server answers. */
static const struct world_ds_set *ds_seen(const struct world *world)
{
	if (world->anchor)
		return &world->ds;
	for (size_t i = 0; i < world->parent_count; i++) {
		const struct world_parent *parent = &world->parents[i];

		if (answers(parent->health))
			return parent->has_own ? &parent->own : &world->ds;
	}
	return world->parent_count ? NULL : &world->ds;
}

static bool any_ds_known(const struct world_ds_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct world_ds *ds = &set->at[i];

		/* One with a wrong but known algorithm still says "signed". */
		if (ds->flaw == DS_FLAW_ALGORITHM || ds_known(ds))
			return true;
	}
	return false;
}

static bool dates_hold(const struct world_zone *zone,
		       const struct world_rrset *set, struct wall now)
{
	const struct world_dates *dates =
		set->has_dates ? &set->dates : &zone->dates;

	return dates->inception.s <= now.s && now.s <= dates->expiration.s;
}

static bool ds_names(const struct world_ds_set *set,
		     const struct signer_key *key)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->at[i].key == key && !set->at[i].flaw &&
		    ds_known(&set->at[i]))
			return true;
	return false;
}

/* Whether the DNSKEY set of @p zone holds under the DS set. */
static bool keys_hold(const struct world_zone *zone,
		      const struct world_ds_set *ds, struct wall now)
{
	const struct world_rrset *set =
		rrset_find(zone, &zone->apex, TYPE_DNSKEY);

	if (zone->is_unsigned || !set || set->flaw ||
	    !dates_hold(zone, set, now))
		return false;
	for (size_t i = 0; i < zone->key_count; i++) {
		const struct world_key *key = &zone->keys[i];

		if (key->published && key->signs_keys && ds_names(ds, key->key))
			return true;
	}
	return false;
}

static bool key_published(const struct world_zone *zone,
			  const struct signer_key *key)
{
	for (size_t i = 0; i < zone->key_count; i++)
		if (zone->keys[i].key == key && zone->keys[i].published)
			return true;
	return false;
}

/* Whether @p set of @p zone holds under @p keys' keys. */
static bool set_holds(const struct world_zone *zone,
		      const struct world_zone *keys,
		      const struct world_rrset *set, struct wall now)
{
	if (set->flaw || !dates_hold(zone, set, now))
		return false;
	for (size_t i = 0; i < zone->key_count; i++) {
		const struct world_key *key = &zone->keys[i];

		if (key_signs(key, set->type) &&
		    algorithm_known(signer_key_algorithm(key->key)) &&
		    key_published(keys, key->key))
			return true;
	}
	return false;
}

/* Whether the records of a denial prove it: of a name that is there one that
 * matches, else some that cover. */
static bool proof_holds(const struct world_zone *zone, const struct name *name)
{
	if (zone->denial == DENY_NOTHING)
		return false;
	return !zone->denial_stops || zone->denial == DENY_COMPACT ||
	       name_exists(zone, name);
}

/* Whether what @p zone has for the question, through aliases, holds. */
static bool data_holds(const struct world_zone *zone,
		       const struct world_zone *keys,
		       struct plan_question question, struct wall now)
{
	const struct world_rrset denial = { .type = TYPE_NSEC,
					    .flaw = zone->denial_flaw };

	if (zone->is_unsigned)
		return false;
	for (size_t links = 0; links < ALIASES_MAX; links++) {
		struct found found = zone_lookup(zone, &question);

		if (found.set && !set_holds(zone, keys, found.set, now))
			return false;
		if ((!found.set || found.wildcard) &&
		    (!proof_holds(zone, &question.name) ||
		     !set_holds(zone, keys, &denial, now)))
			return false;
		if (!found.next.len)
			return true;
		question.name = found.next;
	}
	return false;
}

/* Whether resolvers come to it: it has an address, and an NS record. */
static bool is_asked(const struct world_server *server)
{
	return server->address.family && !server->hidden;
}

/* The first server whose DNSKEY set holds, else NULL. */
static const struct world_server *keys_server(const struct world *world,
					      const struct world_ds_set *ds,
					      struct wall now)
{
	for (size_t i = 0; i < world->server_count; i++) {
		const struct world_server *server = &world->servers[i];

		if (is_asked(server) &&
		    health_answers(server->health, true, true) &&
		    keys_hold(zone_of(world, server), ds, now))
			return server;
	}
	return NULL;
}

static const struct world_server *first_server(const struct world *world)
{
	for (size_t i = 0; i < world->server_count; i++)
		if (is_asked(&world->servers[i]) &&
		    answers(world->servers[i].health))
			return &world->servers[i];
	return NULL;
}

static struct verdict_of ask_signed(const struct world *world,
				    const struct world_ds_set *ds,
				    const struct plan_question *question,
				    struct wall now)
{
	const struct world_server *keys = keys_server(world, ds, now);
	struct verdict_of bogus = { .security = SECURITY_BOGUS,
				    .server = first_server(world) };

	if (!keys)
		return bogus;
	/* The DNSKEY set itself is answered by who had the right one. */
	if (question->type == TYPE_DNSKEY)
		return (struct verdict_of){ .security = SECURITY_SECURE,
					    .server = keys };
	for (size_t i = 0; i < world->server_count; i++) {
		const struct world_server *server = &world->servers[i];

		if (is_asked(server) &&
		    health_answers(server->health, true, false) &&
		    data_holds(zone_of(world, server), zone_of(world, keys),
			       *question, now))
			return (struct verdict_of){ .security = SECURITY_SECURE,
						    .server = server };
	}
	return bogus;
}

static enum security chain_security(const struct world *world,
				    const struct name *name)
{
	if (world->weak_ancestor.len &&
	    name_is_under(name, &world->weak_ancestor) &&
	    !(world->anchor && name_is_under(name, &world->zone.apex)))
		return world->weak_security;
	return SECURITY_SECURE;
}

/* Whether an alias leads from @p question into the zone that is bogus. */
static bool leads_elsewhere(const struct world *world,
			    struct plan_question question)
{
	struct found found;
	struct name target;

	for (size_t links = 0; links < ALIASES_MAX; links++) {
		found = zone_lookup(&world->zone, &question);
		if (!found.set || found.set->type != TYPE_CNAME ||
		    !rdata_read_name(found.set->rdata[0], &target))
			return false;
		if (world->bogus_elsewhere.len &&
		    name_is_under(&target, &world->bogus_elsewhere))
			return true;
		question.name = target;
	}
	return false;
}

static struct verdict_of ask_zone(const struct world *world,
				  const struct plan_question *question,
				  struct wall now)
{
	const struct world_ds_set *ds = ds_seen(world);
	struct verdict_of verdict = { .server = first_server(world) };

	if (!ds || !verdict.server || world->validator_servfails)
		return (struct verdict_of){ .servfail = true };
	verdict.security = chain_security(world, &world->zone.apex);
	if (world->has_override)
		verdict.security = world->override;
	else if (verdict.security == SECURITY_SECURE && !any_ds_known(ds))
		verdict.security = SECURITY_INSECURE;
	else if (verdict.security == SECURITY_SECURE)
		verdict = ask_signed(world, ds, question, now);
	if (leads_elsewhere(world, *question))
		verdict.security = SECURITY_BOGUS;
	return verdict;
}

struct verdict_of model_ask(const struct world *world,
			    const struct plan_question *question,
			    struct wall now)
{
	const struct name *apex = &world->zone.apex;
	struct verdict_of verdict = { .from_parent = true };

	if (world->network == NETWORK_DOWN)
		return (struct verdict_of){ .servfail = true };
	if (name_is_under(&question->name, apex) && !all_parents_deny(world) &&
	    !(question->type == TYPE_DS && name_equal(&question->name, apex)))
		return ask_zone(world, question, now);
	verdict.security = chain_security(world, question->type == TYPE_DS
							 ? &world->parent
							 : &question->name);
	verdict.servfail = question->type == TYPE_DS && !ds_seen(world);
	return verdict;
}
