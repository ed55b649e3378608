/* SPDX-License-Identifier: BSD-3-Clause */
/* value.c - the values that are one scalar. */
#include "config/loader.h"

#include "base/address.h"
#include "base/time.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool complain_value(struct loader *loader, const struct field *field,
			   const struct item *item)
{
	complaints_error(&loader->complaints, item->place, "%s: '%s' is not %s",
			 field->key, item->text, field_kinds[field->type].what);
	return false;
}

/* The item's text in the arena, within the field's length. */
static bool text_keep(struct loader *loader, const struct field *field,
		      const struct item *item, const char **ret)
{
	size_t len = strlen(item->text);
	const char *copy;

	if ((int64_t)len < field->min || (len == 0 && item->plain)) {
		complaints_error(&loader->complaints, item->place,
				 "%s: it is empty", field->key);
		return false;
	}
	if ((int64_t)len > field->max) {
		complaints_error(&loader->complaints, item->place,
				 "%s: longer than %" PRId64 " bytes",
				 field->key, field->max);
		return false;
	}
	copy = arena_strdup(loader->arena, item->text);
	if (!copy)
		return loader_out_of_memory(loader, item->place);
	*ret = copy;
	return true;
}

bool field_read_text(struct loader *loader, const struct field *field,
		     const struct item *item, void *at)
{
	/* Users, and names of targets: they end up in logs and metrics. */
	for (const char *c = item->text; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("-_.", *c))
			return complain_value(loader, field, item);
	return text_keep(loader, field, item, at);
}

bool field_read_sentence(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	/* The reader refuses what does not print. */
	return text_keep(loader, field, item, at);
}

bool field_read_path(struct loader *loader, const struct field *field,
		     const struct item *item, void *at)
{
	const char *path = NULL, *whole;

	if (!text_keep(loader, field, item, &path))
		return false;
	whole = loader_path(loader, path);
	if (!whole)
		return loader_out_of_memory(loader, item->place);
	if ((int64_t)strlen(whole) > field->max) {
		complaints_error(&loader->complaints, item->place,
				 "%s: as a whole path, %s, longer than %" PRId64
				 " bytes",
				 field->key, whole, field->max);
		return false;
	}
	*(const char **)at = whole;
	return true;
}

static const char *word_at(const void *words, size_t i)
{
	return ((const char *const *)words)[i];
}

int field_find_word(struct loader *loader, const struct field *field,
		    const struct item *item)
{
	const char *const *words = field_words(field);
	struct text list;
	const char *near;

	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], item->text) == 0)
			return i;
	text_init(&list, 256);
	for (size_t i = 0; words[i]; i++)
		text_printf(&list, "%s%s", i ? ", " : "", words[i]);
	near = nearest_word(item->text, word_at, words);
	complaints_error(&loader->complaints, item->place,
			 "%s: '%s' is none of %s%s%s%s", field->key, item->text,
			 text_string(&list), near ? "; did you mean '" : "",
			 near ? near : "", near ? "'?" : "");
	text_done(&list);
	return -1;
}

bool field_read_word(struct loader *loader, const struct field *field,
		     const struct item *item, void *at)
{
	int i = field_find_word(loader, field, item);

	if (i >= 0)
		*(const char **)at = field_words(field)[i];
	return i >= 0;
}

bool field_read_enum(struct loader *loader, const struct field *field,
		     const struct item *item, void *at)
{
	int i = field_find_word(loader, field, item);

	/* An enum of small values: stored as C stores all of ours, an int. */
	if (i >= 0)
		*(int *)at = i;
	return i >= 0;
}

/* Digits and then @p suffix, within the range. */
static bool number_read(struct loader *loader, const struct field *field,
			const struct item *item, const char *suffix,
			int64_t *ret)
{
	const char *c = item->text;
	int64_t value = 0;

	if (!isdigit((unsigned char)*c))
		return complain_value(loader, field, item);
	/* No range reaches 2^40, so what is longer only stays out of it. */
	for (; isdigit((unsigned char)*c); c++)
		if (value < (int64_t)1 << 40)
			value = value * 10 + (*c - '0');
	if (strcmp(c, suffix) != 0)
		return complain_value(loader, field, item);
	if (value < field->min || value > field->max) {
		complaints_error(&loader->complaints, item->place,
				 "%s: %s is out of range, %" PRId64
				 "%s to %" PRId64 "%s",
				 field->key, item->text, field->min, suffix,
				 field->max, suffix);
		return false;
	}
	*ret = value;
	return true;
}

bool field_read_unsigned(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	int64_t value;

	if (!number_read(loader, field, item, "", &value))
		return false;
	*(unsigned *)at = (unsigned)value;
	return true;
}

bool field_read_count(struct loader *loader, const struct field *field,
		      const struct item *item, void *at)
{
	return number_read(loader, field, item, "", at);
}

bool field_read_percent(struct loader *loader, const struct field *field,
			const struct item *item, void *at)
{
	int64_t value;

	if (!number_read(loader, field, item, "%", &value))
		return false;
	*(unsigned *)at = (unsigned)value;
	return true;
}

bool field_read_duration(struct loader *loader, const struct field *field,
			 const struct item *item, int64_t *ret_s)
{
	char min[DURATION_TEXT_SIZE], max[DURATION_TEXT_SIZE];
	int64_t s;

	if (!duration_parse(item->text, &s)) {
		complaints_error(
			&loader->complaints, item->place,
			"%s: '%s' is not a duration such as 90s, 15m, 6h, 14d "
			"or 1h30m",
			field->key, item->text);
		return false;
	}
	if (s < field->min || s > field->max) {
		complaints_error(&loader->complaints, item->place,
				 "%s: %s is out of range, %s to %s", field->key,
				 item->text, duration_format(field->min, min),
				 duration_format(field->max, max));
		return false;
	}
	*ret_s = s;
	return true;
}

bool field_read_seconds(struct loader *loader, const struct field *field,
			const struct item *item, void *at)
{
	return field_read_duration(loader, field, item, at);
}

bool field_read_milliseconds(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	int64_t s;

	if (!field_read_duration(loader, field, item, &s))
		return false;
	*(int64_t *)at = s * 1000;
	return true;
}

bool field_read_listen(struct loader *loader, const struct field *field,
		       const struct item *item, void *at)
{
	static const char prefix[] = "unix:";
	bool path = strncmp(item->text, prefix, strlen(prefix)) == 0;
	struct address address;

	if (path ? item->text[strlen(prefix)] != '/'
		 : *item->text && !address_from_host_port(item->text, &address))
		return complain_value(loader, field, item);
	loader->listen_place = item->place;
	return text_keep(loader, field, item, at);
}

/* @return the host of an http or https URL, or NULL. */
static const char *url_host(const char *url)
{
	if (strncmp(url, "http://", 7) == 0)
		return url + 7;
	if (strncmp(url, "https://", 8) == 0)
		return url + 8;
	return NULL;
}

bool field_read_url(struct loader *loader, const struct field *field,
		    const struct item *item, void *at)
{
	const char *host = url_host(item->text);

	/* The URL may be a secret as a whole: it is never quoted. */
	if (!host || !*host || strchr("/?#:@", *host)) {
		complaints_error(&loader->complaints, item->place, "%s: not %s",
				 field->key, field_kinds[FIELD_URL].what);
		return false;
	}
	for (const char *c = host; *c; c++)
		if (!isgraph((unsigned char)*c)) {
			complaints_error(
				&loader->complaints, item->place,
				"%s: a space, or a character beyond ASCII",
				field->key);
			return false;
		}
	return text_keep(loader, field, item, at);
}
