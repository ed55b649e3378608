/* SPDX-License-Identifier: BSD-3-Clause */
/* pagerduty.c - PagerDuty's Events API v2: an incident is one alert, by its
 * dedup_key, from trigger to resolve
 * (https://developer.pagerduty.com/docs/events-api-v2). */
#include "targets/digest.h"
#include "targets/kind.h"

#include "report/json.h"

/* PagerDuty: 512 kB an event, summary 1,024 characters, dedup_key 255. */
#define BODY_BYTES_MAX	  64000
#define SUMMARY_BYTES_MAX 1000

static const struct markup markup = {
	.prose = markup_plain,
	.code = markup_plain,
	.bold = { "", "" },
	.code_block = { "", "" },
	.part_bytes = 16000,
};

static bool is_end(const struct card *card)
{
	return card->what == CARD_INCIDENT && card->change == CHANGE_CLOSED;
}

static json_t *details(const struct card *card, const struct cut *cut)
{
	json_t *object = json_object();

	for (size_t i = 0; i < card->fact_count; i++)
		json_add(&object, card->facts[i].label,
			 digest_words(markup_plain, card->facts[i].value,
				      cut->line_bytes));
	for (unsigned i = PART_LIST; i < PART_COUNT; i++) {
		struct text text;

		text_init(&text, BODY_BYTES_MAX);
		if (digest_part(card, cut, i, &markup, &text))
			json_add(&object, digest_label(card, i),
				 json_string(text_string(&text)));
		text_done(&text);
	}
	return object;
}

static json_t *payload(const struct card *card, const struct cut *cut)
{
	static const char *const severities[] = {
		[TONE_CRITICAL] = "critical",
		[TONE_WARNING] = "warning",
		[TONE_INFO] = "info",
		[TONE_WELL] = "info",
	};
	json_t *object = json_object();

	json_add(&object, "summary",
		 digest_words(markup_plain, card->headline, SUMMARY_BYTES_MAX));
	json_add(&object, "source",
		 digest_words(markup_plain, card->owner, SUMMARY_BYTES_MAX));
	json_add(&object, "severity",
		 json_string(severities[digest_tone(card)]));
	json_add(&object, "timestamp", json_wall(card->at));
	json_add(&object, "component",
		 digest_words(markup_plain, card->source, SUMMARY_BYTES_MAX));
	json_add(&object, "group", json_string("dnssec"));
	if (card->fault)
		json_add(&object, "class", json_string(card->fault));
	json_add(&object, "custom_details", details(card, cut));
	return object;
}

static void append_link(json_t **links, const char *href, const char *text)
{
	json_t *object = json_object();

	json_add(&object, "href", json_string(href));
	json_add(&object, "text", json_string(text));
	json_append(links, object);
}

static json_t *links(const struct card *card)
{
	json_t *array = json_array();

	if (card->link)
		append_link(&array, card->link, "Dashboard");
	if (card->runbook)
		append_link(&array, card->runbook, "Runbook");
	return array;
}

static json_t *layout(const struct card *card, const struct cut *cut)
{
	json_t *event = json_object();

	json_add(&event, "event_action",
		 json_string(is_end(card) ? "resolve" : "trigger"));
	json_add(&event, "dedup_key",
		 digest_words(markup_plain, card->incident, 255));
	json_add(&event, "client", json_string("forewarnd"));
	json_add(&event, "payload", payload(card, cut));
	if (card->link)
		json_add(&event, "client_url", json_string(card->link));
	if (card->link || card->runbook)
		json_add(&event, "links", links(card));
	return event;
}

static void body(const struct card *card, struct text *out)
{
	digest_fit(card, layout, BODY_BYTES_MAX, out);
}

static void fill(const struct kind_attempt *attempt, struct text *out)
{
	kind_fill_string(attempt, "routing_key", attempt->token, out);
}

static enum kind_outcome judge(struct kind_reply *reply)
{
	return reply->status == 202 ? KIND_DONE : kind_judge_unless_done(reply);
}

const struct kind kind_pagerduty = {
	.body = body,
	.headers = kind_headers_json,
	.fill = fill,
	.judge = judge,
	.in_place = true,
};
