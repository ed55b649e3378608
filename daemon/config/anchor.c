/* SPDX-License-Identifier: BSD-3-Clause */
/* anchor.c - `trust_anchor:`, one DS or DNSKEY record or a list of them, kept
 * as text, a line each. */
#include "config/loader.h"
#include "dns/anchor.h"

#include <string.h>

static bool read_one(struct loader *loader, const struct field *field,
		     const struct item *item, struct text *out)
{
	struct anchor anchor;
	const char *why;

	if (!anchor_read(loader->arena, item->text, strlen(item->text), &anchor,
			 &why)) {
		complaints_error(&loader->complaints, item->place, "%s: %s",
				 field->key, why);
		return false;
	}
	text_printf(out, "%s%s", out->len ? "\n" : "", item->text);
	return true;
}

static bool read_list(struct loader *loader, const struct field *field,
		      struct text *out)
{
	bool good = true;
	size_t count = 0;

	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader))
		if (!element_is_scalar(loader, field, &e) ||
		    !list_has_room(loader, field, &e, count++) ||
		    !read_one(loader, field, &e, out))
			good = false;
	return good;
}

bool field_read_trust_anchor(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	struct text lines;
	bool good;

	text_init(&lines, (size_t)field->max * (ANCHOR_TEXT_MAX + 1));
	good = item->kind == ITEM_LIST ? read_list(loader, field, &lines)
				       : read_one(loader, field, item, &lines);
	if (good)
		*(const char **)at = lines.len
					     ? arena_strdup(loader->arena,
							    text_string(&lines))
					     : NULL;
	text_done(&lines);
	return good;
}

bool trust_anchors_cover(struct loader *loader, const char *lines,
			 const struct name *zone)
{
	struct anchor anchor;
	const char *why;
	size_t len;

	while ((lines = anchor_line(lines, &len))) {
		if (anchor_read(loader->arena, lines, len, &anchor, &why) &&
		    !name_is_under(zone, &anchor.owner))
			return false;
		lines += len;
	}
	return true;
}
