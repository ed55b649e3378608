/* SPDX-License-Identifier: BSD-3-Clause */
/* target.c - `targets:`, and the signing keys that their files hold. */
#include "config/loader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SECRET_PREFIX	"whsec_"
#define SECRET_FILE_MAX 4096
/* A system's whole store is 200 kB. */
#define CA_FILE_MAX	  (1 << 20)
#define CREDENTIAL_PREFIX "credential:"
/* Standard Webhooks, "Signature scheme": 192 to 512 bits. */
#define SECRET_BYTES_MIN 24
#define SECRET_BYTES_MAX 64

/* The file of systemd's LoadCredential=NAME:... . */
static const char *credential_path(struct loader *loader, struct place place,
				   const char *name)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (!*name || strchr(name, '/') || *name == '.') {
		complaints_error(&loader->complaints, place,
				 "'%s' is not the name of a credential", name);
		return NULL;
	}
	if (!dir || !*dir) {
		complaints_error(
			&loader->complaints, place,
			"credential:%s: CREDENTIALS_DIRECTORY is not set: "
			"LoadCredential= in the unit does that",
			name);
		return NULL;
	}
	return arena_printf(loader->arena, "%s/%s", dir, name);
}

static void warn_if_readable(struct loader *loader, struct place place,
			     const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & S_IROTH))
		complaints_warn(&loader->complaints, place,
				"%s: everybody may read this secret (mode "
				"%04o)",
				path, (unsigned)st.st_mode & 07777);
}

/* Whether @p text is a key that signs; what it is never shows. */
static bool secret_is_good(const char *text)
{
	uint8_t key[SECRET_BYTES_MAX];
	size_t prefix = strlen(SECRET_PREFIX), len = 0;
	bool good;

	if (strncmp(text, SECRET_PREFIX, prefix) != 0)
		return false;
	good = base64_decode(text + prefix, strlen(text + prefix), key,
			     sizeof(key), &len) &&
	       len >= SECRET_BYTES_MIN;
	explicit_bzero(key, sizeof(key));
	return good;
}

/* The first line of the file at @p path, or NULL with a complaint. */
static const char *secret_load(struct loader *loader, struct place place,
			       const char *path)
{
	const char *secret = NULL;
	struct text bytes;

	text_init(&bytes, SECRET_FILE_MAX);
	if (!loader_read_file(loader, place, path, &bytes))
		goto out;
	warn_if_readable(loader, place, path);
	if (bytes.at)
		bytes.at[strcspn(bytes.at, " \t\r\n")] = '\0';
	if (!secret_is_good(text_string(&bytes)))
		complaints_error(
			&loader->complaints, place,
			"%s: not a key: expected %s and base64 of %d to %d "
			"bytes",
			path, SECRET_PREFIX, SECRET_BYTES_MIN,
			SECRET_BYTES_MAX);
	else if (!(secret = arena_strdup(loader->arena, text_string(&bytes))))
		(void)loader_out_of_memory(loader, place);
out:
	if (bytes.at)
		explicit_bzero(bytes.at, bytes.cap);
	text_done(&bytes);
	return secret;
}

static bool secret_add(struct loader *loader, const struct item *item,
		       struct target_config *target)
{
	size_t prefix = strlen(CREDENTIAL_PREFIX);
	const char *path, *shown;

	if (strncmp(item->text, CREDENTIAL_PREFIX, prefix) == 0) {
		shown = arena_strdup(loader->arena, item->text);
		path = credential_path(loader, item->place,
				       item->text + prefix);
	} else {
		shown = path = loader_path(loader, item->text);
	}
	if (!path || loader->in_memory)
		return false;
	target->secret_files[target->secret_count] = shown;
	target->secrets[target->secret_count] =
		secret_load(loader, item->place, path);
	return target->secrets[target->secret_count++];
}

bool field_read_secret_files(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	struct target_config *target =
		OWNER(at, struct target_config, secret_count);
	size_t seen = 0;
	bool good = true;

	(void)item;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader))
		if (!element_is_scalar(loader, field, &e) ||
		    !list_has_room(loader, field, &e, seen++) ||
		    !secret_add(loader, &e, target))
			good = false;
	return good;
}

/* Looked at once; libcurl reads it for each connection, so that it
 * may be replaced. */
bool field_read_ca_file(struct loader *loader, const struct field *field,
			const struct item *item, void *at)
{
	const char *path = NULL;
	struct text bytes;
	bool good;

	if (!field_read_path(loader, field, item, &path))
		return false;
	text_init(&bytes, CA_FILE_MAX);
	good = loader->in_memory ||
	       loader_read_file(loader, item->place, path, &bytes);
	if (good && !loader->in_memory &&
	    !strstr(text_string(&bytes), "-----BEGIN CERTIFICATE-----")) {
		complaints_error(&loader->complaints, item->place,
				 "%s: %s holds no certificate", field->key,
				 path);
		good = false;
	}
	if (good)
		*(const char **)at = path;
	text_done(&bytes);
	return good;
}

/* Rows of target_fields that have no default. */
static void target_check(struct loader *loader, struct place place,
			 const struct target_config *targets, size_t count)
{
	const struct target_config *new = &targets[count];

	if (!new->name)
		complaints_error(&loader->complaints, place,
				 "a target without a name");
	if (!new->url)
		complaints_error(&loader->complaints, place,
				 "a target without a url");
	for (size_t i = 0; new->name &&i < count; i++)
		if (targets[i].name && strcmp(targets[i].name, new->name) == 0)
			complaints_error(&loader->complaints, place,
					 "target '%s' is there twice",
					 new->name);
}

bool field_read_targets(struct loader *loader, const struct field *field,
			const struct item *item, void *at)
{
	struct target_config found[TARGETS_MAX];
	size_t count = 0, seen = 0;

	(void)item;
	(void)at;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		size_t errors = loader->complaints.errors;

		if (e.kind != ITEM_MAP) {
			complaints_error(&loader->complaints, e.place,
					 "%s: expected keys and values, got %s",
					 field->key, item_kind_text(&e));
			reader_skip(loader->reader, &e);
			continue;
		}
		if (!list_has_room(loader, field, &e, seen++)) {
			reader_skip(loader->reader, &e);
			continue;
		}
		found[count] = (struct target_config){ .kind = TARGET_GENERIC,
						       .max_per_minute = 10 };
		(void)fields_read(loader, target_fields, &found[count]);
		if (loader->complaints.errors == errors)
			target_check(loader, e.place, found, count);
		count++;
	}
	loader->config->targets =
		arena_memdup(loader->arena, found, count * sizeof(found[0]));
	loader->config->target_count = count;
	return true;
}
