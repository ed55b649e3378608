/* SPDX-License-Identifier: BSD-3-Clause */
/* address.c - an IP address and port as a value, and its text. */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* @param port  text, or NULL for @p fallback. */
static bool read(const char *host, size_t len, const char *port,
		 uint16_t fallback, struct address *ret)
{
	struct address address = { .port = fallback };
	char text[INET6_ADDRSTRLEN];

	if (len >= sizeof(text))
		return false;
	memcpy(text, host, len);
	text[len] = '\0';
	if (port) {
		char *end;
		unsigned long number = strtoul(port, &end, 10);

		if (*port < '0' || *port > '9' || *end || number < 1 ||
		    number > 65535)
			return false;
		address.port = (uint16_t)number;
	}
	if (inet_pton(AF_INET, text, address.bytes) == 1)
		address.family = 4;
	else if (inet_pton(AF_INET6, text, address.bytes) == 1)
		address.family = 6;
	else
		return false;
	*ret = address;
	return true;
}

bool address_from_text(const char *text, struct address *ret_address)
{
	const char *at = strchr(text, '@');

	return read(text, at ? (size_t)(at - text) : strlen(text),
		    at ? at + 1 : NULL, 53, ret_address);
}

bool address_from_host_port(const char *text, struct address *ret_address)
{
	const char *colon = strrchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : 0;
	bool bracketed = len > 2 && text[0] == '[' && text[len - 1] == ']';
	struct address address;

	if (!colon || !read(text + bracketed, len - 2u * bracketed, colon + 1,
			    0, &address))
		return false;
	/* Without brackets nobody knows where the port begins. */
	if ((address.family == 6) != bracketed)
		return false;
	*ret_address = address;
	return true;
}

const char *address_to_text(const struct address *address,
			    char ret_text[ADDRESS_TEXT_SIZE])
{
	int family = address->family == 6 ? AF_INET6 : AF_INET;
	size_t len;

	if (!address->family ||
	    !inet_ntop(family, address->bytes, ret_text, ADDRESS_TEXT_SIZE)) {
		(void)snprintf(ret_text, ADDRESS_TEXT_SIZE, "-");
		return ret_text;
	}
	len = strlen(ret_text);
	if (address->port != 53)
		(void)snprintf(ret_text + len, ADDRESS_TEXT_SIZE - len, "@%u",
			       address->port);
	return ret_text;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family && a->port == b->port &&
	       memcmp(a->bytes, b->bytes, a->family == 6 ? 16 : 4) == 0;
}
