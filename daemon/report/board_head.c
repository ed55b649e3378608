/* SPDX-License-Identifier: BSD-3-Clause */
/* board_head.c - what stands above the table: the sentence, whose word it is
 * and how old, and what is wrong with the monitor itself. */
#include "report/board_view.h"

#include "report/safe.h"

#include <string.h>

#define LINE_BYTES 8192
/* Of what the monitor says of itself, beside zones. */
#define NOTICES_MAX 3

void board_line(const struct board_view *view, const char *sgr,
		const char *line, struct text *out)
{
	size_t columns = safe_columns(line, strlen(line));
	struct text cell;

	text_init(&cell, LINE_BYTES);
	board_cell(&cell, line,
		   columns < view->style.width ? columns : view->style.width,
		   view->style);
	board_tone(out, view->style, sgr, text_string(&cell));
	text_put(out, "\n");
	text_done(&cell);
}

static void put_sentence(const struct board_view *view,
			 const struct board *board, struct text *out)
{
	static const char *const sgr[VERDICT_COUNT] = {
		[VERDICT_OK] = "1;32",	    [VERDICT_INFO] = "1;36",
		[VERDICT_WARNING] = "1;33", [VERDICT_CRITICAL] = "1;31",
		[VERDICT_UNKNOWN] = "1;35",
	};
	enum verdict mood = VERDICT_UNKNOWN;
	struct text line, said;

	text_init(&said, LINE_BYTES);
	text_init(&line, LINE_BYTES);
	if (board)
		mood = board_sentence(view, board, &said);
	else
		text_put(&said, "Nothing is known yet");
	/* What is old is no good news. */
	if (mood == VERDICT_OK &&
	    (view->gone || board_is_stale(board, view->style.now)))
		mood = VERDICT_UNKNOWN;
	text_printf(&line, "%s %s", words_glyph(mood, view->style),
		    text_string(&said));
	board_line(view, sgr[mood], text_string(&line), out);
	text_done(&said);
	text_done(&line);
}

static void put_age(struct text *out, const struct board *board,
		    struct wall now)
{
	if (wall_is_never(board->generated_at)) {
		text_put(out, "of nobody knows when");
		return;
	}
	text_put(out, "of ");
	words_time(out, board->generated_at);
	text_put(out, ", ");
	if (now.s < board->generated_at.s)
		now = board->generated_at; /* two clocks */
	words_span(out, board->generated_at, now);
	text_put(out, " ago");
}

/* The banner takes the place of the line that is otherwise there. */
static void put_banner(const struct board_view *view, const struct board *board,
		       struct text *out)
{
	struct text line;

	text_init(&line, LINE_BYTES);
	text_put(&line, view->gone ? " STALE: forewarnd does not run; this is "
				   : " STALE: do not believe this: it is ");
	put_age(&line, board, view->style.now);
	text_put(&line, " ");
	board_line(view, "1;7", text_string(&line), out);
	text_done(&line);
}

static void put_source(const struct board_view *view, const struct board *board,
		       struct text *out)
{
	struct text line;

	text_init(&line, LINE_BYTES);
	text_printf(&line, "forewarnd %s on %s, ",
		    board->version ? board->version : "?",
		    board->host ? board->host : "?");
	board_zones(&line, board->whole ? board->row_count : board->total);
	text_put(&line, ", ");
	put_age(&line, board, view->style.now);
	if (board->silence_count)
		text_printf(&line, ", %zu silence%s", board->silence_count,
			    board->silence_count == 1 ? "" : "s");
	if (view->read_percent < 100)
		text_printf(&line, ", reading %u %%", view->read_percent);
	board_line(view, "2", text_string(&line), out);
	text_done(&line);
}

static void put_notices(const struct board_view *view,
			const struct board *board, struct text *out)
{
	size_t count = board->notices.count;
	size_t shown =
		view->height && count > NOTICES_MAX ? NOTICES_MAX : count;
	struct text line;

	for (size_t i = 0; i < shown; i++)
		board_item_row(view, &board->notices.at[i], false, out);
	text_init(&line, LINE_BYTES);
	if (shown < count)
		text_printf(&line, "  and %zu more of the monitor's own",
			    count - shown);
	if (line.len)
		board_line(view, "2", text_string(&line), out);
	text_done(&line);
	if (board->unreadable) {
		text_printf(&line, "%s %zu zones of the file cannot be read",
			    words_glyph(VERDICT_UNKNOWN, view->style),
			    board->unreadable);
		board_line(view, "35", text_string(&line), out);
		text_done(&line);
	}
}

void board_head(const struct board_view *view, const struct board *board,
		struct text *out)
{
	put_sentence(view, board, out);
	if (view->trouble)
		board_line(view, "1;7", view->trouble, out);
	if (!board)
		return;
	if (view->gone || board_is_stale(board, view->style.now))
		put_banner(view, board, out);
	else
		put_source(view, board, out);
	if (view->read_percent == 100 && !board->whole)
		board_line(
			view, "1;7",
			" The file ends early: what would follow is not known ",
			out);
	put_notices(view, board, out);
}
