/* SPDX-License-Identifier: BSD-3-Clause */
/* schema_types.c - what each type of value is in the JSON Schema.
 *
 * JSON is written here with ' for ", and patterns with no more backslashes than
 * they need. */
#include "config/kinds.h"

#include "base/window.h"

/* One label of a name, and what a name is made of. */
#define LABEL	    "([-A-Za-z0-9_/]|[\\\\\\\\]([0-9]{3}|[-A-Za-z_./]))+"
#define OF_ANY_SIZE "'type': 'array', 'items': "
#define HOUR	    "(([01][0-9]|2[0-3]):[0-5][0-9])"

/* Which keywords say the field's minimum and maximum. */
enum limits {
	LIMITS_NONE,
	LIMITS_VALUE,
	LIMITS_LENGTH,
	LIMITS_ITEMS,
	LIMITS_MEMBERS,
};

static const char *const limit_words[][2] = {
	[LIMITS_VALUE] = { "minimum", "maximum" },
	[LIMITS_LENGTH] = { "minLength", "maxLength" },
	[LIMITS_ITEMS] = { "minItems", "maxItems" },
	[LIMITS_MEMBERS] = { "minProperties", "maxProperties" },
};

/* What a value is in JSON; types of words have theirs from field_words(). */
struct shape {
	const char *json;
	enum limits limits;
};

static const struct shape shapes[] = {
	[FIELD_TEXT] = { "'type': 'string', 'pattern': '^[-A-Za-z0-9_.]*$'",
			 LIMITS_LENGTH },
	[FIELD_PATH] = { "'type': 'string'", LIMITS_LENGTH },
	[FIELD_UNSIGNED] = { "'type': 'integer'", LIMITS_VALUE },
	[FIELD_COUNT] = { "'type': 'integer'", LIMITS_VALUE },
	[FIELD_SECONDS] = { "'$ref': '#/$defs/duration'", LIMITS_NONE },
	[FIELD_MILLISECONDS] = { "'$ref': '#/$defs/duration'", LIMITS_NONE },
	[FIELD_SECONDS_LIST] = { OF_ANY_SIZE "{'$ref': '#/$defs/duration'}, "
					     "'maxItems': 8",
				 LIMITS_NONE },
	[FIELD_CANARIES] = { OF_ANY_SIZE "{'$ref': '#/$defs/name'}",
			     LIMITS_ITEMS },
	[FIELD_QUESTIONS] = { "'type': 'object', 'propertyNames': "
			      "{'pattern': '^([.]|[^.]+([.][^.]+)*[.]?)$'}, "
			      "'additionalProperties': {'type': 'array', "
			      "'minItems': 1, 'items': {'type': 'string', "
			      "'pattern': '^[A-Za-z][A-Za-z0-9]*$'}}",
			      LIMITS_MEMBERS },
	[FIELD_LABELS] = { "'type': 'object', 'propertyNames': {'pattern': "
			   "'^[A-Za-z_][A-Za-z0-9_]{0,62}$'}, "
			   "'additionalProperties': {'$ref': '#/$defs/text'}",
			   LIMITS_MEMBERS },
	[FIELD_SERVERS] = { OF_ANY_SIZE "{'$ref': '#/$defs/address'}",
			    LIMITS_ITEMS },
	[FIELD_RESOLVERS] = { OF_ANY_SIZE "{'$ref': '#/$defs/address'}",
			      LIMITS_ITEMS },
	[FIELD_TRUST_ANCHOR] = { "'type': ['string', 'array'], 'minLength': 1, "
				 "'items': {'type': 'string', 'minLength': 1}",
				 LIMITS_ITEMS },
	[FIELD_DEFAULTS] = { "'$ref': '#/$defs/defaults'", LIMITS_NONE },
	[FIELD_ZONE_NAME] = { "'$ref': '#/$defs/name'", LIMITS_NONE },
	[FIELD_ZONES] = { OF_ANY_SIZE "{'anyOf': [{'$ref': '#/$defs/name'}, "
				      "{'$ref': '#/$defs/zone'}]}",
			  LIMITS_ITEMS },
	[FIELD_ZONE_FILES] = { OF_ANY_SIZE "{'type': 'string', 'minLength': 1}",
			       LIMITS_ITEMS },
	[FIELD_INCLUDE] = { OF_ANY_SIZE "{'type': 'string', 'minLength': 1}",
			    LIMITS_ITEMS },
	[FIELD_HTTP_TOKEN_FILE] = { "'type': 'string'", LIMITS_LENGTH },
	[FIELD_LISTEN] = { "'type': 'string', 'pattern': "
			   "'^$|^unix:/|^[0-9.]+:[0-9]{1,5}$|"
			   "^\\\\[[0-9A-Fa-f:.]+\\\\]:[0-9]{1,5}$'",
			   LIMITS_LENGTH },
	[FIELD_URL] = { "'$ref': '#/$defs/url'", LIMITS_NONE },
	[FIELD_URLS] = { OF_ANY_SIZE "{'$ref': '#/$defs/url'}", LIMITS_ITEMS },
	[FIELD_LINK] = { "'$ref': '#/$defs/url'", LIMITS_NONE },
	[FIELD_URL_FILE] = { "'type': 'string'", LIMITS_LENGTH },
	[FIELD_TOKEN_FILE] = { "'type': 'string'", LIMITS_LENGTH },
	[FIELD_COMMAND] = { OF_ANY_SIZE "{'$ref': '#/$defs/text'}",
			    LIMITS_ITEMS },
	[FIELD_CA_FILE] = { "'type': 'string'", LIMITS_LENGTH },
	[FIELD_SECRET_FILES] = { OF_ANY_SIZE
				 "{'type': 'string', 'minLength': 1}",
				 LIMITS_ITEMS },
	[FIELD_TARGETS] = { OF_ANY_SIZE "{'$ref': '#/$defs/target'}",
			    LIMITS_ITEMS },
	[FIELD_BOOL] = { "'type': 'boolean'", LIMITS_NONE },
	[FIELD_PATTERNS] = { OF_ANY_SIZE
			     "{'type': 'string', 'pattern': "
			     "'^((servers?|resolver) [A-Za-z0-9.:@, ]{1,255}|"
			     "[-A-Za-z0-9_.*?:/\\\\\\\\]{1,255})$'}",
			     LIMITS_ITEMS },
	[FIELD_TARGET_NAMES] = { OF_ANY_SIZE "{'type': 'string'}",
				 LIMITS_ITEMS },
	[FIELD_TIME_ZONE] = { "'type': 'string', 'minLength': 1", LIMITS_NONE },
	[FIELD_QUIET] = { "'$ref': '#/$defs/quiet'", LIMITS_NONE },
	[FIELD_ROUTES] = { OF_ANY_SIZE "{'$ref': '#/$defs/route'}",
			   LIMITS_ITEMS },
	[FIELD_SENTENCE] = { "'type': 'string'", LIMITS_LENGTH },
	[FIELD_MOMENT] = { "'type': 'string', 'pattern': "
			   "'^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
			   "[Tt ]" HOUR ":([0-5][0-9]|60)([.][0-9]*)?"
			   "([Zz]|[-+]" HOUR ")$'",
			   LIMITS_NONE },
	[FIELD_MAINTENANCE] = { OF_ANY_SIZE "{'$ref': '#/$defs/maintenance'}",
				LIMITS_ITEMS },
};

/* What several types are made of. */
const char schema_parts[] =
	"    'duration': {'anyOf': [{'const': 0}, {'type': 'string', "
	"'pattern': "
	"'^0$|^([0-9]+[wdhms] *)+$'}]},\n"
	"    'name': {'type': 'string', 'maxLength': 1008, 'pattern': "
	"'^([.]|" LABEL "([.]" LABEL ")*[.]?)$'},\n"
	"    'address': {'type': 'string', 'pattern': "
	"'^([0-9]+[.][0-9]+[.][0-9]+[.][0-9]+|[0-9A-Fa-f]*:[0-9A-Fa-f]*:"
	"[0-9A-Fa-f:.]*)"
	"(@[0-9]{1,5})?$'},\n"
	"    'url': {'type': 'string', 'maxLength': 2048, 'pattern': "
	"'^https?://[!$-.0-9;->A-~][!-~]*$'},\n"
	"    'text': {'type': ['string', 'number', 'boolean']},\n";

void schema_put_json(struct text *out, const char *json)
{
	for (; *json; json++)
		text_bytes(out, *json == '\'' ? "\"" : json, 1);
}

/* What we quote prints, so nothing else needs an escape. */
void schema_put_string(struct text *out, const char *string)
{
	text_put(out, "\"");
	for (; *string; string++) {
		if (*string == '"' || *string == '\\')
			text_put(out, "\\");
		text_bytes(out, string, 1);
	}
	text_put(out, "\"");
}

static void put_words(struct text *out, const struct field *field)
{
	bool list = field_kinds[field->type].takes == ITEM_LIST;
	const char *const *words = field_words(field);

	schema_put_json(out, list ? "'type': 'array', 'minItems': 1, 'items': {"
				  : "");
	schema_put_json(out, "'enum': [");
	for (size_t i = 0; words[i]; i++) {
		text_put(out, i ? ", " : "");
		schema_put_string(out, words[i]);
	}
	text_put(out, list ? "]}" : "]");
}

/* 0% to the maximum, of two digits or 100. */
static void put_percent(struct text *out, int64_t max)
{
	text_printf(out,
		    "\"type\": \"string\", \"pattern\": "
		    "\"^0*([0-9]|[1-%d][0-9]|%d[0-%d])%%$\"",
		    (int)(max / 10) - 1, (int)(max / 10), (int)(max % 10));
}

/* A day's last minute, or its end where that may be. */
static void put_time_of_day(struct text *out, int64_t max)
{
	schema_put_json(out, "'type': 'string', 'pattern': '^(" HOUR);
	schema_put_json(out, max == DAY_SECONDS ? "|24:00)$'" : ")$'");
}

static void put_limits(struct text *out, const struct field *field,
		       enum limits limits)
{
	if (limits == LIMITS_NONE)
		return;
	if (field->min > 0)
		text_printf(out, ", \"%s\": %lld", limit_words[limits][0],
			    (long long)field->min);
	text_printf(out, ", \"%s\": %lld", limit_words[limits][1],
		    (long long)field->max);
}

void schema_put_type(struct text *out, const struct field *field)
{
	const struct shape *shape = &shapes[field->type];

	if (field->type == FIELD_PERCENT)
		put_percent(out, field->max);
	else if (field->type == FIELD_TIME_OF_DAY)
		put_time_of_day(out, field->max);
	else if (shape->json) {
		schema_put_json(out, shape->json);
		put_limits(out, field, shape->limits);
	} else {
		put_words(out, field);
	}
}
