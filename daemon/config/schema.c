/* SPDX-License-Identifier: BSD-3-Clause */
/* schema.c - the JSON Schema (2020-12) of a configuration file, for editors,
 * from the rows that its reader has. What no schema can say (the range of a
 * duration, a name that is there twice) is in the descriptions. */
#include "config/config_load.h"
#include "config/kinds.h"

#include <string.h>

/* A default, read as YAML from @p item on. @param bare  numbers and words of
 * JSON, which have no quotes. */
static void put_value(struct text *out, struct reader *reader,
		      const struct item *item, bool bare)
{
	bool map = item->kind == ITEM_MAP, first = true;

	if (item->kind == ITEM_SCALAR && bare)
		text_put(out, item->text);
	else if (item->kind == ITEM_SCALAR)
		schema_put_string(out, item->text);
	if (item->kind == ITEM_SCALAR)
		return;
	text_put(out, map ? "{" : "[");
	for (struct item e = reader_next(reader); item_is_element(&e);
	     e = reader_next(reader), first = false) {
		text_put(out, first ? "" : ", ");
		if (map) {
			schema_put_string(out, e.text);
			text_put(out, ": ");
			e = reader_next(reader);
		}
		put_value(out, reader, &e, bare);
	}
	text_put(out, map ? "}" : "]");
}

static void put_default(struct text *out, const struct field *field)
{
	bool bare = field->type == FIELD_UNSIGNED ||
		    field->type == FIELD_COUNT || field->type == FIELD_BOOL;
	struct complaints none = { .out = out };
	struct reader *reader = reader_new(field->key, field->fallback,
					   strlen(field->fallback), &none);
	struct item item;

	if (!reader) {
		out->failed = true;
		return;
	}
	text_put(out, ", \"default\": ");
	item = reader_next(reader);
	put_value(out, reader, &item, bare);
	reader_free(reader);
}

static void put_field(struct text *out, const struct field *field)
{
	struct text about;

	text_init(&about, 4096);
	text_printf(&about, "%s (", field->manual);
	field_put_type(&about, field);
	text_put(&about, ")");
	text_printf(out, "\"%s\": {", field->key);
	schema_put_type(out, field);
	if (field->fallback)
		put_default(out, field);
	text_put(out, ", \"description\": ");
	schema_put_string(out, text_string(&about));
	text_put(out, "}");
	out->failed = out->failed || !text_ok(&about);
	text_done(&about);
}

/* The members of an object: its keys, and no others. */
static void put_keys(struct text *out, const char *indent,
		     const struct field *fields)
{
	text_printf(out,
		    "%s\"type\": \"object\",\n"
		    "%s\"additionalProperties\": false,\n"
		    "%s\"properties\": {\n",
		    indent, indent, indent);
	for (const struct field *f = fields; f->key; f++) {
		text_printf(out, "%s  ", indent);
		put_field(out, f);
		text_put(out, f[1].key ? ",\n" : "\n");
	}
	text_printf(out, "%s}", indent);
}

/* @param rules  more of it, as JSON. */
static void put_object(struct text *out, const char *name,
		       const struct field *fields, const char *rules)
{
	text_printf(out, "    \"%s\": {\n", name);
	put_keys(out, "      ", fields);
	schema_put_json(out, *rules ? ",\n      " : "");
	schema_put_json(out, rules);
	text_put(out, "\n    }");
}

/* What a kind of target may have; `needs` and `spoils` are traits. */
static const struct {
	const char *key;
	unsigned needs, spoils;
} kind_keys[] = {
	{ "url", 0, TARGET_IS_RUN | TARGET_URL_IS_SECRET },
	{ "url_file", 0, TARGET_IS_RUN },
	{ "urls", TARGET_HAS_MANY, 0 },
	{ "command", TARGET_IS_RUN, 0 },
	{ "token_file", TARGET_TAKES_TOKEN, 0 },
	{ "secret_files", TARGET_SIGNS, 0 },
};

static const char *kind_must(unsigned traits, const char *url)
{
	if (traits & TARGET_IS_RUN)
		return "'required': ['command']";
	if (traits & TARGET_URL_IS_SECRET)
		return "'required': ['url_file']";
	if (url)
		return "'required': ['token_file'], "
		       "'not': {'required': ['url', 'url_file']}";
	if (traits & TARGET_HAS_MANY)
		return "'oneOf': [{'required': ['url']}, "
		       "{'required': ['url_file']}, {'required': ['urls']}]";
	return "'oneOf': [{'required': ['url']}, {'required': ['url_file']}]";
}

static void put_kind(struct text *out, bool first, const char *word,
		     unsigned traits, const char *url)
{
	/* Without a kind it is the first. */
	text_printf(out,
		    "%s        {'if': {'properties': {'kind': {'const': "
		    "'%s'}}%s}, 'then': {'properties': {",
		    first ? "'required': ['name'],\n      'allOf': [\n" : ",\n",
		    word, first ? "" : ", 'required': ['kind']");
	for (size_t i = 0, n = 0; i < sizeof(kind_keys) / sizeof(*kind_keys);
	     i++)
		if ((kind_keys[i].needs & ~traits) ||
		    (kind_keys[i].spoils & traits))
			text_printf(out, "%s'%s': false", n++ ? ", " : "",
				    kind_keys[i].key);
	text_printf(out, "}, %s}}", kind_must(traits, url));
}

static void put_target(struct text *out)
{
	static const struct {
		const char *word, *url;
		unsigned traits;
	} kinds[] = {
#define TARGET_KIND(constant, word, traits, url, manual) { #word, url, traits },
#include "config/target_kinds.def"
#undef TARGET_KIND
	};
	struct text rules;

	text_init(&rules, 16384);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		put_kind(&rules, i == 0, kinds[i].word, kinds[i].traits,
			 kinds[i].url);
	text_put(&rules, "\n      ]");
	put_object(out, "target", target_fields, text_string(&rules));
	out->failed = out->failed || !text_ok(&rules);
	text_done(&rules);
}

void config_schema(struct text *out)
{
	schema_put_json(
		out,
		"{\n"
		"  '$schema': 'https://json-schema.org/draft/2020-12/schema',\n"
		"  '$id': 'https://github.com/forewarnd/forewarnd/conf/"
		"forewarn.schema.json',\n"
		"  'title': 'forewarn.yaml, the configuration of forewarnd',\n"
		"  'anyOf': [{'required': ['zones']}, {'required': "
		"['zone_files']}, {'required': ['include']}],\n");
	put_keys(out, "  ", config_fields);
	schema_put_json(out, ",\n  '$defs': {\n");
	schema_put_json(out, schema_parts);
	put_object(out, "defaults", policy_fields, "");
	text_put(out, ",\n");
	put_object(out, "zone", zone_fields, "'required': ['name']");
	text_put(out, ",\n");
	put_target(out);
	text_put(out, ",\n");
	put_object(out, "route", route_fields, "'required': ['targets']");
	text_put(out, ",\n");
	put_object(out, "quiet", quiet_fields, "'required': ['from', 'to']");
	text_put(out, ",\n");
	put_object(
		out, "maintenance", maintenance_fields,
		"'required': ['zones', 'reason'],\n      'oneOf': [\n"
		"        {'required': ['start', 'end'], 'properties': {'from': "
		"false, 'to': false, 'days': false, 'zone': false}},\n"
		"        {'required': ['from', 'to'], 'properties': {'start': "
		"false, 'end': false}}\n      ]");
	text_put(out, "\n  }\n}\n");
}
