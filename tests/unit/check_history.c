/* SPDX-License-Identifier: BSD-3-Clause */
/* check_history.c - what is remembered of a zone: versions, their bounds, and
 * the form in which they outlive the process. */
#include "lib/world.h"
#include "unit/unit.h"

#include "observe/history.h"

#include <stdio.h>
#include <string.h>

/* 2031-03-01T00:00:00Z */
static const struct wall t0 = { 1930089600 };

static struct history *history;
static struct arena *arena;

static void setup(void)
{
	history = history_new();
	arena = arena_new(16 * 1024 * 1024);
	ck_assert_ptr_nonnull(history);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	history_free(history);
	arena_free(arena);
}

static unsigned see(enum history_what what, const char *value, uint32_t ttl_s,
		    int64_t after_s)
{
	struct sighting sighting = { .value = { NULL } };

	sighting.value[what] = value;
	sighting.ttl_s[what] = ttl_s;
	return history_see(history, &sighting, wall_add(t0, after_s));
}

/* "value ttl first last" relative to t0, the latest first. */
static const char *told(enum history_what what)
{
	static char text[1024];
	const struct history_version *v;
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; (v = history_at(history, what, i)); i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"%s%s/%u/%d/%d", i ? " " : "", v->value,
					(unsigned)v->ttl_s,
					(int)wall_diff(t0, v->first_seen),
					(int)wall_diff(t0, v->last_seen));
	return text;
}

START_TEST(versions)
{
	ck_assert_uint_eq(see(HISTORY_DS, "a", 60, 0), 1u << HISTORY_DS);
	ck_assert_uint_eq(see(HISTORY_DS, "a", 30, 10), 0);
	ck_assert_uint_eq(see(HISTORY_DS, "b", 30, 20), 1u << HISTORY_DS);
	ck_assert_uint_eq(see(HISTORY_DS, "a", 30, 30), 1u << HISTORY_DS);
	ck_assert_str_eq(told(HISTORY_DS), "a/30/30/30 b/30/20/20 a/60/0/10");
	ck_assert_str_eq(told(HISTORY_NS), "");
}
END_TEST

START_TEST(nothing_seen_is_no_version)
{
	struct sighting nothing = { .value = { NULL } };

	(void)see(HISTORY_DS, "a", 60, 0);
	ck_assert_uint_eq(history_see(history, &nothing, wall_add(t0, 9)), 0);
	ck_assert_str_eq(told(HISTORY_DS), "a/60/0/0");
	/* Proven to be empty is one. */
	ck_assert_uint_eq(see(HISTORY_DS, "", 0, 10), 1u << HISTORY_DS);
	ck_assert_str_eq(told(HISTORY_DS), "/0/10/10 a/60/0/0");
}
END_TEST

START_TEST(seen_again)
{
	history_seen_again(history, HISTORY_DNSKEY, t0);
	(void)see(HISTORY_DNSKEY, "a", 60, 0);
	history_seen_again(history, HISTORY_DNSKEY, wall_add(t0, 5));
	/* A clock that steps back undoes nothing. */
	history_seen_again(history, HISTORY_DNSKEY, wall_add(t0, -5));
	ck_assert_str_eq(told(HISTORY_DNSKEY), "a/60/0/5");
}
END_TEST

START_TEST(bounded)
{
	char value[16];

	for (int i = 0; i < 3 * HISTORY_VERSIONS_MAX; i++) {
		(void)snprintf(value, sizeof(value), "v%d", i);
		(void)see(HISTORY_NS, value, 60, i);
	}
	ck_assert_uint_eq(history_count(history, HISTORY_NS),
			  HISTORY_VERSIONS_MAX);
	ck_assert_str_eq(history_at(history, HISTORY_NS, 0)->value, "v23");
	ck_assert_str_eq(history_at(history, HISTORY_NS, 7)->value, "v16");
	ck_assert_ptr_null(history_at(history, HISTORY_NS, 8));
}
END_TEST

START_TEST(no_history)
{
	struct sighting sighting = { .value = { [HISTORY_DS] = "a" } };
	struct wall since;
	size_t index;

	ck_assert_uint_eq(history_count(NULL, HISTORY_DS), 0);
	ck_assert_ptr_null(history_at(NULL, HISTORY_DS, 0));
	ck_assert_ptr_null(history_before(NULL, &sighting, HISTORY_DS, t0,
					  &index, &since));
	history_free(NULL);
}
END_TEST

START_TEST(before)
{
	struct sighting sighting = { .value = { [HISTORY_DS] = "b" } };
	const struct history_version *v;
	struct wall since, now = wall_add(t0, 99);
	size_t index;

	(void)see(HISTORY_DS, "a", 60, 0);
	v = history_before(history, &sighting, HISTORY_DS, now, &index, &since);
	ck_assert_str_eq(v->value, "a");
	ck_assert_int_eq(since.s, now.s);
	(void)see(HISTORY_DS, "b", 60, 50);
	v = history_before(history, &sighting, HISTORY_DS, now, &index, &since);
	ck_assert_str_eq(v->value, "a");
	ck_assert_int_eq(since.s, t0.s + 50);
	ck_assert_uint_eq(index, 1);
	sighting.value[HISTORY_DS] = NULL;
	ck_assert_ptr_null(history_before(history, &sighting, HISTORY_DS, now,
					  &index, &since));
}
END_TEST

static const struct {
	const char *name, *what, *stored, *want;
} stored[] = {
	{ "with a TTL", "ds", "1 13 2 ff; ttl 3600", "1 13 2 ff/3600/0/9" },
	{ "without", "ds", "1 13 2 ff", "1 13 2 ff/0/0/9" },
	{ "proven none", "ds", "", "/0/0/9" },
	{ "a TTL that is none", "ds", "a; ttl x", "a/0/0/9" },
	{ "of a later daemon", "cadence", "7d", "" },
};

START_TEST(restored)
{
	history_restore_stored(history, stored[_i].what, stored[_i].stored, t0,
			       wall_add(t0, 9));
	ck_assert_msg(strcmp(told(HISTORY_DS), stored[_i].want) == 0,
		      "%s: \"%s\"", stored[_i].name, told(HISTORY_DS));
}
END_TEST

START_TEST(round_trip)
{
	struct history *again = history_new();

	(void)see(HISTORY_DNSKEY, "257/13/1", 60, 0);
	(void)see(HISTORY_DNSKEY, "257/13/2", 0, 10);
	for (size_t i = 2; i > 0; i--) {
		const struct history_version *v =
			history_at(history, HISTORY_DNSKEY, i - 1);

		history_restore_stored(
			again, "dnskey",
			history_stored(arena, v->value, v->ttl_s),
			v->first_seen, v->last_seen);
	}
	history_free(history);
	history = again;
	ck_assert_str_eq(told(HISTORY_DNSKEY),
			 "257/13/2/0/10/10 257/13/1/60/0/0");
}
END_TEST

static const struct {
	const char *set, *item;
	bool listed;
} lists[] = {
	{ "a, b", "a", true },	 { "a, b", "b", true }, { "ab, b", "a", false },
	{ "a, ba", "b", false }, { "", "a", false },	{ "", "", false },
};

START_TEST(listed)
{
	ck_assert_int_eq(history_lists(lists[_i].set, lists[_i].item),
			 lists[_i].listed);
}
END_TEST

static const struct {
	const char *name, *set;
	bool listed;
} listed_keys[] = {
	{ "the same", "256/8/1/00, 257/13/2948/0123", true },
	{ "kept without a digest", "256/8/1, 257/13/2948", true },
	{ "another key of that tag", "257/13/2948/0124", false },
	{ "a longer digest", "257/13/2948/01234", false },
	{ "other flags", "256/13/2948/0123", false },
	{ "none", "", false },
};

START_TEST(lists_key)
{
	ck_assert_msg(
		history_lists_key(listed_keys[_i].set, "257/13/2948/0123") ==
			listed_keys[_i].listed,
		"%s", listed_keys[_i].name);
}
END_TEST

static const struct {
	const char *set;
	bool has;
} keys[] = {
	{ "257/13/2948/0123456789abcdef", true },
	{ "257/13/29480/0123456789abcdef", false },
	{ "257/13/2948", true },
	{ "256/8/1, 256/13/2948", true },
	{ "257/13/29480", false },
	{ "257/8/2948", false },
	{ "", false },
	{ "nonsense, 257/13", false },
};

START_TEST(has_key)
{
	ck_assert_int_eq(history_has_key(keys[_i].set, 13, 2948), keys[_i].has);
}
END_TEST

/* --- what a survey says --- */

static struct sighting sight(struct world *world)
{
	return sighting_of(arena,
			   view_new(arena, world_survey(world, arena, t0), t0));
}

START_TEST(sighting_of_a_healthy_zone)
{
	struct world *world = world_new("example.", t0);
	struct sighting s = sight(world);

	ck_assert_str_eq(s.value[HISTORY_NS], "ns1.example., ns2.example.");
	ck_assert_str_eq(s.value[HISTORY_SECURITY], "secure");
	ck_assert_ptr_nonnull(strstr(s.value[HISTORY_DNSKEY], "257/13/"));
	ck_assert_ptr_nonnull(strstr(s.value[HISTORY_DNSKEY], ", "));
	ck_assert_ptr_nonnull(strstr(s.value[HISTORY_DS], " 13 2 "));
	ck_assert_uint_eq(s.ttl_s[HISTORY_DNSKEY], WORLD_TTL);
	ck_assert_uint_eq(s.ttl_s[HISTORY_NS], WORLD_TTL);
	ck_assert_ptr_null(s.value[HISTORY_WELL]);
	world_free(world);
}
END_TEST

START_TEST(order_makes_no_version)
{
	struct world *world = world_new("example.", t0);
	struct sighting s = sight(world), again;
	struct world_server first = world->servers[0];

	world->servers[0] = world->servers[1];
	world->servers[1] = first;
	again = sight(world);
	(void)history_see(history, &s, t0);
	ck_assert_uint_eq(history_see(history, &again, t0), 0);
	world_free(world);
}
END_TEST

START_TEST(silence_says_nothing)
{
	struct world *world = world_new("example.", t0);
	struct sighting s;

	for (size_t i = 0; i < world->server_count; i++)
		world->servers[i].health = HEALTH_DEAD;
	s = sight(world);
	ck_assert_ptr_null(s.value[HISTORY_DNSKEY]);
	world->network = NETWORK_DOWN;
	s = sight(world);
	for (size_t i = 0; i < HISTORY_WHAT_COUNT; i++)
		if (i != HISTORY_NS)
			ck_assert_ptr_null(s.value[i]);
	world_free(world);
}
END_TEST

START_TEST(unsigned_says_none)
{
	struct world *world = world_new("example.", t0);
	struct sighting s;

	world->zone.is_unsigned = true;
	world->ds.count = 0;
	s = sight(world);
	ck_assert_str_eq(s.value[HISTORY_DNSKEY], "");
	ck_assert_str_eq(s.value[HISTORY_DS], "");
	ck_assert_str_eq(s.value[HISTORY_SECURITY], "insecure");
	world_free(world);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* How old what is on disk may be. */
static const struct {
	const char *name;
	uint32_t ttl_s;
	int64_t survey_s, want_s;
} kept[] = {
	{ "a TTL as long as the survey's interval", 3600, 3600, 1800 },
	{ "a long TTL", 86400, 3600, 3600 },
	{ "a TTL of twice the interval", 7200, 3600, 3600 },
	{ "a short TTL", 30, 3600, 15 },
	{ "no TTL known", 0, 3600, 3600 },
};

START_TEST(keeps_looks)
{
	const struct history_version version = { .ttl_s = kept[_i].ttl_s };

	ck_assert_int_eq(history_keep_every_s(&version, kept[_i].survey_s),
			 kept[_i].want_s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("history");
	TCase *tcase = tcase_create("history");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, versions);
	tcase_add_test(tcase, nothing_seen_is_no_version);
	tcase_add_test(tcase, seen_again);
	tcase_add_test(tcase, bounded);
	tcase_add_test(tcase, no_history);
	tcase_add_test(tcase, before);
	tcase_add_loop_test(tcase, restored, 0, COUNT(stored));
	tcase_add_test(tcase, round_trip);
	tcase_add_loop_test(tcase, listed, 0, COUNT(lists));
	tcase_add_loop_test(tcase, lists_key, 0, COUNT(listed_keys));
	tcase_add_loop_test(tcase, has_key, 0, COUNT(keys));
	tcase_add_test(tcase, sighting_of_a_healthy_zone);
	tcase_add_test(tcase, order_makes_no_version);
	tcase_add_test(tcase, silence_says_nothing);
	tcase_add_test(tcase, unsigned_says_none);
	tcase_add_loop_test(tcase, keeps_looks, 0, COUNT(kept));
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
