/* SPDX-License-Identifier: BSD-3-Clause */
/* check_targets.c - each kind of target: what is escaped, what is cut, where it
 * is sent, what answers mean. */
#include "unit.h"

#include "lib/samples.h"
#include "targets/kind.h"
#include "targets/markup.h"

#include <jansson.h>
#include <string.h>

static struct text out;

static void setup(void)
{
	text_init(&out, 1 << 20);
}

static void teardown(void)
{
	text_done(&out);
}

/* --- cutting --- */

/* Three bytes for each, to see what is cut in between. */
static void tripled(struct text *text, const char *at, size_t count)
{
	for (int i = 0; i < 3; i++)
		text_bytes(text, at, count);
}

static const struct {
	const char *name, *from;
	size_t max;
	markup_char *put;
	const char *want;
} cuts[] = {
	{ "what fits", "12345678", 8, markup_plain, "12345678" },
	{ "one too many", "123456789", 8, markup_plain, "12345..." },
	{ "nothing", "", 8, markup_plain, "" },
	{ "a character is whole",
	  "1234\xc3\xa4"
	  "789",
	  8, markup_plain, "1234..." },
	{ "one of four bytes",
	  "12\xf0\x9f\x92\xa9"
	  "789",
	  8, markup_plain, "12..." },
	{ "a byte that may not be shown", "1234\\x1b", 8, markup_plain,
	  "1234\\x1b" },
	{ "and is whole as well", "123\\x1b89", 8, markup_plain, "123..." },
	{ "an escape is whole", "abc", 8, tripled, "aaa..." },
	{ "where three fit", "abc", 9, tripled, "aaabbbccc" },
};

START_TEST(cuts_whole_characters)
{
	text_put(&out, "before");
	markup_put(&out, cuts[_i].put, cuts[_i].from, cuts[_i].max);
	ck_assert_msg(strcmp(text_string(&out) + 6, cuts[_i].want) == 0,
		      "%s: %s", cuts[_i].name, text_string(&out) + 6);
}
END_TEST

/* --- what outsiders may not do --- */

/* Where `why` of a card is in a body. */
static const char *why_of(enum target_kind kind, json_t *body)
{
	switch (kind) {
	case TARGET_SLACK:
		return json_string_value(json_object_get(
			json_object_get(
				json_array_get(json_object_get(body, "blocks"),
					       1),
				"text"),
			"text"));
	case TARGET_DISCORD:
		return json_string_value(json_object_get(
			json_array_get(json_object_get(body, "embeds"), 0),
			"description"));
	default:
		return json_string_value(json_object_get(body, "message"));
	}
}

static const struct {
	enum target_kind kind;
	const char *from, *want;
} escapes[] = {
	{ TARGET_SLACK, "<!here> & <@U1>", "&lt;!here&gt; &amp; &lt;＠U1&gt;" },
	{ TARGET_SLACK, "@here @channel", "＠here ＠channel" },
	{ TARGET_SLACK, "A @ ns1. dig @192.0.2.1 @2001:db8::1 @fd00::1",
	  "A @ ns1. dig @192.0.2.1 @2001:db8::1 @fd00::1" },
	{ TARGET_SLACK, "*b* ~s~ `c` |t", "＊b＊ ～s～ ｀c｀ ｜t" },
	{ TARGET_SLACK, "_443._tcp.a_b. _x_", "_443._tcp.a_b. _x＿" },
	{ TARGET_SLACK, "[x](https://evil.example)",
	  "[x］(https：//evil.example)" },
	{ TARGET_DISCORD, "@everyone <@1> @ 192.0.2.1",
	  "\\@everyone \\<\\@1\\> @ 192.0.2.1" },
	{ TARGET_DISCORD, "**b** __u__ ~~s~~ ||h|| `c` \\",
	  "\\*\\*b\\*\\* \\_\\_u\\_\\_ \\~\\~s\\~\\~ \\|\\|h\\|\\| \\`c\\` "
	  "\\\\" },
	{ TARGET_DISCORD, "[x](https://evil.example)",
	  "\\[x\\](https\\://evil.example)" },
	{ TARGET_NTFY, "*as* `it` <is> @here", "*as* `it` <is> @here" },
};

START_TEST(escapes_what_means_something)
{
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card =
		sample_hostile(arena, escapes[_i].from, 0, 1, CHANGE_OPENED);
	const char *why;
	json_t *body;

	kind_of(escapes[_i].kind)->body(card, &out);
	body = json_loads(text_string(&out), 0, NULL);
	why = why_of(escapes[_i].kind, body);
	ck_assert_ptr_nonnull(why);
	ck_assert_msg(
		strncmp(why, escapes[_i].want, strlen(escapes[_i].want)) == 0,
		"%s\nwanted %s", why, escapes[_i].want);
	json_decref(body);
	arena_free(arena);
}
END_TEST

START_TEST(no_code_block_ends_early)
{
	static const enum target_kind kinds[] = { TARGET_SLACK,
						  TARGET_DISCORD };
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card =
		sample_hostile(arena, "```@here\n```", 2, 1, CHANGE_OPENED);

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		size_t fences = 0;

		text_done(&out);
		kind_of(kinds[i])->body(card, &out);
		for (const char *at = text_string(&out);
		     (at = strstr(at, "```")); at += 3)
			fences++;
		/* Two blocks; Slack has them twice. */
		ck_assert_uint_eq(fences, kinds[i] == TARGET_SLACK ? 8 : 4);
	}
	arena_free(arena);
}
END_TEST

START_TEST(discord_calls_nobody)
{
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const char *name;

	kind_of(TARGET_DISCORD)->body(sample_card(arena, 0, &name), &out);
	ck_assert_ptr_nonnull(strstr(text_string(&out),
				     "\"allowed_mentions\":{\"parse\":[]}"));
	arena_free(arena);
}
END_TEST

/* --- limits --- */

static const struct {
	enum target_kind kind;
	size_t bytes;
} limits[] = {
	{ TARGET_GENERIC, 65536 },   { TARGET_SLACK, 13000 },
	{ TARGET_DISCORD, 12000 },   { TARGET_TEAMS, 20000 },
	{ TARGET_PAGERDUTY, 65536 }, { TARGET_NTFY, 3900 },
};

/* JSON within the limit that says the title, whatever the card. */
static void expect_within(const struct card *card, const char *name, size_t i)
{
	const char *verdict =
		card->severity == SEVERITY_CRITICAL ? "CRITICAL" : NULL;
	json_t *body;

	text_done(&out);
	kind_of(limits[i].kind)->body(card, &out);
	ck_assert_msg(text_ok(&out) && out.len <= limits[i].bytes,
		      "%s: kind %u: %zu bytes", name, limits[i].kind, out.len);
	body = json_loads(text_string(&out), 0, NULL);
	ck_assert_msg(body, "%s: kind %u", name, limits[i].kind);
	if (verdict && card->change != CHANGE_CLOSED)
		ck_assert_msg(strstr(text_string(&out), verdict), "%s: kind %u",
			      name, limits[i].kind);
	json_decref(body);
}

START_TEST(every_sample_is_within_the_limits)
{
	const char *name = NULL;

	for (size_t i = 0;; i++) {
		struct arena *arena = arena_new(CARD_BYTES_MAX);
		const struct card *card = sample_card(arena, i, &name);

		for (size_t k = 0; card && k < COUNT_OF(limits); k++)
			expect_within(card, name, k);
		arena_free(arena);
		if (!card)
			break;
	}
}
END_TEST

/* The deadline and the first fix are among the last to go. */
START_TEST(the_fix_goes_after_the_evidence)
{
	static const enum target_kind kinds[] = { TARGET_SLACK, TARGET_DISCORD,
						  TARGET_TEAMS, TARGET_NTFY };
	char line[300];
	struct arena *arena = arena_new(CARD_BYTES_MAX);
	const struct card *card;

	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	card = sample_hostile(arena, line, 12, 60, CHANGE_OPENED);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		text_done(&out);
		kind_of(kinds[i])->body(card, &out);
		ck_assert_ptr_nonnull(
			strstr(text_string(&out), "2026-11-22 08:00 UTC"));
		ck_assert_msg(strstr(text_string(&out), "1. xxx"), "kind %u",
			      kinds[i]);
		if (kinds[i] == TARGET_NTFY)
			ck_assert_ptr_null(
				strstr(text_string(&out), "Evidence"));
	}
	arena_free(arena);
}
END_TEST

/* --- PagerDuty: one alert from trigger to resolve --- */

static json_t *pagerduty(const char *sample)
{
	json_t *body = NULL;
	const char *name = NULL;

	for (size_t i = 0; !body; i++) {
		struct arena *arena = arena_new(CARD_BYTES_MAX);
		const struct card *card = sample_card(arena, i, &name);

		ck_assert_ptr_nonnull(card);
		text_done(&out);
		kind_of(TARGET_PAGERDUTY)->body(card, &out);
		if (strcmp(name, sample) == 0)
			body = json_loads(text_string(&out), 0, NULL);
		arena_free(arena);
	}
	return body;
}

static const struct {
	const char *sample, *action, *severity;
} pages[] = {
	{ "opened critical", "trigger", "critical" },
	{ "worsened", "trigger", "critical" },
	{ "eased", "trigger", "warning" },
	{ "closed", "resolve", "critical" },
};

START_TEST(pagerduty_updates_in_place)
{
	json_t *body = pagerduty(pages[_i].sample);
	json_t *payload = json_object_get(body, "payload");

	ck_assert_str_eq(
		json_string_value(json_object_get(body, "event_action")),
		pages[_i].action);
	ck_assert_str_eq(json_string_value(json_object_get(body, "dedup_key")),
			 "00112233445566778899aabbccddeeff");
	if (strcmp(pages[_i].action, "trigger") == 0)
		ck_assert_str_eq(
			json_string_value(json_object_get(payload, "severity")),
			pages[_i].severity);
	ck_assert_ptr_null(json_object_get(body, "routing_key"));
	ck_assert(kind_of(TARGET_PAGERDUTY)->in_place);
	json_decref(body);
}
END_TEST

/* --- one attempt --- */

static const struct {
	enum target_kind kind;
	const char *configured, *want;
} urls[] = {
	{ TARGET_DISCORD, "https://d.example/api/webhooks/1/S",
	  "https://d.example/api/webhooks/1/S?wait=true" },
	{ TARGET_DISCORD, "https://d.example/1/S?thread_id=2",
	  "https://d.example/1/S?thread_id=2&wait=true" },
	{ TARGET_NTFY, "https://ntfy.sh/topic", "https://ntfy.sh/" },
	{ TARGET_NTFY, "https://ntfy.sh/topic/", "https://ntfy.sh/" },
	{ TARGET_NTFY, "http://h:80/topic?auth=S", "http://h:80/?auth=S" },
	{ TARGET_NTFY, "https://ntfy.sh", "https://ntfy.sh/" },
};

START_TEST(posts_to)
{
	kind_of(urls[_i].kind)->url(urls[_i].configured, &out);
	ck_assert_str_eq(text_string(&out), urls[_i].want);
}
END_TEST

static const struct {
	enum target_kind kind;
	const char *url, *token, *want;
} fills[] = {
	{ TARGET_PAGERDUTY, "https://e/", "R\"1",
	  "{\"routing_key\":\"R\\\"1\",\"a\":1}" },
	{ TARGET_NTFY, "https://h/topic?auth=S", NULL,
	  "{\"topic\":\"topic\",\"a\":1}" },
	{ TARGET_NTFY, "https://h/topic/x", NULL,
	  "{\"topic\":\"topic\",\"a\":1}" },
	{ TARGET_NTFY, "https://h", NULL, "{\"topic\":\"\",\"a\":1}" },
};

START_TEST(adds_what_is_secret)
{
	const struct kind_attempt attempt = { .body = "{\"a\":1}",
					      .url = fills[_i].url,
					      .token = fills[_i].token };

	kind_of(fills[_i].kind)->fill(&attempt, &out);
	ck_assert_str_eq(text_string(&out), fills[_i].want);
}
END_TEST

START_TEST(sends_a_token)
{
	struct kind_attempt attempt = { .token = "tk_SECRET" };

	kind_of(TARGET_NTFY)->headers(&attempt, &out);
	ck_assert_str_eq(text_string(&out),
			 "Content-Type: application/json\n"
			 "Authorization: Bearer tk_SECRET\n");
	text_done(&out);
	attempt.token = NULL;
	kind_of(TARGET_NTFY)->headers(&attempt, &out);
	ck_assert_str_eq(text_string(&out), "Content-Type: application/json\n");
}
END_TEST

static const struct {
	enum target_kind kind;
	unsigned status;
	const char *body;
	enum kind_outcome want;
} answers[] = {
	{ TARGET_SLACK, 200, "ok", KIND_DONE },
	{ TARGET_SLACK, 200, "ok\n", KIND_DONE },
	{ TARGET_SLACK, 200, "{\"success\":true}", KIND_DONE },
	{ TARGET_SLACK, 200, "", KIND_RETRY },
	{ TARGET_SLACK, 200, "okay", KIND_RETRY },
	{ TARGET_SLACK, 200, "<html>log in</html>", KIND_RETRY },
	{ TARGET_SLACK, 204, "ok", KIND_RETRY },
	{ TARGET_SLACK, 400, "invalid_payload", KIND_REFUSED },
	{ TARGET_SLACK, 403, "action_prohibited", KIND_REFUSED },
	{ TARGET_SLACK, 404, "no_service", KIND_REFUSED },
	{ TARGET_SLACK, 410, "channel_is_archived", KIND_GONE },
	{ TARGET_SLACK, 429, "", KIND_RETRY },
	{ TARGET_SLACK, 500, "rollup_error", KIND_RETRY },
	{ TARGET_SLACK, 0, "", KIND_RETRY },
	{ TARGET_DISCORD, 200, "{\"id\":\"1\"}", KIND_DONE },
	{ TARGET_DISCORD, 200, " \n{ cut in the mid", KIND_DONE },
	{ TARGET_DISCORD, 200, "<html>log in</html>", KIND_RETRY },
	{ TARGET_DISCORD, 200, "", KIND_RETRY },
	{ TARGET_DISCORD, 204, "", KIND_RETRY },
	{ TARGET_DISCORD, 400, "{\"code\":50035}", KIND_REFUSED },
	{ TARGET_DISCORD, 404, "{\"code\":10015}", KIND_GONE },
	{ TARGET_DISCORD, 404, "{\"code\":10003}", KIND_REFUSED },
	{ TARGET_DISCORD, 404, "not json", KIND_REFUSED },
	{ TARGET_DISCORD, 502, "", KIND_RETRY },
	{ TARGET_TEAMS, 202, "", KIND_DONE },
	{ TARGET_TEAMS, 200, "1", KIND_RETRY },
	{ TARGET_TEAMS, 400, "{\"error\":{}}", KIND_REFUSED },
	{ TARGET_TEAMS, 429, "", KIND_RETRY },
	{ TARGET_PAGERDUTY, 202, "{\"status\":\"success\"}", KIND_DONE },
	{ TARGET_PAGERDUTY, 200, "", KIND_RETRY },
	{ TARGET_PAGERDUTY, 400, "{\"status\":\"invalid event\"}",
	  KIND_REFUSED },
	{ TARGET_PAGERDUTY, 429, "", KIND_RETRY },
	{ TARGET_PAGERDUTY, 503, "", KIND_RETRY },
	{ TARGET_NTFY, 200, "{\"id\":\"x\"}", KIND_DONE },
	{ TARGET_NTFY, 200, "<html>log in</html>", KIND_RETRY },
	{ TARGET_NTFY, 202, "", KIND_RETRY },
	{ TARGET_NTFY, 401, "", KIND_REFUSED },
	{ TARGET_NTFY, 413, "", KIND_REFUSED },
	{ TARGET_NTFY, 429, "", KIND_RETRY },
	{ TARGET_NTFY, 507, "", KIND_RETRY },
	{ TARGET_GENERIC, 204, "", KIND_DONE },
};

START_TEST(judges)
{
	struct kind_reply reply = {
		.status = answers[_i].status,
		.body = answers[_i].body,
		.body_len = strlen(answers[_i].body),
	};

	ck_assert_msg(kind_judge(kind_of(answers[_i].kind), &reply) ==
			      answers[_i].want,
		      "kind %u: %u %s", answers[_i].kind, answers[_i].status,
		      answers[_i].body);
}
END_TEST

static const struct {
	const char *body;
	int64_t header_s, want_s;
} waits[] = {
	{ "{\"message\":\"slow down\",\"retry_after\":1.337}", 0, 2 },
	{ "{\"retry_after\":64.57}", 65, 65 },
	{ "{\"retry_after\":0.2}", 7, 1 },
	{ "{\"retry_after\":-1}", 7, 7 },
	{ "{\"retry_after\":1e300}", 7, 7 },
	{ "{\"retry_after\":\"5\"}", 7, 7 },
	{ "[]", 7, 7 },
	{ "{\"retry_after\":5", 7, 7 },
	{ "", 7, 7 },
};

START_TEST(discord_says_when)
{
	struct kind_reply reply = {
		.status = 429,
		.retry_after_s = waits[_i].header_s,
		.body = waits[_i].body,
		.body_len = strlen(waits[_i].body),
	};

	ck_assert_int_eq(kind_judge(kind_of(TARGET_DISCORD), &reply),
			 KIND_RETRY);
	ck_assert_int_eq(reply.retry_after_s, waits[_i].want_s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("targets");
	TCase *tcase = tcase_create("kinds");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, cuts_whole_characters, 0, COUNT_OF(cuts));
	tcase_add_loop_test(tcase, escapes_what_means_something, 0,
			    COUNT_OF(escapes));
	tcase_add_test(tcase, no_code_block_ends_early);
	tcase_add_test(tcase, discord_calls_nobody);
	tcase_add_test(tcase, every_sample_is_within_the_limits);
	tcase_add_test(tcase, the_fix_goes_after_the_evidence);
	tcase_add_loop_test(tcase, pagerduty_updates_in_place, 0,
			    COUNT_OF(pages));
	tcase_add_loop_test(tcase, posts_to, 0, COUNT_OF(urls));
	tcase_add_loop_test(tcase, adds_what_is_secret, 0, COUNT_OF(fills));
	tcase_add_test(tcase, sends_a_token);
	tcase_add_loop_test(tcase, judges, 0, COUNT_OF(answers));
	tcase_add_loop_test(tcase, discord_says_when, 0, COUNT_OF(waits));
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
