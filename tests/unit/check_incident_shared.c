/* SPDX-License-Identifier: BSD-3-Clause */
/* check_incident_shared.c - what is told of zones that fail by servers that
 * they share. */
#include "incident_fixture.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

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

int main(void)
{
	Suite *suite = suite_create("incident_shared");
	TCase *c = tcase_create("incident_shared");

	tcase_add_loop_test(c, shared, 0, COUNT_OF(shared_stories));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
