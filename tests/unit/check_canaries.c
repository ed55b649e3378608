/* SPDX-License-Identifier: BSD-3-Clause */
/* check_canaries.c - canaries: what names whose state is known tell of
 * ourselves. */

#include "unit/unit.h"
#include "incident/canaries.h"

#include <stdio.h>
#include <string.h>

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

int main(void)
{
	Suite *suite = suite_create("canaries");
	TCase *c = tcase_create("canaries");

	tcase_add_loop_test(c, judging, 0, COUNT_OF(passes));
	tcase_add_test(c, odd_ones);
	tcase_add_loop_test(c, steps, 0, COUNT_OF(runs));
	tcase_add_test(c, root_is_asked);
	tcase_add_loop_test(c, reading, 0, COUNT_OF(answers));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
