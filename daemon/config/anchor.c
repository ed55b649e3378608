/* SPDX-License-Identifier: BSD-3-Clause */
/* anchor.c - `trust_anchor:`, a DS or DNSKEY record in presentation form. */
#include "config/loader.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ANCHOR_MAX 4096

/* RFC 4034 5.3 and 2.2: three numbers, then digits in groups. */
struct anchor_layout {
	const char *type;
	unsigned long max[3];
};

static const struct anchor_layout layouts[] = {
	{ "DS", { 65535, 255, 255 } },
	{ "DNSKEY", { 65535, 255, 255 } },
};

static bool number_is_good(const char *word, unsigned long max)
{
	char *end;

	if (!word || !isdigit((unsigned char)*word) || strlen(word) > 5)
		return false;
	return strtoul(word, &end, 10) <= max && *end == '\0';
}

/* The words that are left, as one run of digits of @p layout's kind. */
static bool digits_are_good(const struct anchor_layout *layout, char **rest)
{
	uint8_t bytes[ANCHOR_MAX];
	char digits[ANCHOR_MAX];
	size_t count = 0, len = 0;

	for (char *word; (word = strtok_r(NULL, " \t", rest));) {
		memcpy(digits + count, word, strlen(word));
		count += strlen(word);
	}
	if (count == 0)
		return false;
	if (layout == &layouts[0])
		return hex_decode(digits, count, bytes, sizeof(bytes), &len);
	return base64_decode(digits, count, bytes, sizeof(bytes), &len);
}

/* @return the layout of the record's type, past TTL and class. */
static const struct anchor_layout *layout_find(char **rest)
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

bool trust_anchor_check(const char *text, struct name *ret_owner,
			const char **ret_why)
{
	char copy[ANCHOR_MAX + 1], *rest, *owner;
	const struct anchor_layout *layout;

	*ret_why = "it is too long";
	if (strlen(text) > ANCHOR_MAX)
		return false;
	memcpy(copy, text, strlen(text) + 1);
	owner = strtok_r(copy, " \t", &rest);
	*ret_why = "it does not begin with a domain name";
	if (!owner || !name_from_text(owner, ret_owner))
		return false;
	layout = layout_find(&rest);
	*ret_why = "neither a DS nor a DNSKEY record";
	if (!layout)
		return false;
	*ret_why = "expected three numbers behind the type";
	for (size_t i = 0; i < 3; i++)
		if (!number_is_good(strtok_r(NULL, " \t", &rest),
				    layout->max[i]))
			return false;
	*ret_why = layout == &layouts[0] ? "the digest is not hexadecimal"
					 : "the key is not base64";
	return digits_are_good(layout, &rest);
}

bool field_read_trust_anchor(struct loader *loader, const struct field *field,
			     const struct item *item, void *at)
{
	struct name owner;
	const char *why;

	if (!trust_anchor_check(item->text, &owner, &why)) {
		complaints_error(&loader->complaints, item->place, "%s: %s",
				 field->key, why);
		return false;
	}
	*(const char **)at = arena_strdup(loader->arena, item->text);
	return true;
}
