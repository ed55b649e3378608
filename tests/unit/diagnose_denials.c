/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_denials.c - worlds that deny what is not there, well and wrongly. */
#include "unit/diagnose_cases.h"

static void nsec3(void)
{
	world->zone.denial = DENY_NSEC3;
}

static void nsec3_most_iterations(void)
{
	nsec3();
	world->zone.iterations = 150;
}

static void compact(void)
{
	world->zone.denial = DENY_COMPACT;
}

static void negative_questions(void)
{
	world_ask(world, "www", TYPE_AAAA);
	world_ask(world, "missing", TYPE_A);
	world_ask(world, "far.below.missing", TYPE_A);
	world_rrset_add(world, &world->zone, "a.empty", TYPE_A, "192.0.2.9");
	world_ask(world, "empty", TYPE_A);
	world_ask(world, "b.empty", TYPE_A);
	world_rrset_add(world, &world->zone, "alias", TYPE_CNAME,
			"missing.example.");
	world_ask(world, "alias", TYPE_A);
}

static void negative_questions_nsec3(void)
{
	negative_questions();
	nsec3();
}

static void negative_questions_compact(void)
{
	negative_questions();
	compact();
}

static void wildcard(void)
{
	world_rrset_add(world, &world->zone, "*", TYPE_A, "192.0.2.9");
	world_ask(world, "any", TYPE_A);
	world_ask(world, "any", TYPE_AAAA);
	world_ask(world, "more.any", TYPE_A);
	world_ask(world, "*", TYPE_A);
	world_ask(world, "*", TYPE_AAAA);
}

static void wildcard_nsec3(void)
{
	wildcard();
	nsec3();
}

static void wildcard_compact(void)
{
	wildcard();
	compact();
}

static void no_proof(void)
{
	world->zone.denial = DENY_NOTHING;
}

static void no_proof_at_one(void)
{
	world_freeze(world, 1)->denial = DENY_NOTHING;
}

static void no_proof_insecure(void)
{
	no_proof();
	world->ds.count = 0;
	policy.expect = EXPECT_INSECURE;
}

static void no_proof_of_wildcard(void)
{
	wildcard();
	no_proof();
}

static void chain_stops(void)
{
	world->zone.denial_stops = true;
}

static void chain_stops_nsec3(void)
{
	nsec3();
	negative_questions();
	chain_stops();
}

static void chain_stops_at_one(void)
{
	world_freeze(world, 1)->denial_stops = true;
}

static void chain_stops_insecure(void)
{
	chain_stops();
	world->ds.count = 0;
	policy.expect = EXPECT_INSECURE;
}

/* The chain was not made anew when a name was added. */
static void name_denied(void)
{
	world->zone.hidden_name =
		world_rrset_add(world, &world->zone, "_a", TYPE_A, "192.0.2.9")
			->owner;
	world_ask(world, "_a", TYPE_A);
}

/* One server is behind. */
static void name_denied_elsewhere(void)
{
	world_freeze(world, 1);
	world_rrset_add(world, &world->zone, "_a", TYPE_A, "192.0.2.9");
	world_ask(world, "_a", TYPE_A);
	world->zone.serial++;
}

static void hides_a(void)
{
	world->zone.hidden_type = TYPE_A;
}

static void hides_a_nsec3(void)
{
	nsec3();
	hides_a();
}

static void hides_dnskey(void)
{
	world->zone.hidden_type = TYPE_DNSKEY;
}

static void hides_at_one(void)
{
	world_freeze(world, 1)->hidden_type = TYPE_NS;
}

static void hides_at_one_newer(void)
{
	struct world_zone *own = world_freeze(world, 1);

	world_rrset_remove(own, "@", TYPE_A);
	own->serial++;
}

static void hides_wildcard(void)
{
	wildcard();
	hides_a();
}

static void hides_wildcard_compact(void)
{
	wildcard_compact();
	world_rrset_remove(&world->zone, "@", TYPE_A);
	hides_a();
}

static void hides_insecure(void)
{
	hides_a();
	world->ds.count = 0;
	policy.expect = EXPECT_INSECURE;
}

static void mixed(void)
{
	world_freeze(world, 1)->denial = DENY_NSEC3;
}

static void mixed_and_refused(void)
{
	mixed();
	world->has_override = true;
	world->override = SECURITY_BOGUS;
}

static void compact_at_one(void)
{
	world_freeze(world, 1)->denial = DENY_COMPACT;
}

/* One takes an empty non-terminal for missing. */
static void compact_misses_empty(void)
{
	struct world_zone *own;

	compact();
	world_ask(world, "empty", TYPE_A);
	own = world_freeze(world, 1);
	world_rrset_add(world, own, "a.empty", TYPE_A, "192.0.2.9");
}

static void strips(void)
{
	world->servers[1].health = HEALTH_STRIPS;
}

const struct diagnose_case denial_cases[] = {
	{ "NSEC3", nsec3, "" },
	{ "NSEC3 at the limit of iterations", nsec3_most_iterations,
	  "warning nsec3-params-risky" },
	{ "compact", compact, "" },
	{ "configured names that are not there", negative_questions, "" },
	{ "the same by NSEC3", negative_questions_nsec3, "" },
	{ "the same, compact", negative_questions_compact, "" },
	{ "a wildcard", wildcard, "" },
	{ "a wildcard by NSEC3", wildcard_nsec3, "" },
	{ "a wildcard, compact", wildcard_compact, "" },
	{ "no proof", no_proof, "critical denial-proof-missing" },
	{ "no proof at one server", no_proof_at_one,
	  "critical denial-proof-missing" },
	{ "no proof that anyone asks for", no_proof_insecure, "" },
	{ "a wildcard without proof", no_proof_of_wildcard,
	  "critical denial-proof-missing" },
	{ "a chain that covers nothing", chain_stops,
	  "critical denial-chain-broken" },
	{ "the same by NSEC3", chain_stops_nsec3,
	  "critical denial-chain-broken" },
	{ "the same at one server", chain_stops_at_one,
	  "critical denial-chain-broken" },
	{ "the same without DS", chain_stops_insecure,
	  "warning denial-chain-broken" },
	{ "a record that denies a name that is there", name_denied,
	  "critical denial-chain-broken" },
	{ "the name is newer than the record", name_denied_elsewhere, "" },
	{ "A denied", hides_a, "critical denial-bitmap-wrong" },
	{ "A denied by NSEC3", hides_a_nsec3, "critical denial-bitmap-wrong" },
	{ "DNSKEY denied", hides_dnskey, "critical denial-bitmap-wrong" },
	{ "denied at one server", hides_at_one,
	  "critical denial-bitmap-wrong" },
	{ "denied at a newer serial", hides_at_one_newer, "" },
	{ "the wildcard's type denied", hides_wildcard,
	  "critical denial-bitmap-wrong" },
	{ "the wildcard's type denied at the name", hides_wildcard_compact,
	  "critical denial-bitmap-wrong" },
	{ "denied, no DS", hides_insecure, "warning denial-bitmap-wrong" },
	{ "NSEC and NSEC3", mixed, "warning nsec-nsec3-mixed" },
	{ "the same, and denials are refused", mixed_and_refused,
	  "critical nsec-nsec3-mixed" },
	{ "one of two compact", compact_at_one, "" },
	{ "a compact signer misses an empty non-terminal", compact_misses_empty,
	  "warning compact-denial-mismatch" },
	{ "stripped answers have no proof either", strips,
	  "warning auth-dnssec-stripped" },
	{ 0 },
};
