/* SPDX-License-Identifier: BSD-3-Clause */
/* check_changes.c - the latest changes: bounded, joined over zones, in words.
 */
#include "unit.h"

#include "report/changes.h"

#include <stdio.h>
#include <string.h>

static struct changes *changes;

static void setup(void)
{
	changes = changes_new();
	ck_assert_ptr_nonnull(changes);
}

static void teardown(void)
{
	changes_free(changes);
}

static void note(int64_t at, const char *zone, const char *text)
{
	changes_note(changes, &(struct change_row){ .at = { at },
						    .what = CHANGED_VERDICT,
						    .verdict = VERDICT_CRITICAL,
						    .zone = zone,
						    .text = text });
}

static void expect(size_t i, int64_t at, const char *zone, unsigned count)
{
	const struct change_row *row = changes_at(changes, i);

	ck_assert_ptr_nonnull(row);
	ck_assert_int_eq(row->at.s, at);
	ck_assert_str_eq(row->zone, zone);
	ck_assert_uint_eq(row->zone_count, count);
}

START_TEST(newest_first)
{
	ck_assert_ptr_null(changes_at(changes, 0));
	ck_assert_ptr_null(changes_at(NULL, 0));
	note(1, "a.", "x");
	note(2, "b.", "y");
	expect(0, 2, "b.", 1);
	expect(1, 1, "a.", 1);
	ck_assert_ptr_null(changes_at(changes, 2));
}
END_TEST

START_TEST(bounded)
{
	char text[16];

	for (int i = 0; i < CHANGES_MAX + 5; i++) {
		(void)snprintf(text, sizeof(text), "%d", i);
		note(i, "a.", text);
	}
	expect(0, CHANGES_MAX + 4, "a.", 1);
	expect(CHANGES_MAX - 1, 5, "a.", 1);
	ck_assert_ptr_null(changes_at(changes, CHANGES_MAX));
}
END_TEST

START_TEST(an_outage_is_one_change)
{
	char zone[32];

	note(0, "before.", "other");
	for (int i = 0; i < 10000; i++) {
		(void)snprintf(zone, sizeof(zone), "z%d.", i);
		note(i / 100, zone, "was ok; auth-all-unreachable");
		if (i == 5000)
			note(50, "between.", "other still");
	}
	expect(0, 99, "z0.", 10000);
	expect(1, 50, "between.", 1);
	expect(2, 0, "before.", 1);
}
END_TEST

static const struct {
	const char *name;
	int64_t at;
	const char *zone, *text;
	enum verdict verdict;
	bool joined; /* to at 1000, "a.", "x", critical */
} joins[] = {
	{ "another zone", 1000, "b.", "x", VERDICT_CRITICAL, true },
	{ "at the end of its time", 1600, "b.", "x", VERDICT_CRITICAL, true },
	{ "past it", 1601, "b.", "x", VERDICT_CRITICAL, false },
	{ "a clock set back", 400, "b.", "x", VERDICT_CRITICAL, true },
	{ "far back", 399, "b.", "x", VERDICT_CRITICAL, false },
	{ "the same zone again", 1000, "a.", "x", VERDICT_CRITICAL, false },
	{ "for another reason", 1000, "b.", "y", VERDICT_CRITICAL, false },
	{ "to another verdict", 1000, "b.", "x", VERDICT_OK, false },
};

START_TEST(joining)
{
	note(1000, "a.", "x");
	changes_note(changes,
		     &(struct change_row){ .at = { joins[_i].at },
					   .what = CHANGED_VERDICT,
					   .verdict = joins[_i].verdict,
					   .zone = joins[_i].zone,
					   .text = joins[_i].text });
	ck_assert_msg((changes_at(changes, 1) == NULL) == joins[_i].joined,
		      "%s", joins[_i].name);
}
END_TEST

/* What is longer than a line still joins its like. */
START_TEST(long_texts)
{
	char text[2 * CHANGE_TEXT_MAX];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	note(1, "a.", text);
	note(2, "b.", text);
	expect(0, 2, "a.", 2);
	ck_assert_uint_eq(strlen(changes_at(changes, 0)->text),
			  CHANGE_TEXT_MAX);
}
END_TEST

static const struct {
	enum history_what what;
	const char *before, *now, *want;
} sets[] = {
	{ HISTORY_DS, "1 13 2 aa", "2 8 4 bb",
	  "added 2 (algorithm 8, digest type 4); removed 1 (algorithm 13, "
	  "digest type 2)" },
	{ HISTORY_DS, "1 13 2 aa", "",
	  "removed 1 (algorithm 13, digest type 2); none is left" },
	{ HISTORY_DS, "", "1 13 2 aa",
	  "added 1 (algorithm 13, digest type 2)" },
	{ HISTORY_DNSKEY, "256/13/7/ab, 257/13/9/cd", "257/13/9/cd, 256/13/8/e",
	  "added 8 (flags 256, algorithm 13); removed 7 (flags 256, algorithm "
	  "13)" },
	{ HISTORY_NS, "ns1.a., ns2.a.", "ns1.a., ns3.a., ns4.a.",
	  "added ns3.a., ns4.a.; removed ns2.a." },
	{ HISTORY_NS, "ns1.a.", "ns1.a.", "" },
};

START_TEST(sets_in_words)
{
	struct text out;

	text_init(&out, 1024);
	changes_set_words(sets[_i].what, sets[_i].before, sets[_i].now, &out);
	ck_assert_str_eq(text_string(&out), sets[_i].want);
	text_done(&out);
}
END_TEST

START_TEST(words_and_back)
{
	enum changed what;

	for (int i = 0; i < CHANGED_COUNT; i++) {
		ck_assert(changed_from_text(changed_text((enum changed)i),
					    &what));
		ck_assert_int_eq(what, i);
	}
	ck_assert(!changed_from_text("weather", &what));
}
END_TEST

/* What servers say stays one line of JSON. */
START_TEST(hostile_text)
{
	struct text out;

	text_init(&out, 4096);
	note(0, "a\"b.", "\x1b[2J\n\xff");
	changes_json(changes, &out);
	ck_assert_str_eq(text_string(&out),
			 "[{\"at\":\"1970-01-01T00:00:00Z\","
			 "\"what\":\"verdict\",\"verdict\":\"critical\","
			 "\"zone\":\"a\\\"b.\",\"zone_count\":1,"
			 "\"text\":\"\\\\x1b[2J\\\\x0a\\\\xff\"}]");
	text_done(&out);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("changes");
	TCase *c = tcase_create("changes");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, newest_first);
	tcase_add_test(c, bounded);
	tcase_add_test(c, an_outage_is_one_change);
	tcase_add_loop_test(c, joining, 0, COUNT_OF(joins));
	tcase_add_test(c, long_texts);
	tcase_add_loop_test(c, sets_in_words, 0, COUNT_OF(sets));
	tcase_add_test(c, words_and_back);
	tcase_add_test(c, hostile_text);
	suite_add_tcase(s, c);
	return s;
}

int main(void)
{
	return unit_run(suite());
}
