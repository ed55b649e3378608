/* SPDX-License-Identifier: BSD-3-Clause */
/* board_keys.c - what a key changes in a view. */
#include "report/board_view.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

void board_view_init(struct board_view *view)
{
	*view = (struct board_view){ .bucket = BOARD_BUCKET_ALL,
				     .read_percent = 100,
				     .page = 1 };
}

void board_view_done(struct board_view *view)
{
	free(view->selection.at);
}

size_t board_pane_count(const struct board_view *view,
			const struct board *board, enum board_pane pane)
{
	switch (pane) {
	case PANE_INCIDENTS:
		return board->incidents.count;
	case PANE_CHANGES:
		return board->changes.count;
	default:
		return view->selection.count;
	}
}

/* The place that a key of moving leads to, of @p count. */
static size_t moved(size_t at, size_t count, size_t page, uint32_t key)
{
	size_t last = count ? count - 1 : 0;

	switch (key) {
	case KEY_OF_UP:
	case 'k':
		return at ? at - 1 : 0;
	case KEY_OF_DOWN:
	case 'j':
		return at < last ? at + 1 : last;
	case KEY_OF_PAGE_UP:
		return at > page ? at - page : 0;
	case KEY_OF_PAGE_DOWN:
	case ' ':
		return at + page < last ? at + page : last;
	case KEY_OF_HOME:
	case 'g':
		return 0;
	case KEY_OF_END:
	case 'G':
		return last;
	default:
		return at;
	}
}

static void remember(struct board_view *view)
{
	size_t cursor = view->cursor[PANE_ZONES];

	if (cursor < view->selection.count)
		(void)snprintf(view->chosen, sizeof(view->chosen), "%s",
			       view->selection.at[cursor].zone);
}

static void open_zone(struct board_view *view, const char *zone)
{
	(void)snprintf(view->zone, sizeof(view->zone), "%s", zone ? zone : "");
	view->scroll = 0;
}

static void open_chosen(struct board_view *view, const struct board *board)
{
	size_t at = view->cursor[view->pane];

	if (at >= board_pane_count(view, board, view->pane))
		return;
	if (view->pane == PANE_INCIDENTS)
		open_zone(view, board->incidents.at[at].zone);
	else if (view->pane == PANE_CHANGES)
		open_zone(view, board->changes.at[at].zone);
	else
		open_zone(view, view->selection.at[at].zone);
}

static enum board_answer press_search(struct board_view *view, uint32_t key)
{
	size_t len = strlen(view->search);

	if (key == KEY_OF_ENTER || key == KEY_OF_ESCAPE)
		view->typing = false;
	if (key == KEY_OF_ESCAPE)
		view->search[0] = '\0';
	else if (key == KEY_OF_BACKSPACE && len)
		view->search[len - 1] = '\0';
	else if (key == KEY_OF_BACKSPACE)
		view->typing = false;
	else if (key >= 0x20 && key < 0x7f && len + 1 < BOARD_SEARCH_SIZE) {
		/* Names are compared without regard to case. */
		view->search[len] =
			(char)(key >= 'A' && key <= 'Z' ? key | 0x20 : key);
		view->search[len + 1] = '\0';
	}
	return BOARD_SELECT;
}

/* The zone before or behind the one that is open, in the table's order. */
static void turn(struct board_view *view, bool forward)
{
	size_t *cursor = &view->cursor[PANE_ZONES];

	*cursor = moved(*cursor, view->selection.count, 1,
			forward ? KEY_OF_DOWN : KEY_OF_UP);
	remember(view);
	if (*cursor < view->selection.count)
		open_zone(view, view->selection.at[*cursor].zone);
}

static enum board_answer press_zone(struct board_view *view, uint32_t key)
{
	switch (key) {
	case 'q':
		return BOARD_LEAVE;
	case '?':
		view->help = true;
		break;
	case 'n':
	case 'p':
		turn(view, key == 'n');
		break;
	case KEY_OF_ESCAPE:
	case KEY_OF_BACKSPACE:
	case KEY_OF_LEFT:
		open_zone(view, NULL);
		break;
	default:
		/* How long the page is, the frame knows: it takes back. */
		view->scroll =
			moved(view->scroll, SIZE_MAX / 2, view->page, key);
	}
	return BOARD_STAY;
}

static enum board_answer choose_bucket(struct board_view *view, int bucket)
{
	view->bucket = bucket == view->bucket ? BOARD_BUCKET_ALL : bucket;
	view->pane = PANE_ZONES;
	view->cursor[PANE_ZONES] = 0;
	return BOARD_SELECT;
}

/* "All" lies between the last bucket and the first. */
static enum board_answer walk_buckets(struct board_view *view, int step)
{
	int places = RUNWAY_BUCKETS + 1;

	return choose_bucket(view,
			     (view->bucket + 1 + step + places) % places - 1);
}

static enum board_answer press_list(struct board_view *view,
				    const struct board *board, uint32_t key)
{
	size_t *cursor = &view->cursor[view->pane];

	if (key >= '1' && key < '1' + RUNWAY_BUCKETS)
		return choose_bucket(view, (int)(key - '1'));
	switch (key) {
	case 'q':
		return BOARD_LEAVE;
	case '?':
		view->help = true;
		break;
	case '/':
		view->typing = true;
		view->pane = PANE_ZONES;
		break;
	case '0':
		return choose_bucket(view, BOARD_BUCKET_ALL);
	case KEY_OF_LEFT:
		return walk_buckets(view, -1);
	case KEY_OF_RIGHT:
		return walk_buckets(view, 1);
	case KEY_OF_ESCAPE:
		view->search[0] = '\0';
		return choose_bucket(view, BOARD_BUCKET_ALL);
	case KEY_OF_TAB:
		view->pane = (view->pane + 1) % PANE_COUNT;
		break;
	case KEY_OF_ENTER:
		open_chosen(view, board);
		break;
	default:
		*cursor = moved(*cursor,
				board_pane_count(view, board, view->pane),
				view->page, key);
		remember(view);
	}
	return BOARD_STAY;
}

enum board_answer board_press(struct board_view *view,
			      const struct board *board, uint32_t key)
{
	if (view->help) {
		view->help = false;
		return BOARD_STAY;
	}
	if (!board)
		return key == 'q' ? BOARD_LEAVE : BOARD_STAY;
	if (view->typing)
		return press_search(view, key);
	if (*view->zone)
		return press_zone(view, key);
	return press_list(view, board, key);
}
