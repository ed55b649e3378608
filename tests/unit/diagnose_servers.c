/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_servers.c - worlds with something wrong in who serves the zone: the
 * delegation, and how its servers answer. */
#include "unit/diagnose_cases.h"

#include <string.h>

static struct address address_of(const char *text)
{
	struct address address = { 0 };

	(void)address_from_text(text, &address);
	return address;
}

static void one_lame(void)
{
	world->servers[1].health = HEALTH_REFUSED;
}

static void all_lame(void)
{
	world->servers[0].health = HEALTH_REFUSED;
	world->servers[1].health = HEALTH_REFUSED;
}

static void lame_and_dead(void)
{
	world->servers[0].health = HEALTH_REFUSED;
	world->servers[1].health = HEALTH_DEAD;
}

static void lame_and_not_asked(void)
{
	world->servers[0].health = HEALTH_REFUSED;
	world->servers[1].health = HEALTH_LATE;
}

static void one_fails(void)
{
	world->servers[1].health = HEALTH_SERVFAIL;
}

static void all_fail(void)
{
	world->servers[0].health = HEALTH_SERVFAIL;
	world->servers[1].health = HEALTH_SERVFAIL;
}

/* --- the parent's word --- */

static void only_at_parent(void)
{
	world_server_add(world, "ns3.example.", "192.0.2.3")->in_child = false;
}

static void only_in_zone(void)
{
	world_server_add(world, "ns3.example.", "192.0.2.3")->in_parent = false;
}

static void only_at_parent_declared(void)
{
	only_at_parent();
	world->declared = true;
}

static void one_without_address(void)
{
	memset(&world->servers[1].address, 0, sizeof(struct address));
}

static void none_has_address(void)
{
	memset(&world->servers[0].address, 0, sizeof(struct address));
	memset(&world->servers[1].address, 0, sizeof(struct address));
}

static void network_down_without_address(void)
{
	none_has_address();
	world->network = NETWORK_DOWN;
}

static void other_glue(void)
{
	world->servers[1].glue = address_of("192.0.2.77");
}

static void same_glue(void)
{
	world->servers[1].glue = world->servers[1].address;
}

static void zone_gone(void)
{
	for (size_t i = 0; i < world->parent_count; i++)
		world->parents[i].denies = true;
	world->server_count = 0;
}

static void zone_gone_at_one(void)
{
	world->parents[world->parent_count - 1].denies = true;
}

/* --- prefixes --- */

static void addresses(const char *first, const char *second)
{
	world->servers[0].address = address_of(first);
	world->servers[1].address = address_of(second);
}

static void one_v4_prefix(void)
{
	addresses("193.0.9.1", "193.0.9.250");
}

static void neighbour_prefixes(void)
{
	addresses("193.0.8.255", "193.0.9.0");
}

static void one_of_each_family(void)
{
	world->ipv6 = true;
	addresses("193.0.9.1", "2001:67c:e0::1");
}

static void one_v6_prefix(void)
{
	world->ipv6 = true;
	addresses("2001:67c:e0::1", "2001:67c:e0:ffff::1");
}

static void two_v6_prefixes(void)
{
	world->ipv6 = true;
	addresses("2001:67c:e0::1", "2001:67c:e1::1");
}

static void private_prefix(void)
{
	addresses("172.31.0.1", "172.31.0.2");
}

static void behind_private(void)
{
	addresses("172.32.0.1", "172.32.0.2");
}

static void one_prefix_declared(void)
{
	one_v4_prefix();
	world->declared = true;
}

/* --- versions --- */

/* Both servers unsigned, without a DS; ns2 keeps @p old. */
static void serials(uint32_t old, uint32_t new)
{
	world->zone.is_unsigned = true;
	world->ds.count = 0;
	world->zone.serial = old;
	world_freeze(world, 1);
	world->zone.serial = new;
}

static void counter_behind(void)
{
	serials(7, 9);
}

static void counter_wraps(void)
{
	serials(4294967295u, 2);
}

static void clock_in_flight(void)
{
	serials((uint32_t)t0.s - 86400, (uint32_t)t0.s - 3600);
}

static void clock_behind(void)
{
	serials((uint32_t)t0.s - 86400, (uint32_t)t0.s - 3601);
}

static void date_of_today(void)
{
	serials(2031021503, 2031030100);
}

static void date_of_last_week(void)
{
	serials(2031021503, 2031022001);
}

static void signed_in_flight(void)
{
	world_freeze(world, 1);
	world->zone.serial++;
	world->zone.dates.inception.s += 60;
	world->zone.dates.expiration.s += 60;
}

static void same_signatures_behind(void)
{
	world->zone.serial = 2031021503;
	world_freeze(world, 1);
	world->zone.serial = 2031022001;
}

static void same_signatures_counter(void)
{
	world_freeze(world, 1);
	world->zone.serial++;
}

static void unsigned_copy_behind(void)
{
	same_signatures_behind();
	world->servers[1].own.is_unsigned = true;
}

/* --- transports and answers --- */

static void no_tcp(void)
{
	world->servers[1].health = HEALTH_NO_TCP;
}

static void cuts(void)
{
	world->servers[1].health = HEALTH_CUTS;
}

static void all_cut(void)
{
	world->servers[0].health = HEALTH_CUTS;
	world->servers[1].health = HEALTH_CUTS;
}

static void limits(void)
{
	world->servers[1].health = HEALTH_LIMITS;
}

static void drops(void)
{
	world->servers[1].health = HEALTH_DROPS;
}

static void strips(void)
{
	world->servers[1].health = HEALTH_STRIPS;
}

static void all_strip(void)
{
	world->servers[0].health = HEALTH_STRIPS;
	world->servers[1].health = HEALTH_STRIPS;
}

static void strips_unsigned(void)
{
	all_strip();
	world->zone.is_unsigned = true;
	world->ds.count = 0;
}

static void strips_keyless(void)
{
	strips();
	world_freeze(world, 1)->is_unsigned = true;
}

static void name_at_one_server(void)
{
	world_rrset_remove(world_freeze(world, 1), "www", TYPE_A);
}

static void name_at_one_server_later(void)
{
	name_at_one_server();
	world->zone.serial++;
}

static void other_mail(void)
{
	world_rrset_add(world, &world->zone, "@", TYPE_MX, "10 mail.example.");
	world_ask(world, "@", TYPE_MX);
	world_rrset_remove(world_freeze(world, 1), "@", TYPE_MX);
	world_rrset_add(world, &world->servers[1].own, "@", TYPE_MX,
			"20 mail.example.");
}

static void other_address(void)
{
	world_rrset_remove(world_freeze(world, 1), "www", TYPE_A);
	world_rrset_add(world, &world->servers[1].own, "www", TYPE_A,
			"192.0.2.99");
}

const struct diagnose_case server_cases[] = {
	{ "one lame", one_lame, "warning delegation-lame" },
	{ "all lame", all_lame, "critical delegation-lame" },
	{ "one lame, one dead", lame_and_dead,
	  "critical delegation-lame, warning auth-server-unreachable" },
	{ "one lame, one not asked", lame_and_not_asked,
	  "critical delegation-lame" },
	{ "one fails", one_fails, "warning auth-servfail" },
	{ "all fail", all_fail, "critical auth-servfail" },
	{ "a name server at the parent only", only_at_parent,
	  "warning delegation-ns-mismatch" },
	{ "a name server in the zone only", only_in_zone,
	  "warning delegation-ns-mismatch" },
	{ "the same, parent not asked", only_at_parent_declared, "" },
	{ "a host without address", one_without_address,
	  "warning delegation-ns-unresolvable" },
	{ "no host with an address", none_has_address,
	  "critical delegation-ns-unresolvable" },
	{ "our network is down, no address", network_down_without_address, "" },
	{ "other glue", other_glue, "warning delegation-glue-mismatch" },
	{ "the same glue", same_glue, "" },
	{ "no such zone", zone_gone, "critical delegation-missing" },
	{ "no such zone at one parent server", zone_gone_at_one,
	  "critical delegation-missing" },
	{ "one /24", one_v4_prefix, "info delegation-single-point" },
	{ "two /24 side by side", neighbour_prefixes, "" },
	{ "one address of each family", one_of_each_family,
	  "info delegation-single-point" },
	{ "one /48", one_v6_prefix, "info delegation-single-point" },
	{ "two /48", two_v6_prefixes, "" },
	{ "the last private addresses", private_prefix, "" },
	{ "behind the private addresses", behind_private,
	  "info delegation-single-point" },
	{ "one /24, of servers declared", one_prefix_declared, "" },
	{ "a counter behind", counter_behind, "warning auth-serial-skew" },
	{ "a counter behind, past zero", counter_wraps,
	  "warning auth-serial-skew" },
	{ "a serial an hour old", clock_in_flight, "" },
	{ "a second older", clock_behind, "warning auth-serial-skew" },
	{ "the date of today", date_of_today, "" },
	{ "the date of last week", date_of_last_week,
	  "warning auth-serial-skew" },
	{ "a signed zone in transfer", signed_in_flight, "" },
	{ "older, and its signatures as good", same_signatures_behind,
	  "warning auth-serial-skew" },
	{ "the same, by a counter", same_signatures_counter, "" },
	{ "older, and unsigned", unsigned_copy_behind,
	  "critical dnskey-missing" },
	{ "no TCP", no_tcp, "warning auth-tcp-failed" },
	{ "cut short, no TCP", cuts, "warning auth-truncation-unanswered" },
	{ "the same at all", all_cut, "critical auth-truncation-unanswered" },
	{ "small answers cut short", limits, "warning auth-rate-limited" },
	{ "most questions dropped", drops, "warning auth-rate-limited" },
	{ "DO ignored", strips, "warning auth-dnssec-stripped" },
	{ "DO ignored by all", all_strip, "critical auth-dnssec-stripped" },
	{ "DO ignored, an unsigned zone", strips_unsigned, "" },
	{ "DO ignored, and no keys", strips_keyless,
	  "warning auth-dnssec-stripped" },
	{ "a name at one server only", name_at_one_server,
	  "warning auth-answer-inconsistent" },
	{ "the same, in a later version", name_at_one_server_later, "" },
	{ "other mail servers", other_mail,
	  "warning auth-answer-inconsistent" },
	{ "another address", other_address, "" },
	{ 0 },
};
