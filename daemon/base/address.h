/* SPDX-License-Identifier: BSD-3-Clause */
/* address.h - an IP address and port as a value, and its text.
 *
 * Pure: numbers only, nothing is looked up. */
#ifndef FOREWARN_BASE_ADDRESS_H
#define FOREWARN_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct address {
	uint8_t family; /* 4 or 6; 0: none */
	uint16_t port;	/* 53 unless said */
	uint8_t bytes[16];
};

/* "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255@65535" */
#define ADDRESS_TEXT_SIZE 56

/** Read "192.0.2.1", "192.0.2.1@5353" or "2001:db8::1@5353". */
bool address_from_text(const char *text, struct address *ret_address);
/** Read "192.0.2.1:80" or "[2001:db8::1]:80", as URLs write it (RFC 3986
 * 3.2). */
bool address_from_host_port(const char *text, struct address *ret_address);
/** The form of address_from_text(); the port only where it is not 53. @return
 * @p ret_text. */
const char *address_to_text(const struct address *address,
			    char ret_text[ADDRESS_TEXT_SIZE]);
bool address_equal(const struct address *a, const struct address *b);

/* Where an address leads, by the IANA registries of special-purpose addresses
 * (RFC 6890). */
enum address_scope {
	ADDRESS_PUBLIC,
	ADDRESS_UNSPECIFIED, /* 0.0.0.0/8, ::; Linux connects to itself */
	ADDRESS_LOOPBACK,
	ADDRESS_LINK_LOCAL, /* with 169.254.169.254, where clouds keep keys */
	ADDRESS_PRIVATE,    /* RFC 1918, ULA, shared by a provider's NAT */
	ADDRESS_MULTICAST,
	ADDRESS_RESERVED, /* documentation, benchmarks, future use */
};

/** An IPv6 address that holds an IPv4 one (mapped, NAT64, 6to4, Teredo) is
 * judged by that. Family 0 is ADDRESS_UNSPECIFIED. */
enum address_scope address_scope(const struct address *address);
const char *address_scope_text(enum address_scope scope); /* "loopback" */

/* "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128" */
#define ADDRESS_RANGE_TEXT_SIZE 56

/** Called with "10.0.0.0/8". @return false to stop. */
typedef bool address_range_each(void *arg, const char *range);

/**
 * Go through the ranges of all addresses that are not public.
 *
 * @param except  @p count addresses that are left out, whatever their scope:
 *                the ranges around them come in pieces.
 * @return false where @p each did.
 */
bool address_ranges(const struct address *except, size_t count,
		    address_range_each *each, void *arg);

#endif
