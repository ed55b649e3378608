/* SPDX-License-Identifier: BSD-3-Clause */
/* secret.c - what is too secret for the configuration: signing keys, URLs and
 * tokens, each the first line of a file of its own. */
#include "config/loader.h"

#include "base/address.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_PREFIX	  "whsec_"
#define SECRET_FILE_MAX	  4096
#define CREDENTIAL_PREFIX "credential:"
/* Standard Webhooks, "Signature scheme": 192 to 512 bits. */
#define SECRET_BYTES_MIN 24
#define SECRET_BYTES_MAX 64
/* Those of the services that we know have 32 to 40. */
#define TOKEN_BYTES_MAX 512

/* Instead of a secret that is not read here. */
static const char secret_left[] = "";

/* Whether the daemon alone may read it, @p why not we, and that is no fault. */
static bool is_for_daemon(struct loader *loader, struct place place,
			  const char *shown, const char *why)
{
	if (loader->secrets != SECRETS_AT_HAND)
		return false;
	complaints_warn(&loader->complaints, place,
			"%s: not looked at here: %s; the daemon will", shown,
			why);
	return true;
}

/* The file of systemd's LoadCredential=NAME:... . @return NULL with a
 * complaint, or secret_left. */
static const char *credential_path(struct loader *loader, struct place place,
				   const char *shown)
{
	const char *name = shown + strlen(CREDENTIAL_PREFIX);
	static const char no_directory[] = "CREDENTIALS_DIRECTORY is not set";
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (!*name || strchr(name, '/') || *name == '.') {
		complaints_error(&loader->complaints, place,
				 "'%s' is not the name of a credential", name);
		return NULL;
	}
	if (dir && *dir)
		return arena_printf(loader->arena, "%s/%s", dir, name);
	if (is_for_daemon(loader, place, shown, no_directory))
		return secret_left;
	complaints_error(&loader->complaints, place,
			 "%s: %s: LoadCredential= in the unit does that", shown,
			 no_directory);
	return NULL;
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

/* The first line of the file at @p path, or NULL with a complaint. */
static const char *secret_load(struct loader *loader, struct place place,
			       const char *path)
{
	const char *secret = NULL;
	struct text bytes;

	if (access(path, R_OK) != 0 && errno == EACCES &&
	    is_for_daemon(loader, place, path, strerror(EACCES)))
		return secret_left;
	text_init(&bytes, SECRET_FILE_MAX);
	if (loader_read_file(loader, place, path, &bytes)) {
		warn_if_readable(loader, place, path);
		if (bytes.at)
			bytes.at[strcspn(bytes.at, " \t\r\n")] = '\0';
		secret = arena_strdup(loader->arena, text_string(&bytes));
		if (!secret)
			(void)loader_out_of_memory(loader, place);
	}
	if (bytes.at)
		explicit_bzero(bytes.at, bytes.cap);
	text_done(&bytes);
	return secret;
}

/* What the file that @p item names holds. @param ret_shown  the file, as people
 * may see it.
 * @return secret_left, or NULL with a complaint, or where no other file may be
 *         touched. */
static const char *secret_read(struct loader *loader, const struct item *item,
			       const char **ret_shown)
{
	bool credential = strncmp(item->text, CREDENTIAL_PREFIX,
				  strlen(CREDENTIAL_PREFIX)) == 0;
	const char *path;

	*ret_shown = credential ? arena_strdup(loader->arena, item->text)
				: loader_path(loader, item->text);
	if (loader->secrets == SECRETS_LEFT)
		return secret_left;
	path = credential ? credential_path(loader, item->place, item->text)
			  : *ret_shown;
	if (loader->in_memory)
		return NULL;
	return path && path != secret_left
		       ? secret_load(loader, item->place, path)
		       : path;
}

/* --- signing keys --- */

/* Whether @p text is a key that signs; what it is never shows. */
static bool key_is_good(const char *text)
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

static bool read_key(struct loader *loader, const struct field *field,
		     const struct item *item, size_t index, void *found)
{
	struct target_config *target = found;
	const char *shown, *key = secret_read(loader, item, &shown);

	(void)field;
	if (!key)
		return false;
	if (key != secret_left && !key_is_good(key)) {
		complaints_error(
			&loader->complaints, item->place,
			"%s: not a key: expected %s and base64 of %d to %d "
			"bytes",
			shown, SECRET_PREFIX, SECRET_BYTES_MIN,
			SECRET_BYTES_MAX);
		return false;
	}
	target->secret_files[index] = shown;
	target->secrets[index] = key;
	return true;
}

bool field_read_secret_files(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	struct target_config *target =
		OWNER(at, struct target_config, secret_count);

	(void)item;
	return list_read(loader, field, read_key, target,
			 &target->secret_count);
}

/* --- one URL, one token --- */

bool field_read_url_file(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	struct target_config *target =
		OWNER(at, struct target_config, url_file);
	struct item line = *item;

	line.text = secret_read(loader, item, &target->url_file);
	if (line.text == secret_left)
		target->url = secret_left;
	return line.text == secret_left ||
	       (line.text &&
		field_read_url(loader, field, &line, &target->url));
}

/* The token of the file that @p item names. @return NULL with a complaint. */
static const char *token_load(struct loader *loader, const struct field *field,
			      const struct item *item, const char **ret_shown)
{
	const char *token = secret_read(loader, item, ret_shown);
	bool good = token && *token && strlen(token) <= TOKEN_BYTES_MAX;

	if (token == secret_left)
		return token;
	/* It goes into a header as it is: RFC 9110 5.5. */
	for (const char *c = token; good && *c; c++)
		good = isgraph((unsigned char)*c);
	if (token && !good)
		complaints_error(&loader->complaints, item->place,
				 "%s: %s holds no token: expected one line of "
				 "at most %d letters, digits and punctuation",
				 field->key, *ret_shown, TOKEN_BYTES_MAX);
	return good ? token : NULL;
}

bool field_read_token_file(struct loader *loader, const struct field *field,
			   const struct item *item, void *at)
{
	struct target_config *target =
		OWNER(at, struct target_config, token_file);
	const char *token =
		token_load(loader, field, item, &target->token_file);

	if (token)
		target->token = token;
	return token;
}

bool field_read_http_token_file(struct loader *loader,
				const struct field *field,
				const struct item *item, void *at)
{
	struct config *config = OWNER(at, struct config, http_token_file);
	const char *token =
		token_load(loader, field, item, &config->http_token_file);

	if (token)
		config->http_token = token;
	return token;
}

/* Whom the window shows what: told apart here, so that `--check` tells. */
void http_finish(struct loader *loader)
{
	const struct config *config = loader->config;
	struct address address;

	if (config->http_token ||
	    config->http_without_token == PERMISSION_ALLOW ||
	    !address_from_host_port(config->http_listen, &address) ||
	    address_scope(&address) == ADDRESS_LOOPBACK)
		return;
	complaints_error(&loader->complaints, loader->listen_place,
			 "http_listen: %s is seen beyond this host: "
			 "http_token_file says who may read, or "
			 "http_without_token: allow that all may",
			 config->http_listen);
}
