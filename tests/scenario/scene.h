/* SPDX-License-Identifier: BSD-3-Clause */
/* scene.h - a story on its way: what clauses change and wishes look at. */
#ifndef FOREWARN_TESTS_SCENE_H
#define FOREWARN_TESTS_SCENE_H

#include "scenario/story.h"
#include "scenario/watch.h"

struct scene {
	const struct story *story;
	const struct step *step; /* that is being played */
	struct watch *watch;
	struct watched *zone;	/* the one that was named last */
	struct map *algorithms; /* key label -> its algorithm, as a pointer */
	size_t alerts_seen;	/* before the last line that expected */
	struct failure *failure;
};

#define SCENE_FAIL(scene, ...)                                                 \
	failure_set((scene)->failure, (scene)->story, (scene)->step->line,     \
		    __VA_ARGS__)

/** Make happen what the step's clause says. */
void clause_apply(struct scene *scene);

/* people.c: rows of clause.c and wish.c. */
void clause_silence(struct scene *scene, const struct words *words);
void clause_ack(struct scene *scene, const struct words *words);
void wish_acked(struct scene *scene, const char *value);
void wish_silenced(struct scene *scene, const char *value);

/** Hold the daemon's view against the step's wishes. */
void wish_judge(struct scene *scene);

/** Play a whole story. @return false with @p failure set. */
bool scene_play(const struct story *story, struct failure *failure);

#endif
