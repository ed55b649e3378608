/* SPDX-License-Identifier: BSD-3-Clause */
/* check_lax.c - which resolvers do not validate: round after round. */
#include "unit.h"

#include "incident/lax.h"
#include "lib/packet.h"

#include <string.h>

static const char *const resolver_texts[] = { "192.0.2.53",
					      "2001:db8::53@5353" };

static struct address addresses[2];
static struct canaries canaries;

static void add_canary(const char *name, enum canary_kind kind,
		       enum canary_state state)
{
	struct canary *c = &canaries.at[canaries.count++];

	c->kind = kind;
	c->state = state;
	c->gone = false;
	ck_assert(name_from_text(name, &c->name));
}

static void setup(void)
{
	for (size_t i = 0; i < COUNT_OF(addresses); i++)
		ck_assert(address_from_text(resolver_texts[i], &addresses[i]));
	canaries.count = 0;
	add_canary(".", CANARY_GOOD, CANARY_IS_SECURE);
	add_canary("good.example.", CANARY_GOOD, CANARY_IS_SECURE);
	add_canary("odd.example.", CANARY_GOOD, CANARY_IS_BOGUS);
	add_canary("bad.example.", CANARY_BAD, CANARY_IS_BOGUS);
	add_canary("worse.example.", CANARY_BAD, CANARY_IS_BOGUS);
	add_canary("mended.example.", CANARY_BAD, CANARY_IS_INSECURE);
}

/* What the first resolver says, a letter for each canary: A data, marked as
 * authentic; d data; n NXDOMAIN; e no data; s SERVFAIL; - nothing. */
static void see(struct lax *lax, const char *says)
{
	static const char letters[] = "Adnes";
	static const uint8_t headers[][12] = {
		{ 0, 0, 0x81, 0xa0, 0, 1, 0, 1 },
		{ 0, 0, 0x81, 0x80, 0, 1, 0, 1 },
		{ 0, 0, 0x81, 0x83, 0, 1, 0, 0 },
		{ 0, 0, 0x81, 0x80, 0, 1, 0, 0 },
		{ 0, 0, 0x81, 0x82, 0, 1, 0, 0 },
	};
	struct server server = { .vantage = VANTAGE_RESOLVER,
				 .address = addresses[0] };
	struct answer answers[16] = { 0 };
	struct snapshot snapshot = { .server_count = 1,
				     .servers = &server,
				     .answers = answers };

	for (size_t i = 0; says[i]; i++) {
		struct answer *answer = &answers[snapshot.answer_count++];
		const char *letter = strchr(letters, says[i]);

		*answer = (struct answer){ .vantage = VANTAGE_RESOLVER,
					   .name = canaries.at[i].name,
					   .type = TYPE_SOA,
					   .outcome = OUTCOME_TIMEOUT };
		if (!letter)
			continue;
		answer->outcome = OUTCOME_ANSWER;
		answer->packet = headers[letter - letters];
		answer->packet_len = sizeof(headers[0]);
	}
	lax_see(lax, &snapshot, &canaries);
}

/* Rounds, and after each whether the resolver is lax (L) or not (v), and with
 * a question mark behind it where it is to be asked again. Canaries in order:
 * the root, good, a good one that is bogus, bad, worse, one that was mended. */
static const struct {
	const char *name, *rounds[5], *want;
} stories[] = {
	{ "it validates", { "AAsssd", "AAsssd" }, "v v" },
	{ "it does not", { "dddddd", "dddddd" }, "v? L" },
	{ "a mended canary shows nothing", { "ddsssd", "ddsssd" }, "v v" },
	{ "one bad name refused is enough", { "ddddsd", "ddddsd" }, "v v" },
	{ "one bad name heard", { "dddd-d", "dddd-d" }, "v? L" },
	{ "an old cache or an exception", { "AAsddd", "AAsddd" }, "v v" },
	{ "one good name is authentic", { "A-dddd", "A-dddd" }, "v v" },
	{ "a bad name as authentic", { "dddAAd", "dddAAd" }, "v v" },
	{ "silent", { "------", "------" }, "v v" },
	{ "only bad names answered", { "--dddd", "ssdddd" }, "v v" },
	{ "only good names answered", { "dd----", "dd----" }, "v v" },
	{ "bad names do not exist", { "ddsnnn", "ddsnnn" }, "v v" },
	{ "nor have data", { "ddseee", "ddseee" }, "v v" },
	{ "once", { "dddddd", "AAsssd", "dddddd" }, "v? v v?" },
	{ "silence in between", { "dddddd", "------", "dddddd" }, "v? v? L" },
	{ "mended", { "dddddd", "dddddd", "AAsssd", "AAsssd" }, "v? L L? v" },
	{ "then silent",
	  { "dddddd", "dddddd", "------", "------", "------" },
	  "v? L L L L" },
};

START_TEST(rounds)
{
	struct lax lax = { 0 };
	char got[64] = "";

	lax_configure(&lax, addresses, 2);
	for (size_t i = 0; i < 5 && stories[_i].rounds[i]; i++) {
		see(&lax, stories[_i].rounds[i]);
		strcat(got, i ? " " : "");
		strcat(got, lax.at[0].is_lax ? "L" : "v");
		strcat(got, lax_is_unsure(&lax) ? "?" : "");
		ck_assert(!lax.at[1].is_lax);
	}
	ck_assert_msg(strcmp(got, stories[_i].want) == 0, "%s: %s",
		      stories[_i].name, got);
}
END_TEST

START_TEST(questions)
{
	struct plan_question asked[LAX_QUESTIONS_MAX];
	char name[NAME_TEXT_SIZE];

	ck_assert_uint_eq(lax_questions(&canaries, asked), 4);
	ck_assert_str_eq(name_to_text(&asked[0].name, name), "bad.example.");
	ck_assert_str_eq(name_to_text(&asked[2].name, name), ".");
	for (int i = 0; i < 10; i++) {
		add_canary("more.example.", CANARY_BAD, CANARY_IS_BOGUS);
		add_canary("more.example.", CANARY_GOOD, CANARY_IS_SECURE);
	}
	ck_assert_uint_eq(lax_questions(&canaries, asked), LAX_QUESTIONS_MAX);
	canaries.at[3].state = CANARY_UNMEASURED;
	canaries.count = 4; /* no bad one left */
	ck_assert_uint_eq(lax_questions(&canaries, asked), 0);
}
END_TEST

/* Through a restart, and through a change of the configuration. */
START_TEST(remembered)
{
	struct lax lax = { 0 }, again = { 0 };
	struct text text;

	lax_configure(&lax, addresses, 2);
	lax.at[0].is_lax = lax.at[1].is_lax = true;
	text_init(&text, 1024);
	lax_subject(&lax, &text);
	ck_assert_str_eq(text_string(&text), "192.0.2.53, 2001:db8::53@5353");
	lax_configure(&again, &addresses[1], 1);
	lax_restore(&again, text_string(&text));
	ck_assert(again.at[0].is_lax);
	lax_configure(&again, addresses, 2);
	ck_assert(!again.at[0].is_lax && again.at[1].is_lax);
	lax_restore(&again, "192.0.2.5, 192.0.2.530, 92.0.2.53,,  ,");
	ck_assert(!again.at[0].is_lax);
	text_done(&text);
	text_init(&text, 1024);
	lax_summary(&again, &text);
	text_put(&text, "\n");
	lax_evidence(&again, &canaries, &text);
	ck_assert_str_eq(text_string(&text),
			 "the resolver 2001:db8::53@5353 does not validate: "
			 "names that are signed wrongly on purpose resolve "
			 "there\n"
			 "answered, and nothing of it marked as authentic: dig "
			 "@2001:db8::53 -p 5353 bad.example. SOA +dnssec\n");
	text_done(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lax");
	TCase *tc = tcase_create("lax");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, rounds, 0, COUNT_OF(stories));
	tcase_add_test(tc, questions);
	tcase_add_test(tc, remembered);
	suite_add_tcase(suite, tc);
	return unit_run(suite);
}
