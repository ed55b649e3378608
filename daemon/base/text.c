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

/* A whole snapshot of answers goes through here: no call for each quad. */
void text_base64(struct text *text, const uint8_t *bytes, size_t count)
{
	char *to;

	if (!reserve(text, (count + 2) / 3 * 4))
		return;
	to = text->at + text->len;
	for (size_t i = 0; i < count; i += 3, to += 4) {
		size_t have = count - i < 3 ? count - i : 3;
		uint32_t v = (uint32_t)bytes[i] << 16;

		v |= have > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
		v |= have > 2 ? bytes[i + 2] : 0;
		to[0] = base64_digits[v >> 18];
		to[1] = base64_digits[v >> 12 & 63];
		to[2] = have > 1 ? base64_digits[v >> 6 & 63] : '=';
		to[3] = have > 2 ? base64_digits[v & 63] : '=';
	}
	*to = '\0';
	text->len = (size_t)(to - text->at);
}

bool text_ok(const struct text *text)
{
	return !text->failed;
}

const char *text_string(const struct text *text)
{
	return text->at ? text->at : "";
}

#define SIX_NONE 64 /* no digit */

/* What each byte is worth as a digit of base64. */
static void base64_values(uint8_t ret_six[UINT8_MAX + 1])
{
	memset(ret_six, SIX_NONE, UINT8_MAX + 1);
	for (uint8_t i = 0; i < SIX_NONE; i++)
		ret_six[(uint8_t)base64_digits[i]] = i;
}

/* Four digits as 24 bits; @p ret_bad is SIX_NONE or more once one was none. */
static uint32_t base64_quad(const uint8_t *six, const char *digits,
			    uint8_t *ret_bad)
{
	uint32_t v = 0;

	for (size_t i = 0; i < 4; i++) {
		*ret_bad |= six[(uint8_t)digits[i]];
		v = v << 6 | six[(uint8_t)digits[i]];
	}
	return v;
}

bool base64_decode(const char *digits, size_t count, uint8_t *ret_bytes,
		   size_t cap, size_t *ret_len)
{
	size_t padding = 0, len;
	uint8_t six[UINT8_MAX + 1], bad = 0;

	if (count % 4 != 0)
		return false;
	while (padding < 2 && count && digits[count - 1 - padding] == '=')
		padding++;
	len = count / 4 * 3 - padding;
	if (len > cap)
		return false;
	base64_values(six);
	for (size_t i = 0; i < len / 3; i++) {
		uint32_t v = base64_quad(six, digits + 4 * i, &bad);

		ret_bytes[3 * i] = (uint8_t)(v >> 16);
		ret_bytes[3 * i + 1] = (uint8_t)(v >> 8);
		ret_bytes[3 * i + 2] = (uint8_t)v;
	}
	if (padding) {
		char last[4] = "AAAA"; /* zeros, where the padding is */
		uint32_t v;

		memcpy(last, digits + count - 4, 4 - padding);
		v = base64_quad(six, last, &bad);
		for (size_t i = len / 3 * 3, k = 16; i < len; i++, k -= 8)
			ret_bytes[i] = (uint8_t)(v >> k);
	}
	if (bad < SIX_NONE)
		*ret_len = len;
	return bad < SIX_NONE;
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
