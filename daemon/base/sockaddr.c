/* SPDX-License-Identifier: BSD-3-Clause */
/* sockaddr.c - an address as the system's calls want it. */
#include "base/sockaddr.h"

#include <netinet/in.h>
#include <string.h>

socklen_t sockaddr_fill(const struct address *address,
			struct sockaddr_storage *ret_to)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)ret_to;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret_to;

	memset(ret_to, 0, sizeof(*ret_to));
	if (address->family == 6) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(address->port);
		memcpy(&v6->sin6_addr, address->bytes, 16);
		return sizeof(*v6);
	}
	v4->sin_family = AF_INET;
	v4->sin_port = htons(address->port);
	memcpy(&v4->sin_addr, address->bytes, 4);
	return sizeof(*v4);
}
