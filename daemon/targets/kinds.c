/* SPDX-License-Identifier: BSD-3-Clause */
/* kinds.c - the table of target kinds, and what HTTP's statuses mean to all of
 * them. */
#include "targets/kind.h"

#include "report/json.h"

#include <assert.h>
#include <string.h>

#define TARGET_KIND(constant, word, traits, url, manual)                       \
	extern const struct kind kind_##word;
#include "config/target_kinds.def"
#undef TARGET_KIND

static const struct kind *const kinds[] = {
#define TARGET_KIND(constant, word, traits, url, manual)                       \
	[TARGET_##constant] = &kind_##word,
#include "config/target_kinds.def"
#undef TARGET_KIND
};

const struct kind *kind_of(enum target_kind kind)
{
	assert(kind < sizeof(kinds) / sizeof(kinds[0]));
	return kinds[kind];
}

/* The first row that fits. Nothing that a sink could mend is final: an
 * announcement waits as long as its sink is down. Redirects are not followed,
 * so they wait for the operator. */
static const struct {
	unsigned from, to;
	enum kind_outcome outcome;
} rules[] = {
	{ 200, 299, KIND_DONE },
	{ 408, 408, KIND_RETRY },   /* RFC 9110 15.5.9: request timeout */
	{ 410, 410, KIND_GONE },    /* RFC 9110 15.5.11 */
	{ 425, 425, KIND_RETRY },   /* RFC 8470 5.2: too early */
	{ 429, 429, KIND_RETRY },   /* RFC 6585 4: too many requests */
	{ 400, 499, KIND_REFUSED }, /* our request is wrong, and stays so */
};

enum kind_outcome kind_judge_status(const struct kind_reply *reply)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (reply->status >= rules[i].from &&
		    reply->status <= rules[i].to)
			return rules[i].outcome;
	return KIND_RETRY;
}

enum kind_outcome kind_judge(const struct kind *kind, struct kind_reply *reply)
{
	return kind->judge ? kind->judge(reply) : kind_judge_status(reply);
}

enum kind_outcome kind_judge_unless_done(const struct kind_reply *reply)
{
	enum kind_outcome outcome = kind_judge_status(reply);

	return outcome == KIND_DONE ? KIND_RETRY : outcome;
}

bool kind_says_object(const struct kind_reply *reply)
{
	size_t at = 0;

	while (at < reply->body_len && strchr(" \t\r\n", reply->body[at]))
		at++;
	return at < reply->body_len && reply->body[at] == '{';
}

void kind_headers_json(const struct kind_attempt *attempt, struct text *out)
{
	(void)attempt;
	text_put(out, "Content-Type: application/json\n");
}

void kind_fill_string(const struct kind_attempt *attempt, const char *key,
		      const char *value, struct text *out)
{
	json_t *added = json_object();

	json_add(&added, key, json_string(value ? value : ""));
	json_put(out, added);
	/* {"key":"value"} and {...} become one object. */
	if (out->failed || out->len == 0)
		return;
	out->at[out->len - 1] = ',';
	text_put(out, attempt->body + 1);
}
