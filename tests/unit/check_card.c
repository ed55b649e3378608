/* SPDX-License-Identifier: BSD-3-Clause */
/* check_card.c - what messages say: facts, lists, links, bounds. */
#include "unit.h"

#include "report/card.h"
#include "report/report.h"

#include <stdio.h>
#include <string.h>

#define OPENED 1795341600 /* 2026-11-22T10:00:00Z */

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(CARD_BYTES_MAX);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct finding expired = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "www.example.com. A @ ns1.example.com. (192.0.2.1)",
	.summary = "www.example.com. A expired 2026-11-22T08:00:00Z, 2h ago",
	.deadline = { OPENED - 7200 },
	.evidence = { .count = 1, .at = { "RRSIG \033[2J" } },
	.fix = { .count = 2, .at = { "rndc sign example.com", "wait" } },
	.verify = { .count = 1, .at = { "dig A" }, .dropped = 3 },
	.references = { .count = 1, .at = { "RFC 4035 5.3.1" } },
};
static const struct finding *const findings[] = { &expired };

static char example_com[] = "example.com.", other[] = "a.b.";
static struct assessment seen;
static struct incident_fault fault;
static struct incident_member members[60];
static struct incident incident;
static struct announcement announcement;

static void set_up_incident(void)
{
	setup();
	seen = (struct assessment){
		.zone_text = "example.com.",
		.checked_at = { OPENED },
		.verdict = VERDICT_CRITICAL,
		.breaks_at = { OPENED - 7200 },
		.breaks_because = "rrsig-expired",
		.recovers_at = WALL_NEVER,
		.finding_count = 1,
		.findings = findings,
	};
	fault = (struct incident_fault){
		.id = "rrsig-expired",
		.severity = SEVERITY_CRITICAL,
		.confirmed = true,
		.deadline = WALL_NEVER,
	};
	for (size_t i = 0; i < COUNT_OF(members); i++)
		members[i] = (struct incident_member){ other, NULL, 0 };
	members[0] = (struct incident_member){ example_com, &fault, 1 };
	incident = (struct incident){
		.owner = example_com,
		.id = "00112233445566778899aabbccddeeff",
		.open = true,
		.opened_at = { OPENED },
		.member_count = 1,
		.members = members,
	};
	announcement = (struct announcement){
		.id = "00112233445566778899aabbccddeeff.1",
		.incident = &incident,
		.severity = SEVERITY_CRITICAL,
		.at = { OPENED + 60 },
		.assessment = &seen,
	};
}

#define CAREFUL                                                                \
	"Careful=leave the keys, and the DS at the parent, as they are: they " \
	"are right, and without them all of the zone fails\n"
#define RUNBOOK "https://wiki.example/dnssec/"

/* The facts as "label=value\n". */
static const char *facts_of(const struct card *card)
{
	static char all[4096];
	size_t len = 0;

	all[0] = '\0';
	for (size_t i = 0; i < card->fact_count; i++)
		len += (size_t)snprintf(all + len, sizeof(all) - len, "%s=%s\n",
					card->facts[i].label,
					card->facts[i].value);
	return all;
}

static const struct card *made(const char *base)
{
	const struct card_bases bases = { base, base ? RUNBOOK : NULL };
	const struct card *card = card_of_announcement(arena, &announcement,
						       "/forewarnd/h", &bases);

	ck_assert_ptr_nonnull(card);
	return card;
}

/* --- the runbook --- */

static const struct {
	const char *name, *base, *want;
	enum change change;
} runbooks[] = {
	{ "a fault", "https://d/", RUNBOOK "rrsig-expired", CHANGE_OPENED },
	{ "its end", "https://d/", RUNBOOK "rrsig-expired", CHANGE_CLOSED },
	{ "not configured", NULL, NULL, CHANGE_OPENED },
};

START_TEST(runbook_of_the_fault)
{
	const struct card *card;

	announcement.change = runbooks[_i].change;
	card = made(runbooks[_i].base);
	ck_assert_msg(!card->runbook == !runbooks[_i].want, "%s",
		      runbooks[_i].name);
	if (card->runbook)
		ck_assert_str_eq(card->runbook, runbooks[_i].want);
}
END_TEST

START_TEST(of_an_opening)
{
	const struct card *card = made("https://dash.example/");

	ck_assert_str_eq(card->id, announcement.id);
	ck_assert_str_eq(card->incident, incident.id);
	ck_assert_str_eq(card->owner, "example.com.");
	ck_assert_str_eq(card->headline,
			 "CRITICAL example.com.: www A expired "
			 "2026-11-22T08:00:00Z, 2h ago (rrsig-expired)");
	ck_assert_str_eq(card->title, "CRITICAL example.com. fails since "
				      "2026-11-22 08:00 UTC");
	ck_assert_str_eq(card->why, "www A expired 2026-11-22T08:00:00Z, 2h "
				    "ago (rrsig-expired)");
	ck_assert_str_eq(
		facts_of(card),
		"Fails since=2026-11-22 08:00 UTC, 2h 1m ago\n"
		"Where=www.example.com. A @ ns1.example.com. (192.0.2.1)\n"
		"Fault=rrsig-expired (forewarn help "
		"rrsig-expired)\n" CAREFUL
		"Incident=00112233445566778899aabbccddeeff\n");
	ck_assert_str_eq(card->evidence.at[0], "RRSIG \\x1b[2J");
	ck_assert_uint_eq(card->fix.count, 2);
	ck_assert_uint_eq(card->verify.dropped, 3);
	ck_assert_uint_eq(card->list_shown, 1);
	ck_assert_str_eq(card->list[0], "example.com.");
	ck_assert_str_eq(card->link, "https://dash.example/#zone=example.com.");
}
END_TEST

START_TEST(of_an_ancestors_trouble)
{
	const struct card *card;

	incident.owner = (char[]){ "c\\/ om." };
	incident.member_count = 60;
	announcement.change = CHANGE_WORSENED;
	announcement.at.s = OPENED + 3600;
	seen.recovers_at.s = OPENED + 7200;
	seen.zone_text = "a\\/ b.";
	card = made("x");
	ck_assert_str_eq(
		facts_of(card),
		"Fails since=2026-11-22 08:00 UTC, 3h ago\n"
		"Where=www.example.com. A @ ns1.example.com. (192.0.2.1)\n"
		"Fault=rrsig-expired (forewarn help "
		"rrsig-expired)\n" CAREFUL "Seen at=a\\/ b.\n"
		"Heals=2026-11-22 12:00 UTC, in 1h\n"
		"Opened=2026-11-22 10:00 UTC, 1h ago\n"
		"Incident=00112233445566778899aabbccddeeff\n");
	ck_assert_uint_eq(card->list_count, 60);
	ck_assert_uint_eq(card->list_shown, CARD_LIST_MAX);
	ck_assert_str_eq(card->link, "x#zone=a%5c%2f%20b.");
}
END_TEST

START_TEST(of_an_end)
{
	const struct card *card;

	announcement.change = CHANGE_CLOSED;
	announcement.at.s = OPENED + 7380;
	incident.member_count = 0;
	(void)snprintf(announcement.ended, sizeof(announcement.ended),
		       "rrsig-expired");
	card = made(NULL);
	ck_assert_str_eq(facts_of(card),
			 "Opened=2026-11-22 10:00 UTC, 2h 3m ago\n"
			 "Incident=00112233445566778899aabbccddeeff\n");
	ck_assert_uint_eq(card->evidence.count, 0);
	ck_assert_ptr_null(card->link);
	ck_assert_str_eq(card->title, "RESOLVED example.com. after 2h 3m");
	ck_assert_str_eq(card->why, "rrsig-expired mended after 2h 3m");
}
END_TEST

/* The zone breaks one day, but not by what is told. */
START_TEST(of_a_risk_without_a_deadline)
{
	struct finding risk = expired;
	const struct finding *const one[] = { &risk };
	const struct card *card;

	risk.severity = SEVERITY_WARNING;
	risk.kind = KIND_PREDICTED;
	risk.deadline = WALL_NEVER;
	seen.findings = one;
	seen.breaks_at.s = OPENED + 86400;
	seen.breaks_because = "rrsig-expiring";
	announcement.severity = SEVERITY_WARNING;
	card = made(NULL);
	ck_assert_str_eq(card->title, "WARNING example.com.: rrsig-expired");
	ck_assert_str_eq(card->facts[0].label, "Where");
	/* Unless it is that. */
	seen.breaks_because = "rrsig-expired";
	ck_assert_str_eq(made(NULL)->title,
			 "WARNING example.com. fails at 2026-11-23 10:00 UTC");
}
END_TEST

START_TEST(of_a_reminder)
{
	const struct card *card;

	announcement.change = CHANGE_REMINDED;
	incident.owner = (char[]){ "monitor" };
	seen.zone_text = incident.owner;
	incident.acked_at.s = OPENED;
	(void)strcpy(incident.acked_by, "alice");
	(void)strcpy(incident.ack_note, "on it\n");
	card = made("https://dash.example/");
	ck_assert_str_eq(card->title, "CRITICAL monitor (still) fails since "
				      "2026-11-22 08:00 UTC");
	ck_assert_str_eq(
		facts_of(card),
		"Fails since=2026-11-22 08:00 UTC, 2h 1m ago\n"
		"Where=www.example.com. A @ ns1.example.com. (192.0.2.1)\n"
		"Fault=rrsig-expired (forewarn help "
		"rrsig-expired)\n" CAREFUL
		"Opened=2026-11-22 10:00 UTC, 1m ago\n"
		"Note=acknowledged by alice 1m ago: on it\\x0a\n"
		"Incident=00112233445566778899aabbccddeeff\n");
	ck_assert_str_eq(card->link, "https://dash.example/");
}
END_TEST

/* A zone that left the configuration; memory alone knows. */
START_TEST(without_an_assessment)
{
	announcement.assessment = NULL;
	ck_assert_str_eq(facts_of(made(NULL)),
			 "Fails=now; since when is not known\n"
			 "Incident=00112233445566778899aabbccddeeff\n");
}
END_TEST

START_TEST(of_many)
{
	static const char *const lines[] = { "CRITICAL a.: x\n", "WARNING b." };
	const struct card_summary summary = {
		.id = "summary-1",
		.at = { OPENED + 60 },
		.from = { OPENED },
		.until = { OPENED + 60 },
		.severity = SEVERITY_CRITICAL,
		.opened = 2,
		.closed = 3,
		.line_count = 2,
		.lines = lines,
		.more = 3,
	};
	const struct card *card =
		card_of_summary(arena, &summary, "/forewarnd/h", "https://d/");
	struct text out;

	ck_assert_str_eq(card->headline, "CRITICAL 5 incidents within 1m: 2 "
					 "opened, 3 resolved");
	ck_assert_uint_eq(card->list_count, 5);
	ck_assert_uint_eq(card->list_shown, 2);
	ck_assert_str_eq(card->link, "https://d/");
	text_init(&out, 4096);
	report_cloudevent_notice(card, &out);
	ck_assert_str_eq(
		text_string(&out),
		"{\"specversion\":\"1.0\",\"id\":\"summary-1\","
		"\"source\":\"/forewarnd/h\",\"type\":\"org.forewarn.summary\","
		"\"subject\":\"summary\",\"time\":\"2026-11-22T10:01:00Z\","
		"\"datacontenttype\":\"application/json\",\"data\":{"
		"\"schema_version\":1,\"headline\":\"CRITICAL 5 incidents "
		"within 1m: 2 opened, 3 resolved\",\"severity\":\"critical\","
		"\"from\":\"2026-11-22T10:00:00Z\","
		"\"until\":\"2026-11-22T10:01:00Z\",\"opened\":2,"
		"\"worsened\":0,\"eased\":0,\"closed\":3,"
		"\"incidents\":[\"CRITICAL a.: x\\\\x0a\",\"WARNING b.\"],"
		"\"incidents_untold\":3}}");
	text_done(&out);
}
END_TEST

START_TEST(of_a_test)
{
	const struct card *card =
		card_of_test(arena, "test-1", "pager", (struct wall){ OPENED },
			     "/forewarnd/h");
	struct text out;

	ck_assert_str_eq(card->headline, "TEST pager: alerts of forewarnd "
					 "arrive here; nothing is broken");
	text_init(&out, 4096);
	report_cloudevent_notice(card, &out);
	ck_assert_str_eq(
		text_string(&out),
		"{\"specversion\":\"1.0\",\"id\":\"test-1\","
		"\"source\":\"/forewarnd/h\",\"type\":\"org.forewarn.test\","
		"\"subject\":\"pager\",\"time\":\"2026-11-22T10:00:00Z\","
		"\"datacontenttype\":\"application/json\",\"data\":{"
		"\"schema_version\":1,\"headline\":\"TEST pager: alerts of "
		"forewarnd arrive here; nothing is broken\","
		"\"target\":\"pager\"}}");
	text_done(&out);
}
END_TEST

/* Every list full, every byte worth four: the arena holds it. */
START_TEST(fits_its_arena)
{
	static const struct card_bases none;
	static char line[1024];
	struct finding fat = expired;
	const struct finding *const one[] = { &fat };

	memset(line, 1, sizeof(line) - 1);
	fat.subject = fat.summary = line;
	fat.evidence.count = FINDING_LINES_MAX;
	for (size_t i = 0; i < FINDING_LINES_MAX; i++)
		fat.evidence.at[i] = line;
	fat.fix = fat.verify = fat.references = fat.evidence;
	seen.findings = one;
	incident.owner = line;
	incident.member_count = COUNT_OF(members);
	for (size_t i = 1; i < COUNT_OF(members); i++)
		members[i].zone = line;
	ck_assert_uint_eq(made("https://d/")->list_shown, CARD_LIST_MAX);
	arena_free(arena);
	arena = arena_new(CARD_BYTES_MAX / 64);
	ck_assert_ptr_null(
		card_of_announcement(arena, &announcement, "s", &none));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("card");
	TCase *incidents = tcase_create("incidents");
	TCase *notices = tcase_create("notices");

	tcase_add_checked_fixture(incidents, set_up_incident, teardown);
	tcase_add_test(incidents, of_an_opening);
	tcase_add_loop_test(incidents, runbook_of_the_fault, 0,
			    COUNT_OF(runbooks));
	tcase_add_test(incidents, of_an_ancestors_trouble);
	tcase_add_test(incidents, of_an_end);
	tcase_add_test(incidents, of_a_reminder);
	tcase_add_test(incidents, of_a_risk_without_a_deadline);
	tcase_add_test(incidents, without_an_assessment);
	tcase_add_test(incidents, fits_its_arena);
	tcase_add_checked_fixture(notices, setup, teardown);
	tcase_add_test(notices, of_many);
	tcase_add_test(notices, of_a_test);
	suite_add_tcase(suite, incidents);
	suite_add_tcase(suite, notices);
	return unit_run(suite);
}
