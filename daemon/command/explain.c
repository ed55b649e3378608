/* SPDX-License-Identifier: BSD-3-Clause */
/* explain.c - forewarn explain: how a zone is judged, step by step. */
#include "report/explain.h"

#include "base/clock.h"
#include "command/command.h"
#include "command/moment.h"
#include "command/options.h"
#include "command/output.h"
#include "command/saved.h"
#include "command/settings.h"
#include "command/survey.h"
#include "command/watched.h"
#include "config/config_load.h"

#include <errno.h>
#include <string.h>

/* The view of one snapshot and what is told of it: as for judging it. */
#define ARENA_BYTES_MAX ((size_t)128 * 1024 * 1024)
#define OUTPUT_MAX	((size_t)64 * 1024 * 1024)

static int print(const struct arguments *arguments,
		 const struct explanation *explanation)
{
	int code = report_exit_code(explanation->assessment->verdict);
	struct text out;

	text_init(&out, OUTPUT_MAX);
	if (arguments->json) {
		report_explain_json(explanation, &out);
		text_put(&out, "\n");
	} else {
		report_explain_text(explanation,
				    output_style((struct wall){ 0 }), &out);
	}
	code = output_text(&out, code);
	text_done(&out);
	return code;
}

static int explain(const struct arguments *arguments,
		   const struct assessment *assessment,
		   const struct snapshot *snapshot, struct arena *arena)
{
	const struct view *view =
		view_new(arena, snapshot, assessment->checked_at);
	const struct explanation *explanation =
		view ? explanation_new(arena, assessment, view) : NULL;

	if (!explanation)
		return command_complain("out of memory");
	return print(arguments, explanation);
}

/* --- from a survey of now --- */

static int explain_survey(const struct arguments *arguments,
			  const struct survey_zone *zone, struct arena *arena)
{
	struct snapshot *snapshot;

	if (!zone->assessment)
		return command_complain("out of memory");
	if (zone->snapshot.len == 0)
		return command_complain("%s: %s", zone->assessment->zone_text,
					zone->assessment->unknown_because);
	if (snapshot_read(text_string(&zone->snapshot), zone->snapshot.len,
			  arena, &snapshot))
		return command_complain("out of memory");
	return explain(arguments, zone->assessment, snapshot, arena);
}

static int run_survey(const struct arguments *arguments,
		      const struct settings *settings, const struct name *apex,
		      struct arena *arena)
{
	struct survey_zone zone = { .apex = *apex, .chain = true };
	struct assessment *watched = NULL;
	struct attention attention;
	int code = EXIT_UNKNOWN;
	struct wall at;
	enum err err;

	if (!moment_parse(arguments->at, clock_wall(), WALL_NEVER, &at))
		return EXIT_UNKNOWN;
	zone.policy = settings_policy(settings, apex);
	err = survey_run(settings->config, at, true, &zone, 1);
	if (!err && zone.assessment)
		watched = watched_ask(settings, zone.assessment, &attention);
	if (watched)
		zone.assessment->attention = &attention;
	if (err)
		(void)command_complain("the survey cannot begin: %s",
				       err == ERR_IO ? strerror(errno)
						     : err_text(err));
	else
		code = explain_survey(arguments, &zone, arena);
	survey_zone_done(&zone);
	assessment_free(watched);
	return code;
}

/* --- from a file --- */

static int explain_saved(const struct arguments *arguments,
			 const struct settings *settings,
			 const struct snapshot *snapshot, struct arena *arena)
{
	struct assessment *assessment;
	struct wall at;
	int code;

	if (!moment_parse(arguments->at, snapshot->at, snapshot->at, &at))
		return EXIT_UNKNOWN;
	assessment = assessment_new(
		snapshot, settings_policy(settings, &snapshot->zone), at);
	if (!assessment)
		return command_complain("out of memory");
	code = explain(arguments, assessment, snapshot, arena);
	assessment_free(assessment);
	return code;
}

/* The first snapshot of @p apex in @p text. @return ERR_NOT_FOUND, or why one
 * before it cannot be read. */
static enum err find(const char *text, const struct name *apex,
		     struct arena **arena, struct snapshot **ret_snapshot)
{
	while (*text != '\0') {
		size_t len = saved_length(text);
		enum err err =
			*arena ? snapshot_read(text, len, *arena, ret_snapshot)
			       : ERR_MEMORY;

		if (err || name_equal(&(*ret_snapshot)->zone, apex))
			return err;
		arena_free(*arena);
		*arena = arena_new(ARENA_BYTES_MAX);
		text += len;
	}
	return ERR_NOT_FOUND;
}

static int run_saved(const struct arguments *arguments,
		     const struct settings *settings, const struct name *apex,
		     struct arena **arena)
{
	const char *path = arguments->from_path;
	struct snapshot *snapshot;
	int code = EXIT_UNKNOWN;
	struct text text;
	enum err err;

	text_init(&text, SAVED_BYTES_MAX);
	if (saved_read(path, &text)) {
		err = find(text_string(&text), apex, arena, &snapshot);
		if (err)
			(void)command_complain("%s: %s: %s", path,
					       arguments->words[0],
					       err_text(err));
		else
			code = explain_saved(arguments, settings, snapshot,
					     *arena);
	}
	text_done(&text);
	return code;
}

static int run(const struct arguments *arguments)
{
	struct arena *arena = arena_new(ARENA_BYTES_MAX);
	struct settings settings;
	int code = EXIT_UNKNOWN;
	struct name apex;
	const char *wrong = config_zone_name(arguments->words[0], &apex);

	if (wrong)
		(void)command_complain("'%s' %s", arguments->words[0], wrong);
	else if (!arena)
		(void)command_complain("out of memory");
	else if (settings_load(arguments->config_path, &settings)) {
		code = arguments->from_path
			       ? run_saved(arguments, &settings, &apex, &arena)
			       : run_survey(arguments, &settings, &apex, arena);
		settings_done(&settings);
	}
	arena_free(arena);
	return code;
}

const struct command command_explain = {
	.name = "explain",
	.words = "ZONE",
	.options = "cjfah",
	.least = 1,
	.most = 1,
	.summary = "how a zone is judged: each step, the fix, a report to send",
	.manual =
		"Surveys the zone now, without the daemon, and tells what was "
		"asked of whom, what\ncame back, what follows from it, what to "
		"do, and what to write to whoever can do\nit. With --at, +3d "
		"counts from now, or from the moment of the saved survey.\n",
	.run = run,
};
