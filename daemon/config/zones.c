/* SPDX-License-Identifier: BSD-3-Clause */
/* zones.c - the zones of all files: one list, each zone once, sorted.
 *
 * Made for a million of them: one hash set of 4-byte slots while loading, one
 * policy for all zones without keys of their own. */
#include "config/loader.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *config_zone_name(const char *text, struct name *ret_name)
{
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c >= 0x80)
			return "is not ASCII: write it in its xn-- form";
		if (!isalnum((unsigned char)*c) && !strchr("-_./\\", *c))
			return "is not the name of a zone";
	}
	return *text && name_from_text(text, ret_name) ? NULL
						       : "is not a domain name";
}

bool zone_name_read(struct loader *loader, struct place place, const char *text,
		    struct name *ret_name)
{
	const char *wrong = config_zone_name(text, ret_name);

	if (wrong)
		complaints_error(&loader->complaints, place, "'%s' %s", text,
				 wrong);
	return !wrong;
}

static size_t name_hash(const struct name *name)
{
	uint64_t h = 0xcbf29ce484222325U; /* FNV-1a */

	for (size_t i = 0; i < name->len; i++)
		h = (h ^ name->wire[i]) * 0x100000001b3U;
	return (size_t)(h ^ h >> 32);
}

/* The slot of @p name, or the free one where it belongs. */
static uint32_t *slot_find(struct loader *loader, const struct name *name)
{
	size_t mask = loader->slot_count - 1;
	size_t at = name_hash(name) & mask;

	while (loader->slots[at] &&
	       !name_equal(&loader->zones[loader->slots[at] - 1].apex, name))
		at = (at + 1) & mask;
	return &loader->slots[at];
}

/* Make room for one more; the slots stay at most half full. */
static bool zones_grow(struct loader *loader)
{
	size_t cap = loader->zone_cap ? loader->zone_cap * 2 : 64;
	struct zone_config *zones;
	uint32_t *slots;

	if (loader->zone_count < loader->zone_cap)
		return true;
	zones = realloc(loader->zones, cap * sizeof(*zones));
	if (!zones)
		return false;
	loader->zones = zones;
	slots = calloc(cap * 2, sizeof(*slots));
	if (!slots)
		return false;
	free(loader->slots);
	loader->slots = slots;
	loader->slot_count = cap * 2;
	loader->zone_cap = cap;
	for (size_t i = 0; i < loader->zone_count; i++)
		*slot_find(loader, &zones[i].apex) = (uint32_t)i + 1;
	return true;
}

/* @return whether @p apex is new and now the last of loader.zones. */
static bool zone_add(struct loader *loader, struct place place,
		     const struct name *apex)
{
	char text[NAME_TEXT_SIZE];
	struct zone_config *first, *zone;
	uint32_t *slot;

	if (loader->zone_count == ZONES_MAX) {
		if (!loader->zones_are_full)
			complaints_error(&loader->complaints, place,
					 "more than %d zones", ZONES_MAX);
		loader->zones_are_full = true;
		return false;
	}
	if (!zones_grow(loader))
		return loader_out_of_memory(loader, place);
	slot = slot_find(loader, apex);
	if (*slot) {
		first = &loader->zones[*slot - 1];
		complaints_error(&loader->complaints, place,
				 "zone '%s' is there already, at %s:%u:%u",
				 first->apex_text, first->file, first->line,
				 first->col);
		return false;
	}
	zone = &loader->zones[loader->zone_count++];
	*slot = (uint32_t)loader->zone_count;
	*zone = (struct zone_config){
		.apex = *apex,
		.apex_text =
			arena_strdup(loader->arena, name_to_text(apex, text)),
		.policy = loader->defaults,
		.file = place.file,
		.line = place.line,
		.col = place.col,
	};
	return zone->apex_text || loader_out_of_memory(loader, place);
}

bool field_read_zone_name(struct loader *loader, const struct field *field,
			  const struct item *item, void *at)
{
	(void)field;
	(void)at;
	loader->zone_place = item->place;
	return zone_name_read(loader, item->place, item->text,
			      &loader->zone_name);
}

bool field_read_defaults(struct loader *loader, const struct field *field,
			 const struct item *item, void *at)
{
	(void)field;
	(void)at;
	loader->defaults_place = item->place;
	(void)fields_read(loader, policy_fields, loader->defaults);
	return true;
}

/* A zone with keys; @p item opened them. */
static void zone_read_map(struct loader *loader, const struct item *item)
{
	struct zone_policy policy = { 0 };
	struct own_policy *own;
	size_t errors = loader->complaints.errors;
	uint32_t set;

	loader->zone_name.len = 0;
	set = fields_read(loader, zone_fields, &policy);
	if (loader->zone_name.len == 0 && loader->complaints.errors == errors)
		complaints_error(&loader->complaints, item->place,
				 "a zone without a name");
	if (loader->zone_name.len == 0 ||
	    !zone_add(loader, loader->zone_place, &loader->zone_name))
		return;
	set >>= 1; /* the name is not of the policy */
	if (set == 0)
		return;
	own = arena_alloc(loader->arena, sizeof(*own));
	if (!own) {
		(void)loader_out_of_memory(loader, item->place);
		return;
	}
	own->place = item->place;
	own->zone = loader->zone_count - 1;
	own->set = set;
	own->policy = policy;
	*loader->own_end = own;
	loader->own_end = &own->next;
}

bool field_read_zones(struct loader *loader, const struct field *field,
		      const struct item *item, void *at)
{
	struct name name;

	(void)item;
	(void)at;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		if (e.kind == ITEM_MAP)
			zone_read_map(loader, &e);
		else if (element_is_scalar(loader, field, &e) &&
			 zone_name_read(loader, e.place, e.text, &name))
			(void)zone_add(loader, e.place, &name);
	}
	return true;
}

/* One line of a plain file, its comment included. */
static void line_read(struct loader *loader, struct place place, char *line)
{
	char *from = line + strspn(line, " \t"), *end;
	struct name name;

	line[strcspn(line, "#\r")] = '\0';
	end = from + strlen(from);
	while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	place.col = (unsigned)(from - line) + 1;
	if (*from && !text_is_printable(from, strlen(from)))
		complaints_error(&loader->complaints, place,
				 "an unprintable character");
	else if (*from && zone_name_read(loader, place, from, &name))
		(void)zone_add(loader, place, &name);
}

void zones_read_plain(struct loader *loader, const char *file,
		      struct text *bytes)
{
	struct place place = { file, 1, 1 };

	/* A zero byte would hide the rest of its line. */
	for (size_t i = 0; i < bytes->len; i++)
		if (!bytes->at[i])
			bytes->at[i] = '\x7f';
	for (char *line = bytes->at, *end; line; line = end, place.line++) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		line_read(loader, place, line);
	}
}

static void policy_inherit(struct own_policy *own,
			   const struct zone_policy *defaults)
{
	for (size_t i = 0; policy_fields[i].key; i++) {
		const struct field *f = &policy_fields[i];

		if (!(own->set & 1U << i))
			memcpy((char *)&own->policy + f->at,
			       (const char *)defaults + f->at,
			       field_kinds[f->type].size);
	}
}

/* What no single key can tell. @p zone is NULL for the defaults. */
static void policy_check(struct loader *loader, struct place place,
			 const struct zone_policy *policy,
			 const struct zone_config *zone)
{
	if (policy->expiry_critical_percent > policy->expiry_warning_percent)
		complaints_error(
			&loader->complaints, place,
			"expiry_critical (%u%%) is over expiry_warning (%u%%)",
			policy->expiry_critical_percent,
			policy->expiry_warning_percent);
	if (zone && policy->trust_anchor &&
	    !trust_anchors_cover(loader, policy->trust_anchor, &zone->apex))
		complaints_error(
			&loader->complaints, place,
			"trust_anchor: zone '%s' is not under its owner",
			zone->apex_text);
}

static int zone_compare(const void *a, const void *b)
{
	const struct zone_config *left = a, *right = b;

	return name_compare(&left->apex, &right->apex);
}

void zones_finish(struct loader *loader)
{
	struct zone_config *zones = loader->zones;

	policy_check(loader, loader->defaults_place, loader->defaults, NULL);
	for (struct own_policy *own = loader->own; own; own = own->next) {
		policy_inherit(own, loader->defaults);
		policy_check(loader, own->place, &own->policy,
			     &zones[own->zone]);
		zones[own->zone].policy = &own->policy;
	}
	if (loader->zone_count > 0)
		qsort(zones, loader->zone_count, sizeof(*zones), zone_compare);
	loader->config->zones = zones;
	loader->config->zone_count = loader->zone_count;
}
