/* SPDX-License-Identifier: BSD-3-Clause */
/* config_load.h - read the configuration from YAML files, print it back.
 * I/O: reads files. */
#ifndef FOREWARN_CONFIG_CONFIG_LOAD_H
#define FOREWARN_CONFIG_CONFIG_LOAD_H

#include "base/text.h"
#include "config/config.h"
#include "config/shard.h"

struct config_file; /* owns a struct config and everything it points at */

/**
 * Read a configuration with everything that it includes.
 *
 * @param path        the main file.
 * @param ret_errors  every error, a line each, "file:line:col: error: ...";
 *                    warnings too ("warning:"); initialised by the caller.
 * @return NULL when there was any error; config_free() it.
 */
struct config_file *config_load(const char *path, struct text *ret_errors);

/* What becomes of the files that hold secrets, and of programs. */
enum config_secrets {
	SECRETS_READ,	 /* they must be there and good */
	SECRETS_AT_HAND, /* the same, but for those that only the daemon is
			  * given or may read: a warning. For --check */
	SECRETS_LEFT,	 /* not looked at; "" in the values. For commands of
			  * people who may not read them */
};

/** config_load() for those who are not the daemon. */
struct config_file *config_load_with(const char *path,
				     enum config_secrets secrets,
				     struct text *ret_errors);

/** config_load(), narrowed to what one daemon does: that it does not fit
 * @p choice is an error of the configuration. */
struct config_file *config_load_shard(const char *path,
				      const struct shard_choice *choice,
				      struct text *ret_errors);
/** Clears what was secret. Takes NULL. */
void config_free(struct config_file *file);

/** The values; live as long as @p file. */
const struct config *config_get(const struct config_file *file);

/** Read the name of a zone as people write it.
 * @return NULL, or what is wrong with it, to be said behind it. Static. */
const char *config_zone_name(const char *text, struct name *ret_name);

/** The effective configuration as YAML that config_load() reads back to the
 * same; secrets are shown as "hidden", URLs without path and query. */
void config_dump(const struct config *config, struct text *out);

/** Built-in defaults, for `forewarn check` without a file. Static. */
const struct config *config_builtin(void);

/** The reference of all keys (type, range, default, meaning), from the same
 * rows; troff for forewarn.yaml(5) and `forewarn config show --keys`. */
void config_manual(struct text *out, bool troff);

/** The JSON Schema (2020-12) of a configuration file, from the same rows. What
 * is good for it need not be good for config_load(), which sees more: ranges of
 * durations, other files, names that are there twice. */
void config_schema(struct text *out);

#endif
