/* SPDX-License-Identifier: BSD-3-Clause */
/* story.c - read a scenario's lines. */
#include "scenario/story.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 1024

void failure_set(struct failure *failure, const struct story *story,
		 unsigned line, const char *format, ...)
{
	va_list args;
	int len;

	if (failure_is_set(failure))
		return;
	len = snprintf(failure->text, sizeof(failure->text),
		       "%s:%u: ", story->file, line);
	if (len < 0 || (size_t)len >= sizeof(failure->text))
		return; /* a path that fills the buffer says it all */
	va_start(args, format);
	(void)vsnprintf(failure->text + len,
			sizeof(failure->text) - (size_t)len, format, args);
	va_end(args);
}

bool failure_is_set(const struct failure *failure)
{
	return failure->text[0] != '\0';
}

const char *word_value(const char *word, const char *key)
{
	size_t len = strlen(key);

	return strncmp(word, key, len) == 0 && word[len] == '=' ? word + len + 1
								: NULL;
}

bool story_time(const struct story *story, const char *word, struct wall *ret)
{
	int64_t s;

	if (strcmp(word, "never") == 0) {
		*ret = WALL_NEVER;
		return true;
	}
	if (strcmp(word, "0") == 0) {
		*ret = story->start;
		return true;
	}
	if (word[0] != '+' || !duration_parse(word + 1, &s))
		return false;
	*ret = wall_add(story->start, s);
	return true;
}

/* Words up to a comment. @return false past STORY_WORDS_MAX. */
static bool split(struct arena *arena, char *line, struct words *ret)
{
	char *save = NULL;

	ret->count = 0;
	for (char *word = strtok_r(line, " \t\n", &save);
	     word && word[0] != '#'; word = strtok_r(NULL, " \t\n", &save)) {
		if (ret->count == STORY_WORDS_MAX)
			return false;
		ret->at[ret->count++] = arena_strdup(arena, word);
	}
	return true;
}

static void fill_step(struct step *step, const struct words *words)
{
	struct words *into = &step->clause;

	for (size_t i = 2; i < words->count; i++) {
		if (strcmp(words->at[i], "expect") == 0) {
			step->has_wishes = true;
			into = &step->wishes;
			continue;
		}
		into->at[into->count++] = words->at[i];
	}
}

static void add_step(struct story *story, unsigned line,
		     const struct words *words, struct failure *failure)
{
	struct step *step = &story->steps[story->step_count];
	const struct step *before = step - 1;

	if (story->step_count == STORY_STEPS_MAX) {
		failure_set(failure, story, line, "more than %d lines",
			    STORY_STEPS_MAX);
		return;
	}
	step->line = line;
	if (words->count < 3 || !story_time(story, words->at[1], &step->at) ||
	    wall_is_never(step->at)) {
		failure_set(failure, story, line,
			    "'at' wants a time (0, +90s, +1d6h) and what "
			    "happens or is expected then");
		return;
	}
	if (story->step_count && step->at.s < before->at.s) {
		failure_set(failure, story, line, "goes back in time");
		return;
	}
	if (story->step_count && step->at.s == before->at.s &&
	    before->has_wishes) {
		failure_set(failure, story, before->line,
			    "only the last line of a moment can expect");
		return;
	}
	fill_step(step, words);
	story->step_count++;
}

static void read_line(struct story *story, unsigned line, char *text,
		      struct arena *arena, struct failure *failure)
{
	struct words words;

	if (text[0] == '#' && !story->title) {
		text[strcspn(text, "\n")] = '\0';
		story->title = arena_strdup(arena, text + 1 + (text[1] == ' '));
		return;
	}
	if (strncmp(text, "must-fail ", 10) == 0) {
		text[strcspn(text, "\n")] = '\0';
		story->must_fail = arena_strdup(arena, text + 10);
		return;
	}
	if (!split(arena, text, &words)) {
		failure_set(failure, story, line, "more than %d words",
			    STORY_WORDS_MAX);
		return;
	}
	if (words.count == 0)
		return;
	if (strcmp(words.at[0], "start") == 0) {
		if (words.count != 2 || !wall_parse(words.at[1], &story->start))
			failure_set(failure, story, line,
				    "'start' wants an RFC 3339 time");
	} else if (strcmp(words.at[0], "at") == 0) {
		add_step(story, line, &words, failure);
	} else {
		failure_set(failure, story, line,
			    "a line begins with 'start', 'at' or '#', not "
			    "'%s'",
			    words.at[0]);
	}
}

struct story *story_read(const char *path, struct arena *arena,
			 struct failure *failure)
{
	struct story *story = arena_alloc(arena, sizeof(*story));
	const char *slash = strrchr(path, '/');
	char text[LINE_SIZE];
	unsigned line = 0;
	FILE *file;

	if (!story)
		return NULL;
	story->file = arena_strdup(arena, slash ? slash + 1 : path);
	file = fopen(path, "r");
	if (!file) {
		failure_set(failure, story, 0, "%s", strerror(errno));
		return NULL;
	}
	while (!failure_is_set(failure) && fgets(text, sizeof(text), file))
		read_line(story, ++line, text, arena, failure);
	fclose(file);
	if (story->step_count == 0 || story->start.s == 0)
		failure_set(failure, story, line,
			    "a story needs a start and something at 0");
	return failure_is_set(failure) && !story->must_fail ? NULL : story;
}
