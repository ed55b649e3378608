/* SPDX-License-Identifier: BSD-3-Clause */
/* check_board.c - what forewarn top shows of a state file, and of a damaged
 * one. */
#include "board_fixture.h"
#include "unit.h"

#include "report/pieces.h"
#include "report/safe.h"

#include <stdio.h>
#include <string.h>

/* --- pieces --- */

static void note(void *arg, const struct piece *piece)
{
	text_printf(arg, "%s=%.*s;", piece->key, (int)piece->len, piece->bytes);
	ck_assert_mem_eq(file.at + piece->offset, piece->bytes, piece->len);
}

static const struct {
	const char *name, *document, *pieces;
	bool whole;
} documents[] = {
	{ "nothing", "", "", false },
	{ "no object", "[1]", "", false },
	{ "an error page", "<html>{\"a\":1}", "", false },
	{ "empty", " {} ", "", true },
	{ "values", "{\"a\":1,\"b\":\"x\",\"c\":{\"d\":[1,2]}}",
	  "a=1;b=\"x\";c={\"d\":[1,2]};", true },
	{ "elements", "{\"z\":[{\"a\":1} , [2,3], \"4\",null],\"y\":5}",
	  "z={\"a\":1} ;z=[2,3];z=\"4\";z=null;y=5;", true },
	{ "an empty list", "{\"z\":[],\"y\":5}", "y=5;", true },
	{ "brackets in strings", "{\"a\":\"]}\\\"{[,:\",\"b\":[\"[\\\\\"]}",
	  "a=\"]}\\\"{[,:\";b=\"[\\\\\";", true },
	{ "cut in a piece", "{\"z\":[{\"a\":1},{\"b\"", "z={\"a\":1};", false },
	{ "cut behind one", "{\"z\":[{\"a\":1}", "", false },
	{ "something behind it", "{\"a\":1}{\"b\":2}", "a=1;", true },
	{ "a key too long", "{\"0123456789012345678901234567890123\":1}", "=1;",
	  true },
	{ "too long a piece",
	  "{\"a\":\"0123456789012345678901234567890"
	  "12345678901234567890123456789\",\"b\":2}",
	  "b=2;", true },
};

START_TEST(pieces_of)
{
	const char *document = documents[_i].document;

	text_put(&file, document);
	for (size_t chunk = 1; chunk < 80; chunk++) {
		struct text got;
		struct pieces *pieces;

		text_init(&got, 4096);
		pieces = pieces_new(48, note, &got);
		for (size_t at = 0; at < file.len; at += chunk)
			pieces_feed(pieces, file.at + at,
				    file.len - at < chunk ? file.len - at
							  : chunk);
		ck_assert_str_eq(text_string(&got), documents[_i].pieces);
		ck_assert(pieces_whole(pieces) == documents[_i].whole);
		ck_assert_uint_eq(
			pieces_dropped(pieces),
			strcmp(documents[_i].name, "too long a piece") == 0);
		pieces_free(pieces);
		text_done(&got);
	}
}
END_TEST

/* --- the sentence --- */

static const struct {
	const char *name;
	struct {
		const char *verdict;
		int64_t in_s;
	} zones[5];
	const char *sentence;
} sentences[] = {
	{ "no zones", { { 0 } }, "? No zone is watched" },
	{ "one fails", { { "critical", 0 } }, "X 1 zone fails now\n" },
	{ "two fail, by a second",
	  { { "critical", 0 }, { "critical", -1 }, { "warning", 1 } },
	  "X 2 zones fail now, 1 more fails within 24 h\n" },
	{ "within a day",
	  { { "warning", DAY_S - 1 }, { "ok", DAY_S } },
	  "! 1 zone fails within 24 h\n" },
	{ "all unknown",
	  { { "unknown", NEVER }, { "unknown", NEVER } },
	  "? 2 zones unknown\n" },
	{ "all of it",
	  { { "critical", -5 }, { "warning", HOUR_S }, { "unknown", NEVER } },
	  "X 1 zone fails now, 1 more fails within 24 h, 1 zone unknown\n" },
	{ "a verdict that we do not know",
	  { { "splendid", NEVER } },
	  "? 1 zone unknown\n" },
	{ "well",
	  { { "ok", 9 * DAY_S }, { "ok", 3 * DAY_S + 4 * HOUR_S } },
	  "+ No zone of 2 fails; the soonest would in 3d 4h: z1.\n" },
	{ "well without end", { { "ok", NEVER } }, "+ No zone of 1 fails\n" },
};

START_TEST(sentence_says)
{
	view.style.ascii = true;
	begin(90);
	for (size_t i = 0; sentences[_i].zones[i].verdict; i++) {
		char name[8];

		(void)snprintf(name, sizeof(name), "z%zu.", i);
		put_zone(name, sentences[_i].zones[i].verdict,
			 sentences[_i].zones[i].in_s);
	}
	end("");
	open_board();
	show();
	ck_assert_msg(strncmp(text_string(&frame), sentences[_i].sentence,
			      strlen(sentences[_i].sentence)) == 0,
		      "%s:\n%s", sentences[_i].name, text_string(&frame));
}
END_TEST

/* --- what may be believed --- */

static const struct {
	const char *name;
	int64_t stale_in_s;
	bool gone;
	const char *shown, *hidden;
} ages[] = {
	{ "fresh", 1, false, "forewarnd 0.1.0 on ns, 1 zone,", "STALE" },
	{ "at its last second", 0, false, "3s ago", "STALE" },
	{ "a second too old", -1, false, "STALE: do not believe", "0.1.0 on" },
	{ "that says not how long", NEVER, false, "STALE: do not", "0.1.0 on" },
	{ "of a daemon that is gone", 90, true, "STALE: forewarnd does not run",
	  "0.1.0 on" },
};

START_TEST(age_shown)
{
	begin(ages[_i].stale_in_s);
	put_zone("a.", "ok", DAY_S * 9);
	end("");
	open_board();
	view.gone = ages[_i].gone;
	assert_shows(ages[_i].shown);
	assert_hides(ages[_i].hidden);
	/* What is old is not green. */
	ck_assert_int_eq(strncmp(text_string(&frame), "✓", 3) == 0,
			 strcmp(ages[_i].hidden, "STALE") == 0);
}
END_TEST

START_TEST(nothing_read)
{
	view.trouble = "/nowhere: No such file or directory";
	assert_shows("? Nothing is known yet");
	assert_shows("/nowhere: No such file");
	ck_assert_int_eq(board_press(&view, NULL, KEY_OF_ENTER), BOARD_STAY);
	ck_assert_int_eq(board_press(&view, NULL, 'q'), BOARD_LEAVE);
}
END_TEST

START_TEST(cut_short)
{
	begin(90);
	put_zone("a.", "ok", DAY_S);
	text_put(&file, ",{\"zone\":\"b.");
	open_board();
	ck_assert_uint_eq(board->row_count, 1);
	assert_shows("The file ends early");
}
END_TEST

START_TEST(unreadable_zones)
{
	begin(90);
	put_zone("a.", "ok", DAY_S * 3);
	text_put(&file, ",{\"zone\":5},{}");
	end("");
	open_board();
	assert_shows("2 zones unknown");
	assert_shows("2 zones of the file cannot be read");
}
END_TEST

/* The daemon's own count stands at the file's beginning, and is shown until
 * every zone was read. */
START_TEST(half_read)
{
	text_put(&file, "{\"summary\":{\"zones\":{\"total\":9000},\"runway\":["
			"{\"zones\":1234},{\"zones\":0},{\"zones\":3}]},");
	text_put(&file, "\"zones\":[");
	put_zone("a.", "ok", DAY_S);
	open_board();
	view.read_percent = 7;
	assert_shows("1,234 zones fail now, 3 more fail within 24 h");
	assert_shows("now 1,234  <1h 0  1-6h 3");
}
END_TEST

/* What was chosen is forgotten with the file that it was of. */
START_TEST(board_lost)
{
	begin(90);
	put_zone("a.", "ok", DAY_S);
	end("");
	open_board();
	ck_assert_uint_eq(view.selection.count, 1);
	ck_assert(board_select(&view, NULL));
	ck_assert_uint_eq(view.selection.count, 0);
	ck_assert(wall_is_never(view.selection.next_at));
}
END_TEST

/* --- the table --- */

START_TEST(soonest_first)
{
	static const char *const order[] = { "long-broken.", "broken.",
					     "unknown.",     "soon.",
					     "later.",	     "endless." };

	many();
	ck_assert_uint_eq(view.selection.count, COUNT_OF(order));
	for (size_t i = 0; i < COUNT_OF(order); i++)
		ck_assert_str_eq(view.selection.at[i].zone, order[i]);
	assert_shows("✗ CRITICAL long-broken. for 3h");
	assert_shows("rrsig-expired on www A @ ns2");
	assert_shows("now 2  <1h 0  1-6h 1  6-24h 0  1-3d 0  3-7d 0  7-14d 0  "
		     "14d+ 2  unknown 1");
}
END_TEST

static const struct {
	const char *name;
	int64_t in_s;
	const char *bar; /* of eight */
} bars[] = {
	{ "failing", -1, "........" },
	{ "10 minutes", 600, "........" },
	{ "30 days", 30 * DAY_S, "========" },
	{ "a year", 365 * DAY_S, "========" },
	{ "an hour", HOUR_S, "=-......" },
	{ "a day", DAY_S, "====-..." },
	{ "a week", 7 * DAY_S, "======-." },
};

START_TEST(runway_bar)
{
	char row[64];

	view.style.ascii = true;
	begin(90);
	put_zone("a.example.", "warning", bars[_i].in_s);
	end("");
	open_board();
	(void)snprintf(row, sizeof(row), " %s ", bars[_i].bar);
	assert_shows(row);
}
END_TEST

START_TEST(countdown_ticks)
{
	begin(90);
	put_zone("a.example.", "warning", 3);
	end("");
	open_board();
	assert_shows("in 3s");
	view.style.now.s += 2;
	assert_shows("in 1s");
	view.style.now.s += 1;
	ck_assert(board_select(&view, board));
	assert_shows("1 zone fails now");
	assert_shows("for 0s");
}
END_TEST

START_TEST(narrow)
{
	many();
	view.style.width = 40;
	assert_shows("✗ CRITICAL long-broken.");
	assert_hides("BECAUSE");
	view.style.width = 20;
	assert_shows("✗ long-… for 3h");
	assert_hides("CRITICAL");
}
END_TEST

/* --- incidents and changes --- */

static const char items[] =
	"\"incidents\":["
	"{\"owner\":\"small.\",\"severity\":\"warning\",\"state\":\"open\","
	"\"opened_at\":\"2026-11-22T09:00:00Z\",\"zone_count\":1,\"zones\":"
	"[\"small.\"],\"faults\":[{\"id\":\"rrsig-expiring\"}]},"
	"{\"owner\":\"com.\",\"severity\":\"critical\",\"state\":\"open\","
	"\"opened_at\":\"2026-11-22T09:58:00Z\",\"zone_count\":501,\"zones\":"
	"[\"broken.\"],\"acked_by\":\"alice\",\"silenced\":true,\"faults\":[{"
	"\"id\":\"parent-chain-bogus\",\"summary\":\"its DS is wrong\"}]}],"
	"\"changes\":[{\"at\":\"2026-11-22T09:59:00Z\",\"what\":"
	"\"incident-opened\",\"verdict\":\"critical\",\"zone\":\"com.\","
	"\"zone_count\":501,\"text\":\"wrong DS\"}],"
	"\"silences\":[{\"active\":true},{\"active\":false}],";

START_TEST(panes)
{
	begin(90);
	put_zone("broken.", "critical", -HOUR_S);
	end(items);
	open_board();
	assert_shows("1 silence");
	assert_shows("Tab incidents 2, changes 1");
	assert_hides("INCIDENTS: 2");
	view.height = 40;
	assert_shows("INCIDENTS: 2");
	assert_shows("com. (501 zones) [acked by alice] [silenced]: parent-");
	assert_shows("✗   1m  incident-opened: com. (501 zones): wrong DS");
	press(KEY_OF_TAB);
	ck_assert_str_eq(board->incidents.at[0].zone, "broken.");
	press(KEY_OF_ENTER);
	ck_assert_str_eq(view.zone, "broken.");
	press(KEY_OF_ESCAPE);
	press(KEY_OF_TAB);
	assert_shows("LATEST CHANGES: 1");
	press(KEY_OF_TAB);
	assert_shows("FAILS");
}
END_TEST

START_TEST(too_many_incidents)
{
	begin(90);
	text_put(&file, "],\"incidents\":[");
	for (int i = 0; i < BOARD_ITEMS_MAX + 7; i++)
		text_printf(&file, "%s{\"owner\":\"a.\"}", i ? "," : "");
	end("");
	open_board();
	ck_assert_uint_eq(board->incidents.count, BOARD_ITEMS_MAX);
	ck_assert_uint_eq(board->incidents.untold, 7);
}
END_TEST

/* --- what did not change is not judged again, and comes out the same --- */

START_TEST(read_again)
{
	struct board *again;

	many();
	again = read_file(board, 4096);
	ck_assert_uint_eq(again->row_count, board->row_count);
	for (size_t i = 0; i < again->row_count; i++) {
		const struct board_row *a = &board->rows[i];
		const struct board_row *b = &again->rows[i];

		ck_assert_str_eq(a->zone, b->zone);
		ck_assert_str_eq(a->cause, b->cause);
		ck_assert_str_eq(a->words, b->words);
		ck_assert_int_eq(a->verdict, b->verdict);
		ck_assert_int_eq(a->failing, b->failing);
		ck_assert_int_eq(a->left.breaks_at.s, b->left.breaks_at.s);
		ck_assert_int_eq(a->checked_at.s, b->checked_at.s);
	}
	board_free(again);
	text_done(&file);
	begin(90);
	put_zone("later.", "unknown", NEVER);
	end("");
	again = read_file(board, 4096);
	ck_assert_int_eq(again->rows[0].verdict, VERDICT_UNKNOWN);
	board_free(again);
}
END_TEST

/* --- hostile text, and every size of window --- */

/* Lines of at most the width, and no control character but their ends. */
static void assert_tame(void)
{
	size_t columns = 0, lines = 0;

	for (const char *at = show(); *at; at++) {
		columns = *at == '\n' ? 0 : columns + safe_columns(at, 1);
		lines += *at == '\n';
		ck_assert(*at == '\n' || (unsigned char)*at >= 0x20);
		ck_assert_uint_le(columns, view.style.width);
	}
	ck_assert_uint_le(lines, view.height);
}

START_TEST(every_size)
{
	static const char evil[] = "\\u001b[2J\\u202e\\r\\n\\u0085x.";

	begin(90);
	put_zone("broken.", "critical", -HOUR_S);
	put_zone(evil, "ok", DAY_S);
	file.len -= 1;
	text_printf(&file,
		    ",\"findings\":[{\"id\":\"%s\",\"severity\":\"info\""
		    ",\"subject\":\"%s\",\"evidence\":[\"%s\"]}]}",
		    evil, evil, evil);
	put_zone("worse.", evil, -HOUR_S);
	end(items);
	open_board();
	for (unsigned width = 20; width < 140; width += 13)
		for (unsigned height = 1; height < 50; height += 6) {
			view.style.width = width;
			view.height = height;
			assert_tame();
			press(KEY_OF_TAB);
			assert_tame();
			press(KEY_OF_TAB);
			press(KEY_OF_TAB);
			press('G');
			press(KEY_OF_ENTER);
			if (board_find(board, view.zone))
				open_page(view.zone);
			assert_tame();
			press(KEY_OF_ESCAPE);
			press('?');
			assert_tame();
			press('?');
			press('g');
		}
}
END_TEST

/* Printed once: all zones, and what is beside them; no cursor, no keys. */
START_TEST(plain)
{
	view.height = 0;
	begin(90);
	for (int i = 0; i < 100; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "z%02d.example.", i);
		put_zone(name, "ok", DAY_S * 9);
	}
	end(items);
	open_board();
	assert_shows("z00.example.");
	assert_shows("z99.example.");
	assert_shows("INCIDENTS: 2");
	assert_hides("q quit");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("board");
	TCase *c = tcase_create("board");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, pieces_of, 0, COUNT_OF(documents));
	tcase_add_loop_test(c, sentence_says, 0, COUNT_OF(sentences));
	tcase_add_loop_test(c, age_shown, 0, COUNT_OF(ages));
	tcase_add_test(c, nothing_read);
	tcase_add_test(c, cut_short);
	tcase_add_test(c, unreadable_zones);
	tcase_add_test(c, half_read);
	tcase_add_test(c, board_lost);
	tcase_add_test(c, soonest_first);
	tcase_add_loop_test(c, runway_bar, 0, COUNT_OF(bars));
	tcase_add_test(c, countdown_ticks);
	tcase_add_test(c, narrow);
	tcase_add_test(c, panes);
	tcase_add_test(c, too_many_incidents);
	tcase_add_test(c, read_again);
	tcase_add_test(c, every_size);
	tcase_add_test(c, plain);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
