/* SPDX-License-Identifier: BSD-3-Clause */
/* safe.c - text from outside, made fit to be shown. */
#include "report/safe.h"

#include <string.h>

/* RFC 3629 4: shortest form only, no surrogates, nothing over U+10FFFF. The
 * string's terminator is no continuation byte, so it stops us.
 * @return bytes of the character at @p at, 0 when it is none. */
static size_t utf8_read(const unsigned char *at, uint32_t *ret_code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t count = at[0] < 0x80		? 1
		       : (at[0] & 0xe0) == 0xc0 ? 2
		       : (at[0] & 0xf0) == 0xe0 ? 3
		       : (at[0] & 0xf8) == 0xf0 ? 4
						: 0;
	uint32_t code;

	if (count == 0)
		return 0;
	code = count == 1 ? at[0] : at[0] & (0xffu >> (count + 1));
	for (size_t i = 1; i < count; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (at[i] & 0x3f);
	}
	if (code < least[count] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return count;
}

/* C0, DEL, C1; line and paragraph separators; the marks, embeddings and
 * isolates of the bidirectional algorithm; zero-width characters. */
static bool is_shown(uint32_t code)
{
	return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) &&
	       code != 0xad && code != 0x61c && code != 0xfeff &&
	       !(code >= 0x200b && code <= 0x200f) &&
	       !(code >= 0x2028 && code <= 0x202e) &&
	       !(code >= 0x2060 && code <= 0x206f);
}

/* @return how many bytes of @p at were taken, 1 at least. */
static size_t put_one(struct text *out, const char *at)
{
	uint32_t code = 0;
	size_t count = utf8_read((const unsigned char *)at, &code);

	if (count && is_shown(code)) {
		text_bytes(out, at, count);
		return count;
	}
	count = count ? count : 1;
	for (size_t i = 0; i < count; i++) {
		text_put(out, "\\x");
		text_hex(out, (const uint8_t *)at + i, 1);
	}
	return count;
}

/* @return how much of @p at is printable ASCII: nearly always all. */
static size_t plain_length(const char *at)
{
	size_t len = 0;

	while (at[len] >= ' ' && at[len] < 0x7f)
		len++;
	return len;
}

void safe_put(struct text *out, const char *from)
{
	while (from && *from) {
		size_t plain = plain_length(from);

		text_bytes(out, from, plain);
		from += plain ? plain : put_one(out, from);
	}
}

void safe_put_cut(struct text *out, const char *from, size_t max_bytes)
{
	size_t start = out->len, limit = max_bytes - strlen("...");
	size_t whole = out->len; /* up to here "..." still fits behind */
	size_t plain = from ? plain_length(from) : 0;

	/* Nearly always: all of it, as it is. */
	if (plain <= max_bytes && from && !from[plain]) {
		text_bytes(out, from, plain);
		return;
	}
	while (from && *from && out->len - start <= max_bytes) {
		if (out->len - start <= limit)
			whole = out->len;
		from += put_one(out, from);
	}
	if (out->len - start <= max_bytes)
		return;
	out->len = whole;
	out->at[whole] = '\0';
	text_put(out, "...");
}

size_t safe_columns(const char *utf8, size_t bytes)
{
	size_t columns = 0;

	for (size_t i = 0; i < bytes; i++)
		columns += ((unsigned char)utf8[i] & 0xc0) != 0x80;
	return columns;
}
