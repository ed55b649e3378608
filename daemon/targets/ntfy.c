/* SPDX-License-Identifier: BSD-3-Clause */
/* ntfy.c - ntfy.sh or a server of one's own: JSON to the root of the server,
 * with the topic, which is configured as the path of the URL, in it
 * (https://docs.ntfy.sh/publish/#publish-as-json). Whoever knows a topic may
 * read and write there: it is added at each attempt. */
#include "targets/digest.h"
#include "targets/kind.h"

#include "report/json.h"

#include <string.h>

/* ntfy: 4,096 bytes a message. All of ours, with room for the topic. */
#define BODY_BYTES_MAX 3800

static const struct markup markup = {
	.prose = markup_plain,
	.code = markup_plain,
	.bold = { "", "" },
	.code_block = { "", "" },
	.part_bytes = BODY_BYTES_MAX,
};

static const struct {
	int priority;
	const char *tag;
} tones[] = {
	[TONE_CRITICAL] = { 5, "rotating_light" },
	[TONE_WARNING] = { 4, "warning" },
	[TONE_INFO] = { 3, "information_source" },
	[TONE_WELL] = { 3, "white_check_mark" },
};

static json_t *message(const struct card *card, const struct cut *cut)
{
	struct text text;

	text_init(&text, BODY_BYTES_MAX);
	digest_put(card, cut, &markup, &text);
	return digest_string(&text);
}

/* A button below the message. */
static json_t *actions(const char *runbook)
{
	json_t *array = json_array(), *action = json_object();

	json_add(&action, "action", json_string("view"));
	json_add(&action, "label", json_string("Runbook"));
	json_add(&action, "url", json_string(runbook));
	json_append(&array, action);
	return array;
}

static json_t *layout(const struct card *card, const struct cut *cut)
{
	enum tone tone = digest_tone(card);
	json_t *object = json_object(), *tags = json_array();

	json_append(&tags, json_string(tones[tone].tag));
	json_add(&object, "title",
		 digest_words(markup_plain, card->title, 300));
	json_add(&object, "message", message(card, cut));
	json_add(&object, "priority", json_integer(tones[tone].priority));
	json_add(&object, "tags", tags);
	if (card->link)
		json_add(&object, "click", json_string(card->link));
	if (card->runbook)
		json_add(&object, "actions", actions(card->runbook));
	return object;
}

static void body(const struct card *card, struct text *out)
{
	digest_fit(card, layout, BODY_BYTES_MAX, out);
}

/* Where the path of a URL begins, or its end. */
static const char *path_of(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return host + strcspn(host, "/?#");
}

static void fill(const struct kind_attempt *attempt, struct text *out)
{
	const char *path = path_of(attempt->url);
	struct text topic;

	path += *path == '/';
	text_init(&topic, strlen(path));
	text_bytes(&topic, path, strcspn(path, "/?#"));
	kind_fill_string(attempt, "topic", text_string(&topic), out);
	text_done(&topic);
}

/* The root, with what may be behind a "?". */
static void url(const char *configured, struct text *out)
{
	const char *path = path_of(configured);
	const char *query = strchr(path, '?');

	text_bytes(out, configured, (size_t)(path - configured));
	text_put(out, "/");
	text_put(out, query ? query : "");
}

static void headers(const struct kind_attempt *attempt, struct text *out)
{
	kind_headers_json(attempt, out);
	if (attempt->token)
		text_printf(out, "Authorization: Bearer %s\n", attempt->token);
}

static enum kind_outcome judge(struct kind_reply *reply)
{
	return reply->status == 200 && kind_says_object(reply)
		       ? KIND_DONE
		       : kind_judge_unless_done(reply);
}

const struct kind kind_ntfy = {
	.body = body,
	.headers = headers,
	.fill = fill,
	.url = url,
	.judge = judge,
};
