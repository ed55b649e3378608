/* SPDX-License-Identifier: BSD-3-Clause */
/* replay.c - forewarn replay: judge again what `check --save` kept. */
#include "command/command.h"
#include "command/moment.h"
#include "command/options.h"
#include "command/output.h"
#include "command/saved.h"
#include "command/settings.h"
#include "observe/snapshot.h"

#include <stdlib.h>

struct replay {
	const struct arguments *arguments;
	const struct settings *settings;
	const struct assessment **assessments;
	size_t count, cap;
};

static bool append(struct replay *replay, const struct assessment *assessment)
{
	if (replay->count == replay->cap) {
		size_t cap = replay->cap ? 2 * replay->cap : 16;
		void *more = realloc(replay->assessments,
				     cap * sizeof(*replay->assessments));

		if (!more)
			return false;
		replay->assessments = more;
		replay->cap = cap;
	}
	replay->assessments[replay->count++] = assessment;
	return true;
}

static enum err judge_one(struct replay *replay, const char *at, size_t len)
{
	struct arena *arena = arena_new(SAVED_ARENA_MAX);
	struct assessment *assessment = NULL;
	struct snapshot *snapshot;
	struct wall moment;
	enum err err =
		arena ? snapshot_read(at, len, arena, &snapshot) : ERR_MEMORY;

	if (!err && !moment_parse(replay->arguments->at, snapshot->at,
				  snapshot->at, &moment))
		err = ERR_FORMAT;
	if (!err) {
		assessment = assessment_new(
			snapshot,
			settings_policy(replay->settings, &snapshot->zone),
			moment);
		if (!assessment || !append(replay, assessment)) {
			assessment_free(assessment);
			err = ERR_MEMORY;
		}
	}
	arena_free(arena);
	return err;
}

static bool judge_all(struct replay *replay, const char *path,
		      const struct text *text)
{
	const char *at = text_string(text);

	do {
		size_t len = saved_length(at);
		enum err err = judge_one(replay, at, len);

		if (err) {
			(void)command_complain(
				"%s: snapshot %zu: %s%s", path,
				replay->count + 1, err_text(err),
				err == ERR_FORMAT
					? ": not what forewarn check --save "
					  "writes"
					: "");
			return false;
		}
		at += len;
	} while (*at);
	return true;
}

static int run(const struct arguments *arguments)
{
	const char *path = arguments->words[0];
	struct settings settings;
	struct replay replay = { .arguments = arguments,
				 .settings = &settings };
	int code = EXIT_UNKNOWN;
	struct text text;

	if (!settings_load(arguments->config_path, &settings))
		return EXIT_UNKNOWN;
	text_init(&text, SAVED_BYTES_MAX);
	if (saved_read(path, &text) && judge_all(&replay, path, &text))
		code = output_zones(arguments, replay.assessments, replay.count,
				    (struct wall){ 0 });
	for (size_t i = 0; i < replay.count; i++)
		assessment_free((struct assessment *)replay.assessments[i]);
	free(replay.assessments);
	text_done(&text);
	settings_done(&settings);
	return code;
}

const struct command command_replay = {
	.name = "replay",
	.words = "FILE",
	.options = "cjpah",
	.least = 1,
	.most = 1,
	.summary = "judge again what check --save kept",
	.manual = "Nothing is asked: the file holds every answer. \"-\" is "
		  "stdin. With --at, +3d counts\nfrom the moment of the "
		  "survey.\n",
	.run = run,
};
