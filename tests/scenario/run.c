/* SPDX-License-Identifier: BSD-3-Clause */
/* run.c - play the stories that are named on the command line, or all *.scn
 * of tests/scenario. TAP for each, and Check's closing line. */
#include "scenario/scene.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A story's text, many times over. */
#define STORY_BYTES_MAX (4 * 1024 * 1024)

/* A story with "must-fail" tests the runner: it passes when it fails so. */
static bool as_it_should(const struct story *story, struct failure *failure)
{
	struct failure wrong = { "" };

	if (!story->must_fail)
		return !failure_is_set(failure);
	if (strstr(failure->text, story->must_fail))
		return true;
	failure_set(&wrong, story, 0, "must fail with '%s', but: %.600s",
		    story->must_fail,
		    failure_is_set(failure) ? failure->text : "it passed");
	*failure = wrong;
	return false;
}

static bool run(const char *path, size_t number)
{
	struct arena *arena = arena_new(STORY_BYTES_MAX);
	struct failure failure = { "" };
	struct story *story = story_read(path, arena, &failure);
	const char *title = story && story->title ? story->title : "";
	bool ok;

	if (story && !failure_is_set(&failure))
		(void)scene_play(story, &failure); /* failure says it */
	ok = story ? as_it_should(story, &failure) : false;
	printf("%sok %zu - %s: %s\n", ok ? "" : "not ", number,
	       story ? story->file : path, title);
	if (!ok)
		printf("# %s\n", failure.text);
	fflush(stdout);
	arena_free(arena);
	return ok;
}

static int run_all(char *const *paths, size_t count)
{
	size_t failures = 0;

	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++)
		failures += !run(paths[i], i + 1);
	printf("%zu%%: Scenarios: %zu, Failures: %zu\n",
	       count ? 100 * (count - failures) / count : 0, count, failures);
	return failures || !count ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	const char *dir = getenv("srcdir");
	char pattern[4096];
	glob_t found;
	int status;

	if (argc > 1)
		return run_all(argv + 1, (size_t)argc - 1);
	snprintf(pattern, sizeof(pattern), "%s/tests/scenario/*.scn",
		 dir ? dir : ".");
	if (glob(pattern, 0, NULL, &found)) {
		fprintf(stderr, "no scenario in %s\n", pattern);
		return EXIT_FAILURE;
	}
	status = run_all(found.gl_pathv, found.gl_pathc);
	globfree(&found);
	return status;
}
