/* SPDX-License-Identifier: BSD-3-Clause */
/* board_frame.c - the window: what gets the room below the head, and the line
 * of keys. */
#include "report/board_view.h"

#include <string.h>

#define LINE_BYTES	1024
#define FRAME_BYTES_MAX ((size_t)1024 * 1024 * 1024)
/* Lower windows show one thing at a time. */
#define ROOMY_LINES	30
#define SHORT_INCIDENTS 5
#define SHORT_CHANGES	4

static size_t count_lines(const struct text *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->len; i++)
		count += text->at[i] == '\n';
	return count;
}

static const struct board_list *list_of(const struct board *board,
					enum board_pane pane)
{
	return pane == PANE_INCIDENTS ? &board->incidents : &board->changes;
}

static void put_list_title(const struct board_view *view,
			   const struct board_list *list, enum board_pane pane,
			   struct text *out)
{
	struct text line;

	text_init(&line, LINE_BYTES);
	text_printf(&line, "%s: %zu",
		    pane == PANE_INCIDENTS ? "INCIDENTS" : "LATEST CHANGES",
		    list->count + list->untold);
	board_line(view, "2;4", text_string(&line), out);
	text_done(&line);
}

/* A title and the first items of a list, beside the table. */
static void put_short_list(const struct board_view *view,
			   const struct board *board, enum board_pane pane,
			   size_t most, struct text *out)
{
	const struct board_list *list = list_of(board, pane);

	if (list->count == 0)
		return;
	put_list_title(view, list, pane, out);
	for (size_t i = 0; i < list->count && i < most; i++)
		board_item_row(view, &list->at[i], false, out);
}

/* The part of a list that is shown holds the cursor, and no room is wasted
 * behind the end. */
static void scroll_to(struct board_view *view, size_t count, size_t room)
{
	size_t *cursor = &view->cursor[view->pane];
	size_t *top = &view->top[view->pane];

	view->page = room > 1 ? room - 1 : 1;
	if (*cursor >= count)
		*cursor = count ? count - 1 : 0;
	if (*top + room > count)
		*top = count > room ? count - room : 0;
	if (*top > *cursor)
		*top = *cursor;
	if (room && *top + room <= *cursor)
		*top = *cursor - room + 1;
}

static void put_rows(struct board_view *view, const struct board *board,
		     size_t room, struct text *out)
{
	size_t count = board_pane_count(view, board, view->pane);
	bool plain = view->height == 0;
	size_t first;

	scroll_to(view, count, room);
	first = view->top[view->pane];
	for (size_t i = first; i < count && i - first < room; i++) {
		bool chosen = !plain && i == view->cursor[view->pane];

		if (view->pane == PANE_ZONES)
			board_table_row(view,
					&board->rows[view->selection.at[i].row],
					chosen, out);
		else
			board_item_row(view, &list_of(board, view->pane)->at[i],
				       chosen, out);
	}
	if (count == 0 && room)
		board_line(view, "2",
			   view->pane != PANE_ZONES ? "  none"
			   : board->row_count ? "  none such: Esc shows all"
					      : "  none",
			   out);
}

static void put_short_lists(const struct board_view *view,
			    const struct board *board, struct text *out)
{
	bool plain = view->height == 0;

	if (view->pane != PANE_ZONES || (!plain && view->height < ROOMY_LINES))
		return;
	put_short_list(view, board, PANE_INCIDENTS,
		       plain ? SIZE_MAX : SHORT_INCIDENTS, out);
	put_short_list(view, board, PANE_CHANGES,
		       plain ? SIZE_MAX : SHORT_CHANGES, out);
}

static void fill(struct text *out, size_t used, size_t room)
{
	for (; used < room; used++)
		text_put(out, "\n");
}

static void put_lists(struct board_view *view, const struct board *board,
		      size_t room, struct text *out)
{
	struct text rows, below;
	size_t used;

	text_init(&below, FRAME_BYTES_MAX);
	text_init(&rows, FRAME_BYTES_MAX);
	put_short_lists(view, board, &below);
	used = count_lines(&below) + 1; /* the table's head */
	room = room > used ? room - used : 0;
	if (view->pane == PANE_ZONES)
		board_table_head(view, out);
	else
		put_list_title(view, list_of(board, view->pane), view->pane,
			       out);
	put_rows(view, board, room, &rows);
	if (view->height)
		fill(&rows, count_lines(&rows), room);
	text_put(out, text_string(&rows));
	text_put(out, text_string(&below));
	text_done(&rows);
	text_done(&below);
}

/* A page that is longer than its room is scrolled. */
static void put_page(struct board_view *view, size_t room, struct text *out)
{
	const char *at, *end;
	struct text page;
	size_t count;

	text_init(&page, FRAME_BYTES_MAX);
	if (view->help)
		board_help_page(view, &page);
	else
		board_zone_page(view, &page);
	count = view->lines = count_lines(&page);
	view->page = room > 1 ? room - 1 : 1;
	if (view->scroll + room > count)
		view->scroll = count > room ? count - room : 0;
	at = text_string(&page);
	for (size_t i = 0; i < view->scroll; i++)
		at = strchr(at, '\n') + 1;
	for (size_t i = 0; i < room; i++) {
		end = strchr(at, '\n');
		if (!end) {
			fill(out, i, room);
			break;
		}
		text_bytes(out, at, (size_t)(end + 1 - at));
		at = end + 1;
	}
	text_done(&page);
}

/* What is shown and how to see all again, else what the keys do. */
static void put_foot(const struct board_view *view, const struct board *board,
		     struct text *out)
{
	const char *sgr = "2";
	struct text line;

	text_init(&line, LINE_BYTES);
	if (view->help) {
		text_put(&line, "any key goes on");
	} else if (view->typing) {
		text_printf(&line, "/%s_", view->search);
		sgr = "1";
	} else if (*view->zone) {
		text_printf(&line,
			    "Esc back  n next  p previous  ? help  q quit  "
			    "line %zu of %zu",
			    view->lines ? view->scroll + 1 : 0, view->lines);
	} else if (*view->search || view->bucket != BOARD_BUCKET_ALL) {
		board_count(&line, view->selection.count);
		text_put(&line, " shown");
		if (*view->search)
			text_printf(&line, ", with \"%s\"", view->search);
		if (view->bucket != BOARD_BUCKET_ALL)
			text_printf(&line, ", %s",
				    state_bucket_text((size_t)view->bucket));
		text_put(&line, "  Esc shows all  ? help  q quit");
		sgr = "1";
	} else {
		text_printf(&line,
			    "? help  q quit  / find  1-9 when  Enter zone  "
			    "Tab incidents %zu, changes %zu",
			    board ? board->incidents.count : 0,
			    board ? board->changes.count : 0);
	}
	board_line(view, sgr, text_string(&line), out);
	text_done(&line);
}

/* A window that is lower than what stands above the table. */
static void cut(struct text *frame, size_t lines)
{
	char *at = frame->len ? frame->at : NULL;

	while (at && lines--) {
		at = strchr(at, '\n');
		at += at != NULL;
	}
	if (!at)
		return;
	*at = '\0';
	frame->len = (size_t)(at - frame->at);
}

void board_frame(struct board_view *view, const struct board *board,
		 struct text *out)
{
	bool page = view->help || *view->zone;
	struct text head;
	size_t used, room;

	text_init(&head, FRAME_BYTES_MAX);
	board_head(view, board, &head);
	if (board && !page)
		board_strip(view, board, &head);
	used = count_lines(&head) + (view->height > 0);
	room = view->height == 0     ? SIZE_MAX
	       : view->height > used ? view->height - used
				     : 0;
	text_put(out, text_string(&head));
	text_done(&head);
	if (page)
		put_page(view, room, out);
	else if (board)
		put_lists(view, board, room, out);
	else
		fill(out, 0, view->height ? room : 0);
	if (view->height) {
		put_foot(view, board, out);
		cut(out, view->height);
	}
}
