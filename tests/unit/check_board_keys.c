/* SPDX-License-Identifier: BSD-3-Clause */
/* check_board_keys.c - what the keys do in forewarn top: search, move, a page
 * of one zone. */
#include "board_fixture.h"
#include "unit.h"

#include <string.h>

static void type(const char *keys)
{
	for (; *keys; keys++)
		press((uint32_t)*keys);
}

/* The line under the cursor, by what it begins with, is that zone's. */
static const char *chosen(void)
{
	return view.selection.at[view.cursor[PANE_ZONES]].zone;
}

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

int main(void)
{
	Suite *suite = suite_create("board keys");
	TCase *c = tcase_create("board keys");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, find, 0, COUNT_OF(searches));
	tcase_add_test(c, search_is_edited);
	tcase_add_test(c, move);
	tcase_add_test(c, cursor_follows);
	tcase_add_test(c, zone_page);
	tcase_add_test(c, page_scrolls);
	tcase_add_test(c, page_of_chain_and_signatures);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
