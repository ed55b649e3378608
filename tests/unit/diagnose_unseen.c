/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_unseen.c - what the public DNS does not show: islands of security,
 * and servers that the operator alone knows. */
#include "unit/diagnose_cases.h"

#include "unit/unit.h"

#define DAY_S 86400

/* --- islands --- */

static void island(void)
{
	world->anchor = ANCHOR_DS;
}

static void island_by_key(void)
{
	world->anchor = ANCHOR_KEY;
}

/* A key of the zone's that it does not publish. */
static const struct signer_key *other_key(uint8_t algorithm)
{
	const struct signer_key *key =
		world_key_add(&world->zone, "ksk2", algorithm)->key;

	world_key_remove(&world->zone, "ksk2");
	return key;
}

static void several_anchors(void)
{
	island();
	world_ds_add(&world->ds, other_key(13), 2);
	world_ds_add(&world->ds, world->ds.at[0].key, 4);
}

static void several_keys(void)
{
	several_anchors();
	world->anchor = ANCHOR_KEY;
}

static void anchor_of_other_key(void)
{
	island();
	world->ds.at[0].key = other_key(13);
}

static void key_of_other_key(void)
{
	anchor_of_other_key();
	world->anchor = ANCHOR_KEY;
}

static void anchor_of_other_algorithm(void)
{
	island();
	world->ds.at[0].key = other_key(14);
}

static void anchor_mistyped(void)
{
	island();
	world->ds.at[0].flaw = DS_FLAW_DIGEST;
}

static void anchor_sha1(void)
{
	island();
	world->ds.at[0].digest_type = 1;
}

static void anchor_unsupported(void)
{
	island();
	world->ds.at[0].digest_type = 99;
}

static void anchor_unsupported_declared(void)
{
	anchor_unsupported();
	policy.expect = EXPECT_SECURE;
}

static void anchor_unsupported_was_secure(void)
{
	struct sighting before = {
		.value = { [HISTORY_WELL] = "secure" },
	};

	anchor_unsupported();
	(void)history_see(history, &before, wall_add(t0, -DAY_S));
}

static void island_unsigned(void)
{
	island();
	world->zone.is_unsigned = true;
}

static void island_expired(void)
{
	island();
	world->zone.dates.expiration = wall_add(t0, -1);
}

static void weak_parent(enum security security)
{
	world->weak_ancestor = world->parent;
	world->weak_security = security;
}

static void under_unsigned(void)
{
	island();
	weak_parent(SECURITY_INSECURE);
}

static void under_bogus(void)
{
	island();
	weak_parent(SECURITY_BOGUS);
}

static void isolated(void)
{
	island();
	world->declared = true;
}

static void isolated_silent(void)
{
	isolated();
	world->servers[0].health = HEALTH_DEAD;
	world->servers[1].health = HEALTH_DEAD;
}

/* --- hidden servers --- */

static struct world_server *hidden(void)
{
	struct world_server *server =
		world_server_add(world, "ns3.example.", "192.0.2.3");

	server->host.len = 0;
	server->in_parent = server->in_child = false;
	server->hidden = true;
	return server;
}

static void hidden_well(void)
{
	(void)hidden();
}

static void hidden_dead(void)
{
	hidden()->health = HEALTH_DEAD;
}

static void hidden_refuses(void)
{
	hidden()->health = HEALTH_REFUSED;
}

static void hidden_servfails(void)
{
	hidden()->health = HEALTH_SERVFAIL;
}

static void others(enum world_health health)
{
	(void)hidden();
	world->servers[0].health = health;
	world->servers[1].health = health;
}

static void others_dead(void)
{
	others(HEALTH_DEAD);
}

static void others_refuse(void)
{
	others(HEALTH_REFUSED);
}

static void others_servfail(void)
{
	others(HEALTH_SERVFAIL);
}

static void hidden_expired(void)
{
	(void)hidden();
	world_freeze(world, 2)->dates.expiration = wall_add(t0, -1);
}

static void hidden_unsigned(void)
{
	(void)hidden();
	world_freeze(world, 2)->is_unsigned = true;
}

static void hidden_behind(void)
{
	struct world_zone *own;

	(void)hidden();
	own = world_freeze(world, 2);
	own->serial--;
	own->dates.expiration = wall_add(own->dates.expiration, -5 * DAY_S);
}

static void hidden_ahead(void)
{
	(void)hidden();
	(void)world_freeze(world, 2);
	world->zone.serial--;
	world->zone.dates.expiration =
		wall_add(world->zone.dates.expiration, -5 * DAY_S);
}

/* --- addresses within our own network --- */

static void forbid(size_t i)
{
	world->servers[i].health = HEALTH_FORBIDDEN;
	ck_assert(address_from_text("10.0.0.53", &world->servers[i].address));
	world->servers[i].address.bytes[3] += (uint8_t)i;
}

static void one_private(void)
{
	forbid(1);
}

static void all_private(void)
{
	forbid(0);
	forbid(1);
}

static void private_and_dead(void)
{
	forbid(0);
	world->servers[1].health = HEALTH_DEAD;
}

static void private_beside_hidden(void)
{
	all_private();
	hidden_well();
}

const struct diagnose_case unseen_cases[] = {
	{ "an island", island, "" },
	{ "an island by a DNSKEY", island_by_key, "" },
	{ "a coming key's anchor, and two digests", several_anchors, "" },
	{ "the same by DNSKEY records", several_keys, "" },
	{ "the wrong anchor", anchor_of_other_key,
	  "critical ds-no-matching-dnskey" },
	{ "the wrong anchor, a DNSKEY", key_of_other_key,
	  "critical ds-no-matching-dnskey" },
	{ "an anchor of another algorithm", anchor_of_other_algorithm,
	  "critical ds-algorithm-mismatch" },
	{ "an anchor mistyped", anchor_mistyped,
	  "critical ds-digest-mismatch" },
	{ "an anchor by SHA-1", anchor_sha1, "warning ds-sha1-only" },
	{ "an anchor that nobody can use", anchor_unsupported,
	  "warning ds-unsupported-only" },
	{ "the same, declared secure", anchor_unsupported_declared,
	  "critical ds-removed-unexpectedly, warning ds-unsupported-only" },
	{ "the same, and it was secure", anchor_unsupported_was_secure,
	  "critical ds-removed-unexpectedly, warning ds-unsupported-only" },
	{ "an island that lost its keys", island_unsigned,
	  "critical ds-without-dnskey" },
	{ "an island, expired", island_expired, "critical rrsig-expired" },
	{ "an island below an unsigned zone", under_unsigned, "" },
	{ "an island below a bogus zone", under_bogus, "" },
	{ "an internal zone", isolated, "" },
	{ "an internal zone, silent", isolated_silent,
	  "critical auth-all-unreachable" },
	{ "a hidden primary", hidden_well, "" },
	{ "a hidden primary, silent", hidden_dead,
	  "warning auth-server-unreachable" },
	{ "a hidden primary that does not let us ask", hidden_refuses,
	  "warning delegation-lame" },
	{ "a hidden primary without the zone", hidden_servfails,
	  "warning auth-servfail" },
	{ "all but the hidden one silent", others_dead,
	  "critical auth-all-unreachable" },
	{ "all but the hidden one lame", others_refuse,
	  "critical delegation-lame" },
	{ "all but the hidden one fail", others_servfail,
	  "critical auth-servfail" },
	{ "expired at the hidden one", hidden_expired,
	  "critical rrsig-expired" },
	{ "unsigned at the hidden one", hidden_unsigned,
	  "critical dnskey-missing" },
	{ "the hidden one behind", hidden_behind,
	  "warning rrsig-stale-secondary" },
	{ "the hidden one ahead", hidden_ahead,
	  "warning rrsig-stale-secondary" },
	{ "one address of two private", one_private,
	  "warning delegation-private-address" },
	{ "all addresses private", all_private,
	  "critical delegation-private-address" },
	{ "one private, one silent", private_and_dead,
	  "critical auth-all-unreachable, warning delegation-private-address" },
	{ "all private, a hidden one well", private_beside_hidden,
	  "critical delegation-private-address" },
	{ 0 },
};
