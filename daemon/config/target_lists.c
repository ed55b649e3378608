/* SPDX-License-Identifier: BSD-3-Clause */
/* target_lists.c - by what a target is told where that is no single URL: all
 * members of a cluster, or a program. */
#include "config/loader.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Of one argument; the system's own limit is 128 KiB. */
#define ARGUMENT_BYTES_MAX 4096
/* "At most 5 a minute" is what services that take heartbeats ask for. */
#define BEAT_EVERY_MIN_S 15

static bool read_member(struct loader *loader, const struct field *field,
			const struct item *item, size_t index, void *found)
{
	const struct field one = {
		.key = field->key, .type = FIELD_URL, .min = 1, .max = URL_SIZE
	};
	const char **urls = found;

	return field_read_url(loader, &one, item, &urls[index]);
}

bool field_read_urls(struct loader *loader, const struct field *field,
		     const struct item *item, void *at)
{
	(void)item;
	return list_read_texts(loader, field, read_member, at);
}

/* It runs with our rights: nobody but its owner may change it. */
static bool program_is_good(struct loader *loader, const struct field *field,
			    struct place place, const char *path)
{
	const char *wrong = NULL;
	struct stat st;

	if (stat(path, &st) != 0)
		wrong = strerror(errno);
	else if (!S_ISREG(st.st_mode) || !(st.st_mode & 0111))
		wrong = "it is not a program";
	else if (st.st_mode & S_IWOTH)
		wrong = "everybody may change it";
	if (wrong)
		complaints_error(&loader->complaints, place, "%s: %s: %s",
				 field->key, path, wrong);
	return !wrong;
}

/* The program, then its arguments. */
static bool read_word(struct loader *loader, const struct field *field,
		      const struct item *item, size_t index, void *found)
{
	const char **word = (const char **)found + index;

	if (strlen(item->text) > ARGUMENT_BYTES_MAX) {
		complaints_error(&loader->complaints, item->place,
				 "%s: longer than %d bytes", field->key,
				 ARGUMENT_BYTES_MAX);
		return false;
	}
	*word = index ? arena_strdup(loader->arena, item->text)
		      : loader_path(loader, item->text);
	if (!*word)
		return loader_out_of_memory(loader, item->place);
	return index || !loader_looks_around(loader) ||
	       program_is_good(loader, field, item->place, *word);
}

bool field_read_command(struct loader *loader, const struct field *field,
			const struct item *item, void *at)
{
	(void)item;
	return list_read_texts(loader, field, read_word, at);
}

bool target_check_lists(struct loader *loader, struct place place,
			const struct target_config *target, unsigned traits)
{
	bool single = target->url_said || target->url_file;
	const char *wrong = NULL;

	if ((traits & TARGET_IS_RUN) && target->command_count == 0)
		wrong = "a command target without a command";
	else if ((traits & TARGET_IS_RUN) && (single || target->url_count))
		wrong = "a command target has no url";
	else if (!(traits & TARGET_IS_RUN) && target->command_count)
		wrong = "command is for targets of that kind";
	else if (!(traits & TARGET_HAS_MANY) && target->url_count)
		wrong = "urls is for alertmanager targets";
	else if (single && target->url_count)
		wrong = "a target with both a url and urls";
	else if ((traits & TARGET_BEATS) && target->every_s < BEAT_EVERY_MIN_S)
		wrong = "every: under 15s, services refuse heartbeats";
	if (wrong)
		complaints_error(&loader->complaints, place, "%s", wrong);
	return !wrong && !target->command_count && !target->url_count;
}
