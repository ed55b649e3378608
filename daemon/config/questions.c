/* SPDX-License-Identifier: BSD-3-Clause */
/* questions.c - `names:`, the names and types that a zone's users ask for. */
#include "config/loader.h"

#include "dns/message.h"

#include <string.h>
#include <strings.h>

/* What is gathered while `names:` is read. */
struct questions {
	struct policy_question at[POLICY_QUESTIONS_MAX];
	size_t count;
	bool good;
};

/* "@", a name with a final dot, or a name to be put before the zone's. */
static bool question_label_read(struct loader *loader,
				const struct field *field,
				const struct item *item,
				const struct questions *seen)
{
	struct name name;

	if (item->kind != ITEM_SCALAR || !*item->text ||
	    (strcmp(item->text, "@") != 0 &&
	     !name_from_text(item->text, &name))) {
		complaints_error(&loader->complaints, item->place,
				 "%s: '%s' is neither a name nor \"@\"",
				 field->key, item->text);
		reader_skip(loader->reader, item);
		return false;
	}
	for (size_t i = 0; i < seen->count; i++)
		if (strcasecmp(seen->at[i].label, item->text) == 0) {
			complaints_error(&loader->complaints, item->place,
					 "%s: '%s' is there twice", field->key,
					 item->text);
			return false;
		}
	return true;
}

/* RFC 6895 3.1: 128 to 255 are for questions and meta data, not for data;
 * OPT is no data either. */
static bool is_data_type(uint16_t type)
{
	return type != 0 && type != TYPE_OPT && (type < 128 || type > 255);
}

static void question_add(struct loader *loader, const struct field *field,
			 const struct item *item, const char *label,
			 struct questions *found)
{
	uint16_t type;

	found->good = found->good && label;
	if (!element_is_scalar(loader, field, item) ||
	    !list_has_room(loader, field, item, found->count)) {
		found->good = false;
		return;
	}
	if (!type_from_text(item->text, &type) || !is_data_type(type)) {
		complaints_error(
			&loader->complaints, item->place,
			"%s: '%s' is not a record type such as AAAA or TYPE64",
			field->key, item->text);
		found->good = false;
		return;
	}
	for (size_t i = 0; i < found->count; i++)
		if (found->at[i].label == label && found->at[i].type == type)
			complaints_error(&loader->complaints, item->place,
					 "%s: '%s' is there twice", field->key,
					 item->text);
	if (label)
		found->at[found->count++] =
			(struct policy_question){ label, type };
}

/* The list of types behind one name. */
static void question_types_read(struct loader *loader,
				const struct field *field, const char *label,
				struct questions *found)
{
	struct item list = reader_next(loader->reader);
	size_t errors = loader->complaints.errors, seen = 0;

	if (list.kind != ITEM_LIST) {
		found->good = false;
		if (list.kind == ITEM_REFUSED || list.kind == ITEM_END)
			return;
		complaints_error(&loader->complaints, list.place,
				 "%s: expected a list of types, got %s",
				 field->key, item_kind_text(&list));
		reader_skip(loader->reader, &list);
		return;
	}
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader), seen++)
		question_add(loader, field, &e, label, found);
	if (seen == 0 && loader->complaints.errors == errors)
		complaints_error(&loader->complaints, list.place,
				 "%s: a name without types", field->key);
}

bool field_read_questions(struct loader *loader, const struct field *field,
			  const struct item *item, void *at)
{
	struct zone_policy *policy =
		OWNER(at, struct zone_policy, question_count);
	struct questions found = { .good = true };

	(void)item;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		const char *label = NULL;

		if (question_label_read(loader, field, &e, &found))
			label = arena_strdup(loader->arena, e.text);
		question_types_read(loader, field, label, &found);
	}
	if (!found.good)
		return false;
	policy->questions = arena_memdup(loader->arena, found.at,
					 found.count * sizeof(found.at[0]));
	policy->question_count = found.count;
	return true;
}
