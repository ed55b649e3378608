/* SPDX-License-Identifier: BSD-3-Clause */
/* check_diagnose.c - what each check finds in a world that was spoilt, and what
 * all findings have in common. */

#include "lib/policy.h"
#include "unit/diagnose_cases.h"
#include "unit/unit.h"
#include "diagnose/check.h"
#include "forecast/impact.h"

#include <stdio.h>
#include <string.h>

/* 2031-03-01T00:00:00Z */
const struct wall t0 = { 1930089600 };

struct world *world;
struct zone_policy policy;
struct history *history;

static struct arena *arena;
static struct diagnosis diagnosis;

static void setup(void)
{
	world = world_new("example.", t0);
	arena = arena_new(16 * 1024 * 1024);
	history = history_new();
	ck_assert_ptr_nonnull(history);
	policy = plain_policy;
}

static void teardown(void)
{
	world_free(world);
	history_free(history);
	arena_free(arena);
}

static const struct diagnose_case *const tables[] = {
	signature_cases, chain_cases,  denial_cases, key_cases,
	resolver_cases,	 server_cases, past_cases,   unseen_cases,
};

/* The i-th of all tables; NULL past the end. */
static const struct diagnose_case *case_at(int i)
{
	for (size_t t = 0; t < COUNT_OF(tables); t++)
		for (const struct diagnose_case *at = tables[t]; at->name; at++)
			if (i-- == 0)
				return at;
	return NULL;
}

static int case_count(void)
{
	int count = 0;

	while (case_at(count))
		count++;
	return count;
}

static const struct view *judge(void)
{
	const struct view *view =
		view_new(arena, world_survey(world, arena, t0), t0);

	ck_assert_ptr_nonnull(view);
	diagnose_remembering(arena, view, &policy, history, &diagnosis);
	ck_assert(!arena_failed(arena));
	ck_assert_uint_eq(diagnosis.dropped, 0);
	return view;
}

/* Judge the world after the case of that name. */
static const struct view *judge_case(const char *name)
{
	for (int i = 0; i < case_count(); i++)
		if (strcmp(case_at(i)->name, name) == 0) {
			case_at(i)->spoil();
			return judge();
		}
	ck_abort_msg("no case \"%s\"", name);
}

static const char *findings_text(void)
{
	static char text[1024];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < diagnosis.count; i++)
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, "%s%s %s",
			i > 0 ? ", " : "",
			severity_text(diagnosis.findings[i]->severity),
			diagnosis.findings[i]->id);
	return text;
}

START_TEST(findings)
{
	const struct diagnose_case *row = case_at(_i);

	row->spoil();
	(void)judge();
	ck_assert_msg(strcmp(findings_text(), row->want) == 0,
		      "%s: found \"%s\", not \"%s\"", row->name,
		      findings_text(), row->want);
}
END_TEST

/* --- what every finding must have --- */

static void check_complete(const struct finding *f)
{
	ck_assert_msg(f->subject && f->subject[0], "%s: subject", f->id);
	ck_assert_msg(f->summary && f->summary[0], "%s: summary", f->id);
	ck_assert_msg(!strchr(f->summary, '\n'), "%s: one line", f->id);
	ck_assert_msg(f->evidence.count > 0, "%s: evidence", f->id);
	ck_assert_msg(f->fix.count > 0, "%s: fix", f->id);
	ck_assert_msg(f->verify.count > 0, "%s: verify", f->id);
	ck_assert_msg(f->references.count > 0, "%s: references", f->id);
	ck_assert_msg(f->severity < SEVERITY_CRITICAL ||
			      f->kind == KIND_FAILING ||
			      !wall_is_never(f->deadline),
		      "%s: a prediction that pages has a deadline", f->id);
}

START_TEST(findings_are_complete)
{
	case_at(_i)->spoil();
	(void)judge();
	for (size_t i = 0; i < diagnosis.count; i++)
		check_complete(diagnosis.findings[i]);
}
END_TEST

static bool has_line(const struct lines *lines, const char *part)
{
	for (size_t i = 0; i < lines->count; i++)
		if (strstr(lines->at[i], part))
			return true;
	return false;
}

START_TEST(consequences_become_evidence)
{
	(void)judge_case("expired at one server of two");
	ck_assert(has_line(&diagnosis.findings[0]->evidence,
			   "also: rrsig-stale-secondary: "));
}
END_TEST

/* Users fail by what a hidden server has only once it is transferred. */
START_TEST(hidden_is_predicted)
{
	static const struct {
		const char *name;
		enum finding_kind want;
	} rows[] = {
		{ "expired at the hidden one", KIND_PREDICTED },
		{ "unsigned at the hidden one", KIND_PREDICTED },
		{ "expired at one server of two", KIND_FAILING },
	};

	(void)judge_case(rows[_i].name);
	ck_assert_int_eq(diagnosis.findings[0]->kind, rows[_i].want);
}
END_TEST

/* Nobody at the registrar can mend an island. */
START_TEST(island_is_told_of_anchors)
{
	(void)judge_case("the wrong anchor");
	ck_assert_ptr_nonnull(strstr(diagnosis.findings[0]->summary,
				     "no DS in trust_anchor: matches a key"));
	ck_assert(has_line(&diagnosis.findings[0]->fix,
			   "Where that key is gone: in trust_anchor:, "));
	ck_assert(!has_line(&diagnosis.findings[0]->fix, "Have the parent"));
	ck_assert(has_line(&diagnosis.findings[0]->verify,
			   "delv -a TRUST_ANCHORS +root=example. "));
}
END_TEST

START_TEST(ds_to_publish)
{
	const struct signer_key *ksk = world->ds.at[0].key;
	struct text line;

	(void)judge_case("no DS");
	text_init(&line, 1024);
	text_put(&line, "example. IN DS ");
	rdata_print(&line, TYPE_DS,
		    signer_ds(arena, ksk, &world->zone.apex, 2, DS_FLAW_NONE));
	ck_assert_msg(has_line(&diagnosis.findings[0]->fix, text_string(&line)),
		      "%s", text_string(&line));
	text_done(&line);
}
END_TEST

START_TEST(blame_above)
{
	(void)judge_case("bogus from the root");
	ck_assert_str_eq(diagnosis.findings[0]->blame, ".");
}
END_TEST

START_TEST(blame_a_resolver)
{
	(void)judge_case("one of three resolvers fails");
	ck_assert_str_eq(diagnosis.findings[0]->blame, "resolver 192.0.2.54");
	ck_assert(has_line(&diagnosis.findings[0]->evidence,
			   "SERVFAIL, EDE 22 "));
	ck_assert(has_line(&diagnosis.findings[0]->verify,
			   "dig @192.0.2.54 example. SOA +dnssec +cdflag"));
}
END_TEST

START_TEST(old_until)
{
	(void)judge_case("old keys in a cache");
	ck_assert(has_line(&diagnosis.findings[0]->evidence,
			   "it may hold the old DNSKEY RRset until "
			   "2031-03-01T01:00:00Z, in 1h"));
	ck_assert_ptr_null(diagnosis.findings[0]->blame);
}
END_TEST

START_TEST(deadline_of_expired)
{
	(void)judge_case("a second past it");
	ck_assert_int_eq(diagnosis.findings[0]->deadline.s, t0.s - 1);
}
END_TEST

START_TEST(verify_names_the_port)
{
	world->servers[1].address.port = 5353;
	(void)judge_case("a dead server");
	ck_assert(has_line(&diagnosis.findings[0]->verify,
			   "dig @192.0.2.2 -p 5353 example. SOA"));
}
END_TEST

START_TEST(overloaded_says_nothing)
{
	struct snapshot *snapshot;

	world->zone.dates.expiration = wall_add(t0, -1);
	snapshot = world_survey(world, arena, t0);
	snapshot->overloaded = true;
	diagnose(arena, view_new(arena, snapshot, t0), &policy, &diagnosis);
	ck_assert_uint_eq(diagnosis.count, 0);
}
END_TEST

/* --- aliases into other zones --- */

static const struct {
	const char *name, *why; /* NULL: not bogus */
	bool alias_unsigned;
	const char *blame; /* NULL: no such finding */
} aliases[] = {
	{ "the validator names the zone",
	  "validation failure <www.example. A IN>: signature expired from "
	  "192.0.2.9 for key cdn.elsewhere. while building chain of trust",
	  false, "cdn.elsewhere." },
	{ "it names a key of our own",
	  "validation failure <www.example. A IN>: signature expired from "
	  "192.0.2.1 for key example.",
	  false, NULL },
	{ "it names no zone that the alias points into",
	  "no signatures from 192.0.2.9 for key other.", false, NULL },
	{ "nothing fails", NULL, false, NULL },
	{ "the alias itself is at fault", "bad signature for key elsewhere.",
	  true, NULL },
};

/* www is an alias to site.cdn.elsewhere., which fails for @p why. */
static void fail_alias(struct snapshot *snapshot, const char *why)
{
	struct answer *answers =
		arena_memdup(arena, snapshot->answers,
			     snapshot->answer_count * sizeof(*answers));
	struct name www;

	ck_assert(name_from_text("www.example.", &www));
	for (size_t i = 0; i < snapshot->answer_count; i++)
		if (why && answers[i].vantage == VANTAGE_VALIDATOR &&
		    name_equal(&answers[i].name, &www)) {
			answers[i].security = SECURITY_BOGUS;
			answers[i].why = why;
		}
	snapshot->answers = answers;
}

START_TEST(alias_into_bogus_zone)
{
	const struct finding *found = NULL;
	struct snapshot *snapshot;
	struct world_rrset *alias;

	world_rrset_remove(&world->zone, "www", TYPE_A);
	alias = world_rrset_add(world, &world->zone, "www", TYPE_CNAME,
				"site.cdn.elsewhere.");
	alias->flaw = aliases[_i].alias_unsigned ? FLAW_MISSING : FLAW_NONE;
	snapshot = world_survey(world, arena, t0);
	fail_alias(snapshot, aliases[_i].why);
	diagnose(arena, view_new(arena, snapshot, t0), &policy, &diagnosis);
	for (size_t i = 0; i < diagnosis.count; i++)
		if (strcmp(diagnosis.findings[i]->id, "cname-target-bogus") ==
		    0)
			found = diagnosis.findings[i];
	ck_assert_msg((found != NULL) == (aliases[_i].blame != NULL), "%s: %s",
		      aliases[_i].name, findings_text());
	if (!found)
		return;
	ck_assert_str_eq(found->blame, aliases[_i].blame);
	ck_assert_str_eq(findings_text(), "critical cname-target-bogus");
	check_complete(found);
}
END_TEST

/* --- bounds --- */

START_TEST(findings_are_bounded)
{
	(void)judge();
	diagnosis.running = checks[0];
	for (size_t i = 0; i < FINDINGS_MAX + 3; i++)
		ck_assert_ptr_nonnull(diagnosis_add(
			&diagnosis, SEVERITY_WARNING, KIND_FAILING, NULL));
	ck_assert_uint_eq(diagnosis.count, FINDINGS_MAX);
	ck_assert_uint_eq(diagnosis.dropped, 3);
}
END_TEST

START_TEST(lines_are_bounded)
{
	struct lines lines = { 0 };

	for (int i = 0; i < FINDING_LINES_MAX + 2; i++)
		lines_add(arena, &lines, "%04000d", i);
	ck_assert_uint_eq(lines.count, FINDING_LINES_MAX);
	ck_assert_uint_eq(lines.dropped, 2);
	ck_assert_uint_lt(strlen(lines.at[0]), 4000);
}
END_TEST

/* --- the tables --- */

START_TEST(every_check_has_a_case)
{
	for (size_t i = 0; checks[i]; i++) {
		bool found = false;

		for (int k = 0; k < case_count(); k++)
			found |=
				strstr(case_at(k)->want, checks[i]->id) != NULL;
		ck_assert_msg(found, "%s", checks[i]->id);
	}
}
END_TEST

/* --- the impact clock --- */

static const struct {
	const char *name; /* of a case */
	int64_t breaks_s; /* from t0; 0: never */
	const char *because, *subject;
} impacts[] = {
	{ "exactly at the warning limit", 100000, "rrsig-expiring",
	  "example. A @ ns1.example. (192.0.2.1)" },
	{ "a second past it", -1, "rrsig-expired",
	  "example. A @ ns1.example. (192.0.2.1)" },
	{ "days behind at one serial", 9 * 86400 - 3600, "rrsig-expiring",
	  "example. A @ ns2.example. (192.0.2.2)" },
	{ "one name expired", -1, "rrsig-expired",
	  "www.example. A @ ns1.example. (192.0.2.1)" },
	{ "expired, no DS", 0, NULL, NULL },
	{ "expired below an insecure parent", 0, NULL, NULL },
	{ "unsigned, no DS", 0, NULL, NULL },
	{ "our network is down", 0, NULL, NULL },
};

START_TEST(impact)
{
	const struct view *view = judge_case(impacts[_i].name);
	struct impact clock;

	impact_of(arena, view, &clock);
	if (impacts[_i].breaks_s == 0)
		ck_assert(wall_is_never(clock.breaks_at));
	else
		ck_assert_int_eq(wall_diff(t0, clock.breaks_at),
				 impacts[_i].breaks_s);
	ck_assert_pstr_eq(clock.because, impacts[_i].because);
	ck_assert_pstr_eq(clock.subject, impacts[_i].subject);
}
END_TEST

START_TEST(countdowns)
{
	struct impact clock;

	for (int i = 3; i <= 5; i++) {
		char host[32], address[32];

		(void)snprintf(host, sizeof(host), "ns%d.example.", i);
		(void)snprintf(address, sizeof(address), "192.0.2.%d", i);
		(void)world_server_add(world, host, address);
	}
	world_freeze(world, 4)->dates.expiration = wall_add(t0, 5);
	impact_of(arena, judge(), &clock);
	ck_assert_uint_eq(clock.countdown_count, COUNTDOWNS_MAX);
	ck_assert_str_eq(clock.countdowns[0].server,
			 "ns5.example. (192.0.2.5)");
	for (size_t i = 1; i < clock.countdown_count; i++)
		ck_assert_int_le(clock.countdowns[i - 1].expires_at.s,
				 clock.countdowns[i].expires_at.s);
}
END_TEST

START_TEST(insecure_zone_still_counts_down)
{
	struct impact clock;

	impact_of(arena, judge_case("no DS"), &clock);
	ck_assert_uint_gt(clock.countdown_count, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diagnose");
	TCase *c = tcase_create("diagnose");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, findings, 0, case_count());
	tcase_add_loop_test(c, findings_are_complete, 0, case_count());
	tcase_add_test(c, consequences_become_evidence);
	tcase_add_loop_test(c, hidden_is_predicted, 0, 3);
	tcase_add_test(c, island_is_told_of_anchors);
	tcase_add_test(c, ds_to_publish);
	tcase_add_test(c, blame_above);
	tcase_add_test(c, blame_a_resolver);
	tcase_add_test(c, old_until);
	tcase_add_test(c, deadline_of_expired);
	tcase_add_test(c, verify_names_the_port);
	tcase_add_test(c, overloaded_says_nothing);
	tcase_add_loop_test(c, alias_into_bogus_zone, 0, COUNT_OF(aliases));
	tcase_add_test(c, findings_are_bounded);
	tcase_add_test(c, lines_are_bounded);
	tcase_add_test(c, every_check_has_a_case);
	tcase_add_loop_test(c, impact, 0, (int)COUNT_OF(impacts));
	tcase_add_test(c, countdowns);
	tcase_add_test(c, insecure_zone_still_counts_down);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
