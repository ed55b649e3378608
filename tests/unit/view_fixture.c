/* SPDX-License-Identifier: BSD-3-Clause */
/* view_fixture.c - a view of a world, or of what a test made by hand. */
#include "view_fixture.h"
#include "unit.h"

const struct wall now = { NOW };
struct arena *arena;
struct world *world;

void setup(void)
{
	arena = arena_new(ARENA);
	world = world_new("example.", now);
}

void teardown(void)
{
	world_free(world);
	arena_free(arena);
}

const struct view_rrset *row(const struct view *view, size_t server,
			     const char *owner, uint16_t type)
{
	const struct view_server *s = &view->servers[server];
	struct name name = name_of(owner);

	for (size_t i = 0; i < s->rrset_count; i++)
		if (s->rrsets[i].type == type &&
		    name_equal(&s->rrsets[i].owner, &name))
			return &s->rrsets[i];
	return NULL;
}
