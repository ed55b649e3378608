/* SPDX-License-Identifier: BSD-3-Clause */
/* bench_judge.c - how many zones a second one core can judge: a survey of a
 * zone with two servers, from its text to its assessment (read, parse, verify,
 * check). Prints the median of several rounds, and the spread. CPU time is what
 * counts, so that a busy machine does not.
 *
 * Usage: bench_judge [ROUNDS] */
#include "incident/assessment.h"
#include "lib/policy.h"
#include "lib/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS_DEFAULT 9
#define ROUNDS_MAX     101
/* A round is long enough that the clock's grain does not count. */
#define ROUND_ASSESSMENTS 200

/* 2031-03-01T00:00:00Z: any moment will do. */
static const struct wall now = { 1930089600 };

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void survey_text(uint8_t algorithm, struct text *ret)
{
	struct world *world = world_new("example.", now);
	struct arena *arena = arena_new(8 * 1024 * 1024);

	world->zone.key_count = 0;
	world->ds.count = 0;
	world_key_add(&world->zone, "ksk1", algorithm);
	world_key_add(&world->zone, "zsk1", algorithm);
	world_ds_add(&world->ds, world_key(&world->zone, "ksk1")->key, 2);
	text_init(ret, SNAPSHOT_TEXT_MAX);
	snapshot_write(world_survey(world, arena, now), ret);
	if (!text_ok(ret))
		abort();
	arena_free(arena);
	world_free(world);
}

/* One assessment; what comes out must be "ok", or the figure means nothing. */
static void judge(const struct text *text)
{
	struct arena *arena = arena_new(8 * 1024 * 1024);
	struct assessment *assessment;
	struct snapshot *snapshot;

	if (snapshot_read(text->at, text->len, arena, &snapshot) != ERR_OK)
		abort();
	assessment = assessment_new(snapshot, &plain_policy, now);
	if (!assessment || assessment->verdict != VERDICT_OK) {
		fprintf(stderr, "the healthy zone is not ok\n");
		exit(EXIT_FAILURE);
	}
	assessment_free(assessment);
	arena_free(arena);
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void bench(uint8_t algorithm, size_t rounds)
{
	double rates[ROUNDS_MAX], began;
	struct text text;

	survey_text(algorithm, &text);
	for (size_t i = 0; i < rounds; i++) {
		began = cpu_seconds();
		for (int n = 0; n < ROUND_ASSESSMENTS; n++)
			judge(&text);
		rates[i] = ROUND_ASSESSMENTS / (cpu_seconds() - began);
	}
	qsort(rates, rounds, sizeof(rates[0]), compare);
	printf("algorithm %2u: %7.0f assessments a CPU second, median; %.0f to "
	       "%.0f, "
	       "%zu bytes of snapshot\n",
	       algorithm, rates[rounds / 2], rates[0], rates[rounds - 1],
	       text.len);
	text_done(&text);
}

int main(int argc, char **argv)
{
	static const uint8_t algorithms[] = { 8, 13, 15 };
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : ROUNDS_DEFAULT;

	if (rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench_judge [ROUNDS], 1 to %d\n",
			ROUNDS_MAX);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < sizeof(algorithms); i++)
		bench(algorithms[i], rounds);
	return EXIT_SUCCESS;
}
