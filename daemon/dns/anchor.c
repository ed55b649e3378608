/* SPDX-License-Identifier: BSD-3-Clause */
/* anchor.c - a trust anchor from the text that an operator writes. */
#include "dns/anchor.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Three numbers are four bytes, RFC 4034 5.1 and 2.1. */
#define HEAD_BYTES 4

/* RFC 4034 5.3 and 2.2: three numbers, then digits in groups. */
struct layout {
	const char *type;
	uint8_t width[3]; /* of the numbers, in bytes */
};

static const struct layout layouts[] = {
	{ "DS", { 2, 1, 1 } },
	{ "DNSKEY", { 2, 1, 1 } },
};

static bool read_number(const char *word, uint8_t width, uint8_t **at)
{
	unsigned long number;
	char *end;

	if (!word || !isdigit((unsigned char)*word) || strlen(word) > 5)
		return false;
	number = strtoul(word, &end, 10);
	if (*end || number >= 1ul << 8 * width)
		return false;
	for (; width > 0; width--)
		*(*at)++ = (uint8_t)(number >> 8 * (width - 1));
	return true;
}

/* The words that are left, as one run of digits of @p layout's kind. */
static bool read_digits(const struct layout *layout, char **rest, uint8_t *at,
			size_t *ret_len)
{
	char digits[ANCHOR_TEXT_MAX];
	size_t count = 0;

	for (char *word; (word = strtok_r(NULL, " \t", rest));) {
		memcpy(digits + count, word, strlen(word));
		count += strlen(word);
	}
	if (count == 0)
		return false;
	return layout == &layouts[0]
		       ? hex_decode(digits, count, at, ANCHOR_TEXT_MAX, ret_len)
		       : base64_decode(digits, count, at, ANCHOR_TEXT_MAX,
				       ret_len);
}

/* @return the layout of the record's type, past TTL and class. */
static const struct layout *find_layout(char **rest)
{
	char *word = strtok_r(NULL, " \t", rest);

	if (word && isdigit((unsigned char)*word))
		word = strtok_r(NULL, " \t", rest);
	if (word && strcasecmp(word, "IN") == 0)
		word = strtok_r(NULL, " \t", rest);
	for (size_t i = 0; word && i < sizeof(layouts) / sizeof(layouts[0]);
	     i++)
		if (strcasecmp(word, layouts[i].type) == 0)
			return &layouts[i];
	return NULL;
}

/* What is behind the owner, as rdata into @p bytes. */
static bool read_rdata(char **rest, uint8_t *bytes, struct anchor *anchor,
		       const char **ret_why)
{
	const struct layout *layout = find_layout(rest);
	uint8_t *at = bytes;
	size_t len = 0;

	*ret_why = "neither a DS nor a DNSKEY record";
	if (!layout)
		return false;
	*ret_why = "expected three numbers behind the type";
	for (size_t i = 0; i < 3; i++)
		if (!read_number(strtok_r(NULL, " \t", rest), layout->width[i],
				 &at))
			return false;
	anchor->is_key = layout != &layouts[0];
	*ret_why = anchor->is_key ? "the key is not base64"
				  : "the digest is not hexadecimal";
	if (!read_digits(layout, rest, at, &len))
		return false;
	anchor->rdata.len = (uint16_t)(HEAD_BYTES + len);
	return true;
}

bool anchor_read(struct arena *arena, const char *text, size_t len,
		 struct anchor *ret_anchor, const char **ret_why)
{
	uint8_t bytes[HEAD_BYTES + ANCHOR_TEXT_MAX];
	char copy[ANCHOR_TEXT_MAX], *rest, *owner;
	struct anchor anchor;

	*ret_why = "it is too long";
	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	owner = strtok_r(copy, " \t", &rest);
	*ret_why = "it does not begin with a domain name";
	if (!owner || !name_from_text(owner, &anchor.owner))
		return false;
	if (!read_rdata(&rest, bytes, &anchor, ret_why))
		return false;
	anchor.rdata.at = arena_memdup(arena, bytes, anchor.rdata.len);
	*ret_why = "out of memory";
	if (!anchor.rdata.at)
		return false;
	*ret_anchor = anchor;
	return true;
}

bool anchor_matches(const struct anchor *anchor, const struct dnskey *key)
{
	struct ds ds;

	if (anchor->is_key)
		return anchor->rdata.len == key->rdata.len &&
		       memcmp(anchor->rdata.at, key->rdata.at,
			      key->rdata.len) == 0;
	return ds_read(anchor->rdata, &ds) &&
	       ds_match(&ds, &anchor->owner, key) == DS_MATCHES;
}

const char *anchor_line(const char *lines, size_t *ret_len)
{
	lines += strspn(lines, "\n");
	*ret_len = strcspn(lines, "\n");
	return *ret_len ? lines : NULL;
}
