/* SPDX-License-Identifier: BSD-3-Clause */
/* route.c - `routes:`, their matchers and their quiet hours. */
#include "config/loader.h"

#include "base/clock.h"

#include <ctype.h>
#include <string.h>

/* A name of the DNS as text, or the id of a fault. */
#define PATTERN_BYTES_MAX 255

bool field_read_word_set(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	size_t errors = loader->complaints.errors;
	unsigned set = 0;
	bool good = true;

	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		int place = element_is_scalar(loader, field, &e)
				    ? field_find_word(loader, field, &e)
				    : -1;

		if (place < 0)
			good = false;
		else
			set |= 1U << place;
	}
	if (!set && loader->complaints.errors == errors)
		complaints_error(&loader->complaints, item->place,
				 "%s: it is empty", field->key);
	if (good && set)
		*(unsigned *)at = set;
	return good && set;
}

static bool is_made_of(const char *text, const char *others)
{
	size_t len = strlen(text);

	for (const char *c = text; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(others, *c))
			return false;
	return len > 0 && len <= PATTERN_BYTES_MAX;
}

/* Or the owner of an incident that is no zone's: "servers 192.0.2.1,
 * 192.0.2.2", "resolver 2001:db8::53@5353". */
static bool is_pattern(const char *text)
{
	static const char *const kinds[] = { "server ", "servers ",
					     "resolver " };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(text, kinds[i], strlen(kinds[i])) == 0)
			return is_made_of(text + strlen(kinds[i]), ".:@, ");
	return is_made_of(text, "-_.*?:/\\");
}

static bool read_pattern(struct loader *loader, const struct field *field,
			 const struct item *item, size_t index, void *found)
{
	const char **patterns = found;

	patterns[index] = arena_strdup(loader->arena, item->text);
	if (is_pattern(item->text))
		return true;
	complaints_error(&loader->complaints, item->place,
			 "%s: '%s' is not a pattern of a name", field->key,
			 item->text);
	return false;
}

bool field_read_patterns(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	size_t errors = loader->complaints.errors;
	struct text_list *list = at;
	bool good = list_read_texts(loader, field, read_pattern, list);

	if (!good || (int64_t)list->count >= field->min)
		return good;
	if (loader->complaints.errors == errors)
		complaints_error(&loader->complaints, item->place,
				 "%s: it is empty", field->key);
	return false;
}

/* And remember it, to be looked for when all targets are known. */
static bool read_target_name(struct loader *loader, const struct field *field,
			     const struct item *item, size_t index, void *found)
{
	struct target_name *target =
		arena_alloc(loader->arena, sizeof(*target));
	const char *name = arena_strdup(loader->arena, item->text);
	const char **names = found;

	(void)field;
	names[index] = name;
	if (!target || !name)
		return loader_out_of_memory(loader, item->place);
	target->place = item->place;
	target->name = name;
	*loader->target_names_end = target;
	loader->target_names_end = &target->next;
	return true;
}

bool field_read_target_names(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	(void)item;
	return list_read_texts(loader, field, read_target_name, at);
}

/* Two digits, or -1. */
static int two_digits(const char *text)
{
	if (!isdigit((unsigned char)text[0]) ||
	    !isdigit((unsigned char)text[1]))
		return -1;
	return (text[0] - '0') * 10 + (text[1] - '0');
}

bool field_read_time_of_day(struct loader *loader, const struct field *field,
			    const struct item *item, void *at)
{
	bool good = strlen(item->text) == 5 && item->text[2] == ':';
	int hour = good ? two_digits(item->text) : -1;
	int minute = good ? two_digits(item->text + 3) : -1;

	if (hour < 0 || minute < 0 || minute > 59 ||
	    hour * 3600 + minute * 60 > field->max) {
		complaints_error(&loader->complaints, item->place,
				 "%s: '%s' is not %s", field->key, item->text,
				 field_kinds[field->type].what);
		return false;
	}
	*(unsigned *)at = (unsigned)(hour * 3600 + minute * 60);
	return true;
}

bool field_read_time_zone(struct loader *loader, const struct field *field,
			  const struct item *item, void *at)
{
	if (!loader->in_memory && !clock_knows_zone(item->text)) {
		complaints_error(&loader->complaints, item->place,
				 "%s: this system knows no time zone '%s'",
				 field->key, item->text);
		return false;
	}
	*(const char **)at = arena_strdup(loader->arena, item->text);
	return true;
}

bool field_read_quiet(struct loader *loader, const struct field *field,
		      const struct item *item, void *at)
{
	const uint64_t from_and_to = 3; /* the first rows of quiet_fields */
	struct quiet_hours quiet = {
		.given = true,
		.window = { .days = WINDOW_ALWAYS, .zone = "UTC" },
	};
	size_t errors = loader->complaints.errors;
	uint64_t set = fields_read(loader, quiet_fields, &quiet);

	if (loader->complaints.errors != errors)
		return false;
	if ((set & from_and_to) != from_and_to)
		complaints_error(&loader->complaints, item->place,
				 "%s: from: and to: are needed", field->key);
	else if (quiet.window.days == WINDOW_ALWAYS &&
		 quiet.window.from == quiet.window.to % DAY_SECONDS)
		complaints_error(&loader->complaints, item->place,
				 "%s: these hours never end", field->key);
	else
		*(struct quiet_hours *)at = quiet;
	return loader->complaints.errors == errors;
}

bool field_read_routes(struct loader *loader, const struct field *field,
		       const struct item *item, void *at)
{
	struct route_config found[ROUTES_MAX];
	size_t count = 0, seen = 0;
	struct item e;

	(void)item;
	(void)at;
	while (list_next_map(loader, field, &seen, &e)) {
		size_t errors = loader->complaints.errors;

		loader->route_places[count] = e.place;
		found[count] = (struct route_config){ 0 };
		/* The first row is `targets`. */
		if (!(fields_read(loader, route_fields, &found[count++]) & 1) &&
		    loader->complaints.errors == errors)
			complaints_error(&loader->complaints, e.place,
					 "a route without targets; [] is to "
					 "nobody, on purpose");
	}
	loader->config->routes =
		arena_memdup(loader->arena, found, count * sizeof(found[0]));
	loader->config->route_count = count;
	return true;
}

static const char *target_name_at(const void *words, size_t i)
{
	const struct config *config = words;

	return i < config->target_count ? config->targets[i].name : NULL;
}

/* Its bit in a mask of targets; 0 where there is none. */
static uint32_t target_bit(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->target_count; i++)
		if (config->targets[i].name &&
		    strcmp(config->targets[i].name, name) == 0)
			return UINT32_C(1) << i;
	return 0;
}

static void complain_of_strangers(struct loader *loader)
{
	const struct config *config = loader->config;

	for (struct target_name *t = loader->target_names; t; t = t->next) {
		const char *near;

		if (target_bit(config, t->name))
			continue;
		near = nearest_word(t->name, target_name_at, config);
		complaints_error(&loader->complaints, t->place,
				 near ? "no target is named '%s'; did you mean "
					"'%s'?"
				      : "no target is named '%s'",
				 t->name, near);
	}
}

/* A label that no zone has matches nothing, and nobody would notice: a warning,
 * for zones may come. Each zone is looked at until one has it. */
static void warn_of_label(struct loader *loader, struct place place,
			  const struct policy_label *label)
{
	const struct own_policy *own = loader->own;

	if (policy_has_label(loader->defaults, label))
		return;
	while (own && !policy_has_label(&own->policy, label))
		own = own->next;
	if (!own)
		complaints_warn(&loader->complaints, place,
				"labels: no zone has '%s: %s', so this route "
				"matches nothing",
				label->key, label->value);
}

void routes_finish(struct loader *loader)
{
	struct config *config = loader->config;
	struct route_config *routes =
		arena_memdup(loader->arena, config->routes,
			     config->route_count * sizeof(struct route_config));

	complain_of_strangers(loader);
	for (size_t i = 0; routes && i < config->route_count; i++) {
		for (size_t k = 0; k < routes[i].target_count; k++)
			routes[i].target_mask |=
				target_bit(config, routes[i].targets[k]);
		for (size_t k = 0; k < routes[i].label_count; k++)
			warn_of_label(loader, loader->route_places[i],
				      &routes[i].labels[k]);
	}
	config->routes = routes;
}
