/* SPDX-License-Identifier: BSD-3-Clause */
/* check_skew.c - what witnesses say of our clock. */

#include "lib/packet.h"
#include "unit/unit.h"
#include "incident/skew.h"

#include <stdio.h>
#include <string.h>

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

int main(void)
{
	Suite *suite = suite_create("skew");
	TCase *c = tcase_create("skew");

	tcase_add_loop_test(c, clock_is_judged, 0, COUNT_OF(clocks));
	tcase_add_test(c, clock_is_told);
	tcase_add_test(c, hearing);
	tcase_add_test(c, hearing_is_bounded);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
