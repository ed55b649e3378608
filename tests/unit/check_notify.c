/* SPDX-License-Identifier: BSD-3-Clause */
/* check_notify.c - the rules of delivery, the signatures, what may be shown of
 * a URL. What needs a sink is in tests/integration/test_notify. */
#include "unit.h"

#include "notify/deliver.h"
#include "targets/kind.h"
#include "base/redact.h"
#include "targets/sign.h"

#include <event2/event.h>
#include <string.h>

/* --- the rules --- */

static const struct {
	unsigned status;
	enum kind_outcome want;
} judgements[] = {
	{ 0, KIND_RETRY }, /* no answer */
	{ 200, KIND_DONE },	  { 202, KIND_DONE },
	{ 204, KIND_DONE },	  { 299, KIND_DONE },
	{ 300, KIND_RETRY },	  { 301, KIND_RETRY },
	{ 307, KIND_RETRY },	  { 304, KIND_RETRY },
	{ 399, KIND_RETRY },	  { 400, KIND_REFUSED },
	{ 401, KIND_REFUSED }, { 403, KIND_REFUSED },
	{ 404, KIND_REFUSED }, { 407, KIND_REFUSED },
	{ 408, KIND_RETRY },	  { 409, KIND_REFUSED },
	{ 410, KIND_GONE },	  { 413, KIND_REFUSED },
	{ 422, KIND_REFUSED }, { 425, KIND_RETRY },
	{ 429, KIND_RETRY },	  { 499, KIND_REFUSED },
	{ 500, KIND_RETRY },	  { 501, KIND_RETRY },
	{ 503, KIND_RETRY },	  { 599, KIND_RETRY },
	{ 600, KIND_RETRY },	  { 999, KIND_RETRY },
};

START_TEST(judges)
{
	const struct kind_reply reply = { .status = judgements[_i].status };

	ck_assert_msg(kind_judge_status(&reply) == judgements[_i].want, "%u",
		      judgements[_i].status);
}
END_TEST

static const struct notify_policy policy = {
	.delay_count = 5,
	.delay_ms = { 5000, 15000, 60000, 120000, 300000 },
	.retry_after_max_ms = 3600000,
};

static const struct {
	const char *name;
	unsigned failures;
	int64_t retry_after_s;
	uint32_t random;
	int64_t want_ms;
} delays[] = {
	{ "first failure, all of it", 1, 0, UINT32_MAX, 5000 },
	{ "second", 2, 0, UINT32_MAX, 15000 },
	{ "third", 3, 0, UINT32_MAX, 60000 },
	{ "fourth", 4, 0, UINT32_MAX, 120000 },
	{ "fifth", 5, 0, UINT32_MAX, 300000 },
	{ "sixth", 6, 0, UINT32_MAX, 300000 },
	{ "a sink that is down for years", UINT32_MAX, 0, UINT32_MAX, 300000 },
	{ "full jitter, none", 5, 0, 0, 0 },
	{ "full jitter, half", 5, 0, UINT32_MAX / 2, 149999 },
	{ "the sink's word", 1, 7, UINT32_MAX, 7000 },
	{ "the sink's word, shorter than ours", 5, 1, UINT32_MAX, 1000 },
	{ "the sink's word at the cap", 1, 3600, 0, 3600000 },
	{ "the sink's word past the cap", 1, 3601, 0, 3600000 },
	{ "the sink's word past all reason", 1, INT64_MAX, 0, 3600000 },
};

START_TEST(delays_grow)
{
	const struct kind_reply reply = { .status = 503,
					 .retry_after_s =
						 delays[_i].retry_after_s };
	int64_t got = deliver_delay_ms(&policy, &reply, delays[_i].failures,
				       delays[_i].random);

	ck_assert_msg(got == delays[_i].want_ms, "%s: %lld", delays[_i].name,
		      (long long)got);
}
END_TEST

/* --- signatures --- */

static const struct {
	const char *name, *secret, *id;
	int64_t at;
	const char *body, *want;
} signatures[] = {
	{ "the specification's own example",
	  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	  "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}",
	  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" },
	/* printf 'i.1.0.' | openssl dgst -sha256 -mac HMAC
	 *         -macopt hexkey:00 -binary | base64 */
	{ "an empty body, a key of one byte", "whsec_AA==", "i.1", 0, "",
	  "v1,LzxEsTtJ6kqsmYgYC+DLU/8GH89+pgn3eCLWv+03QIU=" },
	/* 100 bytes of 0xff: past HMAC's block, so hashed first. */
	{ "a key longer than a block",
	  "whsec_//////////////////////////////////////////////////////"
	  "////////////////////////////////////////////////////////////"
	  "///////////////////w==",
	  "i.1", 4294967296, "\xc3\xa4\n",
	  "v1,AoxGT/yCANVWgMoVkqRJJsv8jOUeXyZ9XqVBctPq7nw=" },
};

START_TEST(signs)
{
	struct sign_key key;
	struct text out;

	ck_assert_msg(sign_key_read(signatures[_i].secret, &key), "%s",
		      signatures[_i].name);
	text_init(&out, 100);
	sign_message(&key, signatures[_i].id,
		     (struct wall){ signatures[_i].at }, signatures[_i].body,
		     &out);
	ck_assert(text_ok(&out));
	ck_assert_str_eq(text_string(&out), signatures[_i].want);
	text_done(&out);
}
END_TEST

static const char *const no_secrets[] = {
	"",
	"whsec_",
	"whsec",
	"WHSEC_AAAA",
	"AAAA",
	"whsec_AAA",
	"whsec_A-_A",
	"whsec_AAAA\n",
	" whsec_AAAA",
	"whpk_AAAAAAA",
	"whsec_AAAA=",
};

START_TEST(no_secret)
{
	struct sign_key key = { .len = 7 };

	ck_assert_msg(!sign_key_read(no_secrets[_i], &key), "%s",
		      no_secrets[_i]);
	ck_assert_uint_eq(key.len, 7);
}
END_TEST

START_TEST(secret_too_long)
{
	char secret[600] = "whsec_";
	struct sign_key key;

	memset(secret + 6, 'A', SIGN_KEY_MAX / 3 * 4);
	ck_assert(sign_key_read(secret, &key));
	memset(secret + 6, 'A', SIGN_KEY_MAX / 3 * 4 + 4);
	ck_assert(!sign_key_read(secret, &key));
}
END_TEST

static const struct {
	const char *name;
	size_t key_count;
	const char *want;
} heads[] = {
	{ "unsigned", 0,
	  "Content-Type: application/cloudevents+json\n"
	  "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\n"
	  "webhook-timestamp: 1614265330\n" },
	{ "one key", 1,
	  "Content-Type: application/cloudevents+json\n"
	  "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\n"
	  "webhook-timestamp: 1614265330\n"
	  "webhook-signature: "
	  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\n" },
	{ "two, while one is replaced", 2,
	  "Content-Type: application/cloudevents+json\n"
	  "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\n"
	  "webhook-timestamp: 1614265330\n"
	  "webhook-signature: "
	  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= "
	  "v1,woH/1mJtZGSMCmpFTxRYbStS24eLLD/oXIYr4PYyZ7g=\n" },
};

START_TEST(generic_headers)
{
	struct sign_key keys[2];
	const struct kind_attempt attempt = {
		.id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
		.body = "{\"test\": 2432232314}",
		.now = { 1614265330 },
		.key_count = heads[_i].key_count,
		.keys = keys
	};
	struct text out;

	ck_assert(sign_key_read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
				&keys[0]));
	ck_assert(sign_key_read("whsec_AA==", &keys[1]));
	text_init(&out, 1000);
	kind_of(TARGET_GENERIC)->headers(&attempt, &out);
	ck_assert_str_eq(text_string(&out), heads[_i].want);
	text_done(&out);
}
END_TEST

/* --- what may be shown --- */

static const struct {
	const char *url, *shown;
} urls[] = {
	{ "http://127.0.0.1:9599/", "http://127.0.0.1:9599" },
	{ "https://hooks.example/services/T0/B0/SECRET",
	  "https://hooks.example" },
	{ "https://hooks.example?key=SECRET", "https://hooks.example" },
	{ "https://hooks.example#SECRET", "https://hooks.example" },
	{ "https://user:SECRET@hooks.example/x", "https://hooks.example" },
	{ "https://a@b:SECRET@hooks.example:8443/",
	  "https://hooks.example:8443" },
	{ "https://hooks.example/@SECRET", "https://hooks.example" },
	{ "https://hooks.example\\SECRET", "https://hooks.example" },
	{ "http://[2001:db8::1]:80/SECRET", "http://[2001:db8::1]:80" },
	{ "SECRET", "a malformed URL" },
	{ "://SECRET", "a malformed URL" },
	{ "https:/SECRET", "a malformed URL" },
	{ "", "a malformed URL" },
	{ "https://", "https://" },
};

START_TEST(redacts)
{
	struct text out;

	text_init(&out, 100);
	redact_url(urls[_i].url, &out);
	ck_assert_str_eq(text_string(&out), urls[_i].shown);
	text_done(&out);
}
END_TEST

/* --- targets --- */

static struct event_base *base;
static struct memory *memory;
static struct notify *notify;

static void set_up(void)
{
	base = event_base_new();
	ck_assert_int_eq(memory_open_volatile(&memory), ERR_OK);
	ck_assert_int_eq(notify_new(base, memory, &notify), ERR_OK);
}

static void tear_down(void)
{
	notify_free(notify);
	memory_close(memory);
	event_base_free(base);
}

START_TEST(targets_replaced)
{
	const struct target_config good[] = {
		{ .name = "a",
		  .url = "http://127.0.0.1:9/",
		  .secret_count = 1,
		  .secrets = { "whsec_AAAA" } },
		{ .name = "b", .url = "http://127.0.0.1:9/" },
	};
	const struct target_config bad = { .name = "a",
					   .url = "http://127.0.0.1:9/",
					   .secret_count = 1,
					   .secrets = { "AAAA" } };

	ck_assert_int_eq(notify_set_targets(notify, good, 2), ERR_OK);
	ck_assert_int_eq(notify_set_targets(notify, good + 1, 1), ERR_OK);
	ck_assert_int_eq(notify_set_targets(notify, good, 2), ERR_OK);
	ck_assert_int_eq(notify_set_targets(notify, &bad, 1), ERR_FORMAT);
	ck_assert_int_eq(notify_health(notify, "a"), NOTIFY_WELL);
	ck_assert_int_eq(notify_health(notify, "none"), NOTIFY_WELL);
	ck_assert_int_eq(notify_set_targets(notify, NULL, 0), ERR_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("notify");
	TCase *rules = tcase_create("rules");
	TCase *targets = tcase_create("targets");

	tcase_add_loop_test(rules, judges, 0, COUNT_OF(judgements));
	tcase_add_loop_test(rules, delays_grow, 0, COUNT_OF(delays));
	tcase_add_loop_test(rules, signs, 0, COUNT_OF(signatures));
	tcase_add_loop_test(rules, no_secret, 0, COUNT_OF(no_secrets));
	tcase_add_test(rules, secret_too_long);
	tcase_add_loop_test(rules, generic_headers, 0, COUNT_OF(heads));
	tcase_add_loop_test(rules, redacts, 0, COUNT_OF(urls));
	suite_add_tcase(suite, rules);
	tcase_add_checked_fixture(targets, set_up, tear_down);
	tcase_add_test(targets, targets_replaced);
	suite_add_tcase(suite, targets);
	return unit_run(suite);
}
