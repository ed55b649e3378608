/* SPDX-License-Identifier: BSD-3-Clause */
/* check_address.c - addresses as text, and which of them are public. */
#include "unit.h"

#include "base/address.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *text, *back; /* back NULL: refused */
} addresses[] = {
	{ "192.0.2.1", "192.0.2.1" },
	{ "192.0.2.1@53", "192.0.2.1" },
	{ "192.0.2.1@5353", "192.0.2.1@5353" },
	{ "2001:DB8::1", "2001:db8::1" },
	{ "2001:db8::1@1", "2001:db8::1@1" },
	{ "192.0.2", NULL },
	{ "192.0.2.1@", NULL },
	{ "192.0.2.1@0", NULL },
	{ "192.0.2.1@65536", NULL },
	{ "192.0.2.1@5x", NULL },
	{ "ns1.example", NULL },
	{ "", NULL },
};

START_TEST(address_text)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address a;

	ck_assert_int_eq(address_from_text(addresses[_i].text, &a),
			 addresses[_i].back != NULL);
	if (addresses[_i].back)
		ck_assert_str_eq(address_to_text(&a, text), addresses[_i].back);
}
END_TEST

static const struct {
	const char *text;
	enum address_scope want;
} scopes[] = {
	{ "0.0.0.0", ADDRESS_UNSPECIFIED },
	{ "0.255.255.255", ADDRESS_UNSPECIFIED },
	{ "1.0.0.0", ADDRESS_PUBLIC },
	{ "9.255.255.255", ADDRESS_PUBLIC },
	{ "10.0.0.0", ADDRESS_PRIVATE },
	{ "10.255.255.255", ADDRESS_PRIVATE },
	{ "11.0.0.0", ADDRESS_PUBLIC },
	{ "100.63.255.255", ADDRESS_PUBLIC },
	{ "100.64.0.0", ADDRESS_PRIVATE },
	{ "100.127.255.255", ADDRESS_PRIVATE },
	{ "100.128.0.0", ADDRESS_PUBLIC },
	{ "126.255.255.255", ADDRESS_PUBLIC },
	{ "127.0.0.1", ADDRESS_LOOPBACK },
	{ "127.255.255.255", ADDRESS_LOOPBACK },
	{ "128.0.0.0", ADDRESS_PUBLIC },
	{ "169.254.169.254", ADDRESS_LINK_LOCAL },
	{ "169.253.255.255", ADDRESS_PUBLIC },
	{ "168.63.129.15", ADDRESS_PUBLIC },
	{ "168.63.129.16", ADDRESS_LINK_LOCAL },
	{ "168.63.129.17", ADDRESS_PUBLIC },
	{ "172.15.255.255", ADDRESS_PUBLIC },
	{ "172.16.0.0", ADDRESS_PRIVATE },
	{ "172.31.255.255", ADDRESS_PRIVATE },
	{ "172.32.0.0", ADDRESS_PUBLIC },
	{ "192.0.0.8", ADDRESS_RESERVED },
	{ "192.0.1.0", ADDRESS_PUBLIC },
	{ "192.0.2.1", ADDRESS_RESERVED },
	{ "192.168.0.0", ADDRESS_PRIVATE },
	{ "192.169.0.0", ADDRESS_PUBLIC },
	{ "198.17.255.255", ADDRESS_PUBLIC },
	{ "198.19.255.255", ADDRESS_RESERVED },
	{ "198.41.0.4", ADDRESS_PUBLIC },
	{ "223.255.255.255", ADDRESS_PUBLIC },
	{ "224.0.0.1", ADDRESS_MULTICAST },
	{ "240.0.0.1", ADDRESS_RESERVED },
	{ "255.255.255.255", ADDRESS_RESERVED },
	{ "::", ADDRESS_UNSPECIFIED },
	{ "::1", ADDRESS_LOOPBACK },
	{ "::2", ADDRESS_RESERVED },
	{ "::7f00:1", ADDRESS_RESERVED },
	{ "::ffff:127.0.0.1", ADDRESS_LOOPBACK },
	{ "::ffff:169.254.169.254", ADDRESS_LINK_LOCAL },
	{ "::ffff:198.41.0.4", ADDRESS_PUBLIC },
	{ "::ffff:0:10.0.0.1", ADDRESS_PRIVATE },
	{ "64:ff9b::10.0.0.1", ADDRESS_PRIVATE },
	{ "64:ff9b::198.41.0.4", ADDRESS_PUBLIC },
	{ "64:ff9b:1::198.41.0.4", ADDRESS_PRIVATE },
	{ "2002:7f00:1::1", ADDRESS_LOOPBACK },
	{ "2002:c629:4::1", ADDRESS_PUBLIC },
	/* 127.0.0.1 with every bit turned. */
	{ "2001::80ff:fffe", ADDRESS_LOOPBACK },
	{ "100::1", ADDRESS_RESERVED },
	{ "2001:db8::1", ADDRESS_RESERVED },
	{ "2001:503:ba3e::2:30", ADDRESS_PUBLIC },
	{ "fbff::1", ADDRESS_PUBLIC },
	{ "fc00::1", ADDRESS_PRIVATE },
	{ "fdff::1", ADDRESS_PRIVATE },
	{ "fe7f::1", ADDRESS_PUBLIC },
	{ "fe80::1", ADDRESS_LINK_LOCAL },
	{ "febf::1", ADDRESS_LINK_LOCAL },
	{ "fec0::1", ADDRESS_PRIVATE },
	{ "ff02::1", ADDRESS_MULTICAST },
};

/* Reads "10.0.0.0/8" and tells whether it holds an address. */
static bool range_holds(const char *text, const struct address *a)
{
	const char *slash = strchr(text, '/');
	unsigned bits = (unsigned)strtoul(slash + 1, NULL, 10);
	char copy[ADDRESS_RANGE_TEXT_SIZE];
	struct address range;

	(void)snprintf(copy, sizeof(copy), "%.*s", (int)(slash - text), text);
	ck_assert_msg(address_from_text(copy, &range), "%s", text);
	for (unsigned i = 0; i < bits; i++)
		if ((a->bytes[i / 8] ^ range.bytes[i / 8]) & 0x80 >> i % 8)
			return false;
	return a->family == range.family;
}

struct range_search {
	struct address address;
	unsigned found, ranges;
};

static bool search_range(void *arg, const char *text)
{
	struct range_search *search = arg;

	search->ranges++;
	search->found += range_holds(text, &search->address);
	return true;
}

/* Every range together say of an address what its scope does. */
START_TEST(ranges_are_scopes)
{
	struct range_search search = { .found = 0 };

	ck_assert(address_from_text(scopes[_i].text, &search.address));
	ck_assert(address_ranges(NULL, 0, search_range, &search));
	ck_assert_msg((search.found > 0) == (scopes[_i].want != ADDRESS_PUBLIC),
		      "%s", scopes[_i].text);
	ck_assert_uint_lt(search.ranges, 100);
}
END_TEST

static const struct {
	const char *name, *text;
	bool want; /* in some range */
} around[] = {
	{ "the exception", "127.81.0.1", false },
	{ "before it", "127.81.0.0", true },
	{ "behind it", "127.81.0.2", true },
	{ "the other end of its range", "127.255.255.255", true },
	{ "the second exception in a range", "127.0.0.1", false },
	{ "an IPv6 exception", "::1", false },
	{ "behind the IPv6 one", "::2", true },
	{ "an exception within IPv6", "::ffff:127.81.0.1", true },
	{ "another range", "10.0.0.1", true },
	{ "a public exception", "198.41.0.4", false },
};

START_TEST(ranges_leave_out)
{
	struct address except[4];
	struct range_search search = { .found = 0 };

	ck_assert(address_from_text("127.81.0.1@5353", &except[0]));
	ck_assert(address_from_text("127.0.0.1", &except[1]));
	ck_assert(address_from_text("::1", &except[2]));
	ck_assert(address_from_text("198.41.0.4", &except[3]));
	ck_assert(address_from_text(around[_i].text, &search.address));
	ck_assert(address_ranges(except, 4, search_range, &search));
	ck_assert_msg((search.found > 0) == around[_i].want, "%s",
		      around[_i].name);
}
END_TEST

static bool refuse_range(void *arg, const char *text)
{
	(void)text;
	return --*(int *)arg > 0;
}

START_TEST(ranges_stop)
{
	int left = 3;

	ck_assert(!address_ranges(NULL, 0, refuse_range, &left));
	ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(address_scopes)
{
	struct address a;

	ck_assert(address_from_text(scopes[_i].text, &a));
	ck_assert_msg(address_scope(&a) == scopes[_i].want, "%s: %s",
		      scopes[_i].text, address_scope_text(address_scope(&a)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("address");
	TCase *c = tcase_create("address");

	tcase_add_loop_test(c, address_text, 0, COUNT_OF(addresses));
	tcase_add_loop_test(c, ranges_are_scopes, 0, COUNT_OF(scopes));
	tcase_add_loop_test(c, ranges_leave_out, 0, COUNT_OF(around));
	tcase_add_test(c, ranges_stop);
	tcase_add_loop_test(c, address_scopes, 0, COUNT_OF(scopes));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
