/* SPDX-License-Identifier: BSD-3-Clause */
/* document.c - one YAML document, read by a table of fields. */
#include "config/loader.h"

#include <string.h>

bool loader_out_of_memory(struct loader *loader, struct place place)
{
	if (!loader->memory_is_short)
		complaints_error(&loader->complaints, place, "out of memory");
	loader->memory_is_short = true;
	return false;
}

static const char *field_key_at(const void *words, size_t i)
{
	return ((const struct field *)words)[i].key;
}

/* Where else a key is known, for those who put it into the wrong place. */
static const char *other_place(const struct field *fields, const char *key)
{
	static const struct {
		const struct field *fields;
		const char *words;
	} places[] = {
		{ config_fields, "one at the top of the main file" },
		{ policy_fields, "one of a zone, or of defaults:" },
		{ zone_fields, "one of a zone" },
		{ target_fields, "one of a target" },
		{ route_fields, "one of a route" },
		{ quiet_fields, "one of quiet:" },
		{ maintenance_fields, "one of maintenance:" },
	};

	for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++)
		for (const struct field *f = places[p].fields; f->key; f++)
			if (places[p].fields != fields &&
			    strcmp(f->key, key) == 0)
				return places[p].words;
	return NULL;
}

static int complain_unknown(struct loader *loader, const struct field *fields,
			    const struct item *key)
{
	const char *elsewhere = other_place(fields, key->text);
	const char *near = nearest_word(key->text, field_key_at, fields);

	if (elsewhere)
		complaints_error(&loader->complaints, key->place,
				 "'%s' is no key here: it is %s", key->text,
				 elsewhere);
	else
		complaints_error(&loader->complaints, key->place,
				 near ? "unknown key '%s'; did you mean '%s'?"
				      : "unknown key '%s'",
				 key->text, near);
	return -1;
}

/* @return the row's index, or -1 with a complaint. */
static int field_find(struct loader *loader, const struct field *fields,
		      const struct item *key)
{
	if (key->kind == ITEM_REFUSED)
		return -1;
	if (key->kind != ITEM_SCALAR) {
		complaints_error(&loader->complaints, key->place,
				 "expected a key, got %s", item_kind_text(key));
		reader_skip(loader->reader, key);
		return -1;
	}
	for (int i = 0; fields[i].key; i++)
		if (strcmp(fields[i].key, key->text) == 0)
			return i;
	if (strcmp(key->text, "<<") == 0) {
		complaints_error(&loader->complaints, key->place,
				 "a merge ('<<') is not supported");
		return -1;
	}
	return complain_unknown(loader, fields, key);
}

/* "-example.com" and "probers:4" are a word to YAML. */
static const char *missing_space(const struct item *item)
{
	if (item->kind != ITEM_SCALAR || !item->plain)
		return "";
	if (item->text[0] == '-')
		return ": a space behind '-' is missing";
	return strchr(item->text, ' ') || strchr(item->text, ':')
		       ? ": a ':' behind a key, or the space behind it, is "
			 "missing"
		       : "";
}

static bool field_read(struct loader *loader, const struct field *field,
		       const struct item *item, void *base)
{
	const struct field_kind *kind = &field_kinds[field->type];
	bool is_nothing =
		item->kind == ITEM_SCALAR && item->plain && !*item->text;

	if (item->kind == ITEM_REFUSED || item->kind == ITEM_END)
		return false;
	if ((item->kind == kind->takes ||
	     (kind->or_one && item->kind == ITEM_SCALAR)) &&
	    !is_nothing)
		return kind->read(loader, field, item,
				  (char *)base + field->at);
	complaints_error(&loader->complaints, item->place,
			 "%s: expected %s, got %s%s", field->key, kind->what,
			 item_kind_text(item), missing_space(item));
	reader_skip(loader->reader, item);
	return false;
}

uint64_t fields_read(struct loader *loader, const struct field *fields,
		     void *base)
{
	unsigned lines[FIELDS_MAX] = { 0 }; /* where a row was said */
	uint64_t set = 0;

	for (struct item key = reader_next(loader->reader);
	     item_is_element(&key); key = reader_next(loader->reader)) {
		int i = field_find(loader, fields, &key);

		if (i >= 0 && lines[i]) {
			complaints_error(
				&loader->complaints, key.place,
				"key '%s' is there already, on line %u",
				key.text, lines[i]);
			i = -1;
		} else if (i >= 0) {
			lines[i] = key.place.line;
		}
		struct item value = reader_next(loader->reader);
		if (i < 0)
			reader_skip(loader->reader, &value);
		else if (field_read(loader, &fields[i], &value, base))
			set |= UINT64_C(1) << i;
	}
	return set;
}

void document_read(struct loader *loader, const char *file, const char *bytes,
		   size_t len, const struct field *fields)
{
	struct place top = { file, 1, 1 };
	struct reader *reader =
		reader_new(file, bytes, len, &loader->complaints);
	size_t errors = loader->complaints.errors;
	struct item item;

	if (!reader) {
		(void)loader_out_of_memory(loader, top);
		return;
	}
	loader->reader = reader;
	item = reader_next(reader);
	if (item.kind == ITEM_MAP)
		(void)fields_read(loader, fields, loader->config);
	else if (item.kind == ITEM_END && loader->complaints.errors == errors)
		complaints_error(&loader->complaints, top, "the file is empty");
	else if (item.kind == ITEM_SCALAR || item.kind == ITEM_LIST)
		complaints_error(&loader->complaints, item.place,
				 "expected keys and values, got %s%s",
				 item_kind_text(&item), missing_space(&item));
	while (item.kind != ITEM_END)
		item = reader_next(reader);
	loader->reader = NULL;
	reader_free(reader);
}
