/* SPDX-License-Identifier: BSD-3-Clause */
/* teams.c - a webhook of Microsoft Teams' Workflows: an adaptive card.
 *
 * Text goes into TextRun elements, in which nothing is markup; a line of a text
 * is an element of its own, because line ends are not kept everywhere. */
#include "targets/digest.h"
#include "targets/kind.h"

#include "report/json.h"

#include <string.h>

/* Teams takes 28 kB once the flow has expanded it; half as much again is what
 * expansion was seen to add. */
#define BODY_BYTES_MAX 18000

/* "{{DATE(...)}}" is a function even there. */
static void words(struct text *out, const char *at, size_t count)
{
	if (*at == '{' && at[count] == '{')
		markup_full_width(out, *at);
	else
		text_bytes(out, at, count);
}

static const struct markup markup = {
	.prose = words,
	.code = words,
	.bold = { "", "" },
	.code_block = { "", "" },
	.part_bytes = BODY_BYTES_MAX,
};

static json_t *run(json_t *text)
{
	json_t *object = json_object();

	json_add(&object, "type", json_string("TextRun"));
	json_add(&object, "text", text);
	return object;
}

/* @param runs  taken over. @param spacing  above it, or NULL. */
static json_t *paragraph(json_t *runs, const char *spacing)
{
	json_t *object = json_object();

	json_add(&object, "type", json_string("RichTextBlock"));
	json_add(&object, "inlines", runs);
	json_add(&object, "spacing", json_string(spacing));
	return object;
}

static json_t *line(json_t *text, bool is_code)
{
	json_t *runs = json_array(), *only = run(text);

	if (is_code)
		json_add(&only, "fontType", json_string("Monospace"));
	json_append(&runs, only);
	return paragraph(runs, is_code ? "None" : "Small");
}

static json_t *label(const char *text)
{
	json_t *runs = json_array(), *only = run(json_string(text));

	json_add(&only, "weight", json_string("Bolder"));
	json_append(&runs, only);
	return paragraph(runs, "Medium");
}

static json_t *title(const struct card *card)
{
	static const char *const colours[] = {
		[TONE_CRITICAL] = "Attention",
		[TONE_WARNING] = "Warning",
		[TONE_INFO] = "Accent",
		[TONE_WELL] = "Good",
	};
	json_t *runs = json_array(), *only;
	struct text text;

	text_init(&text, 400);
	text_printf(&text, "%s ", digest_mark(card));
	markup_put(&text, words, card->title, 300);
	only = run(digest_string(&text));
	json_add(&only, "weight", json_string("Bolder"));
	json_add(&only, "size", json_string("Large"));
	json_add(&only, "color", json_string(colours[digest_tone(card)]));
	json_append(&runs, only);
	return paragraph(runs, "None");
}

/* Each line of @p text, which is cut up. */
static void append_lines(json_t **elements, struct text *text, bool is_code)
{
	for (char *rest = text->at, *at; (at = strsep(&rest, "\n"));)
		json_append(elements, line(json_string(at), is_code));
}

static void append_sections(json_t **elements, const struct card *card,
			    const struct cut *cut)
{
	for (unsigned i = 0; i < PART_COUNT; i++) {
		bool is_code = i == PART_VERIFY || i == PART_EVIDENCE;
		struct text text;

		text_init(&text, BODY_BYTES_MAX);
		if (digest_part(card, cut, i, &markup, &text) &&
		    text_ok(&text)) {
			if (i != PART_FACTS)
				json_append(elements,
					    label(digest_label(card, i)));
			append_lines(elements, &text, is_code);
		}
		text_done(&text);
	}
}

static json_t *elements(const struct card *card, const struct cut *cut)
{
	json_t *array = json_array();

	json_append(&array, title(card));
	if (*card->why)
		json_append(&array,
			    line(digest_words(words, card->why, cut->why_bytes),
				 false));
	append_sections(&array, card, cut);
	json_append(&array,
		    line(digest_words(words, card->source, 200), false));
	return array;
}

static void append_action(json_t **actions, const char *url, const char *title)
{
	json_t *action = json_object();

	json_add(&action, "type", json_string("Action.OpenUrl"));
	json_add(&action, "title", json_string(title));
	json_add(&action, "url", json_string(url));
	json_append(actions, action);
}

static json_t *actions(const struct card *card)
{
	json_t *array = json_array();

	if (card->runbook)
		append_action(&array, card->runbook, "Runbook");
	if (card->link)
		append_action(&array, card->link, "Dashboard");
	return array;
}

static json_t *adaptive_card(const struct card *card, const struct cut *cut)
{
	json_t *object = json_object(), *width = json_object();

	json_add(&width, "width", json_string("Full"));
	json_add(&object, "$schema",
		 json_string("http://adaptivecards.io/schemas/"
			     "adaptive-card.json"));
	json_add(&object, "type", json_string("AdaptiveCard"));
	/* What Teams shows on phones as well. */
	json_add(&object, "version", json_string("1.4"));
	json_add(&object, "msteams", width);
	/* Where it is only read out, or shown in a line. */
	json_add(&object, "fallbackText",
		 digest_words(words, card->title, 300));
	json_add(&object, "body", elements(card, cut));
	if (card->link || card->runbook)
		json_add(&object, "actions", actions(card));
	return object;
}

static json_t *layout(const struct card *card, const struct cut *cut)
{
	json_t *message = json_object(), *attachment = json_object();
	json_t *attachments = json_array();

	json_add(&attachment, "contentType",
		 json_string("application/vnd.microsoft.card.adaptive"));
	json_add(&attachment, "contentUrl", json_null());
	json_add(&attachment, "content", adaptive_card(card, cut));
	json_append(&attachments, attachment);
	json_add(&message, "type", json_string("message"));
	json_add(&message, "attachments", attachments);
	return message;
}

static void body(const struct card *card, struct text *out)
{
	digest_fit(card, layout, BODY_BYTES_MAX, out);
}

/* 202: the flow has it. 200 is what takes no card says. */
static enum kind_outcome judge(struct kind_reply *reply)
{
	return reply->status == 202 ? KIND_DONE : kind_judge_unless_done(reply);
}

const struct kind kind_teams = {
	.body = body,
	.headers = kind_headers_json,
	.judge = judge,
};
