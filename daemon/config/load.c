/* SPDX-License-Identifier: BSD-3-Clause */
/* load.c - from files to a checked struct config. */
#include "config/loader.h"

#include <stdlib.h>
#include <string.h>

/* A million zones with keys of their own; what a process may hold at most. */
#define ARENA_BYTES_MAX	 ((size_t)4 << 30)
#define BUILTIN_TEXT_MAX 16384

struct config_file {
	struct arena *arena;
	struct config config;
	struct zone_policy defaults;
	struct zone_config *zones; /* config.zones, to free */
};

/* The defaults of @p fields as YAML, indented. */
static void fallbacks_put(const struct field *fields, const char *indent,
			  struct text *yaml)
{
	for (size_t i = 0; fields[i].key; i++)
		if (fields[i].fallback)
			text_printf(yaml, "%s%s: %s\n", indent, fields[i].key,
				    fields[i].fallback);
}

/* Give every key its default, by the way of all values: as YAML. */
static void defaults_read(struct loader *loader)
{
	struct text yaml;

	text_init(&yaml, BUILTIN_TEXT_MAX);
	fallbacks_put(config_fields, "", &yaml);
	text_put(&yaml, "defaults:\n");
	fallbacks_put(policy_fields, "  ", &yaml);
	document_read(loader, "builtin", text_string(&yaml), yaml.len,
		      config_fields);
	text_done(&yaml);
}

static struct config_file *config_file_new(struct loader *loader,
					   const char *path,
					   struct text *ret_errors)
{
	struct config_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->arena = arena_new(ARENA_BYTES_MAX);
	if (!file->arena) {
		free(file);
		return NULL;
	}
	*loader = (struct loader){ .arena = file->arena,
				   .config = &file->config,
				   .defaults = &file->defaults,
				   .dir = "" };
	loader->complaints.out = ret_errors;
	loader->files_end = &loader->files;
	loader->own_end = &loader->own;
	loader->target_names_end = &loader->target_names;
	file->config.file = arena_strdup(file->arena, path);
	file->config.defaults = &file->defaults;
	if (!file->config.file) {
		config_free(file);
		return NULL;
	}
	return file;
}

/* Everything is read: check it as a whole, and hand it over if it is good. */
static struct config_file *config_file_finish(struct config_file *file,
					      struct loader *loader,
					      const struct shard_choice *choice)
{
	struct place top = { file->config.file, 1, 1 };

	file->zones = loader->zones;
	free(loader->slots);
	zones_finish(loader);
	routes_finish(loader);
	http_finish(loader);
	if (choice)
		shard_take(loader, choice);
	if (arena_failed(file->arena))
		(void)loader_out_of_memory(loader, top);
	complaints_close(&loader->complaints);
	if (loader->complaints.errors == 0)
		return file;
	config_free(file);
	return NULL;
}

struct config_file *config_load_memory(const char *name, const char *bytes,
				       size_t len, struct text *ret_errors)
{
	struct loader loader;
	struct config_file *file = config_file_new(&loader, name, ret_errors);

	if (!file)
		return NULL;
	loader.in_memory = true;
	defaults_read(&loader);
	document_read(&loader, file->config.file, bytes, len, config_fields);
	return config_file_finish(file, &loader, NULL);
}

/* @param choice  NULL: the whole. */
static struct config_file *load(const char *path, enum config_secrets secrets,
				const struct shard_choice *choice,
				struct text *ret_errors)
{
	struct loader loader;
	struct config_file *file = config_file_new(&loader, path, ret_errors);
	struct place top = { path, 1, 1 };
	struct text bytes;

	if (!file)
		return NULL;
	top.file = file->config.file;
	loader.secrets = secrets;
	defaults_read(&loader);
	loader_enter_file(&loader, top.file);
	text_init(&bytes, CONFIG_FILE_BYTES_MAX);
	if (loader_read_file(&loader, top, path, &bytes)) {
		document_read(&loader, top.file, text_string(&bytes), bytes.len,
			      config_fields);
		loader_read_pending(&loader);
		if (loader.zone_count == 0 && loader.complaints.errors == 0)
			complaints_error(
				&loader.complaints, top,
				"no zones to watch: say them with zones:, "
				"zone_files: or include:");
	}
	text_done(&bytes);
	return config_file_finish(file, &loader, choice);
}

struct config_file *config_load(const char *path, struct text *ret_errors)
{
	return load(path, SECRETS_READ, NULL, ret_errors);
}

struct config_file *config_load_with(const char *path,
				     enum config_secrets secrets,
				     struct text *ret_errors)
{
	return load(path, secrets, NULL, ret_errors);
}

struct config_file *config_load_shard(const char *path,
				      const struct shard_choice *choice,
				      struct text *ret_errors)
{
	return load(path, SECRETS_READ, choice, ret_errors);
}

void config_free(struct config_file *file)
{
	if (!file)
		return;
	for (size_t i = 0; i < file->config.target_count; i++)
		for (size_t k = 0; k < 2; k++) {
			const char *secret = file->config.targets[i].secrets[k];

			if (secret)
				explicit_bzero((void *)(uintptr_t)secret,
					       strlen(secret));
		}
	free(file->zones);
	arena_free(file->arena);
	free(file);
}

const struct config *config_get(const struct config_file *file)
{
	return &file->config;
}

const struct config *config_builtin(void)
{
	static struct config_file *builtin;
	struct loader loader;
	struct text errors;

	if (builtin)
		return &builtin->config;
	text_init(&errors, BUILTIN_TEXT_MAX);
	builtin = config_file_new(&loader, "builtin", &errors);
	if (builtin) {
		loader.in_memory = true;
		defaults_read(&loader);
		builtin = config_file_finish(builtin, &loader, NULL);
	}
	text_done(&errors);
	return builtin ? &builtin->config : NULL;
}
