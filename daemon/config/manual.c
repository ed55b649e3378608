/* SPDX-License-Identifier: BSD-3-Clause */
/* manual.c - the reference of all keys, for people and for troff. */
#include "config/config_load.h"
#include "config/kinds.h"

#include "base/time.h"

#include <ctype.h>
#include <inttypes.h>

struct section {
	const char *title;
	const struct field *fields;
};

static const struct section sections[] = {
	{ "Keys at the top", config_fields },
	{ "Keys of a zone", zone_fields },
	{ "Keys of a target", target_fields },
	{ "Keys of a route", route_fields },
	{ "Keys of quiet hours", quiet_fields },
	{ "Keys of a maintenance window", maintenance_fields },
};

/* In troff '-' is a hyphen, '\' escapes, and a line may not begin with '.' or
 * '\''; the last cannot happen, because no line is broken here. */
static void put_text(struct text *out, bool troff, const char *words)
{
	for (; *words; words++) {
		if (troff && *words == '-')
			text_put(out, "\\-");
		else if (troff && *words == '\\')
			text_put(out, "\\e");
		else if (troff && *words == '"')
			text_put(out, "\\(dq");
		else
			text_bytes(out, words, 1);
	}
}

static void put_range(struct text *out, const struct field *field)
{
	char min[DURATION_TEXT_SIZE], max[DURATION_TEXT_SIZE];

	switch (field->type) {
	case FIELD_SECONDS:
	case FIELD_MILLISECONDS:
	case FIELD_SECONDS_LIST:
		text_printf(out, ", %s to %s", duration_format(field->min, min),
			    duration_format(field->max, max));
		break;
	case FIELD_UNSIGNED:
	case FIELD_COUNT:
		text_printf(out, ", %" PRId64 " to %" PRId64, field->min,
			    field->max);
		break;
	case FIELD_PERCENT:
		text_printf(out, ", %" PRId64 "%% to %" PRId64 "%%", field->min,
			    field->max);
		break;
	default:
		if (field_kinds[field->type].takes != ITEM_SCALAR && field->max)
			text_printf(out, ", at most %" PRId64, field->max);
		break;
	}
}

void field_put_type(struct text *out, const struct field *field)
{
	const char *const *words = field_words(field);

	if (words)
		for (size_t i = 0; words[i]; i++)
			text_printf(out, "%s%s", i ? " | " : "", words[i]);
	else
		text_put(out, field_kinds[field->type].what);
	put_range(out, field);
	if (field->fallback)
		text_printf(out, "; default %s", field->fallback);
}

static void put_key(struct text *out, bool troff, const struct field *field)
{
	struct text type;

	text_init(&type, 1024);
	field_put_type(&type, field);
	text_put(out, troff ? ".TP\n.B " : "  ");
	put_text(out, troff, field->key);
	text_put(out, troff ? "\n" : ": ");
	put_text(out, troff, text_string(&type));
	text_put(out, troff ? ".\n.br\n" : "\n      ");
	text_printf(out, "%c", toupper((unsigned char)field->manual[0]));
	put_text(out, troff, field->manual + 1);
	text_put(out, ".\n");
	text_done(&type);
}

void config_manual(struct text *out, bool troff)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		text_printf(out, troff ? ".SS %s\n" : "%s:\n",
			    sections[i].title);
		for (const struct field *f = sections[i].fields; f->key; f++)
			put_key(out, troff, f);
	}
}
