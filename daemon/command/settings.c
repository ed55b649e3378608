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

bool settings_ask(const struct settings *settings, size_t count,
		  const char *const *words, struct text *ret_reply)
{
	const char *all[CONTROL_WORDS_MAX];
	char path[4096], who[64];
	bool ok = false;
	enum err err = ERR_LIMIT;

	(void)snprintf(path, sizeof(path), "%s/control.sock",
		       settings->config->run_dir);
	put_who(who, sizeof(who));
	all[0] = who;
	if (count < CONTROL_WORDS_MAX) {
		memcpy(&all[1], words, count * sizeof(words[0]));
		err = control_ask(path, count + 1, all, &ok, ret_reply);
	}
	if (err == ERR_NOT_FOUND)
		(void)command_complain(
			"forewarnd is not running: nobody listens at "
			"%s",
			path);
	else if (err == ERR_IO)
		(void)command_complain("%s: %s", path, strerror(errno));
	else if (err)
		(void)command_complain("%s: %s", path, err_text(err));
	else if (!ok)
		(void)fprintf(stderr, "forewarn: %s", text_string(ret_reply));
	return err == ERR_OK && ok;
}
