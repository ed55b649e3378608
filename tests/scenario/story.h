/* SPDX-License-Identifier: BSD-3-Clause */
/* story.h - a scenario as text: lines, words, times. What the words mean is
 * for clause.c (what happens) and wish.c (what is expected). */
#ifndef FOREWARN_TESTS_STORY_H
#define FOREWARN_TESTS_STORY_H

#include "base/arena.h"
#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>

#define STORY_STEPS_MAX 256
#define STORY_WORDS_MAX 32

struct words {
	size_t count;
	const char *at[STORY_WORDS_MAX];
};

struct step {
	unsigned line;
	struct wall at;
	struct words clause; /* empty: time passes */
	bool has_wishes;
	struct words wishes; /* behind "expect" */
};

struct story {
	const char *file, *title;
	struct wall start;
	/* NULL, or how the story must fail: for tests of the runner. */
	const char *must_fail;
	size_t step_count;
	struct step steps[STORY_STEPS_MAX];
};

/* What went wrong, "file:line: ..."; empty: nothing. */
struct failure {
	char text[1024];
};

/** Note a failure; the first one counts. */
void failure_set(struct failure *failure, const struct story *story,
		 unsigned line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
bool failure_is_set(const struct failure *failure);

/** Read a story into @p arena. @return NULL, with @p failure set. */
struct story *story_read(const char *path, struct arena *arena,
			 struct failure *failure);

/** The value of "key=value" when @p word is of that key, else NULL. */
const char *word_value(const char *word, const char *key);

/** "+1d6h" or "0", from the story's start; "never". @return false: neither. */
bool story_time(const struct story *story, const char *word, struct wall *ret);

#endif
