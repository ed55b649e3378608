/* SPDX-License-Identifier: BSD-3-Clause */
/* world_island.c - the trust anchors of an island, as `trust_anchor:` has
 * them. */
#include "lib/world_inside.h"

#include <stdlib.h>

static void put_anchor(const struct world *world, const struct world_ds *ds,
		       struct arena *arena, struct text *out)
{
	const struct name *apex = &world->zone.apex;
	bool key = world->anchor == ANCHOR_KEY;
	char owner[NAME_TEXT_SIZE];

	text_printf(out, "%s%s %s ", out->len ? "\n" : "",
		    name_to_text(apex, owner), key ? "DNSKEY" : "DS");
	if (key)
		rdata_print(out, TYPE_DNSKEY, signer_key_rdata(ds->key));
	else
		rdata_print(out, TYPE_DS,
			    signer_ds(arena, ds->key, apex, ds->digest_type,
				      ds->flaw));
}

const char *island_anchors(const struct world *world, struct arena *arena)
{
	const char *lines;
	struct text text;

	if (world->anchor == ANCHOR_NONE)
		return NULL;
	text_init(&text, 64 * 1024);
	for (size_t i = 0; i < world->ds.count; i++)
		put_anchor(world, &world->ds.at[i], arena, &text);
	lines = arena_strdup(arena, text_string(&text));
	text_done(&text);
	if (!lines)
		abort();
	return lines;
}
