/* SPDX-License-Identifier: BSD-3-Clause */
/* view_fixture.h - a view of a world, or of what a test made by hand. */
#ifndef FOREWARN_TESTS_VIEW_FIXTURE_H
#define FOREWARN_TESTS_VIEW_FIXTURE_H

#include "names.h"

#include "lib/world.h"
#include "observe/view.h"

#define NOW   1900000000 /* POSIX seconds */
#define HOUR  3600
#define ARENA (16 * 1024 * 1024) /* bytes */

extern const struct wall now;
extern struct arena *arena;
extern struct world *world;

/** A healthy world of the zone example., and an arena; and their end. */
void setup(void);
void teardown(void);

/** The first row of that server, owner and type. */
const struct view_rrset *row(const struct view *view, size_t server,
			     const char *owner, uint16_t type);

#endif
