/* SPDX-License-Identifier: BSD-3-Clause */
/* kinds.c - the table of target kinds. */
#include "notify/kinds.h"

#include <assert.h>

static const struct kind *const kinds[] = {
	&kind_generic,
};

const struct kind *kind_of(enum target_kind kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i]->kind == kind)
			return kinds[i];
	assert(!"a target kind without a row");
	return &kind_generic;
}
