/* SPDX-License-Identifier: BSD-3-Clause */
/* board_select.c - which zones are shown, and in which order: what fails comes
 * first, then what is not known, then what will fail soonest. */
#include "report/board_view.h"

#include <stdlib.h>
#include <string.h>

/* @return whether every word of @p search is among those of @p row. */
static bool matches(const struct board_row *row, const char *search)
{
	char word[BOARD_SEARCH_SIZE];

	while (*search) {
		size_t len = strcspn(search, " ");

		memcpy(word, search, len);
		word[len] = '\0';
		if (!strstr(row->words, word))
			return false;
		search += len;
		search += strspn(search, " ");
	}
	return true;
}

static int by_soonest(const void *a, const void *b)
{
	const struct board_pick *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->breaks_at.s != y->breaks_at.s)
		return x->breaks_at.s < y->breaks_at.s ? -1 : 1;
	return strcmp(x->zone, y->zone);
}

static bool make_room(struct board_selection *selection, size_t count)
{
	struct board_pick *at;

	if (count <= selection->room)
		return true;
	at = realloc(selection->at, count * sizeof(*at));
	if (!at)
		return false;
	selection->at = at;
	selection->room = count;
	return true;
}

/* What is said of all zones, whether they are shown or not. */
static void count_row(struct board_selection *selection,
		      const struct board_row *row, uint32_t index,
		      const struct board_pick *pick)
{
	size_t len = strlen(row->zone);

	if (len > selection->longest)
		selection->longest = len;
	if (pick->rank != 2 || pick->breaks_at.s >= selection->next_at.s)
		return;
	selection->next_at = pick->breaks_at;
	selection->next_row = index;
}

static void choose(struct board_view *view, const struct board *board)
{
	/* Its own time is only that of the last check: the rows would change
	 * places with each. */
	const struct wall undated = { WALL_NEVER.s - 1 };
	struct board_selection *selection = &view->selection;

	for (size_t i = 0; board && i < board->row_count; i++) {
		const struct board_row *row = &board->rows[i];
		size_t bucket =
			state_bucket(row->verdict, row->failing,
				     row->left.breaks_at, view->style.now);
		struct board_pick pick = {
			.row = (uint32_t)i,
			.rank = bucket == 0		       ? 0
				: bucket == RUNWAY_BUCKETS - 1 ? 1
							       : 2,
			.breaks_at = row->left.undated ? undated
						       : row->left.breaks_at,
			.zone = row->zone,
		};

		selection->runway[bucket]++;
		count_row(selection, row, (uint32_t)i, &pick);
		if ((view->bucket == BOARD_BUCKET_ALL ||
		     (size_t)view->bucket == bucket) &&
		    matches(row, view->search))
			selection->at[selection->count++] = pick;
	}
}

/* Who reads on stays with the zone; who looks at the top stays at the top. */
static void follow(struct board_view *view)
{
	const struct board_selection *selection = &view->selection;
	size_t *cursor = &view->cursor[PANE_ZONES];

	for (size_t i = 0; *cursor && i < selection->count; i++)
		if (strcmp(selection->at[i].zone, view->chosen) == 0) {
			*cursor = i;
			return;
		}
	if (*cursor >= selection->count)
		*cursor = selection->count ? selection->count - 1 : 0;
}

bool board_select(struct board_view *view, const struct board *board)
{
	struct board_selection *selection = &view->selection;

	selection->count = selection->longest = 0;
	selection->next_at = WALL_NEVER;
	memset(selection->runway, 0, sizeof(selection->runway));
	if (board && !make_room(selection, board->row_count))
		return false;
	choose(view, board);
	if (selection->count)
		qsort(selection->at, selection->count, sizeof(*selection->at),
		      by_soonest);
	follow(view);
	return true;
}
