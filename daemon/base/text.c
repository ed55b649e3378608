/* SPDX-License-Identifier: BSD-3-Clause */
/* text.c - a growing, bounded byte string, and the encodings we print. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_init(struct text *text, size_t max_bytes)
{
	*text = (struct text){ .max = max_bytes };
}

void text_done(struct text *text)
{
	free(text->at);
	text_init(text, text->max);
}

/* Make room for @p count more bytes and the terminator. */
static bool reserve(struct text *text, size_t count)
{
	size_t cap = text->cap ? text->cap : 64;
	char *at;

	if (text->failed || count > text->max - text->len) {
		text->failed = true;
		return false;
	}
	while (cap < text->len + count + 1)
		cap *= 2;
	if (cap == text->cap)
		return true;
	at = realloc(text->at, cap);
	if (!at) {
		text->failed = true;
		return false;
	}
	text->at = at;
	text->cap = cap;
	return true;
}

void text_bytes(struct text *text, const void *bytes, size_t count)
{
	if (!reserve(text, count))
		return;
	if (count)
		memcpy(text->at + text->len, bytes, count);
	text->len += count;
	text->at[text->len] = '\0';
}

void text_put(struct text *text, const char *string)
{
	text_bytes(text, string, strlen(string));
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args, again;
	int count;

	va_start(args, format);
	va_copy(again, args);
	count = vsnprintf(NULL, 0, format, args);
	if (count < 0)
		text->failed = true;
	else if (reserve(text, (size_t)count)) {
		(void)vsnprintf(text->at + text->len, (size_t)count + 1, format,
				again);
		text->len += (size_t)count;
	}
	va_end(again);
	va_end(args);
}

void text_hex(struct text *text, const uint8_t *bytes, size_t count)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		char pair[2] = { digits[bytes[i] >> 4], digits[bytes[i] & 15] };

		text_bytes(text, pair, sizeof(pair));
	}
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";

void text_base64(struct text *text, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i += 3) {
		size_t have = count - i < 3 ? count - i : 3;
		uint32_t v = (uint32_t)bytes[i] << 16;
		char quad[4];

		v |= have > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
		v |= have > 2 ? bytes[i + 2] : 0;
		quad[0] = base64_digits[v >> 18];
		quad[1] = base64_digits[v >> 12 & 63];
		quad[2] = base64_digits[v >> 6 & 63];
		quad[3] = base64_digits[v & 63];
		if (have < 3)
			quad[3] = '=';
		if (have < 2)
			quad[2] = '=';
		text_bytes(text, quad, sizeof(quad));
	}
}

bool text_ok(const struct text *text)
{
	return !text->failed;
}

const char *text_string(const struct text *text)
{
	return text->at ? text->at : "";
}

/* @return 0 to 63, or -1. */
static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(const char *digits, size_t count, uint8_t *ret_bytes,
		   size_t cap, size_t *ret_len)
{
	size_t len = 0, padding = 0;

	if (count % 4 != 0)
		return false;
	while (padding < 2 && count && digits[count - 1 - padding] == '=')
		padding++;
	for (size_t i = 0; i < count; i += 4) {
		size_t skip = i + 4 == count ? padding : 0;
		uint32_t v = 0;

		for (size_t k = 0; k < 4; k++) {
			int six =
				k < 4 - skip ? base64_value(digits[i + k]) : 0;

			if (six < 0)
				return false;
			v = v << 6 | (uint32_t)six;
		}
		if (3 - skip > cap - len)
			return false;
		for (size_t k = 0; k < 3 - skip; k++)
			ret_bytes[len++] = (uint8_t)(v >> (16 - 8 * k));
	}
	*ret_len = len;
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(const char *digits, size_t count, uint8_t *ret_bytes,
		size_t cap, size_t *ret_len)
{
	if (count % 2 != 0 || count / 2 > cap)
		return false;
	for (size_t i = 0; i < count; i += 2) {
		int high = hex_value(digits[i]), low = hex_value(digits[i + 1]);

		if (high < 0 || low < 0)
			return false;
		ret_bytes[i / 2] = (uint8_t)(high << 4 | low);
	}
	*ret_len = count / 2;
	return true;
}
