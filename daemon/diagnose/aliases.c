/* SPDX-License-Identifier: BSD-3-Clause */
/* aliases.c - where the aliases that the zone's servers answer with lead. */
#include "diagnose/aliases.h"

#include "diagnose/evidence.h"

/* @return false where no server has an alias at @p owner. */
static bool find_target(const struct diagnosis *d, const struct name *owner,
			struct name *ret_target)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct view_rrset *rrset = d->copies->at[i].rrset;

		if (rrset->type == TYPE_CNAME &&
		    name_equal(&rrset->owner, owner))
			return rdata_read_name(rrset->set->rdata[0],
					       ret_target);
	}
	return false;
}

bool aliases_never_end(const struct diagnosis *d, const struct name *name)
{
	struct name at = *name, target;

	for (int links = 0; links <= ALIASES_MAX; links++) {
		if (!find_target(d, &at, &target))
			return false;
		at = target;
	}
	return true;
}

void aliases_show(struct diagnosis *d, struct finding *f,
		  const struct name *name)
{
	char from[NAME_TEXT_SIZE], to[NAME_TEXT_SIZE];
	struct name at = *name, target;

	for (int links = 0; links <= ALIASES_MAX; links++) {
		if (!find_target(d, &at, &target))
			return;
		lines_add(d->arena, &f->evidence, "%s is an alias to %s",
			  name_to_text(&at, from), name_to_text(&target, to));
		if (name_equal(&target, name))
			return;
		at = target;
	}
}
