/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_keys.c - worlds that validate or fail by what their keys, DS set and
 * signatures are like, rather than by what is missing. */
#include "unit/diagnose_cases.h"

#include <string.h>

#define DAY_S 86400

static struct world_key *zsk(void)
{
	return world_key(&world->zone, "zsk1");
}

static struct world_key *ksk(void)
{
	return world_key(&world->zone, "ksk1");
}

static void sign_with(uint8_t algorithm)
{
	world->zone.key_count = 0;
	world_key_add(&world->zone, "ksk1", algorithm);
	world_key_add(&world->zone, "zsk1", algorithm);
	world->ds.at[0].key = ksk()->key;
}

static const struct signer_key *with_flags(const struct world_key *key,
					   uint16_t flags)
{
	return signer_key(signer_key_label(key->key),
			  signer_key_algorithm(key->key), flags);
}

/* Publish the keys that are there, and one of these bytes; or these bytes in
 * the place of one. */
static uint8_t *publish_bytes(const struct world_key *in_place_of, size_t len)
{
	struct world_rrset *set = world_rrset(&world->zone, "@", TYPE_DNSKEY);
	uint8_t *bytes = arena_alloc(world->arena, len);

	for (size_t i = 0; i < world->zone.key_count; i++)
		if (&world->zone.keys[i] != in_place_of)
			set->rdata[set->count++] =
				signer_key_rdata(world->zone.keys[i].key);
	set->rdata[set->count++] = (struct rdata){ bytes, (uint16_t)len };
	return bytes;
}

/* --- DS --- */

static void ds_unknown_beside_known(void)
{
	world_ds_add(&world->ds, world->ds.at[0].key, 200);
}

static void ds_sha1(void)
{
	world->ds.at[0].digest_type = 1;
}

static void ds_sha1_beside_sha256(void)
{
	world_ds_add(&world->ds, world->ds.at[0].key, 1);
}

static void ds_key_revoked(void)
{
	ksk()->key = with_flags(ksk(), SIGNER_KSK | DNSKEY_REVOKE);
}

static void ds_of_revoked_key(void)
{
	ds_key_revoked();
	world->ds.at[0].key = ksk()->key;
}

static void revoked_beside_good(void)
{
	struct world_key *old = world_key_add(&world->zone, "ksk2", 13);

	old->key = with_flags(old, SIGNER_KSK | DNSKEY_REVOKE);
}

static void parents_differ(void)
{
	world->parents[1].has_own = true;
	world_ds_add(&world->parents[1].own, world->ds.at[0].key, 2);
	world_ds_add(&world->parents[1].own, world->ds.at[0].key, 4);
}

static void parents_in_other_order(void)
{
	parents_differ();
	world->ds.count = 0;
	world_ds_add(&world->ds, ksk()->key, 4);
	world_ds_add(&world->ds, ksk()->key, 2);
}

static void one_parent_differs_and_is_dead(void)
{
	parents_differ();
	world->parents[1].health = HEALTH_DEAD;
}

/* --- keys --- */

static void zone_bit_of_zsk_clear(void)
{
	zsk()->key = with_flags(zsk(), 0);
}

static void stray_without_zone_bit(void)
{
	struct world_key *stray = world_key_add(&world->zone, "zsk2", 13);

	stray->signs_data = false;
	stray->key = with_flags(stray, 0);
}

static void protocol_2(void)
{
	struct rdata rdata = signer_key_rdata(zsk()->key);
	uint8_t *bytes = publish_bytes(zsk(), rdata.len);

	memcpy(bytes, rdata.at, rdata.len);
	bytes[2] = 2;
}

static void algorithm_5(void)
{
	sign_with(5);
}

static void algorithm_10(void)
{
	sign_with(10);
}

static void rsa_bits(size_t modulus_bytes)
{
	uint8_t *bytes;

	sign_with(8);
	/* Flags, protocol, algorithm, the exponent's length and 3 as it is. */
	bytes = publish_bytes(NULL, 6 + modulus_bytes);
	memcpy(bytes, "\x01\x00\x03\x08\x01\x03", 6);
	memset(bytes + 6, 0xa5, modulus_bytes);
}

static void rsa_2040_bits(void)
{
	rsa_bits(255);
}

static void rsa_2048_bits(void)
{
	rsa_bits(256);
}

static void share_a_tag(void)
{
	struct rdata rdata = signer_key_rdata(zsk()->key);
	uint8_t *bytes = publish_bytes(NULL, rdata.len);

	/* The tag is a sum of pairs of bytes (RFC 4034 App. B). */
	memcpy(bytes, rdata.at, rdata.len);
	memcpy(bytes + 4, rdata.at + 6, 2);
	memcpy(bytes + 6, rdata.at + 4, 2);
}

static void rsa_keys(size_t count)
{
	sign_with(8);
	for (size_t i = 2; i < count; i++) {
		const char label[] = { 'z', 's', 'k', (char)('0' + i), '\0' };

		world_key_add(&world->zone, label, 8)->signs_data = false;
	}
}

static void three_rsa_keys(void)
{
	rsa_keys(3);
}

static void five_rsa_keys(void)
{
	rsa_keys(5);
}

static void key_of_other_algorithm(void)
{
	world_key_add(&world->zone, "zsk2", 15)->signs_data = false;
}

static void revoked_of_other_algorithm(void)
{
	struct world_key *old = world_key_add(&world->zone, "ksk2", 15);

	old->signs_keys = false;
	old->key = with_flags(old, SIGNER_KSK | DNSKEY_REVOKE);
}

static void ds_of_other_algorithm(void)
{
	world_ds_add(&world->ds, signer_key("new", 15, SIGNER_KSK), 2);
}

static void ds_of_other_algorithm_whose_key_is_silent(void)
{
	struct world_key *key = world_key_add(&world->zone, "ksk2", 15);

	key->signs_keys = false;
	world_ds_add(&world->ds, key->key, 2);
}

/* --- signatures --- */

static int64_t lifetime_s(void)
{
	return wall_diff(world->zone.dates.inception,
			 world->zone.dates.expiration);
}

static void lifetime_at_greatest(void)
{
	policy.lifetime_max_s = lifetime_s();
}

static void lifetime_over_greatest(void)
{
	policy.lifetime_max_s = lifetime_s() - 1;
}

static void lifetime_at_least(void)
{
	policy.lifetime_min_s = lifetime_s();
}

static void lifetime_under_least(void)
{
	policy.lifetime_min_s = lifetime_s() + 1;
}

/* The worlds' SOA has an expire time of 14 days. */
static void left_is(int64_t left_s, unsigned percent)
{
	world->zone.dates.expiration = wall_add(t0, left_s);
	world->zone.dates.inception = wall_add(t0, -DAY_S);
	policy.soa_expire_percent = percent;
}

static void covers_expire(void)
{
	left_is(14 * DAY_S, 100);
}

static void misses_expire(void)
{
	left_is(14 * DAY_S - 1, 100);
}

static void misses_half_of_expire(void)
{
	left_is(7 * DAY_S - 1, 50);
}

static void misses_expire_unasked(void)
{
	left_is(7 * DAY_S, 0);
}

static void ten_days_of_ttl(int64_t left_s)
{
	left_is(left_s, 0);
	world_rrset(&world->zone, "www", TYPE_A)->ttl = 10 * DAY_S;
}

static void nine_days_left(void)
{
	ten_days_of_ttl(9 * DAY_S);
}

static void less_than_nine_days_left(void)
{
	ten_days_of_ttl(9 * DAY_S - 1);
}

static void ttl_raised(void)
{
	world_rrset(&world->zone, "www", TYPE_A)->raised_s = 1;
}

static void nsec3(uint8_t iterations, uint8_t salt_len)
{
	const uint8_t bytes[] = { 1, 0, 0, iterations, salt_len, 0xab };
	struct world_rrset *set =
		world_rrset_add(world, &world->zone, "@", TYPE_TXT, "params");

	set->type = TYPE_NSEC3PARAM;
	set->rdata[0] =
		rdata_copy(world->arena, bytes, (size_t)5 + (salt_len ? 1 : 0));
}

static void nsec3_plain(void)
{
	nsec3(0, 0);
}

static void nsec3_iterations(void)
{
	nsec3(1, 0);
}

static void nsec3_salt(void)
{
	nsec3(0, 1);
}

static void nsec3_cut(void)
{
	const uint8_t bytes[] = { 1, 0, 0, 1 };

	nsec3(0, 0);
	world_rrset(&world->zone, "@", TYPE_NSEC3PARAM)->rdata[0] =
		rdata_copy(world->arena, bytes, sizeof(bytes));
}

/* --- above --- */

static void parent_insecure(void)
{
	world->weak_ancestor = world->parent;
	world->weak_security = SECURITY_INSECURE;
}

static void parent_insecure_and_unsigned(void)
{
	parent_insecure();
	world->ds.count = 0;
	world->zone.is_unsigned = true;
}

const struct diagnose_case key_cases[] = {
	{ "an unknown digest beside a known one", ds_unknown_beside_known, "" },
	{ "SHA-1 only", ds_sha1, "warning ds-sha1-only" },
	{ "SHA-1 beside SHA-256", ds_sha1_beside_sha256, "" },
	{ "the DS's key is revoked since", ds_key_revoked,
	  "critical ds-revoked-key" },
	{ "a DS of a revoked key", ds_of_revoked_key,
	  "critical ds-revoked-key" },
	{ "a revoked key beside a good one", revoked_beside_good, "" },
	{ "parent servers differ", parents_differ,
	  "warning ds-parent-inconsistent" },
	{ "the same DS set in another order", parents_in_other_order, "" },
	{ "a parent server differs and is dead", one_parent_differs_and_is_dead,
	  "" },
	{ "the ZSK without zone-key bit", zone_bit_of_zsk_clear,
	  "critical dnskey-flags-wrong, critical rrsig-invalid" },
	{ "a stray without zone-key bit", stray_without_zone_bit,
	  "warning dnskey-flags-wrong" },
	{ "protocol 2", protocol_2,
	  "critical dnskey-flags-wrong, critical rrsig-key-missing" },
	{ "algorithm 5", algorithm_5, "warning dnskey-algorithm-deprecated" },
	{ "algorithm 10", algorithm_10, "" },
	{ "2040 bits", rsa_2040_bits, "warning dnskey-weak-rsa" },
	{ "2048 bits", rsa_2048_bits, "" },
	{ "two keys share a tag", share_a_tag,
	  "warning dnskey-keytag-collision" },
	{ "three RSA keys", three_rsa_keys, "" },
	{ "five RSA keys", five_rsa_keys, "warning dnskey-response-oversize" },
	{ "a key of an algorithm that does not sign", key_of_other_algorithm,
	  "warning algorithm-incomplete" },
	{ "the same, revoked", revoked_of_other_algorithm, "" },
	{ "a DS of an algorithm without keys", ds_of_other_algorithm,
	  "critical algorithm-incomplete" },
	{ "a DS whose key is there and silent",
	  ds_of_other_algorithm_whose_key_is_silent,
	  "critical algorithm-incomplete" },
	{ "as long as allowed", lifetime_at_greatest, "" },
	{ "longer", lifetime_over_greatest,
	  "warning rrsig-lifetime-out-of-policy" },
	{ "as short as allowed", lifetime_at_least, "" },
	{ "shorter", lifetime_under_least,
	  "warning rrsig-lifetime-out-of-policy" },
	{ "as much left as expire", covers_expire, "" },
	{ "less left than expire", misses_expire,
	  "warning rrsig-remaining-below-soa-expire" },
	{ "less left than half of expire", misses_half_of_expire,
	  "warning rrsig-remaining-below-soa-expire" },
	{ "the same where nobody asks", misses_expire_unasked, "" },
	{ "nine tenths of the TTL left", nine_days_left, "" },
	{ "less of it left", less_than_nine_days_left,
	  "warning ttl-exceeds-resign-margin" },
	{ "a TTL over the signed one", ttl_raised, "info rrsig-ttl-mismatch" },
	{ "NSEC3 as it should be", nsec3_plain, "" },
	{ "an extra iteration", nsec3_iterations,
	  "warning nsec3-params-risky" },
	{ "a salt", nsec3_salt, "info nsec3-params-risky" },
	{ "NSEC3PARAM cut short", nsec3_cut, "" },
	{ "the parent is insecure", parent_insecure,
	  "info parent-chain-insecure" },
	{ "the same, and the zone unsigned", parent_insecure_and_unsigned, "" },
	{ 0 },
};
