/* SPDX-License-Identifier: BSD-3-Clause */
/* check_distrust.c - what the monitor makes of itself: canaries, its clock,
 * its own work. */
#include "lib/packet.h"
#include "unit/unit.h"

#include "incident/canaries.h"
#include "incident/overdue.h"
#include "incident/skew.h"

#include <stdio.h>
#include <string.h>

/* --- canaries --- */

/* Two letters each: what it was picked for, and what it was seen as; x: as
 * securely not there. */
static struct canaries read_canaries(const char *text)
{
	static const char kinds[] = "gbi", states[] = "_.fBIS";
	struct canaries canaries = { 0 };

	for (; *text; text += 2 + (text[2] == ' ')) {
		struct canary *c = &canaries.at[canaries.count++];

		c->kind = (enum canary_kind)(strchr(kinds, text[0]) - kinds);
		c->gone = text[1] == 'x';
		c->state = c->gone ? CANARY_IS_SECURE
				   : (enum canary_state)(
					     strchr(states, text[1]) - states);
	}
	return canaries;
}

static const struct {
	const char *name, *canaries;
	bool clock_is_wrong;
	enum distrust want;
} passes[] = {
	{ "all as meant", "gS gS bB bf iI", false, DISTRUST_NOTHING },
	{ "none at all", "", false, DISTRUST_NOTHING },
	{ "nothing came to an end", "g_ g_ b_", false, DISTRUST_NOTHING },
	{ "one good one left", "g. gS", false, DISTRUST_NOTHING },
	{ "good ones silent", "g. g. bB", false, DISTRUST_NETWORK },
	{ "silent, and some not asked", "g. g_", false, DISTRUST_NETWORK },
	{ "only a bad one answers", "g. bI", false, DISTRUST_NETWORK },
	{ "validation comes to no end", "gf gf bf", false, DISTRUST_NETWORK },
	{ "one of them does", "gf gS", false, DISTRUST_NOTHING },
	{ "one good one bogus", "gB gS", false, DISTRUST_NOTHING },
	{ "one good one insecure", "gI gS", false, DISTRUST_NOTHING },
	{ "all good ones bogus", "gB gB bB", false, DISTRUST_ANCHOR },
	{ "all that answer are", "gB g. gf bB", false, DISTRUST_ANCHOR },
	{ "all good ones insecure", "gI gI bI bI", false, DISTRUST_ANCHOR },
	{ "all insecure, bad ones silent", "gI b. b.", false, DISTRUST_ANCHOR },
	{ "all bad ones resolve", "gS bI bS", false, DISTRUST_VALIDATOR },
	{ "and the third is silent", "gS bI bS b.", false, DISTRUST_VALIDATOR },
	{ "a single bad one was mended", "gS bI", false, DISTRUST_NOTHING },
	{ "one of two was", "gS bI bB", false, DISTRUST_NOTHING },
	{ "the bad ones are no more", "gS bx bx", false, DISTRUST_NOTHING },
	{ "what is left of them resolves", "gS bx bS bI", false,
	  DISTRUST_VALIDATOR },
	{ "no good one is there, by proof", "gx gx", false, DISTRUST_NOTHING },
	{ "an insecure one bogus", "gS iB", false, DISTRUST_NOTHING },
	{ "the clock explains bogus ones", "gB gB bB", true, DISTRUST_CLOCK },
	{ "the clock before any is", "gS gS bB", true, DISTRUST_CLOCK },
	{ "but no silence", "g. g.", true, DISTRUST_NETWORK },
};

START_TEST(judging)
{
	struct canaries canaries = read_canaries(passes[_i].canaries);

	ck_assert_msg(canaries_judge(&canaries, passes[_i].clock_is_wrong) ==
			      passes[_i].want,
		      "%s", passes[_i].name);
}
END_TEST

START_TEST(odd_ones)
{
	struct canaries canaries = read_canaries(
		"gS gB gI g. gf g_ bB bf bI bS b. iI iS iB i. gx bx ix");
	static const char want[] = "011110001110111111";

	for (size_t i = 0; i < canaries.count; i++)
		ck_assert_msg(canary_is_odd(&canaries.at[i]) ==
				      (want[i] == '1'),
			      "number %zu", i);
}
END_TEST

/* What each pass sees, and what is in force after it; '?' stands behind what
 * holds zones back. n: nothing, d: network, c: clock, a: anchor. */
static const struct {
	const char *name, *seen, *want;
} runs[] = {
	{ "well", "nn", "n n " },
	{ "one pass is not believed", "ndn", "n n?n " },
	{ "two are", "dd", "n?d " },
	{ "two that differ are not", "dad", "n?n?n?" },
	{ "the second reason twice", "daa", "n?n?a " },
	{ "one well pass ends it", "ddn", "n?d n " },
	{ "the reason changes", "ddaa", "n?d d a " },
	{ "it comes back", "ddnd", "n?d n n?" },
	{ "it stays", "cccccc", "n?c c c c c " },
};

START_TEST(steps)
{
	static const char letters[] = "ndca";
	struct trust trust = { 0 };
	char got[32] = "";

	for (const char *at = runs[_i].seen; *at; at++) {
		enum distrust before = trust.in_force;
		bool changed = trust_step(
			&trust,
			(enum distrust)(strchr(letters, *at) - letters));

		ck_assert(changed == (trust.in_force != before));
		snprintf(got + strlen(got), 3, "%c%c", letters[trust.in_force],
			 trust_is_settled(&trust) ? ' ' : '?');
	}
	ck_assert_msg(strcmp(got, runs[_i].want) == 0, "%s: %s", runs[_i].name,
		      got);
}
END_TEST

START_TEST(root_is_asked)
{
	struct canary_list lists[CANARY_KIND_COUNT] = { { 0 } };
	struct canaries canaries;

	canaries_list(lists, &canaries);
	ck_assert_uint_eq(canaries.count, 0);
	lists[CANARY_GOOD].count = 1;
	ck_assert(name_from_text("com", &lists[CANARY_GOOD].names[0]));
	canaries_list(lists, &canaries);
	ck_assert_uint_eq(canaries.count, 2);
	ck_assert(name_equal(&canaries.at[1].name, &name_root));
	lists[CANARY_GOOD].names[0] = name_root;
	canaries_list(lists, &canaries);
	ck_assert_uint_eq(canaries.count, 1);
}
END_TEST

/* Two answers, by cd and by the validator. */
static const struct {
	const char *name;
	enum outcome cd, validator;
	enum security security;
	enum canary_state want;
} answers[] = {
	{ "secure", OUTCOME_ANSWER, OUTCOME_ANSWER, SECURITY_SECURE,
	  CANARY_IS_SECURE },
	{ "bogus", OUTCOME_ANSWER, OUTCOME_ANSWER, SECURITY_BOGUS,
	  CANARY_IS_BOGUS },
	{ "insecure", OUTCOME_ANSWER, OUTCOME_ANSWER, SECURITY_INSECURE,
	  CANARY_IS_INSECURE },
	{ "SERVFAIL", OUTCOME_ANSWER, OUTCOME_FAILED, 0, CANARY_FAILS },
	{ "undecided", OUTCOME_ANSWER, OUTCOME_ANSWER, 0, CANARY_FAILS },
	{ "our deadline", OUTCOME_ANSWER, OUTCOME_LATE, 0, CANARY_UNMEASURED },
	{ "silent", OUTCOME_TIMEOUT, OUTCOME_LATE, 0, CANARY_SILENT },
	{ "late is silent", OUTCOME_LATE, OUTCOME_LATE, 0, CANARY_SILENT },
};

START_TEST(reading)
{
	struct answer both[] = {
		{ .vantage = VANTAGE_CD,
		  .server = -1,
		  .name = name_root,
		  .type = TYPE_SOA,
		  .outcome = answers[_i].cd },
		{ .vantage = VANTAGE_VALIDATOR,
		  .server = -1,
		  .name = name_root,
		  .type = TYPE_SOA,
		  .outcome = answers[_i].validator,
		  .security = answers[_i].security },
	};
	struct snapshot snapshot = { .answer_count = 2, .answers = both };
	struct canaries canaries = { .count = 1 };

	canaries.at[0].name = name_root;
	canaries_read(&canaries, &snapshot);
	ck_assert_msg(canaries.at[0].state == answers[_i].want, "%s: %s",
		      answers[_i].name,
		      canary_state_text(canaries.at[0].state));
	snapshot.answer_count = 1;
	canaries_read(&canaries, &snapshot);
	ck_assert(canaries.at[0].state == CANARY_UNMEASURED);
}
END_TEST

/* --- the clock --- */

/* 2031-03-01T00:00:00Z */
static const struct wall t0 = { 1930089600 };
#define HOUR 3600
#define DAY  86400

struct voice {
	const char *signer;
	int64_t inception_s, expiration_s, seen_s; /* from now */
};

static const struct {
	const char *name;
	struct voice voices[6];
	int64_t want_s;
} clocks[] = {
	{ "nobody", { { 0 } }, 0 },
	{ "right", { { ".", -DAY, DAY, 0 }, { "com", -HOUR, DAY, 0 } }, 0 },
	{ "right to the second", { { ".", 0, 0, 0 }, { "com", 0, 0, 0 } }, 0 },
	{ "a second behind for two of two",
	  { { ".", 1, DAY, 0 }, { "com", 1, DAY, 0 } },
	  -1 },
	{ "the second of them is the bound",
	  { { ".", 9 * HOUR, DAY, 0 }, { "com", 3 * HOUR, DAY, 0 } },
	  -3 * HOUR },
	{ "ahead",
	  { { ".", -9 * DAY, -2 * DAY, 0 }, { "com", -9 * DAY, -DAY, 0 } },
	  DAY },
	{ "one of two is its own trouble",
	  { { ".", -DAY, DAY, 0 }, { "com", HOUR, DAY, 0 } },
	  0 },
	{ "the root alone, and nobody else", { { ".", HOUR, DAY, 0 } }, -HOUR },
	{ "another alone", { { "com", HOUR, DAY, 0 } }, 0 },
	{ "two of six",
	  { { ".", -1, DAY, 0 },
	    { "a", HOUR, DAY, 0 },
	    { "b", HOUR, DAY, 0 },
	    { "c", -1, DAY, 0 },
	    { "d", -1, DAY, 0 },
	    { "e", -1, DAY, 0 } },
	  -HOUR },
	{ "both ways at once is no clock",
	  { { ".", HOUR, DAY, 0 }, { "com", -9 * DAY, -DAY, 0 } },
	  0 },
	{ "heard too long ago",
	  { { ".", -9 * DAY, -DAY, -2 * HOUR },
	    { "com", -9 * DAY, -DAY, -2 * HOUR } },
	  0 },
	{ "heard before our clock was set back",
	  { { ".", HOUR, DAY, 3 * HOUR }, { "com", HOUR, DAY, 3 * HOUR } },
	  0 },
};

static struct skew_witness witness_of(const struct voice *voice)
{
	struct skew_witness w = { .seen_at = wall_add(t0, voice->seen_s),
				  .inception = wall_add(t0, voice->inception_s),
				  .expiration =
					  wall_add(t0, voice->expiration_s) };

	ck_assert(name_from_text(voice->signer, &w.signer));
	return w;
}

START_TEST(clock_is_judged)
{
	struct skew_witnesses witnesses = { 0 };
	struct skew skew;

	for (size_t i = 0; i < 6 && clocks[_i].voices[i].signer; i++)
		witnesses.at[witnesses.count++] =
			witness_of(&clocks[_i].voices[i]);
	skew = skew_judge(&witnesses, t0);
	ck_assert_msg(skew.at_least_s == clocks[_i].want_s &&
			      skew.wrong == (clocks[_i].want_s != 0),
		      "%s: %lld", clocks[_i].name, (long long)skew.at_least_s);
}
END_TEST

START_TEST(clock_is_told)
{
	struct skew_witnesses witnesses = { 0 };
	struct skew skew;
	struct text text;

	witnesses.at[0] =
		witness_of(&(struct voice){ ".", -9 * DAY, -2 * DAY, 0 });
	witnesses.at[1] =
		witness_of(&(struct voice){ "com", -9 * DAY, -3 * HOUR, 0 });
	witnesses.at[2] =
		witness_of(&(struct voice){ "org", -9 * DAY, DAY, 0 });
	witnesses.count = 3;
	skew = skew_judge(&witnesses, t0);
	text_init(&text, 1024);
	skew_summary(&skew, &text);
	ck_assert_str_eq(text_string(&text),
			 "our clock is at least 3h ahead, by the signatures "
			 "of 2 of 3 unrelated zones");
	text_done(&text);
	text_init(&text, 1024);
	skew_evidence(&witnesses, &skew, t0, &text);
	ck_assert_str_eq(
		text_string(&text),
		".: its latest signature ended at 2031-02-27T00:00:00Z\n"
		"com.: its latest signature ended at 2031-02-28T21:00:00Z\n"
		"our clock: 2031-03-01T00:00:00Z\n");
	text_done(&text);
}
END_TEST

/* An RRSIG of a SOA that @p signer claims to have made. */
static void add_signature(struct packet *packet, const char *owner,
			  const char *signer, int64_t inception_s,
			  int64_t expiration_s)
{
	uint8_t wire[18 + NAME_WIRE_MAX + 1] = { 0, TYPE_SOA, 13, 0 };
	uint32_t times[] = { (uint32_t)(t0.s + expiration_s),
			     (uint32_t)(t0.s + inception_s) };
	struct name owner_name, signer_name;

	ck_assert(name_from_text(owner, &owner_name));
	ck_assert(name_from_text(signer, &signer_name));
	for (int i = 0; i < 8; i++)
		wire[8 + i] = (uint8_t)(times[i / 4] >> (24 - i % 4 * 8));
	memcpy(wire + 18, signer_name.wire, signer_name.len);
	packet_add(
		packet, SECTION_ANSWER, &owner_name, TYPE_RRSIG, 60,
		(struct rdata){ wire, (uint16_t)(18 + signer_name.len + 1) });
}

static void hear(struct skew_witnesses *witnesses, const struct packet *packet,
		 const char *above)
{
	struct arena *arena = arena_new(1 << 20);
	struct packet copy = *packet;
	struct answer answer = { .vantage = VANTAGE_VALIDATOR };
	struct snapshot snapshot = { .answer_count = 1, .answers = &answer };
	struct name zone;

	answer.packet = packet_end(&copy, arena, &answer.packet_len);
	ck_assert(name_from_text(above ? above : ".", &zone));
	skew_hear(witnesses, &snapshot, above ? &zone : NULL, t0);
	arena_free(arena);
}

START_TEST(hearing)
{
	static struct packet packet;
	struct skew_witnesses witnesses = { 0 };
	struct name com;

	ck_assert(name_from_text("com", &com));
	packet_begin(&packet, &com, TYPE_SOA, PACKET_AA, 0);
	add_signature(&packet, "com", "com", -HOUR, DAY);
	add_signature(&packet, "com", "com", -DAY, 2 * DAY);
	/* A zone that speaks for another is not heard. */
	add_signature(&packet, "evil.com", "org", HOUR, DAY);
	hear(&witnesses, &packet, NULL);
	ck_assert_uint_eq(witnesses.count, 1);
	ck_assert_int_eq(witnesses.at[0].inception.s, t0.s - HOUR);
	ck_assert_int_eq(witnesses.at[0].expiration.s, t0.s + 2 * DAY);
	hear(&witnesses, &packet, "com");
	hear(&witnesses, &packet, "example.org");
	ck_assert_uint_eq(witnesses.count, 1);
	skew_forget(&witnesses);
	hear(&witnesses, &packet, "com");
	ck_assert_uint_eq(witnesses.count, 0);
	hear(&witnesses, &packet, "example.com");
	ck_assert_uint_eq(witnesses.count, 1);
}
END_TEST

START_TEST(hearing_is_bounded)
{
	struct skew_witnesses witnesses = { 0 };
	static struct packet packet;
	char name[16];

	for (int i = 0; i < SKEW_WITNESSES_MAX + 5; i++) {
		snprintf(name, sizeof(name), "tld%d", i);
		packet_begin(&packet, &name_root, TYPE_SOA, PACKET_AA, 0);
		add_signature(&packet, name, name, -HOUR, DAY);
		hear(&witnesses, &packet, NULL);
	}
	ck_assert_uint_eq(witnesses.count, SKEW_WITNESSES_MAX);
}
END_TEST

/* --- work --- */

#define MINUTE_MS INT64_C(60000)

/* Rounds are ten seconds apart up to the last one, at so many minutes; each
 * zone has a pulse of 5 m, a survey of 1 h, and passes of 1 m at the most:
 * twice 5.5 m and one are 12 m. */
static const struct {
	const char *name;
	int64_t at_min, gap_min; /* we did not run before the last round */
	int64_t measured_min[4]; /* -1: never; 0 ends the list */
	int64_t stalled_min;
	enum severity want;
	size_t overdue;
	int64_t down_from_min, down_to_min; /* our network */
} rounds[] = {
	{ "no zones", 60, 0, { 0 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "in time", 60, 0, { 48, 59 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "one of three", 60, 0, { 47, 59, 58 }, 0, SEVERITY_WARNING, 1, 0, 0 },
	{ "half of them", 60, 0, { 47, 59 }, 0, SEVERITY_WARNING, 1, 0, 0 },
	{ "two of three",
	  60,
	  0,
	  { 47, 46, 58 },
	  0,
	  SEVERITY_CRITICAL,
	  2,
	  0,
	  0 },
	{ "just started", 2, 0, { -1, -1 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "first looks take their time",
	  60,
	  0,
	  { 1, -1, 2 },
	  0,
	  SEVERITY_OK,
	  0,
	  0,
	  0 },
	{ "but not for ever",
	  62,
	  0,
	  { -1, 55, 60 },
	  0,
	  SEVERITY_WARNING,
	  1,
	  0,
	  0 },
	{ "we were stopped", 120, 60, { 59, 59 }, 0, SEVERITY_OK, 0, 0, 0 },
	{ "probers hang", 60, 0, { 59, 59 }, 4, SEVERITY_CRITICAL, 0, 0, 0 },
	{ "a long pass is none", 60, 0, { 59, 59 }, 3, SEVERITY_OK, 0, 0, 0 },
	{ "nor is our own stop",
	  120,
	  60,
	  { 59, 59 },
	  61,
	  SEVERITY_OK,
	  0,
	  0,
	  0 },
	{ "our network is down", 60, 0, { 40, 41 }, 0, SEVERITY_OK, 0, 41, 61 },
	{ "just back", 60, 0, { 40, 41 }, 0, SEVERITY_OK, 0, 41, 49 },
	{ "back for two intervals",
	  60,
	  0,
	  { 40, 41 },
	  0,
	  SEVERITY_CRITICAL,
	  2,
	  41,
	  47 },
};

static void count_round(struct overdue *overdue, int row, int64_t now_ms)
{
	overdue_begin(overdue, (struct mono){ now_ms }, MINUTE_MS,
		      now_ms >= rounds[row].down_from_min * MINUTE_MS &&
			      now_ms < rounds[row].down_to_min * MINUTE_MS);
	for (size_t i = 0; i < 4 && rounds[row].measured_min[i]; i++) {
		int64_t at_min = rounds[row].measured_min[i];
		int64_t at_ms = at_min * MINUTE_MS;
		/* As of then: a later measure is not there yet. */
		bool seen = at_min > 0 && at_ms <= now_ms;
		struct overdue_zone zone = {
			{ seen ? at_ms : MINUTE_MS / 2 }, seen, 300, 3600
		};

		if (at_min > 0 && !seen)
			zone = (struct overdue_zone){
				{ now_ms }, true, 300, 3600
			};
		overdue_add(overdue, &zone);
	}
	overdue_end(overdue, now_ms == rounds[row].at_min * MINUTE_MS
				     ? rounds[row].stalled_min * MINUTE_MS
				     : 0);
}

START_TEST(work)
{
	int64_t end_ms = rounds[_i].at_min * MINUTE_MS;
	int64_t stop_ms = end_ms - rounds[_i].gap_min * MINUTE_MS;
	struct overdue overdue = { 0 };
	struct text text;

	for (int64_t ms = MINUTE_MS; ms < stop_ms; ms += OVERDUE_ROUND_MS)
		count_round(&overdue, _i, ms);
	count_round(&overdue, _i, end_ms);
	text_init(&text, 1024);
	overdue_summary(&overdue, &text);
	ck_assert_msg(overdue_severity(&overdue) == rounds[_i].want &&
			      overdue.overdue == rounds[_i].overdue,
		      "%s: %s", rounds[_i].name, text_string(&text));
	text_done(&text);
}
END_TEST

START_TEST(work_is_told)
{
	struct overdue overdue = { .zones = 1000,
				   .overdue = 12,
				   .longest_ms = 25 * MINUTE_MS };
	struct text text;

	text_init(&text, 1024);
	overdue_summary(&overdue, &text);
	text_put(&text, "|");
	overdue.stalled_ms = 5 * MINUTE_MS;
	overdue_summary(&overdue, &text);
	ck_assert_str_eq(text_string(&text),
			 "12 of 1000 zones were not measured for two "
			 "intervals, the longest for 25m|no prober has "
			 "finished anything for 5m: 12 of 1000 zones were not "
			 "measured for two intervals, the longest for 25m");
	text_done(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("distrust");
	TCase *tcase = tcase_create("distrust");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, judging, 0, COUNT_OF(passes));
	tcase_add_test(tcase, odd_ones);
	tcase_add_loop_test(tcase, steps, 0, COUNT_OF(runs));
	tcase_add_test(tcase, root_is_asked);
	tcase_add_loop_test(tcase, reading, 0, COUNT_OF(answers));
	tcase_add_loop_test(tcase, clock_is_judged, 0, COUNT_OF(clocks));
	tcase_add_test(tcase, clock_is_told);
	tcase_add_test(tcase, hearing);
	tcase_add_test(tcase, hearing_is_bounded);
	tcase_add_loop_test(tcase, work, 0, COUNT_OF(rounds));
	tcase_add_test(tcase, work_is_told);
	return unit_run(suite);
}
