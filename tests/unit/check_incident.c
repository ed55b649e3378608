/* SPDX-License-Identifier: BSD-3-Clause */
/* check_incident.c - what is told, when, and how often. */
#include "incident_fixture.h"

#include <stdio.h>
#include <string.h>

static const char *told_text(const struct fold *fold, char *buffer, size_t size)
{
	size_t len = 0;

	buffer[0] = '\0';
	for (size_t i = 0; i < fold->announcement_count; i++)
		len += (size_t)snprintf(
			buffer + len, size - len, "%s%s", i ? " " : "",
			change_text(fold->announcements[i].change));
	return buffer;
}

#define LOOKS_MAX 14

/* A story is over at the first look that has no `told`. */
static const struct {
	const char *name;
	struct look looks[LOOKS_MAX];
} stories[] = {
	{ "a fault is told once, at the fourth look, and its end once",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { "a!" }, "", 0 },
	    { { NULL }, "", 0 },
	    { { NULL }, "closed", 0 },
	    { { NULL }, "", 0 } } },
	{ "a flap is counted, never told",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { NULL }, "", 1 },
	    { { "a!" }, "", 0 },
	    { { NULL }, "", 1 } } },
	{ "a mend is believed at the second look only",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { NULL }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { NULL }, "", 0 },
	    { { "a!" }, "", 0 } } },
	{ "unknown neither confirms, nor clears, nor resets",
	  { { { "a!" }, "", 0 },
	    { { "?" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "?" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { NULL }, "", 0 },
	    { { "?" }, "", 0 },
	    { { NULL }, "closed", 0 } } },
	{ "two faults of one break, a pass apart, are one message",
	  { { { "a!" }, "", 0 },
	    { { "a!", "b!" }, "", 0 },
	    { { "a!", "b!" }, "", 0 },
	    { { "a!", "b!" }, "opened", 0 },
	    { { "a!", "b!" }, "", 0 },
	    { { "a!", "b!" }, "", 0 } } },
	{ "a fault that turns into another is no end and no new beginning",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { "b!" }, "", 0 },
	    { { "b!" }, "", 0 },
	    { { "b!" }, "", 0 },
	    { { "b!" }, "worsened", 0 },
	    { { "b!" }, "", 0 },
	    { { NULL }, "", 0 },
	    { { NULL }, "closed", 0 } } },
	{ "a critical that turns into a warning eases",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { "b" }, "", 0 },
	    { { "b" }, "", 0 },
	    { { "b" }, "", 0 },
	    { { "b" }, "", 0 },
	    { { "b" }, "eased", 0 },
	    { { NULL }, "", 0 },
	    { { NULL }, "closed", 0 } } },
	{ "what takes a fault's place and goes, lets the incident end",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { "b!" }, "", 0 },
	    { { "b!" }, "", 0 },
	    { { NULL }, "closed", 1 } } },
	{ "a warning that becomes critical worsens, then eases, then ends",
	  { { { "a" }, "", 0 },
	    { { "a" }, "", 0 },
	    { { "a" }, "", 0 },
	    { { "a" }, "opened", 0 },
	    { { "a!" }, "worsened", 0 },
	    { { "a!" }, "", 0 },
	    { { "a" }, "eased", 0 },
	    { { NULL }, "", 0 },
	    { { NULL }, "closed", 0 } } },
	{ "a second critical is told, a warning under a critical waits",
	  { { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "opened", 0 },
	    { { "a!", "b!", "c" }, "", 0 },
	    { { "a!", "b!", "c" }, "", 0 },
	    { { "a!", "b!", "c" }, "", 0 },
	    { { "a!", "b!", "c" }, "worsened", 0 },
	    { { "c" }, "", 0 },
	    { { "c" }, "eased", 0 },
	    { { NULL }, "", 0 },
	    { { NULL }, "closed", 0 } } },
	{ "a second warning is told",
	  { { { "a" }, "", 0 },
	    { { "a" }, "", 0 },
	    { { "a" }, "", 0 },
	    { { "a" }, "opened", 0 },
	    { { "a", "b" }, "", 0 },
	    { { "a", "b" }, "", 0 },
	    { { "a", "b" }, "", 0 },
	    { { "a", "b" }, "worsened", 0 },
	    { { "b" }, "", 0 },
	    { { "b" }, "", 0 },
	    { { NULL }, "", 0 },
	    { { NULL }, "closed", 0 } } },
	{ "own fault and blame on the parent are two incidents",
	  { { { "a!", "p!lab." }, "", 0 },
	    { { "a!", "p!lab." }, "", 0 },
	    { { "a!", "p!lab." }, "", 0 },
	    { { "a!", "p!lab." }, "opened opened", 0 },
	    { { "a!" }, "", 0 },
	    { { "a!" }, "closed", 0 } } },
};

START_TEST(story)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	char told[128];

	for (int i = 0; i < LOOKS_MAX && stories[_i].looks[i].told; i++) {
		const struct look *look = &stories[_i].looks[i];
		struct fold fold = look_at(book, "example.", look, 1000 + i);

		ck_assert_msg(strcmp(told_text(&fold, told, sizeof(told)),
				     look->told) == 0,
			      "%s: look %d told \"%s\", want \"%s\"",
			      stories[_i].name, i + 1, told, look->told);
		ck_assert_msg(fold.transients == look->transients,
			      "%s: look %d", stories[_i].name, i + 1);
	}
	incident_book_free(book);
}
END_TEST

START_TEST(many_members_one_message)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	const struct look bad = { { "p!lab." }, "", 0 };
	const struct look well = { { NULL }, "", 0 };
	unsigned opened = 0, closed = 0;
	char zone[64];

	for (int pass = 0; pass < 10; pass++)
		for (int z = 0; z < 300; z++) {
			(void)snprintf(zone, sizeof(zone), "z%d.lab.", z);
			struct fold f = look_at(book, zone,
						pass < 6 ? &bad : &well, pass);
			for (size_t i = 0; i < f.announcement_count; i++) {
				opened += f.announcements[i].change ==
					  CHANGE_OPENED;
				closed += f.announcements[i].change ==
					  CHANGE_CLOSED;
				ck_assert_str_eq(
					f.announcements[i].incident->owner,
					"lab.");
			}
		}
	ck_assert_uint_eq(opened, 1);
	ck_assert_uint_eq(closed, 1);
	size_t cursor = 0;
	ck_assert_ptr_null(incident_next(book, &cursor));
	incident_book_free(book);
}
END_TEST

/* A child opens its parent's incident; what the parent then finds wrong with
 * itself is the cause, and no second page. */
START_TEST(cause_is_no_news)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	const struct look child = { { "p!lab." }, "", 0 };
	const struct look parent = { { "a!" }, "", 0 };
	const struct look well = { { NULL }, "", 0 };
	unsigned told = 0;

	for (int i = 0; i < 12; i++) {
		told += (unsigned)look_at(book, "z.lab.",
					  i < 8 ? &child : &well, i)
				.announcement_count;
		if (i > 1)
			told += (unsigned)look_at(book, "lab.",
						  i < 8 ? &parent : &well, i)
					.announcement_count;
	}
	ck_assert_uint_eq(told, 2); /* opened, closed */
	incident_book_free(book);
}
END_TEST

/* A restart in the middle tells nothing twice and still tells the end. */
START_TEST(restart)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	struct incident_book *after = incident_book_new(CONFIRM_PASSES);
	const struct look bad = { { "a!", "b" }, "", 0 };
	const struct look well = { { NULL }, "", 0 };
	const struct incident *open;
	size_t cursor = 0;
	struct fold fold;
	char id[48];

	for (int i = 0; i < 4; i++)
		fold = look_at(book, "example.", &bad, i);
	ck_assert_uint_eq(fold.announcement_count, 1);
	memcpy(id, fold.announcements[0].id, sizeof(id));
	open = incident_next(book, &cursor);
	ck_assert_int_eq(incident_restore(after, open), ERR_OK);
	incident_book_free(book);
	for (int i = 4; i < 12; i++)
		ck_assert_uint_eq(
			look_at(after, "example.", &bad, i).announcement_count,
			0);
	(void)look_at(after, "example.", &well, 12);
	fold = look_at(after, "example.", &well, 13);
	ck_assert_uint_eq(fold.announcement_count, 1);
	ck_assert_int_eq(fold.announcements[0].change, CHANGE_CLOSED);
	/* The same incident, the next number. */
	ck_assert_int_eq(strncmp(fold.announcements[0].id, id, strlen(id) - 1),
			 0);
	ck_assert_str_eq(strrchr(fold.announcements[0].id, '.'), ".2");
	ck_assert_str_eq(fold.announcements[0].ended, "a");
	incident_book_free(after);
}
END_TEST

START_TEST(zone_leaves)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	const struct look bad = { { "a!" }, "", 0 };
	struct fold fold;

	for (int i = 0; i < 4; i++)
		fold = look_at(book, "example.", &bad, i);
	ck_assert_int_eq(incident_forget_zone(book, "example.",
					      (struct wall){ 9 }, &fold),
			 ERR_OK);
	ck_assert_uint_eq(fold.announcement_count, 1);
	ck_assert_int_eq(fold.announcements[0].change, CHANGE_CLOSED);
	ck_assert_uint_eq(fold.changed_count, 1);
	ck_assert(!fold.changed[0]->open);
	ck_assert_int_eq(incident_forget_zone(book, "example.",
					      (struct wall){ 9 }, &fold),
			 ERR_OK);
	ck_assert_uint_eq(fold.announcement_count, 0);
	incident_book_free(book);
}
END_TEST

START_TEST(look_again_soon)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	const struct look bad = { { "a!" }, "", 0 };
	const struct look well = { { NULL }, "", 0 };

	for (unsigned i = 1; i <= 3; i++) {
		struct fold fold = look_at(book, "example.", &bad, i);

		ck_assert(fold.suspect);
		ck_assert_uint_eq(fold.confirm_step, i);
	}
	ck_assert(!look_at(book, "example.", &bad, 4).suspect);
	ck_assert(look_at(book, "example.", &well, 5).suspect);
	ck_assert(!look_at(book, "example.", &well, 6).suspect);
	incident_book_free(book);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("incident");
	TCase *c = tcase_create("incident");

	tcase_add_loop_test(c, story, 0, COUNT_OF(stories));
	tcase_add_test(c, many_members_one_message);
	tcase_add_test(c, cause_is_no_news);
	tcase_add_test(c, restart);
	tcase_add_test(c, zone_leaves);
	tcase_add_test(c, look_again_soon);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
