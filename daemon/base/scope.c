/* SPDX-License-Identifier: BSD-3-Clause */
/* scope.c - where an address leads: prefixes of the IANA registries. */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

struct range {
	uint8_t bytes[16];
	unsigned bits; /* of the prefix */
	enum address_scope scope;
};

/* iana-ipv4-special-registry; the first that holds the address counts. */
static const struct range ranges4[] = {
	{ { 0 }, 8, ADDRESS_UNSPECIFIED },	  /* RFC 791 3.2 */
	{ { 127 }, 8, ADDRESS_LOOPBACK },	  /* RFC 1122 3.2.1.3 */
	{ { 10 }, 8, ADDRESS_PRIVATE },		  /* RFC 1918 */
	{ { 172, 16 }, 12, ADDRESS_PRIVATE },	  /* RFC 1918 */
	{ { 192, 168 }, 16, ADDRESS_PRIVATE },	  /* RFC 1918 */
	{ { 100, 64 }, 10, ADDRESS_PRIVATE },	  /* RFC 6598 */
	{ { 169, 254 }, 16, ADDRESS_LINK_LOCAL }, /* RFC 3927 */
	/* Routed nowhere: Azure's own services, as its machines see them. */
	{ { 168, 63, 129, 16 }, 32, ADDRESS_LINK_LOCAL },
	{ { 192, 0, 0 }, 24, ADDRESS_RESERVED },    /* RFC 6890 2.1 */
	{ { 192, 0, 2 }, 24, ADDRESS_RESERVED },    /* RFC 5737 */
	{ { 198, 51, 100 }, 24, ADDRESS_RESERVED }, /* RFC 5737 */
	{ { 203, 0, 113 }, 24, ADDRESS_RESERVED },  /* RFC 5737 */
	{ { 198, 18 }, 15, ADDRESS_RESERVED },	    /* RFC 2544 */
	{ { 224 }, 4, ADDRESS_MULTICAST },	    /* RFC 5771 */
	{ { 240 }, 4, ADDRESS_RESERVED },	    /* RFC 1112 4 */
};

/* iana-ipv6-special-registry. */
static const struct range ranges6[] = {
	{ { 0 }, 128, ADDRESS_UNSPECIFIED },	    /* RFC 4291 2.5.2 */
	{ { [15] = 1 }, 128, ADDRESS_LOOPBACK },    /* RFC 4291 2.5.3 */
	{ { 0 }, 96, ADDRESS_RESERVED },	    /* RFC 4291 2.5.5.1 */
	{ { 0xfc }, 7, ADDRESS_PRIVATE },	    /* RFC 4193 */
	{ { 0xfe, 0x80 }, 10, ADDRESS_LINK_LOCAL }, /* RFC 4291 2.5.6 */
	{ { 0xfe, 0xc0 }, 10, ADDRESS_PRIVATE },    /* RFC 3879 */
	{ { 0xff }, 8, ADDRESS_MULTICAST },	    /* RFC 4291 2.7 */
	{ { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48, ADDRESS_PRIVATE }, /* RFC 8215 */
	{ { 1 }, 64, ADDRESS_RESERVED },			/* RFC 6666 */
	{ { 0x20, 1, 0x0d, 0xb8 }, 32, ADDRESS_RESERVED },	/* RFC 3849 */
	{ { 0x3f, 0xff }, 20, ADDRESS_RESERVED },		/* RFC 9637 */
	{ { 0x5f }, 16, ADDRESS_RESERVED },			/* RFC 9602 */
};

/* IPv6 prefixes behind which an IPv4 address lies. */
static const struct {
	uint8_t bytes[16];
	unsigned bits, at;
	uint8_t flip; /* Teredo hides its client's from translators */
} holders[] = {
	{ { [10] = 0xff, 0xff }, 96, 12, 0 },	/* mapped, RFC 4291 2.5.5.2 */
	{ { [8] = 0xff, 0xff }, 96, 12, 0 },	/* translated, RFC 7915 */
	{ { 0, 0x64, 0xff, 0x9b }, 96, 12, 0 }, /* NAT64, RFC 6052 2.1 */
	{ { 0x20, 2 }, 16, 2, 0 },		/* 6to4, RFC 3056 2 */
	{ { 0x20, 1 }, 32, 12, 0xff },		/* Teredo, RFC 4380 4 */
};

#define RANGES4_COUNT (sizeof(ranges4) / sizeof(ranges4[0]))
#define RANGES6_COUNT (sizeof(ranges6) / sizeof(ranges6[0]))
#define HOLDERS_COUNT (sizeof(holders) / sizeof(holders[0]))

static bool is_within(const uint8_t *bytes, const uint8_t *prefix,
		      unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;
	uint8_t mask = (uint8_t)(0xff00u >> rest);

	return memcmp(bytes, prefix, whole) == 0 &&
	       (rest == 0 || ((bytes[whole] ^ prefix[whole]) & mask) == 0);
}

static enum address_scope scope_among(const struct range *ranges, size_t count,
				      const uint8_t *bytes)
{
	for (size_t i = 0; i < count; i++)
		if (is_within(bytes, ranges[i].bytes, ranges[i].bits))
			return ranges[i].scope;
	return ADDRESS_PUBLIC;
}

static enum address_scope scope4(const uint8_t bytes[4])
{
	return scope_among(ranges4, RANGES4_COUNT, bytes);
}

static enum address_scope scope6(const uint8_t bytes[16])
{
	for (size_t i = 0; i < HOLDERS_COUNT; i++) {
		uint8_t held[4];

		if (!is_within(bytes, holders[i].bytes, holders[i].bits))
			continue;
		for (size_t k = 0; k < sizeof(held); k++)
			held[k] = bytes[holders[i].at + k] ^ holders[i].flip;
		return scope4(held);
	}
	return scope_among(ranges6, RANGES6_COUNT, bytes);
}

enum address_scope address_scope(const struct address *address)
{
	if (address->family == 4)
		return scope4(address->bytes);
	return address->family == 6 ? scope6(address->bytes)
				    : ADDRESS_UNSPECIFIED;
}

const char *address_scope_text(enum address_scope scope)
{
	static const char *const words[] = {
		[ADDRESS_PUBLIC] = "public",
		[ADDRESS_UNSPECIFIED] = "unspecified",
		[ADDRESS_LOOPBACK] = "loopback",
		[ADDRESS_LINK_LOCAL] = "link-local",
		[ADDRESS_PRIVATE] = "private",
		[ADDRESS_MULTICAST] = "multicast",
		[ADDRESS_RESERVED] = "reserved",
	};

	return words[scope];
}

/* --- all of them --- */

struct walk {
	const struct address *except;
	size_t except_count;
	address_range_each *each;
	void *arg;
	uint8_t family;
};

static bool has_exception(const struct walk *walk, const struct range *range)
{
	for (size_t i = 0; i < walk->except_count; i++)
		if (walk->except[i].family == walk->family &&
		    is_within(walk->except[i].bytes, range->bytes, range->bits))
			return true;
	return false;
}

static bool tell(const struct walk *walk, const struct range *range)
{
	char address[INET6_ADDRSTRLEN], text[ADDRESS_RANGE_TEXT_SIZE];

	(void)inet_ntop(walk->family == 6 ? AF_INET6 : AF_INET, range->bytes,
			address, sizeof(address)); /* has room */
	(void)snprintf(text, sizeof(text), "%s/%u", address, range->bits);
	return walk->each(walk->arg, text);
}

/* A range with an exception in it is halved, down to that address: 128 deep at
 * the most. */
static bool walk_range(const struct walk *walk, struct range range)
{
	unsigned width = walk->family == 6 ? 128 : 32;
	unsigned at = range.bits;

	if (!has_exception(walk, &range))
		return tell(walk, &range);
	if (at == width)
		return true;
	range.bits++;
	if (!walk_range(walk, range))
		return false;
	range.bytes[at / 8] |= (uint8_t)(0x80 >> at % 8);
	return walk_range(walk, range);
}

/* What lies behind one kind of IPv6 prefix. Teredo has its servers' addresses
 * before the clients': all of it goes. */
static bool walk_holder(const struct walk *walk, size_t holder)
{
	struct range range = { .bits = holders[holder].bits };

	memcpy(range.bytes, holders[holder].bytes, sizeof(range.bytes));
	if (holders[holder].flip)
		return walk_range(walk, range);
	for (size_t i = 0; i < RANGES4_COUNT; i++) {
		range.bits = holders[holder].bits + ranges4[i].bits;
		memcpy(range.bytes + holders[holder].at, ranges4[i].bytes, 4);
		if (!walk_range(walk, range))
			return false;
	}
	return true;
}

bool address_ranges(const struct address *except, size_t count,
		    address_range_each *each, void *arg)
{
	struct walk walk = { except, count, each, arg, 4 };

	for (size_t i = 0; i < RANGES4_COUNT; i++)
		if (!walk_range(&walk, ranges4[i]))
			return false;
	walk.family = 6;
	for (size_t i = 0; i < RANGES6_COUNT; i++)
		if (!walk_range(&walk, ranges6[i]))
			return false;
	for (size_t i = 0; i < HOLDERS_COUNT; i++)
		if (!walk_holder(&walk, i))
			return false;
	return true;
}
