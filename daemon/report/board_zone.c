/* SPDX-License-Identifier: BSD-3-Clause */
/* board_zone.c - a zone's page: what `forewarn status ZONE` says, then the
 * chain and every signature, soonest first; and the page of keys. */
#include "report/board_view.h"

#include "report/json.h"
#include "report/layout.h"
#include "report/safe.h"

#include <stdio.h>
#include <string.h>

/* A finding has four lists of lines; a zone has dozens of findings at most. */
#define PAGE_BYTES_MAX ((size_t)4 * 1024 * 1024)

/* A command to copy stays whole where it can; what is longer than the window
 * goes on below rather than be lost. SGR sequences take no column. */
static void put_folded(struct text *out, const char *page, size_t width)
{
	size_t used = 0;

	for (const char *at = page; *at;) {
		size_t bytes = 1;

		if (*at == '\033') {
			bytes = strcspn(at, "m") + 1;
		} else if (*at == '\n') {
			used = 0;
		} else {
			while (((unsigned char)at[bytes] & 0xc0) == 0x80)
				bytes++;
			if (used == width) {
				text_put(out, "\n");
				used = 0;
			}
			used++;
		}
		text_bytes(out, at, bytes);
		at += bytes;
	}
}

static void put_title(const struct board_view *view, const char *title,
		      struct text *out)
{
	text_put(out, "\n  ");
	board_tone(out, view->style, "1", title);
	text_put(out, "\n");
}

static void put_signature(const struct board_view *view,
			  const struct countdown *c, struct text *out)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	bool over = c->expires_at.s <= view->style.now.s;
	struct text line;

	text_init(&line, 2 * NAME_TEXT_SIZE);
	text_put(&line, over ? "expired " : "in ");
	words_span(&line, view->style.now, c->expires_at);
	text_put(&line, over ? " ago (" : " (");
	words_time(&line, c->expires_at);
	text_printf(&line, ") %s %s, key %u", name_to_text(&c->owner, owner),
		    type_to_text(c->type, type), c->key_tag);
	if (c->server)
		text_printf(&line, " @ %s", c->server);
	layout_paragraph(out, view->style.width, 4, "- ", text_string(&line));
	text_done(&line);
}

static void put_signatures(const struct board_view *view,
			   const struct assessment *a, struct text *out)
{
	if (a->countdown_count == 0)
		return;
	put_title(view, "signatures, soonest end first", out);
	for (size_t i = 0; i < a->countdown_count; i++)
		put_signature(view, &a->countdowns[i], out);
}

static void put_chain(const struct board_view *view, const json_t *object,
		      struct text *out)
{
	const json_t *chain = json_object_get(object, "chain"), *link;
	size_t i;

	if (json_array_size(chain) == 0)
		return;
	put_title(view, "chain from the root", out);
	json_array_foreach(chain, i, link)
	{
		const char *zone =
			json_string_value(json_object_get(link, "zone"));
		const char *security =
			json_string_value(json_object_get(link, "security"));
		struct text line;

		text_init(&line, 2 * NAME_TEXT_SIZE);
		text_printf(&line, "%.1024s: %.64s%s", zone ? zone : "?",
			    security ? security : "?",
			    json_is_true(json_object_get(link, "first_broken"))
				    ? ", the first that is broken"
				    : "");
		layout_paragraph(out, view->style.width, 4, "- ",
				 text_string(&line));
		text_done(&line);
	}
}

void board_zone_page(const struct board_view *view, struct text *out)
{
	json_t *object = view->zone_json
				 ? json_loadb(view->zone_json,
					      view->zone_json_bytes, 0, NULL)
				 : NULL;
	struct assessment *a = object ? json_zone_read(object) : NULL;
	struct text page;

	text_init(&page, PAGE_BYTES_MAX);
	/* A copy that was overwritten has another zone there. */
	if (a && strcmp(a->zone_text, view->zone) == 0) {
		report_zone_text(a, view->style, &page);
		put_chain(view, object, &page);
		put_signatures(view, a, &page);
	} else {
		layout_paragraph(&page, view->style.width, 0, "",
				 "The state file does not have it (any more).");
	}
	put_folded(out, text_string(&page), view->style.width);
	text_done(&page);
	assessment_free(a);
	json_decref(object);
}

void board_help_page(const struct board_view *view, struct text *out)
{
	static const struct {
		const char *keys, *what;
	} rows[] = {
		{ "up down k j", "one up, one down" },
		{ "PgUp PgDn", "a page" },
		{ "Home End g G", "the first, the last" },
		{ "Enter", "the zone: evidence, fix, signatures" },
		{ "n p", "there: the next zone, the one before" },
		{ "Esc", "back to all zones" },
		{ "/", "find zones: name, fault, team=dns" },
		{ "1 ... 9", "only those that fail then: 1 now, 2 <1h ..." },
		{ "left right", "the same, one by one; 0 all" },
		{ "Tab", "zones, incidents, latest changes" },
		{ "q", "leave" },
	};
	struct text page;
	char lead[24];

	text_init(&page, PAGE_BYTES_MAX);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(lead, sizeof(lead), "%-13s ", rows[i].keys);
		layout_paragraph(&page, view->style.width, 0, lead,
				 rows[i].what);
	}
	text_put(&page, "\n");
	layout_paragraph(
		&page, view->style.width, 0, "",
		"The bar is the time that is left, 10 minutes to 30 days, "
		"logarithmic; what fails has none. AGE is how long ago the "
		"zone was looked at. Any key goes on.");
	put_folded(out, text_string(&page), view->style.width);
	text_done(&page);
}
