/* SPDX-License-Identifier: BSD-3-Clause */
/* check_root_keys.c - the rolls of the root's key-signing key as stories in
 * virtual time, and what one look reads from a real set. */
#include "lib/packet.h"
#include "lib/signer.h"
#include "unit/unit.h"

#include "incident/root_keys.h"

#include <stdio.h>
#include <string.h>

/* 2031-03-01T00:00:00Z */
static const struct wall t0 = { 1930089600 };

/* --- stories --- */

#define LOOK_S	     (6 * 3600)
#define CHAPTERS_MAX 16

struct chapter {
	const char *at;
	/* From then on: tags; * signs the set, r revoked, + in our file. NULL:
	 * as before. */
	const char *keys;
	const char *want; /* after two looks, sorted by tag: tag and state */
	enum severity severity;
};

struct story {
	const char *name;
	struct chapter chapters[CHAPTERS_MAX];
};

static const struct story stories[] = {
	{ "2017: a host whose anchor is never updated",
	  { { "2017-01-01T00:00:00Z", "19036*+", "19036 Valid", SEVERITY_OK },
	    { "2017-07-11T00:00:00Z", "19036*+ 20326",
	      "19036 Valid, 20326 AddPend", SEVERITY_WARNING },
	    { "2017-08-09T18:00:00Z", NULL, "19036 Valid, 20326 AddPend",
	      SEVERITY_WARNING },
	    { "2017-08-10T06:00:00Z", NULL, "19036 Valid, 20326 Valid",
	      SEVERITY_WARNING },
	    { "2018-10-11T16:00:00Z", "19036+ 20326*",
	      "19036 Valid, 20326 Valid", SEVERITY_CRITICAL },
	    { "2019-01-11T00:00:00Z", "19036r*+ 20326*",
	      "19036 Revoked, 20326 Valid", SEVERITY_CRITICAL },
	    { "2019-03-22T00:00:00Z", "20326*", "19036 Removed, 20326 Valid",
	      SEVERITY_CRITICAL } } },
	{ "2017: a host that is updated in time",
	  { { "2017-07-01T00:00:00Z", "19036*+", "19036 Valid", SEVERITY_OK },
	    { "2017-07-11T00:00:00Z", "19036*+ 20326",
	      "19036 Valid, 20326 AddPend", SEVERITY_WARNING },
	    { "2017-07-20T00:00:00Z", "19036*+ 20326+",
	      "19036 Valid, 20326 Valid", SEVERITY_OK },
	    { "2018-10-11T16:00:00Z", "19036+ 20326*+",
	      "19036 Valid, 20326 Valid", SEVERITY_OK },
	    { "2019-01-11T00:00:00Z", "19036r*+ 20326*+",
	      "19036 Revoked, 20326 Valid", SEVERITY_OK },
	    { "2019-02-10T06:00:00Z", NULL, "19036 Removed, 20326 Valid",
	      SEVERITY_OK },
	    { "2019-03-22T00:00:00Z", "20326*+", "19036 Removed, 20326 Valid",
	      SEVERITY_OK } } },
	{ "2018: first started between publication and roll",
	  { { "2018-06-01T00:00:00Z", "19036*+ 20326",
	      "19036 Valid, 20326 AddPend", SEVERITY_WARNING },
	    { "2018-10-11T16:00:00Z", "19036+ 20326*",
	      "19036 Valid, 20326 Valid", SEVERITY_CRITICAL } } },
	{ "2024: updated before the key is published",
	  { { "2024-12-01T00:00:00Z", "20326*+", "20326 Valid", SEVERITY_OK },
	    { "2025-01-11T00:00:00Z", "20326*+ 38696+",
	      "20326 Valid, 38696 Valid", SEVERITY_OK },
	    { "2026-10-11T16:00:00Z", "20326+ 38696*+",
	      "20326 Valid, 38696 Valid", SEVERITY_OK },
	    { "2027-01-11T00:00:00Z", "20326r*+ 38696*+",
	      "20326 Revoked, 38696 Valid", SEVERITY_OK },
	    { "2027-03-22T00:00:00Z", "38696*+", "20326 Removed, 38696 Valid",
	      SEVERITY_OK } } },
	{ "2024: forgotten until it fails, then mended",
	  { { "2025-01-11T00:00:00Z", "20326*+ 38696",
	      "20326 Valid, 38696 AddPend", SEVERITY_WARNING },
	    { "2025-02-10T06:00:00Z", NULL, "20326 Valid, 38696 Valid",
	      SEVERITY_WARNING },
	    { "2026-10-11T16:00:00Z", "20326+ 38696*",
	      "20326 Valid, 38696 Valid", SEVERITY_CRITICAL },
	    { "2026-10-11T20:00:00Z", "20326+ 38696*+",
	      "20326 Valid, 38696 Valid", SEVERITY_OK } } },
	{ "a key that comes and goes within the hold-down",
	  { { "2031-01-01T00:00:00Z", "1*+", "1 Valid", SEVERITY_OK },
	    { "2031-01-02T00:00:00Z", "1*+ 2", "1 Valid, 2 AddPend",
	      SEVERITY_WARNING },
	    { "2031-01-20T00:00:00Z", "1*+", "1 Valid", SEVERITY_OK },
	    { "2031-01-21T00:00:00Z", "1*+ 2", "1 Valid, 2 AddPend",
	      SEVERITY_WARNING },
	    { "2031-02-15T00:00:00Z", NULL, "1 Valid, 2 AddPend",
	      SEVERITY_WARNING },
	    { "2031-02-20T06:00:00Z", NULL, "1 Valid, 2 Valid",
	      SEVERITY_WARNING } } },
	{ "a set that nobody whom we trust has signed teaches nothing",
	  { { "2031-01-01T00:00:00Z", "1*+", "1 Valid", SEVERITY_OK },
	    { "2031-01-02T00:00:00Z", "66*", "1 Valid", SEVERITY_CRITICAL },
	    { "2031-03-02T00:00:00Z", NULL, "1 Valid", SEVERITY_CRITICAL },
	    { "2031-03-03T00:00:00Z", "1*+", "1 Valid", SEVERITY_OK } } },
	{ "a new key revoked before anyone took it",
	  { { "2031-01-01T00:00:00Z", "1*+ 2", "1 Valid, 2 AddPend",
	      SEVERITY_WARNING },
	    { "2031-01-10T00:00:00Z", "1*+ 2r*", "1 Valid", SEVERITY_OK } } },
	{ "missing, and back again",
	  { { "2031-01-01T00:00:00Z", "1*+ 2+", "1 Valid, 2 Valid",
	      SEVERITY_OK },
	    { "2031-01-02T00:00:00Z", "1*+", "1 Valid, 2 Missing",
	      SEVERITY_OK },
	    { "2031-06-02T00:00:00Z", "1*+ 2+", "1 Valid, 2 Valid",
	      SEVERITY_OK } } },
	{ "the only anchor is revoked",
	  { { "2031-01-01T00:00:00Z", "1*+ 2", "1 Valid, 2 AddPend",
	      SEVERITY_WARNING },
	    { "2031-03-01T00:00:00Z", "1r*+ 2*", "1 Revoked, 2 Valid",
	      SEVERITY_CRITICAL } } },
	{ "a stale file from the first",
	  { { "2031-01-01T00:00:00Z", "2*", "", SEVERITY_CRITICAL } } },
};

static struct root_sight sight_of(const char *keys)
{
	struct root_sight sight = { 0 };

	while (*keys) {
		unsigned tag = (unsigned)strtoul(keys, (char **)&keys, 10);
		size_t i = sight.count++;

		sight.at[i].tag = (uint16_t)tag;
		memcpy(sight.at[i].digest, &tag, sizeof(tag));
		for (; *keys && *keys != ' '; keys++) {
			sight.at[i].signs |= *keys == '*';
			sight.at[i].revoked |= *keys == 'r';
			sight.at[i].in_file |= *keys == '+';
		}
		keys += *keys == ' ';
	}
	return sight;
}

static void put_states(const struct root_keys *keys, char *out, size_t size)
{
	unsigned last = 0;

	*out = '\0';
	for (size_t n = 0; n < keys->count; n++) {
		const struct root_key *next = NULL;
		size_t len = strlen(out);

		for (size_t i = 0; i < keys->count; i++)
			if (keys->at[i].tag > last &&
			    (!next || keys->at[i].tag < next->tag))
				next = &keys->at[i];
		last = next->tag;
		snprintf(out + len, size - len, "%s%u %s", len ? ", " : "",
			 last, root_key_state_text(next->state));
	}
}

static enum severity judge(const struct root_keys *keys, char *ret_summary,
			   size_t size)
{
	struct text summary, evidence;
	enum severity severity;

	text_init(&summary, 1024);
	text_init(&evidence, 4096);
	severity = root_keys_judge(keys, &summary, &evidence);
	snprintf(ret_summary, size, "%s", text_string(&summary));
	text_done(&summary);
	text_done(&evidence);
	return severity;
}

static void expect(const struct story *story, const struct chapter *chapter,
		   const struct root_keys *keys)
{
	char states[256], summary[512];

	put_states(keys, states, sizeof(states));
	ck_assert_msg(strcmp(states, chapter->want) == 0, "%s: %s: %s",
		      story->name, chapter->at, states);
	ck_assert_msg(judge(keys, summary, sizeof(summary)) ==
			      chapter->severity,
		      "%s: %s: %s", story->name, chapter->at, summary);
}

START_TEST(rolls)
{
	const struct story *story = &stories[_i];
	struct root_keys keys = { 0 };
	struct root_sight sight = { 0 };
	struct wall now = { 0 };

	for (int i = 0; i < CHAPTERS_MAX && story->chapters[i].at; i++) {
		const struct chapter *chapter = &story->chapters[i];
		struct wall at;

		ck_assert(wall_parse(chapter->at, &at));
		for (now = i ? now : at; now.s < at.s; now.s += LOOK_S)
			(void)root_keys_see(&keys, &sight, now);
		if (chapter->keys)
			sight = sight_of(chapter->keys);
		(void)root_keys_see(&keys, &sight, at);
		now = wall_add(at, 60);
		(void)root_keys_see(&keys, &sight, now);
		expect(story, chapter, &keys);
	}
}
END_TEST

START_TEST(texts)
{
	struct root_sight sight = sight_of("20326*+ 38696");
	struct root_keys keys = { 0 };
	char summary[512];
	struct wall at;

	ck_assert(wall_parse("2025-01-11T10:00:00Z", &at));
	ck_assert(root_keys_see(&keys, &sight, at));
	ck_assert(!root_keys_see(&keys, &sight, wall_add(at, 60)));
	(void)judge(&keys, summary, sizeof(summary));
	ck_assert_str_eq(summary,
			 "the root publishes a new key-signing key 38696, seen "
			 "since 2025-01-11, that trust_anchor_file does not "
			 "have; validators take it from 2025-02-10");
	ck_assert(root_keys_see(&keys, &sight, wall_add(at, 31 * 86400)));
	(void)judge(&keys, summary, sizeof(summary));
	ck_assert_ptr_nonnull(strstr(summary, "took it from 2025-02-11"));
	sight = sight_of("20326+ 38696*");
	at = wall_add(at, 32 * 86400);
	(void)root_keys_see(&keys, &sight, at);
	ck_assert_int_eq(judge(&keys, summary, sizeof(summary)),
			 SEVERITY_WARNING);
	(void)root_keys_see(&keys, &sight, at);
	(void)judge(&keys, summary, sizeof(summary));
	ck_assert_str_eq(summary, "no key of trust_anchor_file signs the "
				  "root's keys any more, since 2025-02-11");
}
END_TEST

START_TEST(bounded)
{
	struct root_keys keys = { 0 };
	struct wall at = { 1930089600 };
	char text[64];

	for (int i = 2; i < 3 * ROOT_KEYS_MAX; i++) {
		snprintf(text, sizeof(text), "1*+ %d", i);
		for (int turn = 0; turn < 2; turn++) {
			struct root_sight sight = sight_of(text);

			at = wall_add(at, ROOT_KEY_HOLD_DOWN_S);
			(void)root_keys_see(&keys, &sight, at);
		}
	}
	ck_assert_uint_eq(keys.count, ROOT_KEYS_MAX);
}
END_TEST

/* --- anchors as text --- */

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(16 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static const char ksk_2017[] =
	"AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRi"
	"xHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2"
	"n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sq"
	"qls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfd"
	"RUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=";

#define DS_2017                                                                \
	"20326 8 2 "                                                           \
	"E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"

static bool matches(const char *text, const struct dnskey *key)
{
	struct anchor anchor;
	const char *why;

	ck_assert(anchor_read(arena, text, strlen(text), &anchor, &why));
	return anchor_matches(&anchor, key);
}

START_TEST(anchor_texts)
{
	struct anchor anchor;
	struct dnskey key;
	char text[1024];
	const char *why;

	snprintf(text, sizeof(text), ". 172800 IN DNSKEY 257 3 8 %s", ksk_2017);
	ck_assert(anchor_read(arena, text, strlen(text), &anchor, &why));
	ck_assert(dnskey_read(anchor.rdata, &key));
	ck_assert_uint_eq(key.tag, 20326);
	ck_assert(matches(text, &key));
	ck_assert(matches(". IN DS " DS_2017, &key));
	ck_assert(!matches("com. DS " DS_2017, &key));
	ck_assert(!matches(". DS 20326 8 2 00", &key));
	snprintf(text, sizeof(text), ". DNSKEY 256 3 8 %s", ksk_2017);
	ck_assert(!matches(text, &key));
}
END_TEST

/* --- one look --- */

#define KSK	  (DNSKEY_ZONE | DNSKEY_SEP)
#define LOOK_KEYS 3

struct look_key {
	const char *label; /* NULL ends the list */
	uint16_t flags;
	bool signs, in_file;
	enum sig_flaw flaw;
	int64_t until_s; /* its signature, from now; 0: a day */
};

static const struct {
	const char *name;
	struct look_key keys[LOOK_KEYS];
	size_t count, signing, revoked, in_file;
} looks[] = {
	{ "an anchor and its ZSK",
	  { { "ksk", KSK, true, true, 0, 0 },
	    { "zsk", DNSKEY_ZONE, true, false, 0, 0 } },
	  1,
	  1,
	  0,
	  1 },
	{ "an anchor without SEP",
	  { { "zsk", DNSKEY_ZONE, true, true, 0, 0 } },
	  1,
	  1,
	  0,
	  1 },
	{ "an anchor that does not sign",
	  { { "ksk", KSK, false, true, 0, 0 },
	    { "new", KSK, true, false, 0, 0 } },
	  2,
	  1,
	  0,
	  1 },
	{ "a signature that is wrong",
	  { { "ksk", KSK, true, true, FLAW_BYTES, 0 } },
	  1,
	  0,
	  0,
	  1 },
	{ "one that has ended",
	  { { "ksk", KSK, true, true, 0, -1 } },
	  1,
	  0,
	  0,
	  1 },
	{ "revoked, by itself",
	  { { "old", KSK | DNSKEY_REVOKE, true, true, 0, 0 },
	    { "new", KSK, true, false, 0, 0 } },
	  2,
	  2,
	  1,
	  1 },
	{ "revoked, so others say",
	  { { "old", KSK | DNSKEY_REVOKE, false, true, 0, 0 },
	    { "new", KSK, true, false, 0, 0 } },
	  2,
	  1,
	  0,
	  1 },
};

/* The set of the look, its signatures, and the anchors of its file. */
static size_t make_look(const struct look_key *keys, struct packet *packet,
			struct anchor *anchors)
{
	struct rdata set[LOOK_KEYS];
	size_t count = 0, anchor_count = 0;

	for (; count < LOOK_KEYS && keys[count].label; count++) {
		const struct look_key *k = &keys[count];
		struct rdata plain = signer_key_rdata(signer_key(
			k->label, 13, k->flags & (uint16_t)~DNSKEY_REVOKE));

		set[count] =
			signer_key_rdata(signer_key(k->label, 13, k->flags));
		packet_add(packet, SECTION_ANSWER, &name_root, TYPE_DNSKEY, 60,
			   set[count]);
		if (!k->in_file)
			continue;
		anchors[anchor_count++] = (struct anchor){ .owner = name_root,
							   .is_key = true,
							   .rdata = plain };
	}
	for (size_t i = 0; i < count; i++) {
		struct signer_job job = {
			.key = signer_key(keys[i].label, 13, keys[i].flags),
			.apex = &name_root,
			.owner = &name_root,
			.type = TYPE_DNSKEY,
			.ttl = 60,
			.count = count,
			.rdata = set,
			.inception = wall_add(t0, -86400),
			.expiration = wall_add(
				t0, keys[i].until_s ? keys[i].until_s : 86400),
			.flaw = keys[i].flaw,
		};

		if (keys[i].signs)
			packet_add(packet, SECTION_ANSWER, &name_root,
				   TYPE_RRSIG, 60, signer_rrsig(arena, &job));
	}
	return anchor_count;
}

START_TEST(one_look)
{
	static struct anchor anchors[LOOK_KEYS];
	static struct packet packet;
	struct answer answer = { .vantage = VANTAGE_CD,
				 .server = -1,
				 .name = name_root,
				 .type = TYPE_DNSKEY };
	struct snapshot snapshot = { .started_at = t0,
				     .answer_count = 1,
				     .answers = &answer };
	size_t count, signing = 0, revoked = 0, in_file = 0;
	struct root_sight sight;

	packet_begin(&packet, &name_root, TYPE_DNSKEY, PACKET_RA, 0);
	count = make_look(looks[_i].keys, &packet, anchors);
	answer.packet = packet_end(&packet, arena, &answer.packet_len);
	ck_assert(root_sight_read(&snapshot, anchors, count, &sight));
	for (size_t i = 0; i < sight.count; i++) {
		signing += sight.at[i].signs;
		revoked += sight.at[i].revoked;
		in_file += sight.at[i].in_file;
	}
	ck_assert_msg(sight.count == looks[_i].count &&
			      signing == looks[_i].signing &&
			      revoked == looks[_i].revoked &&
			      in_file == looks[_i].in_file,
		      "%s: %zu keys, %zu sign, %zu revoked, %zu in file",
		      looks[_i].name, sight.count, signing, revoked, in_file);
}
END_TEST

START_TEST(no_look)
{
	struct answer answer = { .vantage = VANTAGE_CD,
				 .server = -1,
				 .name = name_root,
				 .type = TYPE_DNSKEY };
	struct snapshot snapshot = { .answer_count = 0, .answers = &answer };
	static struct packet packet;
	struct root_sight sight;

	ck_assert(!root_sight_read(&snapshot, NULL, 0, &sight));
	snapshot.answer_count = 1;
	ck_assert(!root_sight_read(&snapshot, NULL, 0, &sight));
	packet_begin(&packet, &name_root, TYPE_DNSKEY, PACKET_RA, 0);
	answer.packet = packet_end(&packet, arena, &answer.packet_len);
	ck_assert(!root_sight_read(&snapshot, NULL, 0, &sight));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root_keys");
	TCase *tcase = tcase_create("root_keys");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, rolls, 0, COUNT_OF(stories));
	tcase_add_test(tcase, texts);
	tcase_add_test(tcase, bounded);
	tcase_add_test(tcase, anchor_texts);
	tcase_add_loop_test(tcase, one_look, 0, COUNT_OF(looks));
	tcase_add_test(tcase, no_look);
	return unit_run(suite);
}
