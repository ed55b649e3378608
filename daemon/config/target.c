/* SPDX-License-Identifier: BSD-3-Clause */
/* target.c - `targets:`, and what each kind of them asks for. */
#include "config/loader.h"

#include <string.h>

/* A system's whole store is 200 kB. */
#define CA_FILE_MAX (1 << 20)

/* What a kind asks for, from its row. */
struct target_rule {
	const char *word;
	unsigned traits;
	const char *url;
};

static const struct target_rule rules[] = {
#define TARGET_KIND(constant, word, traits, url, manual)                       \
	[TARGET_##constant] = { #word, traits, url },
#include "config/target_kinds.def"
#undef TARGET_KIND
};

/* Where it posts to. A URL that is the only key to a chat is a secret. */
static void address_check(struct loader *loader, struct place place,
			  struct target_config *target)
{
	const struct target_rule *rule = &rules[target->kind];
	bool secret = rule->traits & TARGET_URL_IS_SECRET;

	if (target->url_said && target->url_file)
		complaints_error(&loader->complaints, place,
				 "a target with both a url and a url_file");
	else if (target->url_said && secret)
		complaints_error(
			&loader->complaints, place,
			"url: whoever knows the URL of a %s target can post "
			"there, so it is a secret: put it alone into a file "
			"that only the daemon may read, and say url_file: FILE "
			"or url_file: credential:NAME",
			rule->word);
	else if (target->url_said)
		target->url = target->url_said;
	else if (!target->url)
		target->url = rule->url;
	if (!target->url && !target->url_said)
		complaints_error(&loader->complaints, place,
				 "a target without a %s",
				 secret ? "url_file" : "url");
}

static void keys_check(struct loader *loader, struct place place,
		       const struct target_config *target)
{
	const struct target_rule *rule = &rules[target->kind];

	if (target->secret_count && !(rule->traits & TARGET_SIGNS))
		complaints_error(&loader->complaints, place,
				 "secret_files: a %s target is sent no "
				 "signature",
				 rule->word);
	if (target->token && !(rule->traits & TARGET_TAKES_TOKEN))
		complaints_error(&loader->complaints, place,
				 "token_file: a %s target is sent no token",
				 rule->word);
	if (!target->token &&
	    (rule->traits & TARGET_NEEDS_TOKEN) == TARGET_NEEDS_TOKEN)
		complaints_error(&loader->complaints, place,
				 "a %s target without a token_file",
				 rule->word);
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
	good = !loader_looks_around(loader) ||
	       loader_read_file(loader, item->place, path, &bytes);
	if (good && loader_looks_around(loader) &&
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

/* What the rows of target_fields cannot say. */
static void target_check(struct loader *loader, struct place place,
			 struct target_config *targets, size_t count)
{
	struct target_config *new = &targets[count];

	if (!new->name)
		complaints_error(&loader->complaints, place,
				 "a target without a name");
	if (target_check_lists(loader, place, new, rules[new->kind].traits))
		address_check(loader, place, new);
	keys_check(loader, place, new);
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
	struct item e;

	(void)item;
	(void)at;
	while (list_next_map(loader, field, &seen, &e)) {
		size_t errors = loader->complaints.errors;

		found[count] = (struct target_config){ .kind = TARGET_GENERIC,
						       .deadline_s = 30,
						       .every_s = 60,
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
