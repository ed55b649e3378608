/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_words.c - the small things that people, files and the environment say:
 * times, durations, addresses, names, types, patterns, time zones, anchors,
 * keys of webhooks, URLs. What is read is written and read the same.
 *
 * Input: a byte that chooses what it is, then that. */
#include "base/address.h"
#include "base/glob.h"
#include "base/redact.h"
#include "base/text.h"
#include "base/zoneinfo.h"
#include "dns/anchor.h"
#include "dns/message.h"
#include "targets/sign.h"

#include "fuzz/told.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void moment(const char *text, size_t len)
{
	char written[WALL_TEXT_SIZE];
	struct wall t, again;

	(void)len;
	if (!wall_parse(text, &t))
		return;
	wall_format(t, written);
	told_check(wall_parse(written, &again));
	/* Offsets lead to years that RFC 3339 cannot write: these are cut. */
	told_check(again.s == t.s || t.s < -62167219200 || t.s > 253402300799);
}

static void duration(const char *text, size_t len)
{
	char written[DURATION_TEXT_SIZE];
	int64_t s, again;

	(void)len;
	if (!duration_parse(text, &s))
		return;
	told_check(s >= 0);
	/* Shown in two units: never more than it is. */
	told_check(duration_parse(duration_format(s, written), &again) &&
		   again <= s && (again > 0 || s == 0));
}

static void address(const char *text, size_t len)
{
	char written[ADDRESS_TEXT_SIZE];
	struct address read, again;

	(void)len;
	if (!address_from_text(text, &read) &&
	    !address_from_host_port(text, &read))
		return;
	told_check(address_from_text(address_to_text(&read, written), &again));
	told_check(address_equal(&read, &again));
	told_check(address_scope(&read) == address_scope(&again));
}

static void name(const char *text, size_t len)
{
	char written[NAME_TEXT_SIZE], word[NAME_SHELL_SIZE];
	struct name read, again;

	(void)len;
	if (!name_from_text(text, &read))
		return;
	told_check(name_from_text(name_to_text(&read, written), &again));
	told_check(name_equal(&read, &again));
	name_to_shell(&read, word);
	told_check(*word != '-' && strlen(word) < sizeof(word));
	told_check(*word == '\''
			   ? strchr(word + 1, '\'') == word + strlen(word) - 1
			   : !strpbrk(word, "\\*'\" $`();&|<>~#"));
	if (*word == '\'') {
		word[strlen(word) - 1] = '\0';
		told_check(name_from_text(word + 1, &again));
		told_check(name_equal(&read, &again));
	}
}

static void type(const char *text, size_t len)
{
	char written[TYPE_TEXT_SIZE];
	uint16_t read, again;

	(void)len;
	if (type_from_text(text, &read))
		told_check(
			type_from_text(type_to_text(read, written), &again) &&
			again == read);
}

/* A pattern and a text, a line each. */
static void pattern(const char *text, size_t len)
{
	char *copy = strndup(text, len);
	char *line = strchr(copy, '\n');

	if (line && len < 1024) {
		*line++ = '\0';
		(void)glob_match(copy, line);
		told_check(glob_match("*", line));
		if (!strpbrk(line, "*?"))
			told_check(glob_match(line, line));
	}
	free(copy);
}

static void time_zone(const char *text, size_t len)
{
	struct wall at = { 1795400000 };
	int64_t offset_s = 0;

	if (zoneinfo_offset((const uint8_t *)text, len, at, &offset_s))
		told_check(offset_s > -200 * 3600 && offset_s < 200 * 3600);
	if (zoneinfo_rule_offset(text, len, at, &offset_s))
		told_check(offset_s > -200 * 3600 && offset_s < 200 * 3600);
}

static void anchors(const char *text, size_t len)
{
	struct arena *arena = arena_new(1 << 20);
	const char *line = text, *why = NULL;
	struct anchor anchor;
	size_t line_len;

	(void)len;
	while ((line = anchor_line(line, &line_len))) {
		told_check(anchor_read(arena, line, line_len, &anchor, &why) ||
			   (why && *why));
		line += line_len;
	}
	arena_free(arena);
}

static void secret(const char *text, size_t len)
{
	struct sign_key key = { 0 };
	struct text out;

	(void)len;
	text_init(&out, 1 << 20);
	if (sign_key_read(text, &key)) {
		told_check(key.len <= SIGN_KEY_MAX);
		sign_message(&key, "id", (struct wall){ 1 }, "body", &out);
		told_check(text_ok(&out) && out.len == strlen("v1,") + 44);
	}
	text_done(&out);
}

/* The path of a URL is a secret, and so are user and query. */
static void url(const char *text, size_t len)
{
	const char *host;
	struct text out;

	(void)len;
	text_init(&out, 1 << 20);
	redact_url(text, &out);
	told_check(text_ok(&out) && out.len > 0);
	host = strstr(text_string(&out), "://");
	told_check(!host || !strpbrk(host + 3, "/@?#"));
	text_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const kinds[])(const char *, size_t) = {
		moment,	 duration,  address, name,   type,
		pattern, time_zone, anchors, secret, url,
	};
	char *text;

	if (size < 1)
		return 0;
	text = malloc(size);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	kinds[data[0] % (sizeof(kinds) / sizeof(kinds[0]))](text, size - 1);
	free(text);
	return 0;
}
