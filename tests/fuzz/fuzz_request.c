/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_request.c - what a client of the control socket or of HTTP says is read
 * as meant or refused.
 *
 * Input: a byte that chooses what it is, then that. */
#include "base/text.h"
#include "publish/control.h"
#include "publish/http_inner.h"

#include "fuzz/told.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TOKEN "a-token-of-twenty-characters"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read of a request, written again, is the request. */
static void control_line(char *line, size_t size)
{
	const char *words[CONTROL_WORDS_MAX];
	struct control_request request;
	struct text again, whole;
	size_t len = strcspn(line, "\n");

	if (len > CONTROL_REQUEST_MAX)
		return;
	text_init(&whole, CONTROL_REQUEST_MAX + 2);
	text_bytes(&whole, line, len);
	text_put(&whole, "\n");
	line[len] = '\0';
	if (!control_request_read(line, size < len ? size : len, words,
				  &request)) {
		told_check(request.count > 0 && request.uid == -1);
		text_init(&again, CONTROL_REQUEST_MAX + 2);
		if (request.says)
			request.words--, request.count++;
		told_check(!control_request_write(request.count, request.words,
						  &again));
		told_check(strcmp(text_string(&again), text_string(&whole)) ==
			   0);
		text_done(&again);
	}
	text_done(&whole);
}

/* A reply is ours or refused, and nothing of it is lost. */
static void control_reply(const char *bytes, size_t size)
{
	struct text reply;
	bool ok = false;
	size_t head;

	text_init(&reply, size + 1);
	text_bytes(&reply, bytes, size);
	if (!control_reply_read(&reply, &ok)) {
		head = strlen(ok ? "ok\n" : "error\n");
		told_check(reply.len + head == size);
		told_check(memcmp(reply.at, bytes + head, reply.len) == 0);
	}
	text_done(&reply);
}

static void path(const char *raw)
{
	char path[HTTP_PATH_SIZE];

	if (!http_path_read(raw, path))
		return;
	told_check(*path == '/' && strlen(path) < sizeof(path));
	told_check(!strstr(path, "//") && !strstr(path, "/../"));
	told_check(strlen(path) < 3 ||
		   strcmp(path + strlen(path) - 3, "/..") != 0);
	for (const char *at = path; *at; at++)
		told_check(*at > ' ' && *at < 0x7f);
}

static void query(const char *text)
{
	char value[64];

	if (http_parameter(text, "target", value, sizeof(value)))
		told_check(strlen(value) < sizeof(value));
}

/* No name of others is ours, and nobody has the token who does not say it. */
static void client(const char *says)
{
	static char *hosts[] = { (char *)"*.example.net" };
	struct http http = { .token = (char *)TOKEN,
			     .host_count = 1,
			     .hosts = hosts };
	size_t len = strcspn(says, ":"), ends = strlen(".example.net");

	/* Longer ones are cut, which no name in use is. */
	if (len < 255 && http_host_is_ours(&http, says))
		told_check(
			*says == '[' || strspn(says, "0123456789.") == len ||
			(len == 9 && strncasecmp(says, "localhost", 9) == 0) ||
			(len >= ends &&
			 strncasecmp(says + len - ends, ".example.net", ends) ==
				 0) ||
			(len > ends &&
			 strncasecmp(says + len - ends - 1, ".example.net.",
				     ends + 1) == 0));
	if (http_may_read(&http, says))
		told_check(strncasecmp(says, "Basic ", 6) == 0 ||
			   strcmp(says + strlen("Bearer "), TOKEN) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = size ? strndup((const char *)data + 1, size - 1) : NULL;

	if (!text)
		return 0;
	switch (data[0] % 5) {
	case 0:
		control_line(text, size - 1);
		break;
	case 1:
		control_reply((const char *)data + 1, size - 1);
		break;
	case 2:
		path(text);
		break;
	case 3:
		query(text);
		break;
	default:
		client(text);
		break;
	}
	free(text);
	return 0;
}
