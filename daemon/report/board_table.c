/* SPDX-License-Identifier: BSD-3-Clause */
/* board_table.c - the rows of the window: zones with their runway, incidents,
 * changes. */
#include "report/board_view.h"

#include "report/safe.h"

#include <string.h>

/* "CRITICAL", "for 13d 23h", "59m": the widest of their columns. */
#define WORD_COLUMNS  8
#define CLOCK_COLUMNS 11
#define AGE_COLUMNS   4
#define CELL_BYTES    1024

/* The runway: an hour matters on the last day only, so it is logarithmic. */
#define SHORTEST_S (10 * 60)
#define LONGEST_S  (30 * 86400)

/* Columns of each cell, without the space before it; 0: left out. */
struct columns {
	size_t word, zone, clock, bar, cause, age;
};

/* The narrower the less: first the cause goes, then the word, whose mark says
 * the same by its shape. */
static struct columns columns_of(const struct board_view *view)
{
	unsigned width = view->style.width;
	struct columns c = { .clock = CLOCK_COLUMNS };
	size_t left, longest = view->selection.longest;

	if (width < 36) {
		c.zone = width > 3 + CLOCK_COLUMNS + 4
				 ? width - 3 - CLOCK_COLUMNS
				 : 4;
		return c;
	}
	c.word = WORD_COLUMNS;
	left = width - 2 - WORD_COLUMNS - 1 - 1 - CLOCK_COLUMNS;
	if (width < 64) {
		c.zone = left;
		return c;
	}
	c.age = AGE_COLUMNS;
	c.bar = width < 100 ? 8 : 16;
	left -= 1 + c.bar + 1 + c.age + 2;
	c.zone = left * 11 / 20;
	if (c.zone > longest && longest >= 8)
		c.zone = longest;
	c.cause = left - c.zone;
	return c;
}

/* log2 in 1/256, linear between powers of two: under 1 % of the runway off. */
static uint32_t log2_256(uint64_t value)
{
	uint32_t power = 0;

	while (value >> power > 1)
		power++;
	return power * 256 +
	       (uint32_t)(((value - ((uint64_t)1 << power)) << 8) >> power);
}

/* Halves of a column that are filled, of @p columns. */
static size_t runway_halves(int64_t left_s, size_t columns)
{
	uint32_t all = log2_256(LONGEST_S) - log2_256(SHORTEST_S);

	if (left_s <= SHORTEST_S)
		return 0;
	if (left_s >= LONGEST_S)
		return 2 * columns;
	return (log2_256((uint64_t)left_s) - log2_256(SHORTEST_S)) * 2 *
	       columns / all;
}

/* What fails has no runway; of what nothing is known there is none to draw. */
static void put_bar(const struct board_view *view, const struct board_row *row,
		    size_t columns, struct text *out)
{
	bool ascii = view->style.ascii;
	bool fails = row->failing || row->left.breaks_at.s <= view->style.now.s;
	size_t halves = 0;

	if (!row->left.known && !row->failing) {
		text_printf(out, "%*s", (int)columns, "");
		return;
	}
	if (!fails)
		halves = runway_halves(
			wall_diff(view->style.now, row->left.breaks_at),
			columns);
	for (size_t i = 0; i < columns; i++, halves -= halves < 2 ? halves : 2)
		text_put(out, halves >= 2   ? ascii ? "=" : "━"
			      : halves == 1 ? ascii ? "-" : "╸"
			      : ascii	    ? "."
					    : "·");
}

/* One unit: how long ago is not counted in seconds. */
static void put_age(struct text *out, struct wall at, struct wall now)
{
	int64_t s = wall_diff(at, now);

	if (s < 0)
		s = 0; /* two clocks */
	if (s < 60)
		text_printf(out, "%3ds", (int)s);
	else if (s < 3600)
		text_printf(out, "%3dm", (int)(s / 60));
	else if (s < 86400)
		text_printf(out, "%3dh", (int)(s / 3600));
	else
		text_printf(out, "%3dd",
			    (int)(s < 999 * 86400 ? s / 86400 : 999));
}

void board_table_head(const struct board_view *view, struct text *out)
{
	struct columns c = columns_of(view);
	struct text line;

	text_init(&line, CELL_BYTES);
	text_put(&line, "  ");
	if (c.word) {
		board_cell(&line, "VERDICT", c.word, view->style);
		text_put(&line, " ");
	}
	board_cell(&line, "ZONE", c.zone, view->style);
	text_put(&line, " ");
	board_cell(&line, "FAILS", c.clock, view->style);
	if (c.bar) {
		text_put(&line, " ");
		board_cell(&line, c.bar < 16 ? "10m..30d" : "10m..........30d",
			   c.bar, view->style);
	}
	if (c.cause) {
		text_put(&line, " ");
		board_cell(&line, "BECAUSE OF", c.cause, view->style);
		text_put(&line, "  AGE");
	}
	board_tone(out, view->style, "2;4", text_string(&line));
	text_put(out, "\n");
	text_done(&line);
}

/* What is chosen is shown in inverse as a whole, without colours within. */
static void put_row(const struct board_view *view, const struct board_row *row,
		    struct text *out)
{
	struct columns c = columns_of(view);
	struct report_style style = view->style;
	enum verdict verdict = row->verdict;
	struct text cell;

	text_init(&cell, CELL_BYTES);
	words_coloured(out, verdict, style, words_glyph(verdict, style));
	text_put(out, " ");
	if (c.word) {
		board_cell(&cell, words_verdict(verdict), c.word, style);
		words_coloured(out, verdict, style, text_string(&cell));
		text_put(out, " ");
		text_done(&cell);
	}
	board_cell(out, row->zone, c.zone, style);
	text_put(out, " ");
	words_clock(&cell, row->left, style.now);
	board_cell(out, text_string(&cell), c.clock, style);
	text_done(&cell);
	if (c.bar) {
		put_bar(view, row, c.bar, &cell);
		text_put(out, " ");
		words_coloured(out, verdict, style, text_string(&cell));
		text_done(&cell);
	}
	if (c.cause) {
		text_put(out, " ");
		board_cell(out, row->cause, c.cause, style);
		text_put(out, " ");
		put_age(out, row->checked_at, style.now);
	}
}

static void put_chosen(struct report_style style, const struct text *line,
		       struct text *out)
{
	board_tone(out, style, "7", text_string(line));
	text_put(out, "\n");
}

void board_table_row(const struct board_view *view, const struct board_row *row,
		     bool chosen, struct text *out)
{
	struct board_view plain = *view;
	struct text line;

	if (!chosen) {
		put_row(view, row, out);
		text_put(out, "\n");
		return;
	}
	plain.style.colour = false;
	text_init(&line, CELL_BYTES * 4);
	put_row(&plain, row, &line);
	put_chosen(view->style, &line, out);
	text_done(&line);
}

static void put_item(const struct board_view *view,
		     const struct board_item *item, struct text *out)
{
	struct report_style style = view->style;
	size_t room = style.width > 20 ? style.width - 2 : 18, used;

	words_coloured(out, item->verdict, style,
		       words_glyph(item->verdict, style));
	text_put(out, " ");
	if (!wall_is_never(item->at)) {
		put_age(out, item->at, style.now);
		text_put(out, "  ");
		room -= AGE_COLUMNS + 2;
	}
	used = safe_columns(item->line, strlen(item->line));
	board_cell(out, item->line, used < room ? used : room, style);
}

void board_item_row(const struct board_view *view,
		    const struct board_item *item, bool chosen,
		    struct text *out)
{
	struct board_view plain = *view;
	struct text line;

	plain.style.colour = view->style.colour && !chosen;
	text_init(&line, CELL_BYTES * 4);
	put_item(&plain, item, &line);
	if (chosen)
		put_chosen(view->style, &line, out);
	else
		text_printf(out, "%s\n", text_string(&line));
	text_done(&line);
}
