/* SPDX-License-Identifier: BSD-3-Clause */
/* address.c - an IP address and port as a value, and its text. */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool address_from_text(const char *text, struct address *ret_address)
{
	struct address address = { .port = 53 };
	const char *at = strchr(text, '@');
	size_t len = at ? (size_t)(at - text) : strlen(text);
	char host[INET6_ADDRSTRLEN];

	if (len >= sizeof(host))
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	if (at) {
		char *end;
		unsigned long port = strtoul(at + 1, &end, 10);

		if (at[1] < '0' || at[1] > '9' || *end || port < 1 ||
		    port > 65535)
			return false;
		address.port = (uint16_t)port;
	}
	if (inet_pton(AF_INET, host, address.bytes) == 1)
		address.family = 4;
	else if (inet_pton(AF_INET6, host, address.bytes) == 1)
		address.family = 6;
	else
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
