/* SPDX-License-Identifier: BSD-3-Clause */
/* world_lookup.c - what a zone has for a question: servers serve it, and the
 * model judges it. */
#include "lib/world_inside.h"

#include <string.h>

bool name_exists(const struct world_zone *zone, const struct name *name)
{
	for (size_t i = 0; i < zone->rrset_count; i++)
		if (name_is_under(&zone->rrsets[i].owner, name))
			return true;
	return false;
}

/* The RRset of that type, else the alias at that name. */
static const struct world_rrset *find_or_alias(const struct world_zone *zone,
					       const struct name *owner,
					       uint16_t type)
{
	const struct world_rrset *set = rrset_find(zone, owner, type);

	return set ? set : rrset_find(zone, owner, TYPE_CNAME);
}

static struct name target_of(const struct world_zone *zone,
			     const struct world_rrset *alias)
{
	struct name name = { .len = (uint8_t)alias->rdata[0].len };

	memcpy(name.wire, alias->rdata[0].at, name.len);
	return name_is_under(&name, &zone->apex) ? name : (struct name){ 0 };
}

struct found zone_lookup(const struct world_zone *zone,
			 const struct plan_question *question)
{
	struct found found = { 0 };
	struct name wildcard;

	if (question->type == TYPE_DNSKEY && zone->is_unsigned)
		return found;
	found.set = find_or_alias(zone, &question->name, question->type);
	if (!found.set && !name_exists(zone, &question->name) &&
	    name_prepend("*", &zone->apex, &wildcard)) {
		found.set = find_or_alias(zone, &wildcard, question->type);
		found.wildcard = found.set != NULL;
	}
	if (found.set && found.set->type == TYPE_CNAME &&
	    question->type != TYPE_CNAME)
		found.next = target_of(zone, found.set);
	return found;
}
