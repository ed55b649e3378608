/* SPDX-License-Identifier: BSD-3-Clause */
/* dump.c - the effective configuration as YAML that reads back to the same,
 * but for what is secret. */
#include "config/config_load.h"
#include "config/kinds.h"

#include "base/address.h"
#include "base/redact.h"
#include "dns/anchor.h"
#include "dns/message.h"

#include <inttypes.h>
#include <string.h>

/* The longest a value of a zone can be: 64 questions of long names. */
#define VALUE_TEXT_MAX 131072

/* In double quotes; loaded texts have no unprintable characters. */
static void put_quoted(struct text *out, const char *value, size_t len)
{
	text_put(out, "\"");
	for (size_t i = 0; i < len; i++) {
		if (value[i] == '"' || value[i] == '\\')
			text_put(out, "\\");
		text_bytes(out, &value[i], 1);
	}
	text_put(out, "\"");
}

void field_dump_text(const struct field *field, const void *at,
		     struct text *out)
{
	const char *value = *(const char *const *)at;

	(void)field;
	put_quoted(out, value, strlen(value));
}

void field_dump_enum(const struct field *field, const void *at,
		     struct text *out)
{
	text_put(out, field_words(field)[*(const int *)at]);
}

void field_dump_unsigned(const struct field *field, const void *at,
			 struct text *out)
{
	(void)field;
	text_printf(out, "%u", *(const unsigned *)at);
}

void field_dump_count(const struct field *field, const void *at,
		      struct text *out)
{
	(void)field;
	text_printf(out, "%" PRId64, *(const int64_t *)at);
}

void field_dump_percent(const struct field *field, const void *at,
			struct text *out)
{
	(void)field;
	text_printf(out, "%u%%", *(const unsigned *)at);
}

/* Exact, in the greatest unit that divides it. */
static void put_duration(struct text *out, int64_t s)
{
	static const struct {
		char unit;
		int64_t s;
	} units[] = { { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 } };

	for (size_t i = 0; i < 3; i++)
		if (s % units[i].s == 0 && s > 0) {
			text_printf(out, "%" PRId64 "%c", s / units[i].s,
				    units[i].unit);
			return;
		}
	text_printf(out, "%" PRId64 "s", s);
}

void field_dump_seconds(const struct field *field, const void *at,
			struct text *out)
{
	(void)field;
	put_duration(out, *(const int64_t *)at);
}

void field_dump_milliseconds(const struct field *field, const void *at,
			     struct text *out)
{
	(void)field;
	put_duration(out, *(const int64_t *)at / 1000);
}

/* The struct whose member is at @p at. */
#define OWNER_CONST(at, type, member)                                          \
	((const type *)(const void *)((const char *)(at)-offsetof(type,        \
								  member)))

void field_dump_seconds_list(const struct field *field, const void *at,
			     struct text *out)
{
	const struct config *c = OWNER_CONST(at, struct config, confirm_count);

	(void)field;
	text_put(out, "[");
	for (size_t i = 0; i < c->confirm_count; i++) {
		text_put(out, i ? ", " : "");
		put_duration(out, c->confirm_s[i]);
	}
	text_put(out, "]");
}

void field_dump_canaries(const struct field *field, const void *at,
			 struct text *out)
{
	const struct canary_list *list = at;
	char name[NAME_TEXT_SIZE];

	(void)field;
	text_put(out, "[");
	for (size_t i = 0; i < list->count; i++) {
		text_put(out, i ? ", " : "");
		name_to_text(&list->names[i], name);
		put_quoted(out, name, strlen(name));
	}
	text_put(out, "]");
}

void field_dump_questions(const struct field *field, const void *at,
			  struct text *out)
{
	const struct zone_policy *p =
		OWNER_CONST(at, struct zone_policy, question_count);
	char type[TYPE_TEXT_SIZE];

	(void)field;
	text_put(out, "{");
	for (size_t i = 0; i < p->question_count; i++) {
		const struct policy_question *q = &p->questions[i];
		/* One label is one string, so equal pointers are one key. */
		bool same = i > 0 && q->label == q[-1].label;

		if (!same) {
			text_put(out, i ? "], " : "");
			put_quoted(out, q->label, strlen(q->label));
			text_put(out, ": [");
		}
		text_printf(out, "%s%s", same ? ", " : "",
			    type_to_text(q->type, type));
	}
	text_put(out, p->question_count ? "]}" : "}");
}

void field_dump_labels(const struct field *field, const void *at,
		       struct text *out)
{
	const struct label_list *list = at;

	(void)field;
	text_put(out, "{");
	for (size_t i = 0; i < list->count; i++) {
		text_printf(out, "%s%s: ", i ? ", " : "", list->at[i].key);
		put_quoted(out, list->at[i].value, strlen(list->at[i].value));
	}
	text_put(out, "}");
}

/* As it was written: one by itself, several as a list. */
void field_dump_trust_anchor(const struct field *field, const void *at,
			     struct text *out)
{
	const char *lines = *(const char *const *)at;
	bool several = strchr(lines, '\n') != NULL;
	size_t len;

	(void)field;
	text_put(out, several ? "[" : "");
	for (const char *from = lines; (from = anchor_line(from, &len));
	     from += len) {
		text_put(out, from > lines ? ", " : "");
		put_quoted(out, from, len);
	}
	text_put(out, several ? "]" : "");
}

static void dump_addresses(const struct address *at, size_t count,
			   struct text *out)
{
	char address[ADDRESS_TEXT_SIZE];

	text_put(out, "[");
	for (size_t i = 0; i < count; i++)
		text_printf(out, "%s\"%s\"", i ? ", " : "",
			    address_to_text(&at[i], address));
	text_put(out, "]");
}

void field_dump_servers(const struct field *field, const void *at,
			struct text *out)
{
	const struct zone_policy *p =
		OWNER_CONST(at, struct zone_policy, server_count);

	(void)field;
	dump_addresses(p->servers, p->server_count, out);
}

void field_dump_resolvers(const struct field *field, const void *at,
			  struct text *out)
{
	const struct config *c = OWNER_CONST(at, struct config, resolver_count);

	(void)field;
	dump_addresses(c->resolvers, c->resolver_count, out);
}

static void put_url(struct text *out, const char *url)
{
	text_put(out, "\"");
	redact_url(url, out);
	text_put(out, "/\"");
}

void field_dump_url(const struct field *field, const void *at, struct text *out)
{
	(void)field;
	put_url(out, *(const char *const *)at);
}

void field_dump_urls(const struct field *field, const void *at,
		     struct text *out)
{
	const struct text_list *list = at;

	(void)field;
	text_put(out, "[");
	for (size_t i = 0; i < list->count; i++) {
		text_put(out, i ? ", " : "");
		put_url(out, list->at[i]);
	}
	text_put(out, "]");
}

void field_dump_secret_files(const struct field *field, const void *at,
			     struct text *out)
{
	const struct target_config *t =
		OWNER_CONST(at, struct target_config, secret_count);

	(void)field;
	text_put(out, "[");
	for (size_t i = 0; i < t->secret_count; i++) {
		text_put(out, i ? ", " : "");
		put_quoted(out, t->secret_files[i], strlen(t->secret_files[i]));
	}
	text_put(out, t->secret_count ? "] # the keys are hidden" : "]");
}

void field_dump_word_set(const struct field *field, const void *at,
			 struct text *out)
{
	const char *const *words = field_words(field);
	unsigned set = *(const unsigned *)at;
	bool more = false;

	text_put(out, "[");
	for (unsigned i = 0; words[i]; i++)
		if (set >> i & 1) {
			text_printf(out, "%s%s", more ? ", " : "", words[i]);
			more = true;
		}
	text_put(out, "]");
}

void field_dump_patterns(const struct field *field, const void *at,
			 struct text *out)
{
	const struct text_list *list = at;

	(void)field;
	text_put(out, "[");
	for (size_t i = 0; i < list->count; i++) {
		text_put(out, i ? ", " : "");
		put_quoted(out, list->at[i], strlen(list->at[i]));
	}
	text_put(out, "]");
}

void field_dump_time_of_day(const struct field *field, const void *at,
			    struct text *out)
{
	unsigned minutes = *(const unsigned *)at / 60;

	(void)field;
	text_printf(out, "\"%02u:%02u\"", minutes / 60, minutes % 60);
}

void field_dump_quiet(const struct field *field, const void *at,
		      struct text *out)
{
	const struct quiet_hours *quiet = at;

	(void)field;
	text_put(out, "{");
	for (size_t i = 0; quiet->given && quiet_fields[i].key; i++) {
		const struct field *f = &quiet_fields[i];

		text_printf(out, "%s%s: ", i ? ", " : "", f->key);
		field_kinds[f->type].dump(f, (const char *)at + f->at, out);
	}
	text_put(out, "}");
}

void field_dump_moment(const struct field *field, const void *at,
		       struct text *out)
{
	char text[WALL_TEXT_SIZE];

	(void)field;
	text_printf(out, "\"%s\"", wall_format(*(const struct wall *)at, text));
}

/* @return false when @p field of @p base has nothing to show. */
static bool value_text(const struct field *field, const void *base,
		       struct text *ret_value)
{
	const struct field_kind *kind = &field_kinds[field->type];
	const void *at = (const char *)base + field->at;

	if (!kind->dump ||
	    ((kind->dump == field_dump_text || kind->dump == field_dump_url ||
	      kind->dump == field_dump_trust_anchor) &&
	     !*(const char *const *)at))
		return false;
	kind->dump(field, at, ret_value);
	return true;
}

/* Write @p field of @p base as a line, unless @p usual has the same. */
static void put_field(struct text *out, const char *indent,
		      const struct field *field, const void *base,
		      const void *usual)
{
	struct text value, other;

	text_init(&value, VALUE_TEXT_MAX);
	text_init(&other, VALUE_TEXT_MAX);
	if (value_text(field, base, &value) &&
	    !(usual && value_text(field, usual, &other) &&
	      strcmp(text_string(&value), text_string(&other)) == 0))
		text_printf(out, "%s%s: %s\n", indent, field->key,
			    text_string(&value));
	text_done(&value);
	text_done(&other);
}

static void put_fields(struct text *out, const char *indent,
		       const struct field *fields, const void *base,
		       const void *usual)
{
	for (size_t i = 0; fields[i].key; i++)
		put_field(out, indent, &fields[i], base, usual);
}

static void put_zone(struct text *out, const struct zone_config *zone,
		     const struct zone_policy *defaults)
{
	bool own = zone->policy != defaults;

	text_put(out, own ? "  - name: " : "  - ");
	put_quoted(out, zone->apex_text, strlen(zone->apex_text));
	text_put(out, "\n");
	if (own)
		put_fields(out, "    ", policy_fields, zone->policy, defaults);
}

/* A matcher that was not given is not shown: it would match nothing. */
static void put_route(struct text *out, const struct route_config *route)
{
	static const struct route_config usual;

	put_field(out, "  - ", &route_fields[0], route, NULL);
	put_fields(out, "    ", route_fields + 1, route, &usual);
}

/* The times that it has, and not those of the other form. */
static void put_maintenance(struct text *out, const struct maintenance *window)
{
	static const struct maintenance usual;

	put_field(out, "  - ", &maintenance_fields[0], window, NULL);
	for (size_t i = 1; maintenance_fields[i].key; i++) {
		const struct field *f = &maintenance_fields[i];
		bool once = f->type == FIELD_MOMENT;
		bool weekly =
			f->at >= offsetof(struct maintenance, window) && !once;

		if (once ? !window->recurs : !weekly || window->recurs)
			put_field(out, "    ", f, window,
				  once || weekly ? NULL : &usual);
	}
}

void config_dump(const struct config *config, struct text *out)
{
	put_fields(out, "", config_fields, config, NULL);
	text_put(out, "defaults:\n");
	put_fields(out, "  ", policy_fields, config->defaults, NULL);
	if (config->zone_count > 0)
		text_put(out, "zones:\n");
	for (size_t i = 0; i < config->zone_count; i++)
		put_zone(out, &config->zones[i], config->defaults);
	if (config->target_count > 0)
		text_put(out, "targets:\n");
	for (size_t i = 0; i < config->target_count; i++) {
		struct text target;

		text_init(&target, VALUE_TEXT_MAX);
		put_fields(&target, "    ", target_fields, &config->targets[i],
			   NULL);
		text_printf(out, "  - %s", text_string(&target) + 4);
		text_done(&target);
	}
	if (config->route_count > 0)
		text_put(out, "routes:\n");
	for (size_t i = 0; i < config->route_count; i++)
		put_route(out, &config->routes[i]);
	if (config->maintenance_count > 0)
		text_put(out, "maintenance:\n");
	for (size_t i = 0; i < config->maintenance_count; i++)
		put_maintenance(out, &config->maintenance[i]);
}
