/* SPDX-License-Identifier: BSD-3-Clause */
/* check.c - forewarn check: survey zones without the daemon. */
#include "base/clock.h"
#include "command/command.h"
#include "command/moment.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"
#include "command/survey.h"
#include "config/config_load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_zones(const struct arguments *arguments,
		       const struct settings *settings,
		       struct survey_zone *zones)
{
	for (size_t i = 0; i < arguments->count; i++) {
		const char *word = arguments->words[i];
		const char *wrong = config_zone_name(word, &zones[i].apex);

		if (wrong) {
			(void)command_complain("'%s' %s", word, wrong);
			return false;
		}
		zones[i].policy = settings_policy(settings, &zones[i].apex);
	}
	return true;
}

/* One snapshot after the other, as replay reads them. */
static bool save(const char *path, const struct survey_zone *zones,
		 size_t count)
{
	FILE *file = fopen(path, "w");
	bool ok = file != NULL;

	for (size_t i = 0; i < count && ok; i++) {
		const struct text *text = &zones[i].snapshot;

		ok = text_ok(text) &&
		     fwrite(text_string(text), 1, text->len, file) == text->len;
	}
	if (file && fclose(file) != 0)
		ok = false;
	if (!ok)
		(void)command_complain("%s: %s", path, strerror(errno));
	return ok;
}

static int print(const struct arguments *arguments,
		 const struct survey_zone *zones, size_t count)
{
	const struct assessment **list = calloc(count, sizeof(*list));
	int code = EXIT_UNKNOWN;
	bool whole = list != NULL;

	for (size_t i = 0; i < count && whole; i++) {
		list[i] = zones[i].assessment;
		whole = list[i] != NULL;
	}
	if (whole)
		code = output_zones(arguments, list, count, (struct wall){ 0 });
	else
		(void)command_complain("out of memory");
	free(list);
	return code;
}

static int survey(const struct arguments *arguments,
		  const struct settings *settings, struct wall at,
		  struct survey_zone *zones)
{
	size_t count = arguments->count;
	enum err err = survey_run(settings->config, at,
				  arguments->save_path != NULL, zones, count);
	int code;

	if (err)
		return command_complain("the survey cannot begin: %s",
					err == ERR_IO ? strerror(errno)
						      : err_text(err));
	code = print(arguments, zones, count);
	if (arguments->save_path && !save(arguments->save_path, zones, count))
		return EXIT_UNKNOWN;
	return code;
}

static int run(const struct arguments *arguments)
{
	struct survey_zone *zones = calloc(arguments->count, sizeof(*zones));
	struct settings settings;
	struct wall at;
	int code = EXIT_UNKNOWN;

	if (!zones)
		return command_complain("out of memory");
	if (moment_parse(arguments->at, clock_wall(), WALL_NEVER, &at) &&
	    settings_load(arguments->config_path, &settings)) {
		if (read_zones(arguments, &settings, zones))
			code = survey(arguments, &settings, at, zones);
		settings_done(&settings);
	}
	for (size_t i = 0; i < arguments->count; i++)
		survey_zone_done(&zones[i]);
	free(zones);
	return code;
}

const struct command command_check = {
	.name = "check",
	.words = "ZONE...",
	.options = "cjpsah",
	.least = 1,
	.most = SIZE_MAX,
	.summary = "survey zones now, without the daemon",
	.manual =
		"Asks the validator, the parent's servers and every server of "
		"the zone. What is\ncritical or unknown is looked at once "
		"more before it is told. Zones of the\nconfiguration are "
		"judged by their own limits.\n",
	.run = run,
};
