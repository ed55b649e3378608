/* SPDX-License-Identifier: BSD-3-Clause */
/* board_fixture.c - a state file, part by part, and the screen that shows it.
 */
#include "board_fixture.h"
#include "unit.h"

#include <string.h>

struct text file, frame;
struct board_view view;
struct board *board;

void setup(void)
{
	text_init(&file, 1 << 22);
	text_init(&frame, 1 << 22);
	board_view_init(&view);
	view.style = (struct report_style){ .width = 80, .now = NOW };
	view.height = 24;
	board = NULL;
}

void teardown(void)
{
	text_done(&file);
	text_done(&frame);
	board_view_done(&view);
	board_free(board);
}

static void put_wall(const char *key, int64_t in_s)
{
	char text[WALL_TEXT_SIZE];

	if (in_s == NEVER)
		text_printf(&file, "\"%s\":null,", key);
	else
		text_printf(&file, "\"%s\":\"%s\",", key,
			    wall_format(wall_add(NOW, in_s), text));
}

void begin(int64_t stale_in_s)
{
	text_put(&file, "{\"schema_version\":1,");
	put_wall("generated_at", -3);
	put_wall("stale_after", stale_in_s);
	text_put(&file, "\"daemon\":{\"version\":\"0.1.0\",\"host\":\"ns\"},"
			"\"zones\":[");
}

void put_zone(const char *name, const char *verdict, int64_t in_s)
{
	bool fails = strcmp(verdict, "critical") == 0 && in_s <= 0;

	if (file.at[file.len - 1] == '}')
		text_put(&file, ",");
	text_printf(&file, "{\"zone\":\"%s\",\"verdict\":\"%s\",", name,
		    verdict);
	put_wall("checked_at", -12);
	put_wall("breaks_at", in_s);
	put_wall("recovers_at", NEVER);
	text_printf(&file, "\"security\":\"%s\",\"labels\":{\"team\":\"DNS\"},",
		    fails ? "bogus" : "secure");
	text_put(&file, "\"breaks_because\":\"rrsig-expiring\",\"findings\":[");
	if (fails) {
		text_put(&file, "{\"id\":\"rrsig-expired\",\"severity\":"
				"\"critical\",\"kind\":\"failing\",");
		put_wall("deadline", in_s);
		text_put(&file, "\"subject\":\"www A @ ns2\",\"summary\":\"it "
				"ended\",\"evidence\":[\"seen so\"],\"fix\":["
				"\"sign anew\"],\"verify\":[\"dig it\"]}");
	}
	text_put(&file, "]}");
}

void end(const char *members)
{
	text_printf(&file, "],%s\"deliveries\":[]}", members);
}

struct board *read_file(const struct board *before, size_t chunk)
{
	struct board_reader *reader = board_read_begin(before);

	for (size_t at = 0; at < file.len; at += chunk)
		board_read(reader, file.at + at,
			   file.len - at < chunk ? file.len - at : chunk);
	return board_read_end(reader);
}

void open_board(void)
{
	board = read_file(NULL, 64);
	ck_assert_ptr_nonnull(board);
	ck_assert(board_select(&view, board));
}

const char *show(void)
{
	text_done(&frame);
	board_frame(&view, board, &frame);
	ck_assert(text_ok(&frame));
	return text_string(&frame);
}

void press(uint32_t key)
{
	if (board_press(&view, board, key) == BOARD_SELECT)
		ck_assert(board_select(&view, board));
}

void assert_shows(const char *what)
{
	if (!strstr(show(), what))
		ck_abort_msg("no \"%s\" in:\n%s", what, text_string(&frame));
}

void assert_hides(const char *what)
{
	if (strstr(show(), what))
		ck_abort_msg("\"%s\" is in:\n%s", what, text_string(&frame));
}

void many(void)
{
	begin(90);
	put_zone("later.", "ok", 20 * DAY_S);
	put_zone("unknown.", "unknown", NEVER);
	put_zone("soon.", "warning", 5 * HOUR_S);
	put_zone("long-broken.", "critical", -3 * HOUR_S);
	put_zone("endless.", "ok", NEVER);
	put_zone("broken.", "critical", -MINUTE_S);
	end("");
	open_board();
}

void open_page(const char *zone)
{
	const struct board_row *row = board_find(board, zone);

	ck_assert_str_eq(view.zone, zone);
	view.zone_json = file.at + row->offset;
	view.zone_json_bytes = row->bytes;
}
