/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_signatures.c - worlds whose signatures are wrong, each in one way.
 */
#include "unit/diagnose_cases.h"

#define HOUR_S 3600
#define DAY_S  (24 * HOUR_S)

static void ends_in(struct world_zone *zone, int64_t lifetime_s, int64_t left_s)
{
	zone->dates.expiration = wall_add(t0, left_s);
	zone->dates.inception = wall_add(t0, left_s - lifetime_s);
}

static void nothing(void)
{
}

static void ends_in_10_percent(void)
{
	ends_in(&world->zone, 1000000, 100000);
}

static void ends_in_more_than_10_percent(void)
{
	ends_in(&world->zone, 1000000, 100001);
}

static void ends_in_4_percent(void)
{
	ends_in(&world->zone, 1000000, 40000);
}

static void ends_in_more_than_4_percent(void)
{
	ends_in(&world->zone, 1000000, 40001);
}

static void ends_now(void)
{
	ends_in(&world->zone, DAY_S, 0);
}

static void ended(void)
{
	ends_in(&world->zone, DAY_S, -1);
}

static void on_the_fly(void)
{
	ends_in(&world->zone, 2 * DAY_S, DAY_S);
}

static void ended_at_one_server(void)
{
	ends_in(world_freeze(world, 1), DAY_S, -1);
}

static void ends_soon_insecure(void)
{
	ends_in_4_percent();
	world->ds.count = 0;
}

static void ended_insecure(void)
{
	ended();
	world->ds.count = 0;
}

static void ended_unknown_algorithm(void)
{
	world->zone.key_count = 0;
	world_key_add(&world->zone, "ksk448", 16);
	world_key_add(&world->zone, "zsk448", 16);
	world->ds.at[0].key = world->zone.keys[0].key;
	ended();
}

static void ed448(void)
{
	ended_unknown_algorithm();
	on_the_fly();
}

static void ended_unknown_island(void)
{
	ended_unknown_algorithm();
	world->weak_ancestor = world->parent;
	world->weak_security = SECURITY_INSECURE;
}

static void ended_island(void)
{
	ended();
	world->weak_ancestor = world->parent;
	world->weak_security = SECURITY_INSECURE;
}

static void only_dnskey_ended(void)
{
	struct world_rrset *set = world_rrset(&world->zone, "@", TYPE_DNSKEY);

	set->has_dates = true;
	set->dates =
		(struct world_dates){ wall_add(t0, -DAY_S), wall_add(t0, -1) };
}

static void only_www_ended(void)
{
	struct world_rrset *set = world_rrset(&world->zone, "www", TYPE_A);

	set->has_dates = true;
	set->dates =
		(struct world_dates){ wall_add(t0, -DAY_S), wall_add(t0, -1) };
}

static void starts_in_a_second(void)
{
	world->zone.dates.inception = wall_add(t0, 1);
}

static void starts_now(void)
{
	world->zone.dates.inception = t0;
}

static void www_flawed(enum sig_flaw flaw)
{
	world_rrset(&world->zone, "www", TYPE_A)->flaw = flaw;
}

static void www_unsigned(void)
{
	www_flawed(FLAW_MISSING);
}

static void www_unsigned_at_one_server(void)
{
	struct world_zone *own = world_freeze(world, 1);

	world_rrset(own, "www", TYPE_A)->flaw = FLAW_MISSING;
}

static void one_server_strips(void)
{
	world->servers[1].health = HEALTH_STRIPS;
}

static void denial_unsigned(void)
{
	world->zone.denial_flaw = FLAW_MISSING;
}

static void www_wrong_bytes(void)
{
	www_flawed(FLAW_BYTES);
}

static void www_wrong_data(void)
{
	www_flawed(FLAW_DATA);
}

static void www_wrong_tag(void)
{
	www_flawed(FLAW_TAG);
}

static void zsk_withdrawn(void)
{
	world_key(&world->zone, "zsk1")->published = false;
}

static void algorithm_roll(void)
{
	world_key_add(&world->zone, "zsk15", 15)->published = false;
}

static void dnskey_wrong_bytes(void)
{
	world_rrset(&world->zone, "@", TYPE_DNSKEY)->flaw = FLAW_BYTES;
}

static void dnskey_wrong_bytes_insecure(void)
{
	dnskey_wrong_bytes();
	world->ds.count = 0;
}

static void dnskey_unsigned(void)
{
	world_rrset(&world->zone, "@", TYPE_DNSKEY)->flaw = FLAW_MISSING;
}

/* The second server has signatures that end @p behind_s before the first's. */
static struct world_zone *behind(int64_t behind_s)
{
	struct world_zone *own = world_freeze(world, 1);

	own->dates.inception = wall_add(own->dates.inception, -behind_s);
	own->dates.expiration = wall_add(own->dates.expiration, -behind_s);
	return own;
}

static void behind_an_hour(void)
{
	(void)behind(HOUR_S);
}

static void behind_over_an_hour(void)
{
	behind(HOUR_S + 1)->serial--;
}

static void behind_at_same_serial(void)
{
	(void)behind(5 * DAY_S);
}

static void behind_with_newer_serial(void)
{
	behind(5 * DAY_S)->serial++;
}

static void behind_near_its_end(void)
{
	/* Lifetimes of 5,000 s: 600 behind, 400 left, a transfer's time. */
	ends_in(&world->zone, 5000, 1000);
	(void)behind(600);
}

static void behind_a_pulse_near_its_end(void)
{
	ends_in(&world->zone, 5000, 1000);
	(void)behind(policy.pulse_s + 200);
	world->servers[1].own.dates.expiration =
		wall_add(world->zone.dates.expiration, -policy.pulse_s);
}

static void behind_by_other_key(void)
{
	struct world_zone *own;

	/* Each has both keys, and signs with its own: two providers. */
	world_key_add(&world->zone, "zsk2", 13)->signs_data = false;
	own = behind(0);
	world_key(own, "zsk1")->signs_data = false;
	world_key(own, "zsk2")->signs_data = true;
	own->dates.expiration = wall_add(t0, 2 * DAY_S);
	world_rrset(own, "@", TYPE_DNSKEY)->has_dates = true;
	world_rrset(own, "@", TYPE_DNSKEY)->dates = world->zone.dates;
}

static void each_signs_by_itself(void)
{
	struct world_zone *own = behind(2 * DAY_S);
	struct world_rrset *www = world_rrset(own, "www", TYPE_A);

	www->has_dates = true;
	www->dates = (struct world_dates){ wall_add(t0, -60),
					   wall_add(t0, 20 * DAY_S) };
}

const struct diagnose_case signature_cases[] = {
	{ "healthy", nothing, "" },
	{ "exactly at the warning limit", ends_in_10_percent,
	  "warning rrsig-expiring" },
	{ "one second outside it", ends_in_more_than_10_percent, "" },
	{ "exactly at the critical limit", ends_in_4_percent,
	  "critical rrsig-expiring" },
	{ "one second outside it", ends_in_more_than_4_percent,
	  "warning rrsig-expiring" },
	{ "in its last second", ends_now, "critical rrsig-expiring" },
	{ "a second past it", ended, "critical rrsig-expired" },
	{ "signed on the fly, a day left", on_the_fly, "" },
	{ "expired at one server of two", ended_at_one_server,
	  "critical rrsig-expired" },
	{ "soon to end, no DS", ends_soon_insecure,
	  "warning ds-missing-signed-zone, warning rrsig-expiring" },
	{ "expired, no DS", ended_insecure,
	  "warning rrsig-expired, warning ds-missing-signed-zone" },
	{ "expired, unknown to libunbound", ended_unknown_algorithm,
	  "critical rrsig-expired" },
	{ "the same below an insecure parent", ended_unknown_island,
	  "warning rrsig-expired, info parent-chain-insecure" },
	{ "ED448", ed448, "" },
	{ "expired below an insecure parent", ended_island,
	  "warning rrsig-expired, info parent-chain-insecure" },
	{ "the DNSKEY RRset alone expired", only_dnskey_ended,
	  "critical dnskey-rrset-bogus" },
	{ "one name expired", only_www_ended, "critical rrsig-expired" },
	{ "starts in a second", starts_in_a_second,
	  "critical rrsig-not-yet-valid" },
	{ "starts now", starts_now, "" },
	{ "one RRset unsigned", www_unsigned, "critical rrsig-missing" },
	{ "the same at one server", www_unsigned_at_one_server,
	  "critical rrsig-missing" },
	{ "a server ignores DO", one_server_strips,
	  "warning auth-dnssec-stripped" },
	{ "denial unsigned", denial_unsigned, "critical rrsig-missing" },
	{ "a wrong bit", www_wrong_bytes, "critical rrsig-invalid" },
	{ "other data", www_wrong_data, "critical rrsig-invalid" },
	{ "a tag of no key", www_wrong_tag, "critical rrsig-key-missing" },
	{ "the ZSK withdrawn", zsk_withdrawn, "critical rrsig-key-missing" },
	{ "an unknown key beside a valid one", algorithm_roll, "" },
	{ "a wrong bit over DNSKEY", dnskey_wrong_bytes,
	  "critical dnskey-rrset-bogus" },
	{ "the same without DS", dnskey_wrong_bytes_insecure,
	  "warning rrsig-invalid, warning ds-missing-signed-zone" },
	{ "DNSKEY unsigned", dnskey_unsigned, "critical rrsig-missing" },
	{ "an hour behind", behind_an_hour, "" },
	{ "a second more", behind_over_an_hour,
	  "warning rrsig-stale-secondary" },
	{ "days behind at one serial", behind_at_same_serial,
	  "warning rrsig-stale-secondary" },
	{ "older signatures, newer serial", behind_with_newer_serial, "" },
	{ "little behind, near its end", behind_near_its_end,
	  "warning rrsig-stale-secondary, warning ttl-exceeds-resign-margin" },
	{ "a pulse behind, near its end", behind_a_pulse_near_its_end,
	  "warning ttl-exceeds-resign-margin" },
	{ "two providers, two rhythms", behind_by_other_key, "" },
	{ "newer in one, older in another", each_signs_by_itself, "" },
	{ 0 },
};
