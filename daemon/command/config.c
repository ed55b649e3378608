/* SPDX-License-Identifier: BSD-3-Clause */
/* config.c - forewarn config check, show and schema. */
#include "command/command.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"

#include <stdio.h>
#include <string.h>

/* Like forewarnd --check. */
#define EXIT_CONFIG 1

#define DUMP_BYTES_MAX ((size_t)256 * 1024 * 1024)

static int check(const struct arguments *arguments)
{
	const char *path =
		arguments->config_path ? arguments->config_path : CONFIG_PATH;
	struct settings settings;

	if (!settings_load_with(path, SECRETS_AT_HAND, &settings))
		return EXIT_CONFIG;
	(void)printf("%s: ok, %zu zone%s\n", path, settings.config->zone_count,
		     settings.config->zone_count == 1 ? "" : "s");
	settings_done(&settings);
	return 0;
}

static int show(const struct arguments *arguments)
{
	struct settings settings;
	struct text out;
	int code;

	text_init(&out, DUMP_BYTES_MAX);
	if (arguments->keys) {
		config_manual(&out, false);
	} else {
		if (!settings_load(arguments->config_path, &settings))
			return EXIT_CONFIG;
		config_dump(settings.config, &out);
		settings_done(&settings);
	}
	code = output_text(&out, 0);
	text_done(&out);
	return code;
}

static int schema(void)
{
	struct text out;
	int code;

	text_init(&out, DUMP_BYTES_MAX);
	config_schema(&out);
	code = output_text(&out, 0);
	text_done(&out);
	return code;
}

static int run(const struct arguments *arguments)
{
	if (strcmp(arguments->words[0], "check") == 0)
		return check(arguments);
	if (strcmp(arguments->words[0], "show") == 0)
		return show(arguments);
	if (strcmp(arguments->words[0], "schema") == 0)
		return schema();
	return command_complain("config %s: there are check, show and schema",
				arguments->words[0]);
}

const struct command command_config = {
	.name = "config",
	.words = "check|show|schema",
	.options = "ckh",
	.least = 1,
	.most = 1,
	.summary = "check the configuration, show what is in force",
	.manual = "check exits 1 and prints every error as FILE:LINE:COL. show "
		  "prints every value,\nsecrets hidden; show --keys explains "
		  "every key. schema prints the JSON Schema of\nthe file, for "
		  "editors.\n",
	.run = run,
};
