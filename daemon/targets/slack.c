/* SPDX-License-Identifier: BSD-3-Clause */
/* slack.c - an incoming webhook of Slack, and of Mattermost and Rocket.Chat,
 * which take the same.
 *
 * Slack shows the blocks, and the text where there is room for a line only;
 * the others show the text. What is bold is ours; what came from outside is
 * escaped (https://api.slack.com/reference/surfaces/formatting), and since the
 * three read different markups, marks of any of them become full-width
 * characters. `verbatim` keeps Slack from making links and mentions of words.
 */
#include "targets/digest.h"
#include "targets/kind.h"

#include "report/json.h"

#include <string.h>

/* Slack: 3,000 characters a section, 150 a header, some 13,000 a message. We
 * count bytes, which are more. */
#define BODY_BYTES_MAX	  12000
#define SECTION_BYTES_MAX 2800
#define TEXT_BYTES_MAX	  3500

static bool put_entity(struct text *out, char c)
{
	const char *entity = c == '&'	? "&amp;"
			     : c == '<' ? "&lt;"
			     : c == '>' ? "&gt;"
					: NULL;

	if (entity)
		text_put(out, entity);
	return entity;
}

/* "@here", not "@ ns1." or the addresses of "dig @192.0.2.1" and "dig
 * @fd00::1", which are there to be copied. */
static bool is_mention(const char *name)
{
	size_t digits = strspn(name, "0123456789abcdefABCDEF");

	return markup_is_word(*name) && !(*name >= '0' && *name <= '9') &&
	       name[digits] != ':';
}

/* What could begin or end emphasis, a link, a mention or a table. */
static bool is_mark(const char *at)
{
	char next = at[1];

	switch (*at) {
	case '*':
	case '~':
	case '`':
	case '|':
		return true;
	case '_': /* before a letter it ends no emphasis: "_dmarc" */
		return !markup_is_word(next);
	case '@':
		return is_mention(at + 1);
	case ']':
		return next == '(';
	case ':':
		return next == '/';
	default:
		return false;
	}
}

static void prose(struct text *out, const char *at, size_t count)
{
	if (put_entity(out, *at))
		return;
	if (is_mark(at))
		markup_full_width(out, *at);
	else
		text_bytes(out, at, count);
}

/* In code only its end means something, and not all of the three let mentions
 * rest there. */
static void code(struct text *out, const char *at, size_t count)
{
	if (put_entity(out, *at))
		return;
	if (*at == '`' || (*at == '@' && is_mention(at + 1)))
		markup_full_width(out, *at);
	else
		text_bytes(out, at, count);
}

/* For plain_text, which is said to be escaped by some and not by others. */
static void plain(struct text *out, const char *at, size_t count)
{
	if (strchr("&<>", *at) || is_mark(at))
		markup_full_width(out, *at);
	else
		text_bytes(out, at, count);
}

static const struct markup markup = {
	.prose = prose,
	.code = code,
	.bold = { "*", "*" },
	.code_block = { "```\n", "\n```" },
	.part_bytes = SECTION_BYTES_MAX,
};

/* A URL within <...|...>: ours, but for what ends it. */
static void put_link(struct text *out, const char *url, const char *label)
{
	text_put(out, "<");
	for (; *url; url++) {
		if (strchr("<>|", *url))
			text_printf(out, "%%%02X", (unsigned char)*url);
		else if (!put_entity(out, *url))
			text_bytes(out, url, 1);
	}
	text_printf(out, "|%s>", label);
}

/* Those that there are, with @p before before the first. */
static void put_links(struct text *out, const struct card *card,
		      const char *before)
{
	if (card->runbook) {
		text_put(out, before);
		put_link(out, card->runbook, "Runbook");
	}
	if (card->link) {
		text_put(out, card->runbook ? " - " : before);
		put_link(out, card->link, "Dashboard");
	}
}

/* --- blocks --- */

static json_t *text_object(const char *type, json_t *text)
{
	json_t *object = json_object();

	json_add(&object, "type", json_string(type));
	json_add(&object, "text", text);
	if (strcmp(type, "mrkdwn") == 0)
		json_add(&object, "verbatim", json_true());
	else
		json_add(&object, "emoji", json_false());
	return object;
}

static json_t *block(const char *type, json_t *text)
{
	json_t *object = json_object();

	json_add(&object, "type", json_string(type));
	json_add(&object, "text", text);
	return object;
}

static json_t *section_block(struct text *text)
{
	return block("section", text_object("mrkdwn", digest_string(text)));
}

static json_t *header_block(const struct card *card)
{
	struct text text;

	text_init(&text, 150);
	text_printf(&text, "%s ", digest_mark(card));
	/* The mark and a space take 5, the last character may take 12. */
	markup_put(&text, plain, card->title, 132);
	return block("header", text_object("plain_text", digest_string(&text)));
}

static void append_sections(json_t **blocks, const struct card *card,
			    const struct cut *cut)
{
	for (unsigned i = 0; i < PART_COUNT; i++) {
		struct text text;

		text_init(&text, SECTION_BYTES_MAX + 200);
		if (i != PART_FACTS)
			text_printf(&text, "*%s*\n", digest_label(card, i));
		if (digest_part(card, cut, i, &markup, &text))
			json_append(blocks, section_block(&text));
		text_done(&text);
	}
}

static json_t *footer_block(const struct card *card)
{
	json_t *object = json_object(), *elements = json_array();
	struct text text;

	text_init(&text, SECTION_BYTES_MAX);
	markup_put(&text, prose, card->source, 200);
	put_links(&text, card, " - ");
	json_append(&elements, text_object("mrkdwn", digest_string(&text)));
	json_add(&object, "type", json_string("context"));
	json_add(&object, "elements", elements);
	return object;
}

static json_t *blocks(const struct card *card, const struct cut *cut)
{
	json_t *array = json_array();
	struct text text;

	json_append(&array, header_block(card));
	if (*card->why) {
		text_init(&text, SECTION_BYTES_MAX);
		markup_put(&text, prose, card->why, cut->why_bytes);
		json_append(&array, section_block(&text));
	}
	append_sections(&array, card, cut);
	json_append(&array, footer_block(card));
	return array;
}

/* --- the message --- */

static json_t *whole_text(const struct card *card, const struct cut *cut)
{
	struct text text;

	text_init(&text, TEXT_BYTES_MAX);
	text_printf(&text, "%s *", digest_mark(card));
	markup_put(&text, prose, card->title, 300);
	text_put(&text, "*\n");
	digest_put(card, cut, &markup, &text);
	put_links(&text, card, "\n\n");
	return digest_string(&text);
}

static json_t *layout(const struct card *card, const struct cut *cut)
{
	json_t *message = json_object();

	json_add(&message, "text", whole_text(card, cut));
	json_add(&message, "blocks", blocks(card, cut));
	return message;
}

static void body(const struct card *card, struct text *out)
{
	digest_fit(card, layout, BODY_BYTES_MAX, out);
}

static bool says(const struct kind_reply *reply, const char *words)
{
	size_t len = reply->body_len;

	while (len && strchr(" \t\r\n", reply->body[len - 1]))
		len--;
	return len == strlen(words) && memcmp(reply->body, words, len) == 0;
}

/* 200 alone may be a login page, or a proxy that says that all is well. */
static enum kind_outcome judge(struct kind_reply *reply)
{
	if (reply->status == 200)
		/* The last is Rocket.Chat's. */
		return says(reply, "ok") || says(reply, "{\"success\":true}")
			       ? KIND_DONE
			       : KIND_RETRY;
	return kind_judge_unless_done(reply);
}

const struct kind kind_slack = {
	.body = body,
	.headers = kind_headers_json,
	.judge = judge,
};
