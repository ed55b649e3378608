/* SPDX-License-Identifier: BSD-3-Clause */
/* check_explain.c - explanations of hand-made worlds, to the byte.
 *
 * What must come out lies in tests/unit/explain/; with FOREWARN_GOLDEN=write in
 * the environment the files are written instead, to be read before they are
 * committed. */
#include "unit.h"

#include "lib/policy.h"
#include "lib/world.h"
#include "report/explain.h"

#include <stdio.h>
#include <string.h>

#define NOW	  ((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */
#define DAY	  86400
#define ARENA_MAX (64u << 20)
#define OUT_MAX	  (8u << 20)

static struct world *world;
static struct arena *arena;
static struct assessment *assessment;
static struct text out;
static const char *why; /* what the validator says, or NULL: its own words */

static void setup(void)
{
	world = world_new("example.", NOW);
	arena = arena_new(ARENA_MAX);
	text_init(&out, OUT_MAX);
	why = NULL;
}

static void teardown(void)
{
	assessment_free(assessment);
	assessment = NULL;
	text_done(&out);
	arena_free(arena);
	world_free(world);
}

/* --- what is wrong with each world --- */

static void spoil_nothing(void)
{
}

static void spoil_one_server(void)
{
	struct world_zone *own = world_freeze(world, 1);

	own->dates.inception = wall_add(NOW, -20 * DAY);
	own->dates.expiration = wall_add(NOW, -DAY);
	own->serial--;
}

static void spoil_ds(void)
{
	world->ds.at[0].flaw = DS_FLAW_DIGEST;
}

static void spoil_above(void)
{
	world->weak_ancestor = name_root;
	world->weak_security = SECURITY_BOGUS;
}

static void spoil_all_servers(void)
{
	world->servers[0].health = HEALTH_DEAD;
	world->servers[1].health = HEALTH_DEAD;
}

static void spoil_signing(void)
{
	world->zone.is_unsigned = true;
	world->ds.count = 0;
}

static void spoil_network(void)
{
	world->network = NETWORK_LATE;
}

/* What comes from outside must neither reach the terminal as control characters
 * nor end the letter. */
static void spoil_texts(void)
{
	spoil_ds();
	why = "\033[2J\r\n-----\nrm -rf /";
}

static const struct {
	const char *name;
	void (*spoil)(void);
	unsigned width;
	bool json;
} cases[] = {
	{ "healthy", spoil_nothing, 80, false },
	{ "one-server-expired", spoil_one_server, 80, false },
	{ "one-server-expired-wide", spoil_one_server, 120, false },
	{ "one-server-expired-json", spoil_one_server, 0, true },
	{ "wrong-ds", spoil_ds, 80, false },
	{ "broken-above", spoil_above, 80, false },
	{ "silent", spoil_all_servers, 80, false },
	{ "unsigned", spoil_signing, 80, false },
	{ "not-measured", spoil_network, 80, false },
	{ "hostile-text", spoil_texts, 80, false },
};

static const struct explanation *explain(void)
{
	struct snapshot *snapshot = world_survey(world, arena, NOW);
	struct explanation *explanation;
	struct answer *answers;
	const struct view *view;

	answers = arena_memdup(arena, snapshot->answers,
			       snapshot->answer_count * sizeof(*answers));
	for (size_t i = 0; i < snapshot->answer_count; i++)
		if (why && answers[i].why)
			answers[i].why = why;
	snapshot->answers = answers;
	view = view_new(arena, snapshot, NOW);

	assessment = assessment_new(snapshot, &plain_policy, NOW);
	ck_assert_ptr_nonnull(view);
	ck_assert_ptr_nonnull(assessment);
	explanation = explanation_new(arena, assessment, view);
	ck_assert_ptr_nonnull(explanation);
	return explanation;
}

static void hold_against(const char *name)
{
	const char *mode = getenv("FOREWARN_GOLDEN");
	bool write = mode && strcmp(mode, "write") == 0;
	static char want[OUT_MAX];
	char path[1024];
	FILE *file;
	size_t len;

	(void)snprintf(path, sizeof(path), "%s/%s", GOLDEN_DIR, name);
	file = fopen(path, write ? "w" : "r");
	ck_assert_msg(file != NULL, "cannot open %s", path);
	if (write) {
		ck_assert(fwrite(text_string(&out), 1, out.len, file) ==
			  out.len);
		(void)fclose(file);
		return;
	}
	len = fread(want, 1, sizeof(want) - 1, file);
	(void)fclose(file);
	want[len] = '\0';
	ck_assert_str_eq(text_string(&out), want);
}

START_TEST(golden)
{
	struct report_style style = { .width = cases[_i].width };
	const struct explanation *explanation;

	cases[_i].spoil();
	explanation = explain();
	if (cases[_i].json) {
		report_explain_json(explanation, &out);
		text_put(&out, "\n");
	} else {
		report_explain_text(explanation, style, &out);
	}
	ck_assert(text_ok(&out));
	hold_against(cases[_i].name);
}
END_TEST

/* No arena is too small to say so. */
START_TEST(short_of_memory)
{
	const struct snapshot *snapshot = world_survey(world, arena, NOW);
	const struct view *view = view_new(arena, snapshot, NOW);
	size_t refused = 0;

	assessment = assessment_new(snapshot, &plain_policy, NOW);
	for (size_t bytes = 0; bytes < 1u << 20; bytes += 997) {
		struct arena *small = arena_new(bytes);

		refused += !explanation_new(small, assessment, view);
		arena_free(small);
	}
	ck_assert_uint_gt(refused, 10);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("explain");
	TCase *told = tcase_create("told");

	tcase_add_checked_fixture(told, setup, teardown);
	tcase_add_loop_test(told, golden, 0, COUNT_OF(cases));
	tcase_add_test(told, short_of_memory);
	suite_add_tcase(s, told);
	return s;
}

int main(void)
{
	return unit_run(suite());
}
