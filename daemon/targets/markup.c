/* SPDX-License-Identifier: BSD-3-Clause */
/* markup.c - safe text made to stand for itself. */
#include "targets/markup.h"

#include <string.h>

void markup_plain(struct text *out, const char *at, size_t count)
{
	text_bytes(out, at, count);
}

void markup_full_width(struct text *out, char c)
{
	unsigned code = 0xfee0u + (unsigned char)c;
	const char bytes[] = { (char)(0xe0 | code >> 12),
			       (char)(0x80 | (code >> 6 & 0x3f)),
			       (char)(0x80 | (code & 0x3f)) };

	text_bytes(out, bytes, sizeof(bytes));
}

bool markup_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Bytes of the UTF-8 character at @p at: the text is valid. */
static size_t character(const char *at)
{
	size_t count = 1;

	while (((unsigned char)at[count] & 0xc0) == 0x80)
		count++;
	return count;
}

/* safe.c wrote "\xHH" for what may not be shown: one thing to a reader. */
static size_t unit(const char *at)
{
	return at[0] == '\\' && at[1] == 'x' && at[2] && at[3] &&
			       (at[2] & 0x80) == 0 && (at[3] & 0x80) == 0
		       ? 4
		       : character(at);
}

void markup_put(struct text *out, markup_char *put, const char *string,
		size_t max_bytes)
{
	size_t start = out->len, limit = max_bytes - strlen("...");
	size_t whole = out->len; /* up to here "..." still fits behind */

	while (*string && out->len - start <= max_bytes) {
		size_t count = unit(string);

		if (out->len - start <= limit)
			whole = out->len;
		for (const char *end = string + count; string < end;) {
			size_t bytes = character(string);

			put(out, string, bytes);
			string += bytes;
		}
	}
	if (out->len - start <= max_bytes)
		return;
	out->len = whole;
	out->at[whole] = '\0';
	text_put(out, "...");
}
