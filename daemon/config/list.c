/* SPDX-License-Identifier: BSD-3-Clause */
/* list.c - the values that are lists or maps of scalars. */
#include "config/loader.h"

#include "base/address.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

bool list_has_room(struct loader *loader, const struct field *field,
		   const struct item *item, size_t index)
{
	if ((int64_t)index < field->max)
		return true;
	if ((int64_t)index == field->max)
		complaints_error(&loader->complaints, item->place,
				 "%s: more than %" PRId64, field->key,
				 field->max);
	return false;
}

bool list_next_map(struct loader *loader, const struct field *field,
		   size_t *seen, struct item *ret_item)
{
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		if (e.kind != ITEM_MAP)
			complaints_error(&loader->complaints, e.place,
					 "%s: expected keys and values, got %s",
					 field->key, item_kind_text(&e));
		else if (list_has_room(loader, field, &e, (*seen)++)) {
			*ret_item = e;
			return true;
		}
		reader_skip(loader->reader, &e);
	}
	return false;
}

bool element_is_scalar(struct loader *loader, const struct field *field,
		       const struct item *item)
{
	/* Said already: refused, or a syntax error ended the file. */
	if (item->kind == ITEM_REFUSED || item->kind == ITEM_END)
		return false;
	if (item->kind == ITEM_SCALAR && !(item->plain && !*item->text))
		return true;
	complaints_error(&loader->complaints, item->place,
			 "%s: expected one value, got %s", field->key,
			 item_kind_text(item));
	reader_skip(loader->reader, item);
	return false;
}

bool list_read(struct loader *loader, const struct field *field,
	       element_reader *read, void *found, size_t *ret_count)
{
	size_t index = 0;
	bool good = true;

	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader), index++)
		if (!element_is_scalar(loader, field, &e) ||
		    !list_has_room(loader, field, &e, index) ||
		    !read(loader, field, &e, index, found))
			good = false;
	if (good)
		*ret_count = index;
	return good;
}

bool list_read_texts(struct loader *loader, const struct field *field,
		     element_reader *read, struct text_list *ret_list)
{
	const char *found[TEXTS_MAX];
	size_t count;

	if (!list_read(loader, field, read, found, &count))
		return false;
	ret_list->at =
		arena_memdup(loader->arena, found, count * sizeof(found[0]));
	ret_list->count = count;
	return true;
}

bool field_read_seconds_list(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	struct config *config = OWNER(at, struct config, confirm_count);
	int64_t s[CONFIRM_STEPS_MAX];
	bool good = true;
	size_t count = 0;

	(void)item;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		if (count == CONFIRM_STEPS_MAX) {
			complaints_error(&loader->complaints, e.place,
					 "%s: more than %d", field->key,
					 CONFIRM_STEPS_MAX);
			reader_skip(loader->reader, &e);
			good = false;
		} else if (!element_is_scalar(loader, field, &e) ||
			   !field_read_duration(loader, field, &e,
						&s[count++])) {
			good = false;
		}
	}
	if (!good)
		return false;
	config->confirm_count = count;
	memcpy(config->confirm_s, s, count * sizeof(s[0]));
	return true;
}

static bool read_canary(struct loader *loader, const struct field *field,
			const struct item *item, size_t index, void *found)
{
	struct name *names = found;

	(void)field;
	return zone_name_read(loader, item->place, item->text, &names[index]);
}

bool field_read_canaries(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	struct canary_list *list = at;

	(void)item;
	return list_read(loader, field, read_canary, list->names, &list->count);
}

static bool read_address(struct loader *loader, const struct field *field,
			 const struct item *item, size_t index, void *found)
{
	struct address *addresses = found;

	if (address_from_text(item->text, &addresses[index]))
		return true;
	complaints_error(&loader->complaints, item->place,
			 "%s: '%s' is not an address such as 192.0.2.1, "
			 "2001:db8::1 or 192.0.2.1@5353",
			 field->key, item->text);
	return false;
}

/* A list of addresses, of field->max at most, which is none over
 * POLICY_SERVERS_MAX, into the loader's arena. */
static bool read_addresses(struct loader *loader, const struct field *field,
			   size_t *ret_count, const struct address **ret_at)
{
	struct address found[POLICY_SERVERS_MAX];

	if (!list_read(loader, field, read_address, found, ret_count))
		return false;
	*ret_at = arena_memdup(loader->arena, found,
			       *ret_count * sizeof(found[0]));
	return true;
}

bool field_read_servers(struct loader *loader, const struct field *field,
			const struct item *item, void *at)
{
	struct zone_policy *policy =
		OWNER(at, struct zone_policy, server_count);

	(void)item;
	return read_addresses(loader, field, &policy->server_count,
			      &policy->servers);
}

bool field_read_resolvers(struct loader *loader, const struct field *field,
			  const struct item *item, void *at)
{
	struct config *config = OWNER(at, struct config, resolver_count);

	(void)item;
	return read_addresses(loader, field, &config->resolver_count,
			      &config->resolvers);
}

_Static_assert(RESOLVERS_MAX <= POLICY_SERVERS_MAX, "they share a buffer");

/* Letters, digits and '_', as Prometheus has it. */
static bool is_label_key(const char *text)
{
	if (!*text || isdigit((unsigned char)*text) || strlen(text) > 63)
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

/* The key of a pair; @p seen are the @p count before it. */
static bool label_key_read(struct loader *loader, const struct field *field,
			   const struct item *item,
			   const struct policy_label *seen, size_t count)
{
	if (item->kind != ITEM_SCALAR || !is_label_key(item->text)) {
		complaints_error(&loader->complaints, item->place,
				 "%s: a key is letters, digits and '_'",
				 field->key);
		reader_skip(loader->reader, item);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (seen[i].key && strcmp(seen[i].key, item->text) == 0) {
			complaints_error(&loader->complaints, item->place,
					 "%s: '%s' is there twice", field->key,
					 item->text);
			return false;
		}
	return list_has_room(loader, field, item, count);
}

bool field_read_labels(struct loader *loader, const struct field *field,
		       const struct item *item, void *at)
{
	struct label_list *list = at;
	struct policy_label found[POLICY_LABELS_MAX];
	size_t count = 0;
	bool good = true;

	(void)item;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		bool key_good = label_key_read(loader, field, &e, found, count);

		if (key_good)
			found[count].key = arena_strdup(loader->arena, e.text);
		e = reader_next(loader->reader);
		if (!element_is_scalar(loader, field, &e) || !key_good)
			good = false;
		else
			found[count++].value =
				arena_strdup(loader->arena, e.text);
	}
	if (!good)
		return false;
	list->at = arena_memdup(loader->arena, found, count * sizeof(found[0]));
	list->count = count;
	return true;
}
