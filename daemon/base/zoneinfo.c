/* SPDX-License-Identifier: BSD-3-Clause */
/* zoneinfo.c - the table of a compiled time zone (RFC 9636 3); what comes
 * behind its last row is in zoneinfo_rule.c. */
#include "base/zoneinfo.h"

#include <string.h>

/* RFC 9636 3.2: what is further from UTC is no time zone. */
#define OFFSET_MIN_S (-25 * 3600)
#define OFFSET_MAX_S (26 * 3600)

#define HEADER_SIZE 44
#define TYPE_SIZE   6

/* RFC 9636 3.1, six counts behind "TZif", the version and 15 bytes. */
struct header {
	uint32_t isut, isstd, leap, time, type, chars;
};

/* What is left to be read. */
struct span {
	const uint8_t *at;
	size_t len;
};

static uint32_t number(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

static int64_t long_number(const uint8_t *at)
{
	return (int64_t)((uint64_t)number(at) << 32 | number(at + 4));
}

static bool skip(struct span *from, uint64_t bytes)
{
	if (bytes > from->len)
		return false;
	from->at += bytes;
	from->len -= bytes;
	return true;
}

static bool take_header(struct span *from, struct header *ret)
{
	const uint8_t *at = from->at;

	if (!skip(from, HEADER_SIZE) || memcmp(at, "TZif", 4) != 0 ||
	    at[4] < '2')
		return false;
	*ret = (struct header){ number(at + 20), number(at + 24),
				number(at + 28), number(at + 32),
				number(at + 36), number(at + 40) };
	return ret->type > 0;
}

/* Bytes of the block that @p header announces, with times of @p wide. */
static uint64_t block_size(const struct header *header, unsigned wide)
{
	return (uint64_t)header->time * (wide + 1) +
	       (uint64_t)header->type * TYPE_SIZE + header->chars +
	       (uint64_t)header->leap * (wide + 4) + header->isstd +
	       header->isut;
}

/* How many transitions of the table have been by @p at. */
static uint32_t transitions_past(const uint8_t *times, uint32_t count,
				 struct wall at)
{
	uint32_t low = 0, high = count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (long_number(times + (size_t)middle * 8) <= at.s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool type_offset(const struct header *header, const uint8_t *block,
			uint32_t past, int64_t *ret_offset_s)
{
	const uint8_t *indices = block + (size_t)header->time * 8;
	const uint8_t *types = indices + header->time;
	/* Before the first transition it is type 0 (3.2). */
	uint32_t type = past ? indices[past - 1] : 0;
	int64_t offset_s;

	if (type >= header->type)
		return false;
	offset_s = (int32_t)number(types + (size_t)type * TYPE_SIZE);
	if (offset_s < OFFSET_MIN_S || offset_s > OFFSET_MAX_S)
		return false;
	*ret_offset_s = offset_s;
	return true;
}

/* The rule between two line ends behind the block (3.3); empty: none. */
static bool take_rule(const struct span *left, struct span *ret_rule)
{
	const uint8_t *end;

	if (left->len < 2 || left->at[0] != '\n')
		return false;
	end = memchr(left->at + 1, '\n', left->len - 1);
	if (!end)
		return false;
	*ret_rule = (struct span){ left->at + 1, (size_t)(end - left->at) - 1 };
	return true;
}

bool zoneinfo_offset(const uint8_t *bytes, size_t len, struct wall at,
		     int64_t *ret_offset_s)
{
	struct span left = { bytes, len }, rule;
	struct header header;
	const uint8_t *block;
	uint32_t past;

	/* First come 32-bit times, for old programs; then all again. */
	if (!take_header(&left, &header) ||
	    !skip(&left, block_size(&header, 4)) ||
	    !take_header(&left, &header))
		return false;
	block = left.at;
	if (!skip(&left, block_size(&header, 8)) || !take_rule(&left, &rule))
		return false;
	past = transitions_past(block, header.time, at);
	if (past == header.time && rule.len)
		return zoneinfo_rule_offset((const char *)rule.at, rule.len, at,
					    ret_offset_s);
	return type_offset(&header, block, past, ret_offset_s);
}
