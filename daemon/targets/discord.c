/* SPDX-License-Identifier: BSD-3-Clause */
/* discord.c - a webhook of Discord: an embed. `allowed_mentions` keeps every
 * word from calling anybody, `wait` makes the answer say what became of the
 * message (https://discord.com/developers/docs/resources/webhook). */
#include "targets/digest.h"
#include "targets/kind.h"

#include "report/json.h"

#include <string.h>

/* Discord: content 2,000 characters, a title 256, a description 4,096, all of
 * an embed 6,000. We count bytes, which are more. */
#define BODY_BYTES_MAX	      12000
#define DESCRIPTION_BYTES_MAX 4000

/* Backslashes escape what is neither letter, digit nor space. */
static void prose(struct text *out, const char *at, size_t count)
{
	char next = at[count];
	bool mark = strchr("\\*_~`|<>[]", *at) ||
		    (*at == '@' && markup_is_word(next)) ||
		    (*at == ':' && next == '/');

	if (mark)
		text_put(out, "\\");
	text_bytes(out, at, count);
}

static void code(struct text *out, const char *at, size_t count)
{
	if (*at == '`')
		markup_full_width(out, *at);
	else
		text_bytes(out, at, count);
}

static const struct markup markup = {
	.prose = prose,
	.code = code,
	.bold = { "**", "**" },
	.code_block = { "```\n", "\n```" },
	.part_bytes = DESCRIPTION_BYTES_MAX,
};

static json_t *content(const struct card *card)
{
	struct text text;

	text_init(&text, 1000);
	text_printf(&text, "%s **", digest_mark(card));
	markup_put(&text, prose, card->title, 500);
	text_put(&text, "**");
	return digest_string(&text);
}

/* Within "(...)": ours, but for what ends it. */
static void put_url(struct text *out, const char *url)
{
	for (; *url; url++)
		if (strchr("()<>", *url))
			text_printf(out, "%%%02X", (unsigned char)*url);
		else
			text_bytes(out, url, 1);
}

static json_t *description(const struct card *card, const struct cut *cut)
{
	struct text text;

	text_init(&text, DESCRIPTION_BYTES_MAX);
	digest_put(card, cut, &markup, &text);
	if (card->runbook) {
		text_put(&text, "\n\n[Runbook](");
		put_url(&text, card->runbook);
		text_put(&text, ")");
	}
	return digest_string(&text);
}

static json_t *footer(const struct card *card)
{
	json_t *object = json_object();

	json_add(&object, "text",
		 digest_words(markup_plain, card->source, 200));
	return object;
}

static json_t *embed(const struct card *card, const struct cut *cut)
{
	static const json_int_t colours[] = {
		[TONE_CRITICAL] = 0xd32f2f,
		[TONE_WARNING] = 0xf9a825,
		[TONE_INFO] = 0x1976d2,
		[TONE_WELL] = 0x388e3c,
	};
	json_t *object = json_object();

	if (card->link) {
		json_add(&object, "title", json_string("Dashboard"));
		json_add(&object, "url", json_string(card->link));
	}
	json_add(&object, "description", description(card, cut));
	json_add(&object, "color", json_integer(colours[digest_tone(card)]));
	json_add(&object, "timestamp", json_wall(card->at));
	json_add(&object, "footer", footer(card));
	return object;
}

static json_t *layout(const struct card *card, const struct cut *cut)
{
	json_t *message = json_object(), *embeds = json_array();
	json_t *mentions = json_object();

	json_add(&mentions, "parse", json_array());
	json_append(&embeds, embed(card, cut));
	json_add(&message, "content", content(card));
	json_add(&message, "embeds", embeds);
	json_add(&message, "allowed_mentions", mentions);
	return message;
}

static void body(const struct card *card, struct text *out)
{
	digest_fit(card, layout, BODY_BYTES_MAX, out);
}

static void url(const char *configured, struct text *out)
{
	text_put(out, configured);
	text_put(out, strchr(configured, '?') ? "&wait=true" : "?wait=true");
}

/* Seconds with a fraction, more exact than the header; up to the next. */
static void read_retry_after(struct kind_reply *reply, const json_t *answer)
{
	double s = json_number_value(json_object_get(answer, "retry_after"));

	if (s > 0 && s < 1e9)
		reply->retry_after_s = (int64_t)s + 1;
}

/* "Unknown Webhook": it was deleted, for good. */
#define CODE_UNKNOWN_WEBHOOK 10015

static enum kind_outcome judge(struct kind_reply *reply)
{
	json_t *answer = json_loadb(reply->body, reply->body_len, 0, NULL);
	enum kind_outcome outcome =
		reply->status == 200 && kind_says_object(reply)
			? KIND_DONE
			: kind_judge_unless_done(reply);

	if (reply->status == 429)
		read_retry_after(reply, answer);
	if (reply->status == 404 &&
	    json_integer_value(json_object_get(answer, "code")) ==
		    CODE_UNKNOWN_WEBHOOK)
		outcome = KIND_GONE;
	json_decref(answer);
	return outcome;
}

const struct kind kind_discord = {
	.body = body,
	.headers = kind_headers_json,
	.url = url,
	.judge = judge,
};
