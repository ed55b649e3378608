/* SPDX-License-Identifier: BSD-3-Clause */
/* board_line.c - the first lines of the window, the sentence and the strip,
 * and what all its lines are made of. */
#include "report/board_view.h"

#include "report/safe.h"

#include <stdio.h>
#include <string.h>

/* Columns of the strip of counts in one piece; narrower ones are folded. */
#define STRIP_COLUMNS 76

void board_tone(struct text *out, struct report_style style, const char *sgr,
		const char *line)
{
	if (style.colour)
		text_printf(out, "\033[%sm%s\033[0m", sgr, line);
	else
		text_put(out, line);
}

/* @return how many bytes of @p utf8 take @p columns, or less. */
static size_t bytes_of(const char *utf8, size_t columns)
{
	size_t i = 0;

	for (; utf8[i]; i++)
		if (((unsigned char)utf8[i] & 0xc0) != 0x80 && columns-- == 0)
			break;
	return i;
}

void board_cell(struct text *out, const char *utf8, size_t columns,
		struct report_style style)
{
	const char *more = style.ascii ? "..." : "…";
	size_t more_columns = style.ascii ? 3 : 1;
	size_t used = safe_columns(utf8, strlen(utf8));

	if (used <= columns) {
		text_printf(out, "%s%*s", utf8, (int)(columns - used), "");
	} else if (columns <= more_columns) {
		text_bytes(out, utf8, bytes_of(utf8, columns));
	} else {
		text_bytes(out, utf8, bytes_of(utf8, columns - more_columns));
		text_put(out, more);
	}
}

void board_count(struct text *out, size_t count)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%zu", count);

	for (size_t i = 0; i < len; i++)
		text_printf(out, "%s%c", i && (len - i) % 3 == 0 ? "," : "",
			    digits[i]);
}

void board_zones(struct text *out, size_t count)
{
	board_count(out, count);
	text_put(out, count == 1 ? " zone" : " zones");
}

/* Until every zone was read the daemon's own count says more. */
static size_t bucket_count(const struct board_view *view,
			   const struct board *board, size_t bucket)
{
	return board->whole ? view->selection.runway[bucket]
			    : board->summary.runway[bucket];
}

static size_t zone_count(const struct board *board)
{
	return board->whole ? board->row_count : board->total;
}

static void put_calm(const struct board_view *view, const struct board *board,
		     struct text *out)
{
	const struct board_selection *selection = &view->selection;
	size_t total = zone_count(board);

	if (total == 0) {
		text_put(out, "No zone is watched");
		return;
	}
	text_put(out, "No zone of ");
	board_count(out, total);
	text_put(out, " fails");
	if (wall_is_never(selection->next_at))
		return;
	text_put(out, "; the soonest would in ");
	words_span(out, view->style.now, selection->next_at);
	text_printf(out, ": %s", board->rows[selection->next_row].zone);
}

static enum verdict mood(size_t failing, size_t soon, size_t unknown,
			 size_t total)
{
	if (failing)
		return VERDICT_CRITICAL;
	/* Where nothing is watched, nothing is known to be well. */
	if (unknown || total == 0)
		return VERDICT_UNKNOWN;
	return soon ? VERDICT_WARNING : VERDICT_OK;
}

enum verdict board_sentence(const struct board_view *view,
			    const struct board *board, struct text *out)
{
	size_t failing = bucket_count(view, board, 0), soon = 0;
	size_t unknown = bucket_count(view, board, RUNWAY_BUCKETS - 1) +
			 board->unreadable;
	const char *between = "";

	for (size_t i = 1; i <= 3; i++) /* up to 24 h */
		soon += bucket_count(view, board, i);
	if (failing) {
		board_zones(out, failing);
		text_put(out, failing == 1 ? " fails now" : " fail now");
		between = ", ";
	}
	if (soon) {
		text_put(out, between);
		if (failing)
			board_count(out, soon);
		else
			board_zones(out, soon);
		text_printf(out, "%s %s within 24 h", failing ? " more" : "",
			    soon == 1 ? "fails" : "fail");
		between = ", ";
	}
	if (unknown) {
		text_put(out, between);
		board_zones(out, unknown);
		text_put(out, " unknown");
	}
	if (!failing && !soon && !unknown)
		put_calm(view, board, out);
	return mood(failing, soon, unknown, zone_count(board));
}

/* "14d and more" is "14d+" where room is short. */
static void put_bucket_name(struct text *out, size_t bucket)
{
	const char *name = state_bucket_text(bucket);
	size_t len = strcspn(name, " ");

	text_bytes(out, name, len);
	if (name[len])
		text_put(out, "+");
}

static const char *bucket_sgr(size_t bucket, size_t count)
{
	if (count == 0)
		return "2";
	if (bucket == 0)
		return "1;31";
	if (bucket == RUNWAY_BUCKETS - 1)
		return "1;35";
	return bucket <= 3 ? "1;33" : "1";
}

/* "[1]now 3": its key, its name, how many; brackets where it is chosen, since
 * colour alone says nothing. */
static void put_bucket(const struct board_view *view, size_t bucket,
		       size_t count, struct text *out)
{
	bool chosen = view->bucket == (int)bucket;
	struct text cell;

	text_init(&cell, 64);
	text_put(&cell, chosen ? "[" : "");
	put_bucket_name(&cell, bucket);
	text_put(&cell, " ");
	board_count(&cell, count);
	text_put(&cell, chosen ? "]" : "");
	board_tone(out, view->style, chosen ? "1;7" : bucket_sgr(bucket, count),
		   text_string(&cell));
	text_done(&cell);
}

static size_t bucket_columns(const struct board_view *view, size_t bucket,
			     size_t count)
{
	struct board_view plain = *view;
	struct text cell;
	size_t columns;

	plain.style.colour = false;
	text_init(&cell, 64);
	put_bucket(&plain, bucket, count, &cell);
	columns = cell.len; /* ASCII */
	text_done(&cell);
	return columns;
}

void board_strip(const struct board_view *view, const struct board *board,
		 struct text *out)
{
	size_t used = 0;

	for (size_t i = 0; i < RUNWAY_BUCKETS; i++) {
		size_t count = bucket_count(view, board, i);
		size_t columns = bucket_columns(view, i, count);

		/* Where room is short, what has no zone is left out. */
		if (view->style.width < STRIP_COLUMNS && !count &&
		    view->bucket != (int)i)
			continue;
		if (used && used + 2 + columns > view->style.width) {
			text_put(out, "\n");
			used = 0;
		} else if (used) {
			text_put(out, "  ");
			used += 2;
		}
		put_bucket(view, i, count, out);
		used += columns;
	}
	text_put(out, "\n");
}
