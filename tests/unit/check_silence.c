/* SPDX-License-Identifier: BSD-3-Clause */
/* check_silence.c - what is silenced, when, and what that leaves to be told. */
#include "unit.h"

#include "incident/incident.h"

#include <stdio.h>
#include <string.h>

static struct wall wall_of(const char *text)
{
	struct wall t;

	ck_assert_msg(wall_parse(text, &t), "%s", text);
	return t;
}

static const struct {
	const char *name, *zone, *fault; /* of the silence; fault NULL: all */
	const char *owner, *member, *id;
	bool covers;
} covered[] = {
	{ "the zone itself", "a.example", NULL, "a.example.", "a.example.",
	  "rrsig-expired", true },
	{ "another zone", "a.example", NULL, "b.example.", "b.example.",
	  "rrsig-expired", false },
	{ "a zone below is another zone", "example", NULL, "a.example.",
	  "a.example.", "rrsig-expired", false },
	{ "zones below", "*.example", NULL, "a.example.", "a.example.",
	  "rrsig-expired", true },
	{ "all zones", "*", NULL, "a.example.", "a.example.", "x", true },
	{ "the root", ".", NULL, ".", "a.example.", "parent-chain-bogus",
	  true },
	{ "the ancestor that is blamed", "example", NULL, "example.",
	  "a.example.", "parent-chain-bogus", true },
	{ "one zone of many of an incident", "a.example", NULL, "example.",
	  "a.example.", "parent-chain-bogus", true },
	{ "and not its neighbour", "a.example", NULL, "example.", "b.example.",
	  "parent-chain-bogus", false },
	{ "one fault", "a.example", "rrsig-expired", "a.example.", "a.example.",
	  "rrsig-expired", true },
	{ "and no other", "a.example", "rrsig-expired", "a.example.",
	  "a.example.", "rrsig-expiring", false },
	{ "faults by a pattern", "a.example", "rrsig-*", "a.example.",
	  "a.example.", "rrsig-expiring", true },
	{ "the monitor is no zone", "*", NULL, "monitor", "monitor",
	  "monitor-network-down", false },
	{ "unless it is named", "monitor", NULL, "monitor", "monitor",
	  "monitor-network-down", true },
	{ "nor are servers, but their zones are", "*", NULL,
	  "servers 192.0.2.1", "a.example.", "auth-servfail", true },
	{ "servers named whole", "servers 192.0.2.1", NULL, "servers 192.0.2.1",
	  "a.example.", "auth-servfail", true },
};

START_TEST(covers)
{
	const char *zone = covered[_i].zone, *fault = covered[_i].fault;
	struct silence silence = {
		.zone_count = 1,
		.zones = &zone,
		.fault_count = fault ? 1 : 0,
		.faults = &fault,
	};

	ck_assert_msg(silence_covers(&silence, covered[_i].owner,
				     covered[_i].member,
				     covered[_i].id) == covered[_i].covers,
		      "%s", covered[_i].name);
}
END_TEST

START_TEST(the_longest_counts)
{
	const char *all = "*";
	struct silence of[] = {
		{ "1", 1, &all, 0, NULL, "r", "b", { 100 }, { 200 }, false },
		{ "2", 1, &all, 0, NULL, "r", "b", { 150 }, { 300 }, false },
		{ "3", 1, &all, 0, NULL, "r", "b", { 400 }, { 500 }, false },
	};
	static const struct {
		int64_t at;
		const char *id;
		int64_t edge;
	} at[] = {
		{ 99, "", 100 },   { 100, "1", 150 }, { 149, "1", 150 },
		{ 150, "2", 200 }, { 200, "2", 300 }, { 299, "2", 300 },
		{ 300, "", 400 },  { 499, "3", 500 }, { 500, "", INT64_MAX },
	};

	for (size_t i = 0; i < COUNT_OF(at); i++) {
		struct wall now = { at[i].at };
		const struct silence *s =
			silence_find(of, COUNT_OF(of), "a.", "a.", "x", now);

		ck_assert_str_eq(s ? s->id : "", at[i].id);
		ck_assert_int_eq(silence_next_edge(of, COUNT_OF(of), now).s,
				 at[i].edge);
	}
}
END_TEST

/* Central Europe's clock of 2026. */
static struct local berlin(const char *zone, struct wall t)
{
	bool summer = t.s >= wall_of("2026-03-29T01:00:00Z").s &&
		      t.s < wall_of("2026-10-25T01:00:00Z").s;

	ck_assert_str_eq(zone, "Europe/Berlin");
	return window_local(t, summer ? 7200 : 3600);
}

#define H      *3600
#define SUNDAY (1u << 6)

static const struct {
	const char *name;
	unsigned from, to, days;
	const char *now, *starts, *ends;
} recurring[] = {
	{ "before it", 2 H, 4 H, SUNDAY, "2026-11-20T12:00:00Z",
	  "2026-11-22T01:00:00Z", "2026-11-22T03:00:00Z" },
	{ "within it", 2 H, 4 H, SUNDAY, "2026-11-22T01:00:01Z",
	  "2026-11-22T01:00:01Z", "2026-11-22T03:00:00Z" },
	{ "when it has ended, the next one", 2 H, 4 H, SUNDAY,
	  "2026-11-22T03:00:00Z", "2026-11-29T01:00:00Z",
	  "2026-11-29T03:00:00Z" },
	{ "over midnight", 22 H, 6 H, WINDOW_ALWAYS, "2026-11-20T12:00:00Z",
	  "2026-11-20T21:00:00Z", "2026-11-21T05:00:00Z" },
	{ "it begins in the hour that is left out", 2 H, 5 H, SUNDAY,
	  "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z",
	  "2026-03-29T03:00:00Z" },
	{ "it lasts over the hour that comes twice", 2 H, 5 H, SUNDAY,
	  "2026-10-24T12:00:00Z", "2026-10-25T00:00:00Z",
	  "2026-10-25T04:00:00Z" },
};

START_TEST(windows_recur)
{
	struct maintenance window = {
		.recurs = true,
		.window = { recurring[_i].from, recurring[_i].to,
			    recurring[_i].days, "Europe/Berlin" },
	};
	struct silence s = silence_of_window(
		&window, 3, wall_of(recurring[_i].now), berlin);
	char from[WALL_TEXT_SIZE], until[WALL_TEXT_SIZE];

	ck_assert_str_eq(s.id, "m3");
	ck_assert(s.maintenance);
	ck_assert_msg(strcmp(wall_format(s.from, from), recurring[_i].starts) ==
				      0 &&
			      strcmp(wall_format(s.until, until),
				     recurring[_i].ends) == 0,
		      "%s: %s to %s", recurring[_i].name, from, until);
}
END_TEST

/* --- what is told --- */

/* What is done: a look with faults ("a" a warning, "a!" a critical; "-": all
 * is well), or "silence PATTERN" in place of what was silenced, "silence" for
 * none, "ack"; and what is told of it. At the end of each: o for open, s for
 * silenced, a for acknowledged. */
struct deed {
	const char *what, *told, *stands;
};

#define DEEDS_MAX 10

static const struct {
	const char *name;
	struct deed deeds[DEEDS_MAX];
} stories[] = {
	{ "nothing is told under a silence, and what is left when it ends",
	  { { "silence *", "", "" },
	    { "a!", "", "os" },
	    { "a!", "", "os" },
	    { "silence", "opened", "o" },
	    { "a!", "", "o" },
	    { "-", "", "o" },
	    { "-", "closed", "" } } },
	{ "what came and went under a silence is never told",
	  { { "silence *", "", "" },
	    { "a!", "", "os" },
	    { "-", "", "os" },
	    { "-", "", "" },
	    { "silence", "", "" },
	    { "-", "", "" } } },
	{ "another silence is no end of silence",
	  { { "silence *", "", "" },
	    { "a!", "", "os" },
	    { "silence example", "", "os" },
	    { "silence other", "opened", "o" } } },
	{ "what was told is told to be over, silence or not",
	  { { "a!", "opened", "o" },
	    { "silence *", "", "os" },
	    { "-", "", "os" },
	    { "-", "closed", "" },
	    { "a!", "", "os" },
	    { "silence", "opened", "o" } } },
	{ "an escalation breaks no silence, and is told at its end",
	  { { "a", "opened", "o" },
	    { "silence *", "", "os" },
	    { "a!", "", "os" },
	    { "silence", "worsened", "o" } } },
	{ "what eases under a silence is told at its end",
	  { { "a!", "opened", "o" },
	    { "silence *", "", "os" },
	    { "a", "", "os" },
	    { "silence", "eased", "o" } } },
	{ "one fault is silenced, the other told",
	  { { "silence example a", "", "" },
	    { "a! b", "opened", "o" },
	    { "a! b", "", "o" },
	    { "silence", "worsened", "o" },
	    { "b", "", "o" },
	    { "b", "eased", "o" } } },
	{ "a silenced critical is neither better nor worse than what was told",
	  { { "silence example a", "", "" },
	    { "b", "opened", "o" },
	    { "a! b", "", "o" },
	    { "b", "", "o" },
	    { "b", "", "o" },
	    { "-", "", "o" },
	    { "-", "closed", "" } } },
	{ "an acknowledgement ends when it worsens",
	  { { "a", "opened", "o" },
	    { "ack", "", "oa" },
	    { "a", "", "oa" },
	    { "a!", "worsened", "o" } } },
	{ "and when another fault comes",
	  { { "a", "opened", "o" },
	    { "ack", "", "oa" },
	    { "a b", "worsened", "o" } } },
	{ "not when it eases; and it is over with the incident",
	  { { "a!", "opened", "o" },
	    { "ack", "", "oa" },
	    { "a", "eased", "oa" },
	    { "-", "", "oa" },
	    { "-", "closed", "" },
	    { "a!", "opened", "o" } } },
	{ "what is untold can be acknowledged, and is told still",
	  { { "silence *", "", "" },
	    { "a!", "", "os" },
	    { "ack", "", "osa" },
	    { "silence", "opened", "oa" } } },
	{ "what is well cannot be acknowledged", { { "ack", "", "" } } },
};

static struct finding findings[2];
static const struct finding *const pointers[2] = { &findings[0], &findings[1] };
static char ids[2][8];

static struct assessment look(const char *what)
{
	struct assessment a = { .zone_text = "example.", .findings = pointers };

	while (*what && *what != '-') {
		size_t len = strcspn(what, " ");
		bool critical = what[len - 1] == '!';
		size_t i = a.finding_count++;

		(void)snprintf(ids[i], sizeof(ids[i]), "%.*s",
			       (int)(len - critical), what);
		findings[i] = (struct finding){
			.id = ids[i],
			.severity =
				critical ? SEVERITY_CRITICAL : SEVERITY_WARNING,
			.deadline = WALL_NEVER,
		};
		what += len + (what[len] == ' ');
	}
	return a;
}

static struct silence in_force;
static char pattern[32], fault[32];
static const char *const zones[1] = { pattern };
static const char *const faults[1] = { fault };

static struct silence silence_said(const char *what)
{
	int count = sscanf(what, "silence %31s %31s", pattern, fault);

	return (struct silence){
		.zone_count = count > 0 ? 1 : 0,
		.zones = zones,
		.fault_count = count > 1 ? 1 : 0,
		.faults = faults,
		.until = WALL_NEVER,
	};
}

static void do_it(struct incident_book *book, const char *what, struct wall now,
		  struct fold *ret)
{
	*ret = (struct fold){ 0 };
	if (strncmp(what, "silence", 7) == 0) {
		in_force = silence_said(what);
		incident_book_set_silences(book, &in_force, 1, now);
		incident_retell(book, "example.", NULL, now, ret);
	} else if (strcmp(what, "ack") == 0) {
		(void)incident_ack(book, "example.", now, "alice", "on it");
	} else {
		struct assessment a = look(what);

		ck_assert_int_eq(incident_fold(book, &a, now, ret), ERR_OK);
	}
}

static const char *how_it_stands(const struct incident *incident, char ret[4])
{
	size_t len = 0;

	if (incident && incident->open)
		ret[len++] = 'o';
	if (incident && incident->silenced)
		ret[len++] = 's';
	if (incident && !wall_is_never(incident->acked_at))
		ret[len++] = 'a';
	ret[len] = '\0';
	return ret;
}

/* Each story is told as it is, and with a restart after each deed. */
static void play(size_t number, bool restarts)
{
	struct incident_book *book = incident_book_new(0), *next;

	in_force = silence_said("silence");

	for (int i = 0; i < DEEDS_MAX && stories[number].deeds[i].what; i++) {
		const struct deed *deed = &stories[number].deeds[i];
		const char *told = "";
		char stands[4];
		struct fold fold;

		do_it(book, deed->what, (struct wall){ 1000 + i }, &fold);
		ck_assert_uint_le(fold.announcement_count, 1);
		if (fold.announcement_count)
			told = change_text(fold.announcements[0].change);
		ck_assert_msg(strcmp(told, deed->told) == 0,
			      "%s: %d, %s: told \"%s\"", stories[number].name,
			      i + 1, deed->what, told);
		(void)how_it_stands(incident_of(book, "example."), stands);
		ck_assert_msg(strcmp(stands, deed->stands) == 0,
			      "%s: %d, %s: stands \"%s\"", stories[number].name,
			      i + 1, deed->what, stands);
		if (!restarts)
			continue;
		next = incident_book_new(0);
		incident_book_set_silences(next, &in_force, 1,
					   (struct wall){ 1000 + i });
		if (incident_of(book, "example."))
			ck_assert_int_eq(
				incident_restore(next,
						 incident_of(book, "example.")),
				ERR_OK);
		incident_book_free(book);
		book = next;
	}
	incident_book_free(book);
}

START_TEST(story)
{
	play((size_t)_i, false);
}
END_TEST

START_TEST(story_with_restarts)
{
	play((size_t)_i, true);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("silence");
	TCase *c = tcase_create("silence");

	tcase_add_loop_test(c, covers, 0, COUNT_OF(covered));
	tcase_add_test(c, the_longest_counts);
	tcase_add_loop_test(c, windows_recur, 0, COUNT_OF(recurring));
	tcase_add_loop_test(c, story, 0, COUNT_OF(stories));
	tcase_add_loop_test(c, story_with_restarts, 0, COUNT_OF(stories));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
