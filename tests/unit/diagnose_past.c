/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose_past.c - check_diagnose's cases of what only memory can tell. */
#include "unit/diagnose_cases.h"

#include <stdio.h>
#include <string.h>

#define DAY_S 86400

/* Seen from @p from_s to @p to_s before now. */
static void past(enum history_what what, const char *value, int64_t from_s,
		 int64_t to_s)
{
	history_restore(history, what, value, WORLD_TTL, wall_add(t0, -from_s),
			wall_add(t0, -to_s));
}

static void fell(const char *well)
{
	world->ds.count = 0;
	past(HISTORY_DS, "4711 13 2 00ff", 9 * DAY_S, 3600);
	past(HISTORY_WELL, well, 9 * DAY_S, 3600);
}

static void ds_removed(void)
{
	fell("secure");
}

static void ds_removed_while_insecure(void)
{
	fell("insecure");
}

static void ds_removed_as_declared(void)
{
	fell("secure");
	policy.expect = EXPECT_INSECURE;
}

static void ds_removed_and_unsigned(void)
{
	fell("secure");
	world->zone.is_unsigned = true;
}

static void ds_removed_declared_secure(void)
{
	fell("secure");
	policy.expect = EXPECT_SECURE;
}

static void parent_fell(void)
{
	past(HISTORY_WELL, "secure", 9 * DAY_S, 3600);
	name_from_text(".", &world->weak_ancestor);
	world->weak_security = SECURITY_INSECURE;
}

static void other_keys(void)
{
	past(HISTORY_DNSKEY, "256/13/1, 257/13/2", 9 * DAY_S, 300);
}

static void other_keys_a_ttl_ago(void)
{
	past(HISTORY_DNSKEY, "256/13/1, 257/13/2", 9 * DAY_S, WORLD_TTL);
}

static void other_keys_a_second_less(void)
{
	past(HISTORY_DNSKEY, "256/13/1, 257/13/2", 9 * DAY_S, WORLD_TTL - 1);
}

static void other_keys_and_no_ds(void)
{
	other_keys();
	world->ds.count = 0;
}

static void no_keys_before(void)
{
	past(HISTORY_DNSKEY, "", 9 * DAY_S, 300);
}

/* The zone's own keys, as history names them. */
static const char *own_key(const char *label)
{
	static char text[HISTORY_KEY_SIZE];
	struct dnskey key;

	if (!dnskey_read(signer_key_rdata(world_key(&world->zone, label)->key),
			 &key))
		return "";
	return history_key_text(&key, text);
}

static void signer_known(void)
{
	past(HISTORY_DNSKEY, own_key("zsk1"), 9 * DAY_S, 300);
}

/* Kept by a version that knew no digests. */
static void signer_known_of_old(void)
{
	char text[HISTORY_KEY_SIZE];

	(void)snprintf(text, sizeof(text), "%s", own_key("zsk1"));
	*strrchr(text, '/') = '\0';
	past(HISTORY_DNSKEY, text, 9 * DAY_S, 300);
}

/* Flags, algorithm and tag are those of the signer. */
static void signer_alike(void)
{
	char text[HISTORY_KEY_SIZE];

	(void)snprintf(text, sizeof(text), "%s", own_key("zsk1"));
	text[strlen(text) - 1] ^= 1;
	past(HISTORY_DNSKEY, text, 9 * DAY_S, 300);
}

static void signer_comes_back(void)
{
	past(HISTORY_DNSKEY, own_key("zsk1"), 9 * DAY_S, 600);
	past(HISTORY_DNSKEY, "256/13/1", 600, 300);
}

static void other_servers(void)
{
	past(HISTORY_NS, "ns1.other.", 9 * DAY_S, 300);
}

static void same_servers(void)
{
	past(HISTORY_NS, "ns1.example., ns2.example.", 9 * DAY_S, 300);
}

/* A DS of a key that is not there, beside the right one. */
static struct world_ds *orphan(void)
{
	return world_ds_add(&world->ds,
			    world_signer_key(&world->zone.apex, "ksk9", 13),
			    DIGEST_SHA256);
}

static void orphan_came(int64_t ago_s)
{
	(void)orphan();
	/* Without it until then. */
	past(HISTORY_DS, "4711 13 2 00ff", ago_s + 1, ago_s);
}

static void orphan_new(void)
{
	orphan_came(3600);
}

static void orphan_gone(int64_t ago_s)
{
	struct dnskey key;
	char text[HISTORY_KEY_SIZE];

	if (dnskey_read(signer_key_rdata(orphan()->key), &key))
		past(HISTORY_DNSKEY, history_key_text(&key, text), 9 * DAY_S,
		     ago_s);
}

static void orphan_just_gone(void)
{
	orphan_gone(DAY_S + WORLD_TTL);
}

static void orphan_long_gone(void)
{
	orphan_gone(DAY_S + WORLD_TTL + 1);
}

const struct diagnose_case past_cases[] = {
	{ "a DS set was there, and is gone", ds_removed,
	  "critical ds-removed-unexpectedly" },
	{ "the same, insecure when last well", ds_removed_while_insecure,
	  "warning ds-missing-signed-zone" },
	{ "the same, declared insecure", ds_removed_as_declared, "" },
	{ "the same, unsigned as well", ds_removed_and_unsigned,
	  "critical ds-removed-unexpectedly" },
	{ "the same, declared secure", ds_removed_declared_secure,
	  "critical ds-removed-unexpectedly" },
	{ "what is above fell", parent_fell,
	  "critical ds-removed-unexpectedly" },
	{ "keys that nobody knew", other_keys,
	  "critical dnskey-unexpected-change" },
	{ "nobody looked for a TTL", other_keys_a_ttl_ago, "" },
	{ "for a second less", other_keys_a_second_less,
	  "critical dnskey-unexpected-change" },
	{ "the same where nobody validates", other_keys_and_no_ds,
	  "warning ds-missing-signed-zone, "
	  "warning dnskey-unexpected-change" },
	{ "the first keys", no_keys_before, "" },
	{ "the signer was there, kept without its digest", signer_known_of_old,
	  "" },
	{ "another key of the signer's tag", signer_alike,
	  "critical dnskey-unexpected-change" },
	{ "a signer that all know", signer_known, "" },
	{ "a signer that comes back", signer_comes_back, "" },
	{ "other servers", other_servers, "warning delegation-changed" },
	{ "the same servers", same_servers, "" },
	{ "a DS ahead of its key", orphan_new, "" },
	{ "a DS whose key went a day ago", orphan_just_gone, "" },
	{ "a second more", orphan_long_gone, "warning ds-orphan" },
	{ 0 },
};
