/* SPDX-License-Identifier: BSD-3-Clause */
/* check_board.c - a state file as a window of a terminal shows it. */
#include "unit.h"

#include "report/board_view.h"
#include "report/pieces.h"
#include "report/safe.h"

#include <stdio.h>
#include <string.h>

#define NOW	 ((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */
#define MINUTE_S 60
#define HOUR_S	 3600
#define DAY_S	 86400
#define NEVER	 INT64_MAX

static struct text file, frame;
static struct board_view view;
static struct board *board;

static void setup(void)
{
	text_init(&file, 1 << 22);
	text_init(&frame, 1 << 22);
	board_view_init(&view);
	view.style = (struct report_style){ .width = 80, .now = NOW };
	view.height = 24;
	board = NULL;
}

static void teardown(void)
{
	text_done(&file);
	text_done(&frame);
	board_view_done(&view);
	board_free(board);
}

/* --- a state file, part by part --- */

static void put_wall(const char *key, int64_t in_s)
{
	char text[WALL_TEXT_SIZE];

	if (in_s == NEVER)
		text_printf(&file, "\"%s\":null,", key);
	else
		text_printf(&file, "\"%s\":\"%s\",", key,
			    wall_format(wall_add(NOW, in_s), text));
}

static void begin(int64_t stale_in_s)
{
	text_put(&file, "{\"schema_version\":1,");
	put_wall("generated_at", -3);
	put_wall("stale_after", stale_in_s);
	text_put(&file, "\"daemon\":{\"version\":\"0.1.0\",\"host\":\"ns\"},"
			"\"zones\":[");
}

/* @param in_s  when it breaks. A critical zone that broke has its fault. */
static void put_zone(const char *name, const char *verdict, int64_t in_s)
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

static void end(const char *members)
{
	text_printf(&file, "],%s\"deliveries\":[]}", members);
}

static struct board *read_file(const struct board *before, size_t chunk)
{
	struct board_reader *reader = board_read_begin(before);

	for (size_t at = 0; at < file.len; at += chunk)
		board_read(reader, file.at + at,
			   file.len - at < chunk ? file.len - at : chunk);
	return board_read_end(reader);
}

static void open_board(void)
{
	board = read_file(NULL, 64);
	ck_assert_ptr_nonnull(board);
	ck_assert(board_select(&view, board));
}

static const char *show(void)
{
	text_done(&frame);
	board_frame(&view, board, &frame);
	ck_assert(text_ok(&frame));
	return text_string(&frame);
}

static void press(uint32_t key)
{
	if (board_press(&view, board, key) == BOARD_SELECT)
		ck_assert(board_select(&view, board));
}

static void type(const char *keys)
{
	for (; *keys; keys++)
		press((uint32_t)*keys);
}

static void assert_shows(const char *what)
{
	if (!strstr(show(), what))
		ck_abort_msg("no \"%s\" in:\n%s", what, text_string(&frame));
}

static void assert_hides(const char *what)
{
	if (strstr(show(), what))
		ck_abort_msg("\"%s\" is in:\n%s", what, text_string(&frame));
}

/* The line under the cursor, by what it begins with, is that zone's. */
static const char *chosen(void)
{
	return view.selection.at[view.cursor[PANE_ZONES]].zone;
}

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

static void many(void)
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

/* --- keys --- */

static const struct {
	const char *name, *keys;
	size_t count;
	const char *first;
} searches[] = {
	{ "all", "", 6, "long-broken." },
	{ "a name", "/broken", 2, "long-broken." },
	{ "in capitals", "/BROKEN", 2, "long-broken." },
	{ "two words", "/broken long", 1, "long-broken." },
	{ "a fault", "/rrsig-expired", 2, "long-broken." },
	{ "a label", "/team=dns", 6, "long-broken." },
	{ "a verdict", "/warning", 1, "soon." },
	{ "nothing such", "/nothing", 0, NULL },
	{ "a bucket", "1", 2, "long-broken." },
	{ "a bucket twice", "11", 6, "long-broken." },
	{ "another", "9", 1, "unknown." },
	{ "a bucket, all", "30", 6, "long-broken." },
	{ "a bucket and a word", "8/later", 1, "later." },
};

START_TEST(find)
{
	many();
	type(searches[_i].keys);
	ck_assert_uint_eq(view.selection.count, searches[_i].count);
	if (searches[_i].first)
		ck_assert_str_eq(view.selection.at[0].zone, searches[_i].first);
	else
		assert_shows("none such");
	press(KEY_OF_ESCAPE);
	press(KEY_OF_ESCAPE);
	ck_assert_uint_eq(view.selection.count, 6);
}
END_TEST

START_TEST(search_is_edited)
{
	many();
	type("/lax");
	press(KEY_OF_BACKSPACE);
	ck_assert_str_eq(view.search, "la");
	assert_shows("/la_");
	press(KEY_OF_ENTER);
	assert_shows("with \"la\"");
	for (int i = 0; i < 200; i++)
		type("/a");
	ck_assert_uint_lt(strlen(view.search), BOARD_SEARCH_SIZE);
}
END_TEST

START_TEST(move)
{
	many();
	show();
	press('k');
	ck_assert_str_eq(chosen(), "long-broken.");
	type("jj");
	ck_assert_str_eq(chosen(), "unknown.");
	press(KEY_OF_END);
	ck_assert_str_eq(chosen(), "endless.");
	press(KEY_OF_DOWN);
	ck_assert_str_eq(chosen(), "endless.");
	press(KEY_OF_PAGE_UP);
	ck_assert_str_eq(chosen(), "long-broken.");
	press(KEY_OF_RIGHT);
	ck_assert_int_eq(view.bucket, 0);
	press(KEY_OF_LEFT);
	ck_assert_int_eq(view.bucket, BOARD_BUCKET_ALL);
	press(KEY_OF_LEFT);
	ck_assert_int_eq(view.bucket, RUNWAY_BUCKETS - 1);
}
END_TEST

/* A new version moves the zones: the cursor stays with the one it was at. */
START_TEST(cursor_follows)
{
	many();
	type("jjj");
	ck_assert_str_eq(chosen(), "soon.");
	board_free(board);
	text_done(&file);
	begin(90);
	put_zone("new.", "critical", -1);
	put_zone("soon.", "warning", 5 * HOUR_S);
	end("");
	open_board();
	ck_assert_str_eq(chosen(), "soon.");
	press(KEY_OF_HOME);
	ck_assert_str_eq(chosen(), "new.");
	board_free(board);
	text_done(&file);
	many();
	/* At the top one stays: what is worst is there. */
	ck_assert_str_eq(chosen(), "long-broken.");
}
END_TEST

static void open_page(const char *zone)
{
	const struct board_row *row = board_find(board, zone);

	ck_assert_str_eq(view.zone, zone);
	view.zone_json = file.at + row->offset;
	view.zone_json_bytes = row->bytes;
}

START_TEST(zone_page)
{
	many();
	press(KEY_OF_ENTER);
	open_page("long-broken.");
	view.height = 40;
	assert_shows("1 zone"); /* the sentence stays */
	assert_shows("failing since 2026-11-22 07:00 UTC (3h");
	assert_shows("- seen so");
	assert_shows("1. sign anew");
	assert_shows("$ dig it");
	press('n');
	ck_assert_str_eq(view.zone, "broken.");
	/* Somebody's copy that was overwritten: it is another zone's. */
	assert_shows("does not have it");
	open_page("broken.");
	assert_hides("does not have it");
	press('p');
	ck_assert_str_eq(view.zone, "long-broken.");
	press(KEY_OF_ESCAPE);
	assert_shows("FAILS");
	press('?');
	assert_shows("the zone: evidence, fix, signatures");
	press('q');
	assert_shows("FAILS");
	ck_assert_int_eq(board_press(&view, board, 'q'), BOARD_LEAVE);
}
END_TEST

START_TEST(page_scrolls)
{
	many();
	press(KEY_OF_ENTER);
	open_page("long-broken.");
	view.height = 8;
	assert_shows("line 1 of ");
	press(KEY_OF_END);
	assert_hides("line 1 of ");
	assert_shows("$ dig it");
	press(KEY_OF_HOME);
	assert_shows("line 1 of ");
}
END_TEST

START_TEST(page_of_chain_and_signatures)
{
	begin(90);
	put_zone("a.", "ok", DAY_S);
	file.len--;
	text_put(&file, ",\"chain\":[{\"zone\":\".\",\"security\":\"secure\"}],"
			"\"countdowns\":[{\"owner\":\"a.\",\"type\":\"MX\","
			"\"server\":\"ns1\",\"key_tag\":77,\"expires_at\":"
			"\"2026-11-22T12:00:00Z\"}]}");
	end("");
	open_board();
	press(KEY_OF_ENTER);
	open_page("a.");
	view.height = 40;
	assert_shows("- .: secure");
	assert_shows("- in 2h (2026-11-22 12:00 UTC) a. MX, key 77 @ ns1");
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

static Suite *suite(void)
{
	Suite *s = suite_create("board");
	TCase *tc = tcase_create("board");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, pieces_of, 0, COUNT_OF(documents));
	tcase_add_loop_test(tc, sentence_says, 0, COUNT_OF(sentences));
	tcase_add_loop_test(tc, age_shown, 0, COUNT_OF(ages));
	tcase_add_test(tc, nothing_read);
	tcase_add_test(tc, cut_short);
	tcase_add_test(tc, unreadable_zones);
	tcase_add_test(tc, half_read);
	tcase_add_test(tc, board_lost);
	tcase_add_test(tc, soonest_first);
	tcase_add_loop_test(tc, runway_bar, 0, COUNT_OF(bars));
	tcase_add_test(tc, countdown_ticks);
	tcase_add_test(tc, narrow);
	tcase_add_loop_test(tc, find, 0, COUNT_OF(searches));
	tcase_add_test(tc, search_is_edited);
	tcase_add_test(tc, move);
	tcase_add_test(tc, cursor_follows);
	tcase_add_test(tc, zone_page);
	tcase_add_test(tc, page_scrolls);
	tcase_add_test(tc, page_of_chain_and_signatures);
	tcase_add_test(tc, panes);
	tcase_add_test(tc, too_many_incidents);
	tcase_add_test(tc, read_again);
	tcase_add_test(tc, every_size);
	tcase_add_test(tc, plain);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return unit_run(suite());
}
