/* SPDX-License-Identifier: BSD-3-Clause */
/* lines.c - the form that plans and snapshots share as text. */
#include "observe/lines.h"

#include "dns/message.h"

#include <string.h>

/* 9999-12-31T23:59:59Z: what RFC 3339 can still write. */
#define WALL_MAX_S 253402300799

/* Without a branch: nearly all of a snapshot is one long word a line. */
static bool is_printable(const char *at, size_t len)
{
	unsigned bad = 0;

	for (size_t i = 0; i < len; i++)
		bad |= (unsigned char)(at[i] - '!') > '~' - '!';
	return !bad;
}

/* Split @p len printable bytes at their single spaces. */
static bool split(const char *at, size_t len, struct line *ret_line)
{
	const char *end = at + len, *space;

	ret_line->count = 0;
	do {
		size_t left = (size_t)(end - at);

		space = left ? memchr(at, ' ', left) : NULL;
		if (space)
			left = (size_t)(space - at);
		if (left == 0 || ret_line->count == LINE_WORDS_MAX ||
		    !is_printable(at, left))
			return false;
		ret_line->words[ret_line->count++] = (struct word){ at, left };
		at += left + 1;
	} while (space);
	return true;
}

bool lines_take(struct unread *lines, const char *keyword, size_t count,
		struct line *ret_line)
{
	size_t left = (size_t)(lines->end - lines->at), len = strlen(keyword);
	const char *end;

	/* Looked at before the split: an optional line costs nothing. */
	if (left <= len || memcmp(lines->at, keyword, len) != 0 ||
	    (lines->at[len] != ' ' && lines->at[len] != '\n'))
		return false;
	end = memchr(lines->at, '\n', left);
	if (!end || !split(lines->at, (size_t)(end - lines->at), ret_line) ||
	    ret_line->count != count)
		return false;
	lines->at = end + 1;
	return true;
}

size_t lines_count(const struct unread *lines, const char *keyword)
{
	size_t count = 0, len = strlen(keyword);
	const char *at = lines->at, *end;

	for (; (end = memchr(at, '\n', (size_t)(lines->end - at)));
	     at = end + 1)
		if ((size_t)(end - at) > len && at[len] == ' ' &&
		    memcmp(at, keyword, len) == 0)
			count++;
	return count;
}

enum err lines_take_version(struct unread *lines, const char *keyword)
{
	struct line line;
	uint64_t version;

	if (!lines_take(lines, keyword, 2, &line) ||
	    !word_number(line.words[1], UINT32_MAX, &version) || version == 0)
		return ERR_FORMAT;
	return version == 1 ? ERR_OK : ERR_VERSION;
}

bool word_is(struct word word, const char *string)
{
	return word.len == strlen(string) &&
	       memcmp(word.at, string, word.len) == 0;
}

bool word_number(struct word word, uint64_t max, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (word.len == 0 || (word.len > 1 && word.at[0] == '0'))
		return false;
	for (size_t i = 0; i < word.len; i++) {
		unsigned digit = (unsigned char)word.at[i] - (unsigned)'0';

		if (digit > 9 || number > (UINT64_MAX - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	if (number > max)
		return false;
	*ret_number = number;
	return true;
}

bool word_wall(struct word word, struct wall *ret_wall)
{
	uint64_t s;

	if (word_is(word, "never")) {
		*ret_wall = WALL_NEVER;
		return true;
	}
	if (!word_number(word, WALL_MAX_S, &s))
		return false;
	ret_wall->s = (int64_t)s;
	return true;
}

/* Terminate @p word in @p ret_text of @p cap bytes. */
static bool copy(struct word word, char *ret_text, size_t cap)
{
	if (word.len >= cap)
		return false;
	memcpy(ret_text, word.at, word.len);
	ret_text[word.len] = '\0';
	return true;
}

bool word_name(struct word word, struct name *ret_name)
{
	char text[NAME_TEXT_SIZE];

	if (word_is(word, "-")) {
		ret_name->len = 0;
		return true;
	}
	return copy(word, text, sizeof(text)) && name_from_text(text, ret_name);
}

bool word_address(struct word word, struct address *ret_address)
{
	char text[ADDRESS_TEXT_SIZE];

	if (word_is(word, "-")) {
		*ret_address = (struct address){ 0 };
		return true;
	}
	return copy(word, text, sizeof(text)) &&
	       address_from_text(text, ret_address);
}

bool word_type(struct word word, uint16_t *ret_type)
{
	char text[TYPE_TEXT_SIZE];

	return copy(word, text, sizeof(text)) && type_from_text(text, ret_type);
}

bool word_choice(struct word word, const char *const *choices, size_t count,
		 unsigned *ret_choice)
{
	for (unsigned i = 0; i < count; i++)
		if (word_is(word, choices[i])) {
			*ret_choice = i;
			return true;
		}
	return false;
}

enum err word_text(struct word word, size_t max, struct arena *arena,
		   const char **ret_string)
{
	char *string;
	size_t len = 0, ignored;

	if (word_is(word, "-")) {
		*ret_string = NULL;
		return ERR_OK;
	}
	if (word.len > max * 3)
		return ERR_LIMIT;
	string = arena_alloc(arena, word.len + 1);
	if (!string)
		return ERR_MEMORY;
	for (size_t i = 0; i < word.len; i++) {
		uint8_t byte = (uint8_t)word.at[i];

		if (byte == '%') {
			if (word.len - i < 3 ||
			    !hex_decode(word.at + i + 1, 2, &byte, 1, &ignored))
				return ERR_FORMAT;
			i += 2;
		}
		if (byte == '\0')
			return ERR_FORMAT;
		string[len++] = (char)byte;
	}
	if (len > max)
		return ERR_LIMIT;
	*ret_string = string;
	return ERR_OK;
}

void text_word(struct text *out, const char *string, size_t max)
{
	text_put(out, " ");
	if (!string || !*string) {
		text_put(out, "-");
		return;
	}
	for (size_t i = 0; string[i] && i < max; i++) {
		unsigned char c = (unsigned char)string[i];

		/* A first '-' alone would read as "none". */
		if (c > ' ' && c < 0x7f && c != '%' && (i > 0 || c != '-'))
			text_bytes(out, string + i, 1);
		else
			text_printf(out, "%%%02x", c);
	}
}

void text_name(struct text *out, const struct name *name)
{
	char text[NAME_TEXT_SIZE];

	text_put(out, " ");
	text_put(out, name->len ? name_to_text(name, text) : "-");
}

void text_address(struct text *out, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	text_put(out, " ");
	text_put(out, address_to_text(address, text));
}

void text_wall(struct text *out, struct wall t)
{
	if (wall_is_never(t))
		text_put(out, " never");
	else
		text_printf(out, " %lld", (long long)t.s);
}
