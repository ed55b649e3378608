/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_board.c - whatever a state file holds, the window shows lines of its
 * own width, and nothing in them moves the cursor.
 *
 * Input: a byte that chooses how the file comes in, one the size of the window,
 * one the keys, then the file. */
#include "report/board_view.h"
#include "report/safe.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW ((struct wall){ 1795341600 })

static struct board *read_all(const char *bytes, size_t count, size_t chunk,
			      const struct board *before)
{
	struct board_reader *reader = board_read_begin(before);

	for (size_t at = 0; at < count; at += chunk)
		board_read(reader, bytes + at,
			   count - at < chunk ? count - at : chunk);
	return board_read_end(reader);
}

/* Lines of the window's width and height; no control but SGR sequences. */
static void check(const struct board_view *view, const char *frame)
{
	size_t columns = 0, lines = 0;

	for (const char *at = frame; *at; at++) {
		if (*at == '\n') {
			lines++;
			columns = 0;
		} else if (*at == '\033') {
			if (!view->style.colour || at[1] != '[')
				abort();
			at += 2;
			at += strspn(at, "0123456789;");
			if (*at != 'm')
				abort();
		} else if ((unsigned char)*at < 0x20 || *at == 0x7f) {
			abort();
		} else {
			columns += safe_columns(at, 1);
		}
		if (columns > view->style.width)
			abort();
	}
	if (lines > view->height)
		abort();
}

static void show(struct board_view *view, const struct board *board)
{
	struct text frame;

	text_init(&frame, 1 << 26);
	board_frame(view, board, &frame);
	if (!text_ok(&frame))
		abort();
	check(view, text_string(&frame));
	text_done(&frame);
}

static void press_all(struct board_view *view, const struct board *board,
		      const char *file, size_t bytes)
{
	static const uint32_t keys[] = {
		'j', KEY_OF_ENTER, KEY_OF_PAGE_DOWN, 'n', KEY_OF_ESCAPE,
		'?', '?',	   KEY_OF_TAB,	     'G', KEY_OF_ENTER,
		'/', '1',	   KEY_OF_TAB,	     '/', 'a',
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct board_row *row;

		if (board_press(view, board, keys[i]) == BOARD_SELECT &&
		    !board_select(view, board))
			abort();
		row = *view->zone ? board_find(board, view->zone) : NULL;
		if (row && row->offset + row->bytes > bytes)
			abort();
		view->zone_json = row ? file + row->offset : NULL;
		view->zone_json_bytes = row ? row->bytes : 0;
		show(view, board);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *file = (const char *)data + 3;
	struct board *board, *again;
	struct board_view view;

	if (size < 3)
		return 0;
	board = read_all(file, size - 3, data[0] + 1u, NULL);
	again = read_all(file, size - 3, 4096, board);
	if (!board || !again || board->row_count != again->row_count ||
	    board->whole != again->whole)
		abort();
	board_view_init(&view);
	view.style = (struct report_style){
		.colour = data[2] & 1,
		.ascii = data[2] & 2,
		.width = 20 + data[1] % 120,
		.now = NOW,
	};
	view.height = 1 + data[1] % 50;
	if (!board_select(&view, again))
		abort();
	show(&view, again);
	press_all(&view, again, file, size - 3);
	board_view_done(&view);
	board_free(board);
	board_free(again);
	return 0;
}
