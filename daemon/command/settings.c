/* SPDX-License-Identifier: BSD-3-Clause */
/* settings.c - the configuration that a command works by, and the way to the
 * daemon that works by it. */
#include "command/settings.h"

#include "command/command.h"
#include "command/options.h"
#include "publish/control.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A line for each error of a configuration of a million lines. */
#define MESSAGES_MAX ((size_t)64 * 1024 * 1024)

static struct config_file *load(const char *path, enum config_secrets secrets)
{
	struct config_file *file;
	struct text messages;

	text_init(&messages, MESSAGES_MAX);
	file = config_load_with(path, secrets, &messages);
	(void)fputs(text_string(&messages), stderr);
	text_done(&messages);
	return file;
}

bool settings_load(const char *path, struct settings *ret_settings)
{
	return settings_load_with(path, SECRETS_LEFT, ret_settings);
}

bool settings_load_with(const char *path, enum config_secrets secrets,
			struct settings *ret_settings)
{
	struct config_file *file = NULL;

	if (path) {
		file = load(path, secrets);
		if (!file)
			return false;
	} else if (access(CONFIG_PATH, R_OK) == 0) {
		file = load(CONFIG_PATH, secrets);
		if (!file)
			(void)command_complain("%s is not used", CONFIG_PATH);
	}
	*ret_settings = (struct settings){
		.file = file,
		.config = file ? config_get(file) : config_builtin(),
	};
	return true;
}

void settings_done(struct settings *settings)
{
	config_free(settings->file);
}

static int by_apex(const void *apex, const void *zone)
{
	return name_compare(apex, &((const struct zone_config *)zone)->apex);
}

const struct zone_policy *settings_policy(const struct settings *settings,
					  const struct name *apex)
{
	const struct config *config = settings->config;
	const struct zone_config *zone =
		config->zone_count
			? bsearch(apex, config->zones, config->zone_count,
				  sizeof(*config->zones), by_apex)
			: NULL;

	return zone ? zone->policy : config->defaults;
}

/* "as=alice": behind sudo, who it is. */
static void put_who(char *to, size_t size)
{
	const char *sudo = getenv("SUDO_USER");
	const struct passwd *user = getpwuid(getuid());
	const char *name = user ? user->pw_name : "";

	(void)snprintf(to, size, "%s%s", CONTROL_SAYS,
		       sudo && getuid() == 0 ? sudo : name);
}

void settings_socket(const struct settings *settings, char *ret, size_t size)
{
	char directory[4096];

	shard_directory(settings->config, settings->config->run_dir,
			settings->shard, directory, sizeof(directory));
	(void)snprintf(ret, size, "%s/control.sock", directory);
}

/* @return NULL: none of that name is watched. */
static const struct zone_config *find_zone(const struct settings *settings,
					   const char *text)
{
	const struct config *config = settings->config;
	struct name apex;

	if (!config->zone_count || !name_from_text(text, &apex))
		return NULL;
	return bsearch(&apex, config->zones, config->zone_count,
		       sizeof(*config->zones), by_apex);
}

void settings_choose(struct settings *settings, const char *zone_text)
{
	const struct zone_config *zone = find_zone(settings, zone_text);

	if (zone)
		settings->shard =
			shard_of(zone->apex_text, settings->config->shards);
}

/* By the plugins contract: 2 is worse than 3, and 3 than 1. */
static bool is_worse(int code, int than)
{
	static const int order[] = { 0, 1, 3, 2 };

	return order[code & 3] > order[than & 3];
}

static int for_shards(const struct arguments *arguments, settings_each *each,
		      bool any)
{
	struct settings settings;
	unsigned last;
	int code, other;

	if (!settings_load(arguments->config_path, &settings))
		return command_complain("the daemon was not asked: it goes on "
					"with what it has");
	last = settings.config->shards - 1;
	if (arguments->count && find_zone(&settings, arguments->words[0])) {
		settings_choose(&settings, arguments->words[0]);
		last = settings.shard;
	}
	code = each(arguments, &settings);
	while (settings.shard < last) {
		settings.shard++;
		other = each(arguments, &settings);
		if (is_worse(other, code) != any)
			code = other;
	}
	settings_done(&settings);
	return code;
}

int settings_for_each(const struct arguments *arguments, settings_each *each)
{
	return for_shards(arguments, each, false);
}

int settings_for_any(const struct arguments *arguments, settings_each *each)
{
	return for_shards(arguments, each, true);
}

/* What the daemon, or which of them, does not do. */
static void say_no(const struct settings *settings, const char *why)
{
	if (settings->config->shards > 1)
		(void)fprintf(stderr, "forewarn: shard %u: %s", settings->shard,
			      why);
	else
		(void)fprintf(stderr, "forewarn: %s", why);
}

bool settings_ask(const struct settings *settings, size_t count,
		  const char *const *words, struct text *ret_reply)
{
	const char *all[CONTROL_WORDS_MAX];
	char path[4200], who[64];
	bool ok = false;
	enum err err = ERR_LIMIT;

	settings_socket(settings, path, sizeof(path));
	put_who(who, sizeof(who));
	all[0] = who;
	if (count < CONTROL_WORDS_MAX) {
		memcpy(&all[1], words, count * sizeof(words[0]));
		err = control_ask(path, count + 1, all, &ok, ret_reply);
	}
	if (err == ERR_NOT_FOUND)
		(void)command_complain(
			"forewarnd is not running: nobody listens at %s. "
			"systemctl status forewarnd says why; forewarn check "
			"ZONE and forewarn explain ZONE look without it",
			path);
	else if (err == ERR_IO)
		(void)command_complain("%s: %s", path, strerror(errno));
	else if (err)
		(void)command_complain("%s: %s", path, err_text(err));
	else if (!ok)
		say_no(settings, text_string(ret_reply));
	return err == ERR_OK && ok;
}
