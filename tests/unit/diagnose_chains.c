/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_chains.c - worlds whose DS set, keys, servers or ancestors are
 * wrong, each in one way. */
#include "unit/diagnose_cases.h"

#define HOUR_S 3600
#define DAY_S  (24 * HOUR_S)

static const struct signer_key *other_key(uint8_t algorithm)
{
	struct world_key *key = world_key_add(&world->zone, "ksk2", algorithm);
	const struct signer_key *made = key->key;

	world_key_remove(&world->zone, "ksk2");
	return made;
}

static void ds_of_other_key(void)
{
	world->ds.at[0].key = other_key(13);
}

static void ds_of_other_algorithm(void)
{
	world->ds.at[0].key = other_key(14);
}

static void ds_wrong_digest(void)
{
	world->ds.at[0].flaw = DS_FLAW_DIGEST;
}

static void ds_wrong_digest_beside_right(void)
{
	world_ds_add(&world->ds, world->ds.at[0].key, 4)->flaw = DS_FLAW_DIGEST;
}

static void ds_right_sha1_beside_wrong(void)
{
	ds_wrong_digest();
	world_ds_add(&world->ds, world->ds.at[0].key, 1);
	world->has_override = true; /* the model has no RFC 4509 3 */
	world->override = SECURITY_BOGUS;
}

static void ds_wrong_algorithm(void)
{
	world->ds.at[0].flaw = DS_FLAW_ALGORITHM;
}

static void ds_unsupported_digest(void)
{
	world->ds.at[0].digest_type = 99;
}

static void ds_beside_standby(void)
{
	world_ds_add(&world->ds, other_key(13), 2);
}

static void double_ds(void)
{
	world_ds_add(&world->ds, world_key_add(&world->zone, "ksk2", 13)->key,
		     2);
}

static void unsigned_under_ds(void)
{
	world->zone.is_unsigned = true;
}

static void unsigned_without_ds(void)
{
	world->zone.is_unsigned = true;
	world->ds.count = 0;
}

static void unsigned_declared_secure(void)
{
	unsigned_without_ds();
	policy.expect = EXPECT_SECURE;
}

static void keys_gone(void)
{
	for (size_t i = 0; i < world->zone.key_count; i++)
		world->zone.keys[i].published = false;
}

static void keys_gone_without_ds(void)
{
	keys_gone();
	world->ds.count = 0;
}

static void one_server_unsigned(void)
{
	world_freeze(world, 1)->is_unsigned = true;
}

static void ksk_silent(void)
{
	world_key_add(&world->zone, "ksk2", 13);
	world_key(&world->zone, "ksk1")->signs_keys = false;
}

static void no_ds(void)
{
	world->ds.count = 0;
}

static void no_ds_declared_secure(void)
{
	no_ds();
	policy.expect = EXPECT_SECURE;
}

static void no_ds_declared_insecure(void)
{
	no_ds();
	policy.expect = EXPECT_INSECURE;
}

static void no_ds_under_insecure(void)
{
	no_ds();
	world->weak_ancestor = world->parent;
	world->weak_security = SECURITY_INSECURE;
}

static void parents_dead(void)
{
	world->parents[0].health = HEALTH_DEAD;
	world->parents[1].health = HEALTH_DEAD;
}

static void declared_servers(void)
{
	world->declared = true;
}

static void prepublished_at_one_server(void)
{
	struct world_key *key =
		world_key_add(world_freeze(world, 1), "zsk2", 13);

	key->signs_data = false;
}

static void signers_apart(void)
{
	struct world_zone *own = world_freeze(world, 1);

	world_key_remove(own, "zsk1");
	world_key_add(own, "zsk2", 13);
}

static void ksk_at_one_server_only(void)
{
	struct world_zone *own = world_freeze(world, 1);

	world_key_remove(own, "ksk1");
	world_key_add(own, "ksk2", 13);
}

static void one_dead(void)
{
	world->servers[1].health = HEALTH_DEAD;
}

static void one_late(void)
{
	world->servers[1].health = HEALTH_LATE;
}

static void all_dead(void)
{
	world->servers[0].health = HEALTH_DEAD;
	world->servers[1].health = HEALTH_PORT_CLOSED;
}

static void all_dead_but_validator(void)
{
	all_dead();
	/* A third that only the validator reaches: we lack IPv6. */
	world_server_add(world, "ns3.example.", "2001:db8::3");
	world->has_override = false;
}

static void all_late(void)
{
	world->servers[0].health = HEALTH_LATE;
	world->servers[1].health = HEALTH_LATE;
	world->validator_servfails = true;
}

static void network_down(void)
{
	world->network = NETWORK_DOWN;
}

static void network_late(void)
{
	world->network = NETWORK_LATE;
}

static void lame(void)
{
	world->servers[0].health = HEALTH_REFUSED;
	world->servers[1].health = HEALTH_SERVFAIL;
}

static void root_bogus(void)
{
	world->weak_ancestor = name_root;
	world->weak_security = SECURITY_BOGUS;
}

static void says_bogus(void)
{
	world->has_override = true;
	world->override = SECURITY_BOGUS;
}

static void says_servfail(void)
{
	world->validator_servfails = true;
}

static void says_bogus_and_orphan(void)
{
	says_bogus();
	ds_beside_standby();
}

static void alias_into_bogus_zone(void)
{
	world_rrset_remove(&world->zone, "www", TYPE_A);
	world_rrset_add(world, &world->zone, "www", TYPE_CNAME,
			"site.cdn.elsewhere.");
	(void)name_from_text("cdn.elsewhere.", &world->bogus_elsewhere);
}

static void wildcard_into_bogus_zone(void)
{
	world_rrset_add(world, &world->zone, "*", TYPE_CNAME,
			"site.cdn.elsewhere.");
	(void)name_from_text("cdn.elsewhere.", &world->bogus_elsewhere);
}

static void alias_and_wildcard(void)
{
	wildcard_into_bogus_zone();
	alias_into_bogus_zone();
}

const struct diagnose_case chain_cases[] = {
	{ "an alias into a bogus zone", alias_into_bogus_zone,
	  "critical cname-target-bogus" },
	{ "a wildcard alias that nobody asks", wildcard_into_bogus_zone,
	  "warning cname-target-bogus" },
	{ "the same, and a name that is asked", alias_and_wildcard,
	  "critical cname-target-bogus" },
	{ "DS of another key", ds_of_other_key,
	  "critical ds-no-matching-dnskey" },
	{ "DS of another algorithm", ds_of_other_algorithm,
	  "critical ds-algorithm-mismatch" },
	{ "DS with another digest", ds_wrong_digest,
	  "critical ds-digest-mismatch" },
	{ "another digest beside a right one", ds_wrong_digest_beside_right,
	  "warning ds-digest-mismatch" },
	{ "SHA-1 does not count beside SHA-256", ds_right_sha1_beside_wrong,
	  "critical ds-digest-mismatch" },
	{ "a key's tag, another algorithm", ds_wrong_algorithm,
	  "critical ds-algorithm-mismatch" },
	{ "an unknown digest is insecure", ds_unsupported_digest,
	  "warning ds-unsupported-only" },
	{ "a DS without its key", ds_beside_standby, "warning ds-orphan" },
	{ "double DS", double_ds, "" },
	{ "unsigned under a DS", unsigned_under_ds,
	  "critical ds-without-dnskey" },
	{ "unsigned, no DS", unsigned_without_ds, "" },
	{ "the same, declared secure", unsigned_declared_secure,
	  "critical dnskey-missing" },
	{ "signed, DNSKEY gone", keys_gone, "critical ds-without-dnskey" },
	{ "the same without DS", keys_gone_without_ds,
	  "warning dnskey-missing" },
	{ "unsigned at one server", one_server_unsigned,
	  "critical dnskey-missing" },
	{ "the DS's key does not sign", ksk_silent,
	  "critical ds-key-not-signing" },
	{ "no DS", no_ds, "warning ds-missing-signed-zone" },
	{ "no DS, declared secure", no_ds_declared_secure,
	  "critical ds-missing-signed-zone" },
	{ "no DS, declared insecure", no_ds_declared_insecure, "" },
	{ "no DS, and its parent insecure", no_ds_under_insecure,
	  "info parent-chain-insecure" },
	{ "no parent server answers", parents_dead,
	  "critical servfail-unclassified" },
	{ "parent servers not asked", declared_servers, "" },
	{ "a key published at one server first", prepublished_at_one_server,
	  "warning dnskey-server-inconsistent" },
	{ "two signers with keys of their own", signers_apart,
	  "critical dnskey-server-inconsistent" },
	{ "the DS's key at one server only", ksk_at_one_server_only,
	  "critical dnskey-server-inconsistent" },
	{ "a dead server", one_dead, "warning auth-server-unreachable" },
	{ "a late one says nothing", one_late, "" },
	{ "all dead", all_dead, "critical auth-all-unreachable" },
	{ "all dead but for one we cannot ask", all_dead_but_validator,
	  "warning auth-server-unreachable" },
	{ "all late", all_late, "" },
	{ "our network is down", network_down, "" },
	{ "our network is late", network_late, "" },
	{ "one lame, one that fails", lame,
	  "critical delegation-lame, critical auth-servfail" },
	{ "bogus from the root", root_bogus, "critical parent-chain-bogus" },
	{ "bogus, nobody knows why", says_bogus,
	  "critical servfail-unclassified" },
	{ "SERVFAIL, nobody knows why", says_servfail,
	  "critical servfail-unclassified" },
	{ "a warning explains no failure", says_bogus_and_orphan,
	  "critical servfail-unclassified, warning ds-orphan" },
	{ 0 },
};
