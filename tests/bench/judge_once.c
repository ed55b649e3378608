/* SPDX-License-Identifier: BSD-3-Clause */
/* judge_once.c - what the daemon's side of surveys costs: for each file of
 * `forewarn check --save`, a line with the answers and bytes in it, the
 * signature checks and NSEC3 hashes that it was judged with, and the CPU time
 * of that, the median of several rounds.
 *
 *	judge_once FILE... */
#include "lib/policy.h"

#include "diagnose/denials.h"
#include "incident/assessment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 9

static double cpu_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static char *slurp(const char *path, size_t *ret_len)
{
	char *text = malloc(SNAPSHOT_TEXT_MAX);
	FILE *file = fopen(path, "r");

	if (!text || !file) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	*ret_len = fread(text, 1, SNAPSHOT_TEXT_MAX, file);
	(void)fclose(file);
	return text;
}

static struct snapshot *read_snapshot(const char *path, const char *text,
				      size_t len, struct arena *arena)
{
	struct snapshot *snapshot;
	enum err err = snapshot_read(text, len, arena, &snapshot);

	if (err == ERR_OK)
		return snapshot;
	(void)fprintf(stderr, "%s: error %d\n", path, err);
	exit(EXIT_FAILURE);
}

/* From text to assessment, as the daemon does it. */
static double judge(const char *path, const char *text, size_t len)
{
	double began = cpu_ms();
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct snapshot *snapshot = read_snapshot(path, text, len, arena);

	assessment_free(assessment_new(snapshot, &plain_policy, snapshot->at));
	arena_free(arena);
	return cpu_ms() - began;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void print_work(const char *path, const char *text, size_t len)
{
	struct arena *arena = arena_new(2 * (size_t)SNAPSHOT_ARENA_MAX);
	struct snapshot *snapshot = read_snapshot(path, text, len, arena);
	struct view *view = view_new(arena, snapshot, snapshot->at);
	struct diagnosis diagnosis = { 0 };
	size_t bytes = 0;

	if (!view)
		exit(EXIT_FAILURE);
	diagnose(arena, view, &plain_policy, &diagnosis);
	for (size_t i = 0; i < snapshot->answer_count; i++)
		bytes += snapshot->answers[i].packet_len;
	printf("%s answers %zu bytes %zu checks %u hashes %u", path,
	       snapshot->answer_count, bytes, view->verified_count,
	       diagnosis.denials
		       ? NSEC3_BUDGET - diagnosis.denials->hasher->left
		       : 0);
	arena_free(arena);
}

int main(int argc, char **argv)
{
	double rounds[ROUNDS];

	for (int i = 1; i < argc; i++) {
		size_t len;
		char *text = slurp(argv[i], &len);

		print_work(argv[i], text, len);
		for (int n = 0; n < ROUNDS; n++)
			rounds[n] = judge(argv[i], text, len);
		qsort(rounds, ROUNDS, sizeof(rounds[0]), compare);
		printf(" cpu_ms %.1f\n", rounds[ROUNDS / 2]);
		free(text);
	}
	return EXIT_SUCCESS;
}
