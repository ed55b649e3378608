/* SPDX-License-Identifier: BSD-3-Clause */
/* settings.h - the configuration that a command works by. */
#ifndef FOREWARN_COMMAND_SETTINGS_H
#define FOREWARN_COMMAND_SETTINGS_H

#include "config/config_load.h"

struct arguments;

struct settings {
	struct config_file *file;    /* NULL: built in */
	const struct config *config; /* never NULL */
	unsigned shard;		     /* whom settings_ask() asks, from 0 */
};

/**
 * Read the configuration at @p path, or, where that is NULL, the system's one
 * if it is readable and right, else what is built in. Secrets are left alone:
 * who asks may not read them.
 *
 * @return false when @p path was given and is no good; it was said why.
 */
bool settings_load(const char *path, struct settings *ret_settings);
bool settings_load_with(const char *path, enum config_secrets secrets,
			struct settings *ret_settings);
void settings_done(struct settings *settings);

/** How @p apex is watched: as configured, or by the defaults. */
const struct zone_policy *settings_policy(const struct settings *settings,
					  const struct name *apex);

/** Where the daemon listens that is to be asked. */
void settings_socket(const struct settings *settings, char *ret, size_t size);

/** Have the shard asked that watches @p zone_text; the first where nobody
 * does. */
void settings_choose(struct settings *settings, const char *zone_text);

/** Send words to the daemon's control socket and print what it says.
 * @param words  @p count of them, with NULL at the end not needed.
 * @return false when it cannot be asked or says no; it was said why. */
bool settings_ask(const struct settings *settings, size_t count,
		  const char *const *words, struct text *ret_reply);

/** Does something with one shard. @return the exit code. */
typedef int settings_each(const struct arguments *arguments,
			  const struct settings *settings);

/**
 * Read the configuration, and have @p each called for each shard that is
 * concerned: the one that watches the zone which the first word names; all
 * where there is none such.
 *
 * @return the worst exit code.
 */
int settings_for_each(const struct arguments *arguments, settings_each *each);
/** The same of what one of them may know alone. @return the best. */
int settings_for_any(const struct arguments *arguments, settings_each *each);

#endif
