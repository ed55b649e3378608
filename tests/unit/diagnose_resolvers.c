/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_resolvers.c - worlds with resolvers of others, each of which does
 * one thing in its own way. */
#include "unit/diagnose_cases.h"

static struct world_resolver *add(enum world_resolver_mode mode)
{
	static const char *const addresses[] = { "192.0.2.53", "192.0.2.54",
						 "2001:db8::53",
						 "192.0.2.55@5353" };
	struct world_resolver *resolver =
		world_resolver_add(world, addresses[world->resolver_count]);

	resolver->mode = mode;
	return resolver;
}

static void break_zone(void)
{
	world->zone.dates.expiration = wall_add(t0, -3600);
}

static void all_well(void)
{
	add(MODE_HONEST);
	add(MODE_HONEST);
}

static void dead_one(void)
{
	all_well();
	add(MODE_DEAD);
	add(MODE_REFUSES);
}

static void all_refuse_a_broken_zone(void)
{
	all_well();
	break_zone();
}

static void fails_alone_of_two(void)
{
	add(MODE_FAILS)->ede = 6;
	add(MODE_HONEST);
}

static void fails_alone_of_three(void)
{
	add(MODE_HONEST);
	add(MODE_FAILS)->ede = 22;
	add(MODE_HONEST);
}

static void two_of_four_fail(void)
{
	all_well();
	add(MODE_FAILS);
	add(MODE_FAILS);
}

static void fails_on_the_root_too(void)
{
	add(MODE_BROKEN);
}

static void fails_on_an_insecure_zone(void)
{
	world->ds.count = 0;
	world->zone.is_unsigned = true;
	add(MODE_FAILS);
}

static void stale(struct world_resolver *resolver)
{
	resolver->has_own = true;
	resolver->own = world->zone;
	world_key_remove(&resolver->own, "ksk1");
	world_key_add(&resolver->own, "ksk0", 13);
}

static void stale_keys(void)
{
	stale(add(MODE_FAILS));
	add(MODE_HONEST);
}

static void stale_ds(void)
{
	struct world_resolver *resolver = add(MODE_FAILS);

	resolver->has_own_ds = true;
	resolver->own_ds = world->ds;
	resolver->own_ds.at[0].digest_type = 4;
}

static void stale_ds_of_what_is_unsigned(void)
{
	struct world_resolver *resolver = add(MODE_FAILS);

	resolver->has_own_ds = true;
	resolver->own_ds = world->ds;
	world->ds.count = 0;
	world->zone.is_unsigned = true;
}

static void stale_signatures(void)
{
	struct world_resolver *resolver = add(MODE_FAILS);

	resolver->has_own = true;
	resolver->own = world->zone;
	resolver->own.dates.inception = wall_add(t0, -90000);
	resolver->own.dates.expiration = wall_add(t0, -60);
}

static void old_but_good(void)
{
	stale(add(MODE_HONEST));
}

static void no_ds_yet_in_its_cache(void)
{
	struct world_resolver *resolver = add(MODE_EXCEPTS);

	resolver->has_own_ds = true;
}

static void says_digest(void)
{
	add(MODE_FAILS)->ede = 2;
	add(MODE_HONEST);
}

static void rare_digest(void)
{
	world->ds.at[0].digest_type = 4;
	add(MODE_FAILS);
	add(MODE_HONEST);
}

static void insecure_for_want_of_it(void)
{
	add(MODE_EXCEPTS)->ede = 1;
}

static void excepts_the_broken(void)
{
	break_zone();
	add(MODE_EXCEPTS);
	add(MODE_HONEST);
}

static void excepts_the_good(void)
{
	add(MODE_EXCEPTS);
	add(MODE_HONEST);
}

static void lax_on_the_broken(void)
{
	break_zone();
	add(MODE_LAX);
	add(MODE_HONEST);
}

static void lax_on_the_good(void)
{
	add(MODE_LAX);
	add(MODE_HONEST);
}

static void says_stale(void)
{
	add(MODE_HONEST)->ede = 3;
}

static void accepts_the_broken(void)
{
	world_rrset(&world->zone, "@", TYPE_DNSKEY)->flaw = FLAW_BYTES;
	add(MODE_ACCEPTS);
	add(MODE_HONEST);
}

static void accepts_the_expired(void)
{
	break_zone();
	add(MODE_ACCEPTS);
}

static void accepts_the_long_expired(void)
{
	world->zone.dates.expiration = wall_add(t0, -86401);
	add(MODE_ACCEPTS);
}

static void still_has_good_ones(void)
{
	struct world_resolver *resolver = add(MODE_ACCEPTS);

	resolver->has_own = true;
	resolver->own = world->zone;
	world->zone.dates.inception = wall_add(t0, -60);
	world_rrset(&world->zone, "@", TYPE_DNSKEY)->flaw = FLAW_BYTES;
	world_rrset(&world->zone, "@", TYPE_SOA)->flaw = FLAW_BYTES;
}

static void strict_on_bad_records(void)
{
	world_rrset(&world->zone, "@", TYPE_DNSKEY)->flaw = FLAW_BYTES;
	world->has_override = true;
	world->override = SECURITY_SECURE;
	add(MODE_FAILS);
	add(MODE_ACCEPTS);
}

static void met_the_bad_server(void)
{
	world_freeze(world, 1)->dates.expiration = wall_add(t0, -3600);
	add(MODE_FAILS);
	add(MODE_HONEST);
}

static void large_are_lost(void)
{
	static const char *const labels[] = { "zsk2", "zsk3", "zsk4",
					      "zsk5", "zsk6", "zsk7" };

	/* To make the DNSKEY RRset large. */
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		world_key_add(&world->zone, labels[i], 13)->signs_data = false;
	world->servers[1].udp_max = 700;
	world->tcp = true;
}

static void large_are_lost_unsuspected(void)
{
	large_are_lost();
	world->tcp = false;
}

static void some_are_lost(void)
{
	large_are_lost();
	world->servers[1].udp_max = 200;
}

const struct diagnose_case resolver_cases[] = {
	{ "resolvers are well", all_well, "" },
	{ "resolvers are dead or refuse", dead_one, "" },
	{ "resolvers refuse a broken zone", all_refuse_a_broken_zone,
	  "critical rrsig-expired" },
	{ "one of two resolvers fails", fails_alone_of_two,
	  "warning resolver-disagreement" },
	{ "one of three resolvers fails", fails_alone_of_three,
	  "warning resolver-specific-failure" },
	{ "two of four resolvers fail", two_of_four_fail,
	  "warning resolver-disagreement, warning resolver-disagreement" },
	{ "a resolver fails on the root too", fails_on_the_root_too,
	  "warning resolver-specific-failure" },
	{ "a resolver fails on an insecure zone", fails_on_an_insecure_zone,
	  "warning resolver-disagreement" },
	{ "old keys in a cache", stale_keys, "warning resolver-stale-cache" },
	{ "an old DS in a cache", stale_ds, "warning resolver-stale-cache" },
	{ "a DS in a cache, and none any more", stale_ds_of_what_is_unsigned,
	  "warning resolver-stale-cache" },
	{ "old signatures in a cache", stale_signatures,
	  "warning resolver-stale-cache" },
	{ "old keys that still do", old_but_good, "" },
	{ "no DS yet in a cache", no_ds_yet_in_its_cache, "" },
	{ "a resolver says that it lacks the digest", says_digest,
	  "warning resolver-unsupported-algorithm" },
	{ "a resolver fails on a rare digest", rare_digest,
	  "warning resolver-unsupported-algorithm" },
	{ "insecure for want of an algorithm", insecure_for_want_of_it,
	  "warning resolver-unsupported-algorithm" },
	{ "a broken zone is excepted", excepts_the_broken,
	  "critical rrsig-expired, info resolver-nta-suspected" },
	{ "a good zone is excepted", excepts_the_good,
	  "info resolver-nta-suspected" },
	{ "no validation of a broken zone", lax_on_the_broken,
	  "critical rrsig-expired, info resolver-not-validating" },
	{ "no validation of a good zone", lax_on_the_good, "" },
	{ "a resolver says that it is stale", says_stale,
	  "info resolver-serve-stale-masking" },
	{ "a broken zone is authentic to one", accepts_the_broken,
	  "critical dnskey-rrset-bogus, warning resolver-disagreement" },
	{ "expired, and forgiven for an hour", accepts_the_expired,
	  "critical rrsig-expired" },
	{ "expired for too long to be forgiven", accepts_the_long_expired,
	  "critical rrsig-expired, warning resolver-disagreement" },
	{ "a broken zone lives on in a cache", still_has_good_ones,
	  "critical dnskey-rrset-bogus, critical rrsig-invalid" },
	{ "a strict resolver and bad records", strict_on_bad_records,
	  "critical dnskey-rrset-bogus, warning resolver-disagreement" },
	{ "a resolver met the bad server", met_the_bad_server,
	  "critical rrsig-expired" },
	{ "large answers are lost over UDP", large_are_lost,
	  "warning path-fragment-blocked" },
	{ "the same in a look that confirms nothing",
	  large_are_lost_unsuspected, "warning path-fragment-blocked" },
	{ "small answers are lost as well", some_are_lost, "" },
	{ 0 },
};
