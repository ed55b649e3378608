/* SPDX-License-Identifier: BSD-3-Clause */
/* check_disagreement.c - two validators held against each other: worlds in
 * which libunbound says one thing, and the servers' answers another. */
#include "diagnose/disagreement.h"
#include "lib/policy.h"
#include "lib/world.h"
#include "unit/unit.h"

#include <string.h>

#define DAY_S (24 * 3600)

static const struct wall t0 = { 1930089600 };
static struct world *world;
static struct arena *arena;

static void setup(void)
{
	world = world_new("example.", t0);
	arena = arena_new(8 * 1024 * 1024);
}

static void teardown(void)
{
	arena_free(arena);
	world_free(world);
}

static void libunbound_says(enum security security)
{
	world->has_override = true;
	world->override = security;
}

static void healthy(void)
{
}

static void healthy_bogus(void)
{
	libunbound_says(SECURITY_BOGUS);
}

static void healthy_insecure(void)
{
	libunbound_says(SECURITY_INSECURE);
}

static void ends(struct world_zone *zone)
{
	zone->dates.expiration = wall_add(t0, -1);
	zone->dates.inception = wall_add(t0, -DAY_S);
}

static void expired(void)
{
	ends(&world->zone);
}

static void expired_secure(void)
{
	ends(&world->zone);
	libunbound_says(SECURITY_SECURE);
}

static void expired_at_one_bogus(void)
{
	ends(world_freeze(world, 1));
	libunbound_says(SECURITY_BOGUS);
}

static void denial_wrong_secure(void)
{
	world->zone.denial_flaw = FLAW_BYTES;
	libunbound_says(SECURITY_SECURE);
}

static void www_unsigned_secure(void)
{
	world_rrset(&world->zone, "www", TYPE_A)->flaw = FLAW_MISSING;
	libunbound_says(SECURITY_SECURE);
}

static void ed448(void)
{
	world->zone.key_count = 0;
	world_key_add(&world->zone, "ksk448", 16);
	world_key_add(&world->zone, "zsk448", 16);
	world->ds.at[0].key = world->zone.keys[0].key;
}

/* So many DS of a key's tag that are not its digest. */
static void many_ds_bogus(void)
{
	static const uint8_t types[] = { 1, 2, 4, 99 };

	for (size_t i = 0; i < COUNT_OF(types); i++)
		world_ds_add(&world->ds, world->ds.at[0].key, types[i])->flaw =
			DS_FLAW_DIGEST;
	libunbound_says(SECURITY_BOGUS);
}

/* RFC 4509 3: the one of SHA-1 that fits does not count. */
static void sha1_fits_alone(void)
{
	world->ds.at[0].flaw = DS_FLAW_DIGEST;
	world_ds_add(&world->ds, world->ds.at[0].key, 1);
	libunbound_says(SECURITY_SECURE);
}

static void no_ds(void)
{
	world->ds.count = 0;
}

static void above_is_bogus(void)
{
	healthy_bogus();
	world->weak_ancestor = world->parent;
	world->weak_security = SECURITY_BOGUS;
}

static const struct {
	const char *name;
	void (*spoil)(void);
	enum security theirs, ours;
	const char *explained;
	bool differ;
} cases[] = {
	{ "healthy", healthy, .differ = false },
	{ "right everywhere, and bogus", healthy_bogus, SECURITY_BOGUS,
	  SECURITY_SECURE, NULL, true },
	{ "insecure without a DS", no_ds, .differ = false },
	{ "right everywhere, and insecure: then so is the chain",
	  healthy_insecure, .differ = false },
	{ "expired", expired, .differ = false },
	{ "expired everywhere, and secure", expired_secure, SECURITY_SECURE,
	  SECURITY_BOGUS, NULL, true },
	{ "expired at one, and bogus: it may have asked that one",
	  expired_at_one_bogus, .differ = false },
	{ "a denial signed wrongly, and secure", denial_wrong_secure,
	  SECURITY_SECURE, SECURITY_BOGUS, NULL, true },
	{ "one name unsigned, and secure", www_unsigned_secure, SECURITY_SECURE,
	  SECURITY_BOGUS, NULL, true },
	{ "an algorithm that libunbound lacks", ed448, SECURITY_INSECURE,
	  SECURITY_SECURE, "algorithm-unknown", true },
	{ "more DS than it tries", many_ds_bogus, SECURITY_BOGUS,
	  SECURITY_SECURE, "ds-too-many", true },
	{ "a DS of SHA-1 fits, and none of SHA-256", sha1_fits_alone,
	  SECURITY_SECURE, SECURITY_BOGUS, "ds-digest-downgrade", true },
	{ "the zone above is bogus: nothing to compare", above_is_bogus,
	  .differ = false },
};

START_TEST(compared)
{
	struct disagreement got[DISAGREEMENTS_MAX];
	struct diagnosis diagnosis;
	struct view *view;
	size_t count;

	cases[_i].spoil();
	view = view_new(arena, world_survey(world, arena, t0), t0);
	diagnose(arena, view, &plain_policy, &diagnosis);
	count = disagreements_find(&diagnosis, got);
	ck_assert_msg((count > 0) == cases[_i].differ, "%s: %zu, first %s",
		      cases[_i].name, count, count ? got[0].question : "-");
	if (count == 0)
		return;
	ck_assert_int_eq(got[0].theirs, cases[_i].theirs);
	ck_assert_int_eq(got[0].ours, cases[_i].ours);
	ck_assert_pstr_eq(got[0].explained, cases[_i].explained);
}
END_TEST

/* Every id that is used is in the manual. */
START_TEST(manual_has_all)
{
	struct text out;

	text_init(&out, 4096);
	disagreements_manual(&out);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert(!cases[i].explained ||
			  strstr(text_string(&out), cases[i].explained));
	text_done(&out);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("disagreement");
	TCase *tcase = tcase_create("disagreement");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, compared, 0, (int)COUNT_OF(cases));
	tcase_add_test(tcase, manual_has_all);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
