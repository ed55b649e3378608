/* SPDX-License-Identifier: BSD-3-Clause */
/* scene.c - play a story from its first line to its last. */
#include "scenario/scene.h"

#include <stdlib.h>

/* A line that expects waits for the daemon to come to rest: at most for three
 * surveys. */
#define REST_MAX_S (3 * 3600)

static void go_to(struct scene *scene, struct wall at)
{
	while (watch_next(scene->watch).s < at.s)
		watch_step(scene->watch);
	scene->watch->now = wall_max(scene->watch->now, at);
}

/* Each zone was looked at since, and no look is waiting for another. */
static bool at_rest(const struct watch *watch, struct wall since)
{
	for (size_t i = 0; i < watch->zone_count; i++) {
		const struct watched *zone = &watch->zones[i];

		if (zone->surveyed_at.s < since.s)
			return false;
		if (zone->suspect &&
		    zone->assessment->verdict != VERDICT_UNKNOWN)
			return false;
	}
	return watch_knows_network(watch);
}

static void come_to_rest(struct scene *scene, struct wall limit)
{
	struct watch *watch = scene->watch;

	limit = wall_min(limit, wall_add(scene->step->at, REST_MAX_S));
	while (!at_rest(watch, scene->step->at) &&
	       watch_next(watch).s < limit.s)
		watch_step(watch);
}

static void play(struct scene *scene, const struct story *story)
{
	for (size_t i = 0; i < story->step_count; i++) {
		const struct step *step = &story->steps[i];

		scene->step = step;
		go_to(scene, step->at);
		clause_apply(scene);
		if (step->has_wishes && !failure_is_set(scene->failure)) {
			come_to_rest(scene, i + 1 < story->step_count
						    ? step[1].at
						    : WALL_NEVER);
			wish_judge(scene);
		}
		if (failure_is_set(scene->failure))
			return;
	}
}

bool scene_play(const struct story *story, struct failure *failure)
{
	struct scene scene = { .story = story, .failure = failure };

	scene.watch = watch_new(story->start);
	scene.algorithms = map_new();
	if (!scene.algorithms)
		abort();
	play(&scene, story);
	map_free(scene.algorithms);
	watch_free(scene.watch);
	return !failure_is_set(failure);
}
