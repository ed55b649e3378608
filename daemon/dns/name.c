/* SPDX-License-Identifier: BSD-3-Clause */
/* name.c - domain names as values: uncompressed wire form in lower case. */
#include "dns/name.h"

#include <string.h>

/* A name of 255 bytes has at most 127 labels and the root. */
#define LABELS_MAX 128
/* Each hop must go backwards, so this bounds hostile chains only: an honest
 * writer points at a name that it wrote in full, or at one such pointer. */
#define HOPS_MAX 64

const struct name name_root = { .len = 1, .wire = { 0 } };

/* RFC 4343: only the letters of US-ASCII have a case. */
static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Read the byte that a text has next, escaped or not.
 * @return characters used, 0 where the escape is none. */
static size_t text_byte(const char *text, uint8_t *ret_byte)
{
	int value;

	if (text[0] != '\\') {
		*ret_byte = (uint8_t)text[0];
		return 1;
	}
	if (!is_digit(text[1])) {
		*ret_byte = (uint8_t)text[1];
		return text[1] ? 2 : 0;
	}
	if (!is_digit(text[2]) || !is_digit(text[3]))
		return 0;
	value = (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
	*ret_byte = (uint8_t)value;
	return value < 256 ? 4 : 0;
}

/* Read one label and the dot behind it, if there is one.
 * @return characters used, 0 where there is no label. */
static size_t text_label(const char *text, uint8_t label[NAME_LABEL_MAX],
			 uint8_t *ret_len)
{
	uint8_t len = 0, byte;
	size_t used = 0;

	while (text[used] && text[used] != '.') {
		size_t step = text_byte(text + used, &byte);

		if (!step || len == NAME_LABEL_MAX)
			return 0;
		label[len++] = lower(byte);
		used += step;
	}
	*ret_len = len;
	return len ? used + (text[used] == '.') : 0;
}

bool name_from_text(const char *text, struct name *ret_name)
{
	uint8_t label[NAME_LABEL_MAX], label_len;
	struct name name = { 0 };

	if (strcmp(text, ".") == 0) {
		*ret_name = name_root;
		return true;
	}
	if (!*text)
		return false;
	while (*text) {
		size_t used = text_label(text, label, &label_len);

		/* One byte is for the root label. */
		if (!used || name.len + 1 + label_len + 1 > NAME_WIRE_MAX)
			return false;
		name.wire[name.len] = label_len;
		memcpy(name.wire + name.len + 1, label, label_len);
		name.len = (uint8_t)(name.len + 1 + label_len);
		text += used;
	}
	name.wire[name.len++] = 0;
	*ret_name = name;
	return true;
}

static bool is_plain(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '_' || c == '*' || c == '/';
}

static char *put_byte(char *at, uint8_t c)
{
	if (is_plain(c)) {
		*at++ = (char)c;
		return at;
	}
	*at++ = '\\';
	if (c > ' ' && c < 127) {
		*at++ = (char)c;
		return at;
	}
	*at++ = (char)('0' + c / 100);
	*at++ = (char)('0' + c / 10 % 10);
	*at++ = (char)('0' + c % 10);
	return at;
}

const char *name_to_text(const struct name *name, char ret_text[NAME_TEXT_SIZE])
{
	const uint8_t *label = name->wire;
	char *at = ret_text;

	if (name->len == 1)
		*at++ = '.';
	for (; name->len && *label; label += 1 + *label) {
		for (unsigned i = 1; i <= *label; i++)
			at = put_byte(at, label[i]);
		*at++ = '.';
	}
	*at = '\0';
	return ret_text;
}

/* No quote can stand within quotes: RFC 1035 5.1 has digits for it. Nor may a
 * word begin as an option: dig would take "-f/etc/x." for a file to read. The
 * room is enough: what is escaped so took less than an escape before. */
static char *put_word(char *at, const char *text)
{
	*at++ = '\'';
	if (*text == '-') {
		at = stpcpy(at, "\\045");
		text++;
	}
	for (; *text; text++) {
		if (text[0] == '\\' && text[1] == '\'') {
			at = stpcpy(at, "\\039");
			text++;
		} else {
			*at++ = *text;
		}
	}
	*at++ = '\'';
	return at;
}

const char *name_to_shell(const struct name *name,
			  char ret_text[NAME_SHELL_SIZE])
{
	char text[NAME_TEXT_SIZE];

	name_to_text(name, text);
	if (*text == '-' || strpbrk(text, "\\*"))
		*put_word(ret_text, text) = '\0';
	else
		strcpy(ret_text, text);
	return ret_text;
}

static void copy_lower(uint8_t *to, const uint8_t *from, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = lower(from[i]);
}

/* Read the two bytes of a pointer at @p at.
 * @param before  where this run of labels began: the target lies before it,
 *                so no chain can loop.
 * @return the target, or @p len when it is none. */
static size_t pointer_target(const uint8_t *message, size_t len, size_t at,
			     size_t before)
{
	size_t target;

	if (len - at < 2)
		return len;
	target = (size_t)(message[at] & 0x3f) << 8 | message[at + 1];
	return target < before ? target : len;
}

enum err name_unpack(const uint8_t *message, size_t len, size_t *offset,
		     struct name *ret_name)
{
	size_t at = *offset, run = *offset, end = 0, used = 0;
	unsigned hops = 0;

	for (;;) {
		uint8_t label = at < len ? message[at] : 0xff;

		if (label <= NAME_LABEL_MAX) {
			if (label >= len - at || used + label >= NAME_WIRE_MAX)
				return ERR_FORMAT;
			ret_name->wire[used] = label;
			copy_lower(ret_name->wire + used + 1, message + at + 1,
				   label);
			used += 1u + label;
			at += 1u + label;
			if (!label)
				break;
			continue;
		}
		/* RFC 1035 4.1.4, RFC 6891 5: 0x40 and 0x80 are no longer. */
		if ((label & 0xc0) != 0xc0 || at >= len)
			return ERR_FORMAT;
		if (++hops > HOPS_MAX)
			return ERR_LIMIT;
		end = end ? end : at + 2;
		at = run = pointer_target(message, len, at, run);
	}
	ret_name->len = (uint8_t)used;
	*offset = end ? end : at;
	return ERR_OK;
}

bool name_equal(const struct name *a, const struct name *b)
{
	return a->len == b->len && memcmp(a->wire, b->wire, a->len) == 0;
}

/* @return how many labels @p name has, the root not counted; their offsets
 * are in @p ret_at. */
static unsigned label_offsets(const struct name *name,
			      uint8_t ret_at[LABELS_MAX])
{
	unsigned count = 0, at = 0;

	while (at < name->len && name->wire[at]) {
		ret_at[count++] = (uint8_t)at;
		at += 1u + name->wire[at];
	}
	return count;
}

/* RFC 4034 6.1: as unsigned left-justified strings; a missing byte first. */
static int label_compare(const uint8_t *a, const uint8_t *b)
{
	int order = memcmp(a + 1, b + 1, *a < *b ? *a : *b);

	return order ? order : *a - *b;
}

int name_compare(const struct name *a, const struct name *b)
{
	uint8_t at_a[LABELS_MAX], at_b[LABELS_MAX];
	unsigned left_a = label_offsets(a, at_a);
	unsigned left_b = label_offsets(b, at_b);

	while (left_a && left_b) {
		int order = label_compare(a->wire + at_a[--left_a],
					  b->wire + at_b[--left_b]);

		if (order)
			return order;
	}
	return (int)left_a - (int)left_b;
}

bool name_is_under(const struct name *name, const struct name *zone)
{
	unsigned at = 0;

	if (!name->len || !zone->len)
		return false;
	while (name->len - at > zone->len)
		at += 1u + name->wire[at];
	return name->len - at == zone->len &&
	       memcmp(name->wire + at, zone->wire, zone->len) == 0;
}

unsigned name_labels(const struct name *name)
{
	uint8_t at[LABELS_MAX];

	return label_offsets(name, at);
}

struct name name_strip(const struct name *name, unsigned labels)
{
	struct name stripped = { 0 };
	unsigned at = 0;

	while (labels-- && at < name->len && name->wire[at])
		at += 1u + name->wire[at];
	stripped.len = (uint8_t)(name->len - at);
	memcpy(stripped.wire, name->wire + at, stripped.len);
	return stripped;
}

bool name_prepend(const char *label, const struct name *name,
		  struct name *ret_name)
{
	size_t len = strlen(label);
	struct name longer = { 0 };

	if (!len || len > NAME_LABEL_MAX || !name->len ||
	    1 + len + name->len > NAME_WIRE_MAX)
		return false;
	longer.wire[0] = (uint8_t)len;
	copy_lower(longer.wire + 1, (const uint8_t *)label, len);
	memcpy(longer.wire + 1 + len, name->wire, name->len);
	longer.len = (uint8_t)(1 + len + name->len);
	*ret_name = longer;
	return true;
}

bool name_is_wildcard(const struct name *name)
{
	return name->len > 2 && name->wire[0] == 1 && name->wire[1] == '*';
}
