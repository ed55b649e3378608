/* SPDX-License-Identifier: BSD-3-Clause */
/* check_incident.c - what is told, when, and how often. */
#include "unit.h"

#include "base/text.h"
#include "incident/incident.h"

#include <stdio.h>
#include <string.h>

#define CONFIRM_PASSES 3

/* A pass over `zone`: up to three faults, "id" a warning, "ID!" a critical,
 * "ID!owner." blamed on another, "ID!@server 1" by these servers. NULL: well.
 * "?": not measured. */
struct look {
	const char *faults[3];
	const char *told; /* changes announced, or "" */
	unsigned transients;
};

static struct finding findings[3];
static const struct finding *pointers[3];
static char ids[3][48];

static struct assessment assessment_make(const char *zone,
					 const struct look *look)
{
	struct assessment a = { .zone_text = zone, .findings = pointers };

	for (size_t i = 0; i < 3 && look->faults[i]; i++) {
		const char *bang = strchr(look->faults[i], '!');
		const char *at = strchr(look->faults[i], '@');

		if (strcmp(look->faults[i], "?") == 0) {
			a.verdict = VERDICT_UNKNOWN;
			continue;
		}
		(void)snprintf(ids[i], sizeof(ids[i]), "%.*s",
			       (int)strcspn(look->faults[i], "!@"),
			       look->faults[i]);
		findings[i] = (struct finding){
			.id = ids[i],
			.severity = bang ? SEVERITY_CRITICAL : SEVERITY_WARNING,
			.subject = "subject",
			.summary = "summary",
			.deadline = WALL_NEVER,
			.blame = bang && bang[1] && !at ? bang + 1 : NULL,
			.cause = at ? at + 1 : NULL,
		};
		pointers[a.finding_count++] = &findings[i];
		if (a.verdict != VERDICT_CRITICAL)
			a.verdict = bang ? VERDICT_CRITICAL : VERDICT_WARNING;
	}
	return a;
}

static struct fold look_at(struct incident_book *book, const char *zone,
			   const struct look *look, int64_t second)
{
	struct assessment a = assessment_make(zone, look);
	struct fold fold;

	ck_assert_int_eq(
		incident_fold(book, &a, (struct wall){ second }, &fold),
		ERR_OK);
	return fold;
}

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

/* Zones z0, z1, ... that share servers: for `looks` passes, a second apart,
 * zones `first` to `last` show `faults`. */
struct step {
	int64_t at;
	unsigned looks;
	int first, last;
	const char *faults[3];
	const char *told; /* "CHANGE OWNER, ..." in all of them */
	bool restart;	  /* after it */
};

#define STEPS_MAX 8
#define BOTH	  "servers 1, 2"

/* A story is over at the first step without `looks`. */
static const struct {
	const char *name;
	struct step steps[STEPS_MAX];
} shared_stories[] = {
	{ "a provider of 300 zones: one page, one end",
	  { { 0, 4, 0, 299, { "u!@" BOTH }, "opened " BOTH, false },
	    { 600, 5, 0, 309, { "u!@" BOTH }, "", false },
	    { 4000, 3, 0, 200, { NULL }, "", false },
	    { 4100, 3, 0, 309, { NULL }, "closed " BOTH, false } } },
	{ "one zone alone is its own",
	  { { 0, 5, 0, 0, { "u!@" BOTH }, "opened z0.", false },
	    { 10, 2, 0, 0, { NULL }, "closed z0.", false } } },
	{ "two zones of different servers are two pages",
	  { { 0, 5, 0, 0, { "u!@server 1" }, "opened z0.", false },
	    { 1, 5, 1, 1, { "u!@server 2" }, "opened z1.", false } } },
	{ "two faults of the same servers are two pages",
	  { { 0, 5, 0, 0, { "u!@server 1" }, "opened z0.", false },
	    { 1, 5, 1, 1, { "l!@server 1" }, "opened z1.", false } } },
	{ "the second zone a day later is told of itself",
	  { { 0, 5, 0, 0, { "l!@server 1" }, "opened z0.", false },
	    { 90000, 5, 1, 1, { "l!@server 1" }, "opened z1.", false } } },
	{ "from the second zone on within the hour it is the servers'",
	  { { 0, 5, 0, 0, { "u!@server 1" }, "opened z0.", false },
	    { 300, 5, 1, 1, { "u!@server 1" }, "opened server 1", false },
	    { 600, 5, 2, 9, { "u!@server 1" }, "", false },
	    { 900, 3, 0, 0, { NULL }, "closed z0.", false },
	    { 900, 3, 1, 9, { NULL }, "closed server 1", false } } },
	{ "what joins after a rest is told, what follows it is not",
	  { { 0, 4, 0, 9, { "l!@server 1" }, "opened server 1", false },
	    { 90000,
	      4,
	      10,
	      19,
	      { "l!@server 1" },
	      "worsened server 1",
	      false } } },
	{ "an own fault of a member is told on its own",
	  { { 0, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, false },
	    { 10, 5, 3, 3, { "u!@" BOTH, "x!" }, "opened z3.", false },
	    { 20, 3, 0, 9, { NULL }, "closed z3., closed " BOTH, false } } },
	{ "another fault of the same servers is told once",
	  { { 0, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, false },
	    { 10, 5, 10, 19, { "l!@" BOTH }, "worsened " BOTH, false } } },
	{ "one more server is told, once",
	  { { 0, 4, 0, 9, { "u!@server 1" }, "opened server 1", false },
	    { 10, 5, 10, 10, { "u!@" BOTH }, "worsened server 1", false },
	    { 20, 5, 11, 19, { "u!@" BOTH }, "", false },
	    { 30, 3, 0, 19, { NULL }, "closed server 1", false } } },
	{ "fewer servers ease it, and no other incident begins",
	  { { 0, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, false },
	    { 10, 6, 0, 9, { "s@server 2" }, "eased " BOTH, false },
	    { 20, 3, 0, 9, { NULL }, "closed " BOTH, false } } },
	{ "server 1 is not server 11",
	  { { 0,
	      4,
	      0,
	      9,
	      { "u!@servers 11, 12" },
	      "opened servers 11, 12",
	      false },
	    { 10, 6, 0, 0, { "u!@server 1" }, "opened z0.", false } } },
	{ "a warning of many that is critical for one is told",
	  { { 0, 4, 0, 9, { "s@server 1" }, "opened server 1", false },
	    { 10, 5, 3, 3, { "u!@server 1" }, "worsened server 1", false },
	    { 20, 5, 4, 9, { "u!@server 1" }, "", false } } },
	{ "an outage whose servers vary is told nevertheless",
	  { { 0, 1, 0, 0, { "u!@server 1" }, "", false },
	    { 1, 1, 0, 0, { "u!@" BOTH }, "", false },
	    { 2, 1, 0, 1, { "u!@server 2" }, "", false },
	    { 3, 1, 0, 1, { "u!@" BOTH }, "opened " BOTH, false } } },
	{ "zones between two others join them, and name all servers",
	  { { 0, 1, 0, 0, { "u!@servers 1, 2" }, "", false },
	    { 1, 1, 1, 1, { "u!@servers 3, 4" }, "", false },
	    { 2, 1, 2, 2, { "u!@servers 1, 2" }, "", false },
	    { 3, 1, 3, 3, { "u!@servers 3, 4" }, "", false },
	    { 4, 1, 4, 4, { "u!@servers 2, 3" }, "", false },
	    { 5, 1, 3, 3, { "u!@servers 3, 4" }, "", false },
	    { 6,
	      4,
	      0,
	      4,
	      { "u!@servers 1, 2, 3, 4" },
	      "opened servers 1, 2, 3, 4",
	      false },
	    { 20, 2, 0, 4, { NULL }, "closed servers 1, 2, 3, 4", false } } },
	{ "a server that one look showed is no news",
	  { { 0, 4, 0, 9, { "u!@server 1" }, "opened server 1", false },
	    { 10, 2, 3, 3, { "u!@" BOTH }, "", false },
	    { 20, 2, 3, 3, { "u!@server 1" }, "", false },
	    { 30, 2, 3, 3, { "u!@" BOTH }, "", false },
	    { 40,
	      4,
	      3,
	      3,
	      { "u!@servers 1, 3" },
	      "worsened server 1",
	      false } } },
	{ "a zone beside it with a server of its own is told",
	  { { 0, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, false },
	    { 10, 5, 10, 10, { "u!@servers 2, 9" }, "worsened " BOTH, false },
	    { 20, 5, 11, 11, { "u!@server 8" }, "opened z11.", false },
	    { 30, 3, 0, 9, { NULL }, "", false },
	    { 40, 5, 10, 10, { "u!@server 9" }, "", false },
	    { 50, 3, 10, 10, { NULL }, "closed " BOTH, false } } },
	{ "a lame server of many is not the cause of another outage",
	  { { 0, 4, 0, 9, { "l@server 1" }, "opened server 1", false },
	    { 90000, 5, 3, 3, { "u!@" BOTH }, "opened z3.", false } } },
	{ "a restart tells nothing twice, and what is new",
	  { { 0, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, true },
	    { 600, 5, 0, 12, { "u!@" BOTH }, "", true },
	    { 700, 5, 13, 13, { "l!@" BOTH }, "worsened " BOTH, true },
	    { 90000, 5, 14, 14, { "u!@" BOTH }, "worsened " BOTH, true },
	    { 90100, 3, 0, 14, { NULL }, "closed " BOTH, false } } },
	{ "the next outage is told again",
	  { { 0, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, false },
	    { 10, 3, 0, 9, { NULL }, "closed " BOTH, false },
	    { 20, 4, 0, 9, { "u!@" BOTH }, "opened " BOTH, false } } },
};

static void add_told(struct text *told, const struct fold *fold)
{
	for (size_t i = 0; i < fold->announcement_count; i++)
		text_printf(told, "%s%s %s", told->len ? ", " : "",
			    change_text(fold->announcements[i].change),
			    fold->announcements[i].incident->owner);
}

static struct incident_book *book_again(struct incident_book *book)
{
	struct incident_book *again = incident_book_new(CONFIRM_PASSES);
	const struct incident *incident;
	size_t cursor = 0;

	while ((incident = incident_next(book, &cursor)))
		if (incident->open)
			ck_assert_int_eq(incident_restore(again, incident),
					 ERR_OK);
	incident_book_free(book);
	return again;
}

START_TEST(shared)
{
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);

	for (int i = 0; i < STEPS_MAX && shared_stories[_i].steps[i].looks;
	     i++) {
		const struct step *step = &shared_stories[_i].steps[i];
		struct look look = { .told = "" };
		struct text told;
		char zone[16];

		memcpy(look.faults, step->faults, sizeof(look.faults));
		text_init(&told, 4096);
		for (unsigned n = 0; n < step->looks; n++)
			for (int z = step->first; z <= step->last; z++) {
				(void)snprintf(zone, sizeof(zone), "z%d.", z);
				struct fold fold = look_at(book, zone, &look,
							   step->at + n);

				add_told(&told, &fold);
			}
		ck_assert_msg(strcmp(text_string(&told), step->told) == 0,
			      "%s: step %d told \"%s\", want \"%s\"",
			      shared_stories[_i].name, i + 1,
			      text_string(&told), step->told);
		text_done(&told);
		if (step->restart)
			book = book_again(book);
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
	tcase_add_loop_test(c, shared, 0, COUNT_OF(shared_stories));
	tcase_add_test(c, many_members_one_message);
	tcase_add_test(c, cause_is_no_news);
	tcase_add_test(c, restart);
	tcase_add_test(c, zone_leaves);
	tcase_add_test(c, look_again_soon);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
