/* SPDX-License-Identifier: BSD-3-Clause */
/* families.c - which address families this machine can use. */
#include "probe/families.h"

#include "base/sockaddr.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Connecting a datagram socket looks for a route and a source address. Out of
 * descriptors is no reason to think that there is none. */
static bool has_route(const struct address *address)
{
	struct sockaddr_storage to;
	socklen_t len = sockaddr_fill(address, &to);
	int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool ok;

	if (fd < 0)
		return errno == EMFILE || errno == ENFILE;
	ok = connect(fd, (struct sockaddr *)&to, len) == 0;
	(void)close(fd); /* nothing was sent */
	return ok;
}

/* Any hint of the family, or a.root-servers.net where there is none. */
static bool family_usable(const struct roots *roots, uint8_t family,
			  const char *otherwise)
{
	struct address address;
	bool any = false;

	for (size_t i = 0; i < roots->hint_count; i++) {
		if (roots->hints[i].family != family)
			continue;
		if (has_route(&roots->hints[i]))
			return true;
		any = true;
	}
	return !any && address_from_text(otherwise, &address) &&
	       has_route(&address);
}

struct families families_find(const struct roots *roots)
{
	return (struct families){
		.ipv4 = family_usable(roots, 4, "198.41.0.4"),
		.ipv6 = family_usable(roots, 6, "2001:503:ba3e::2:30"),
	};
}

static bool is_loopback(const struct address *address)
{
	static const uint8_t v6[16] = { [15] = 1 };

	return address->family == 4
		       ? address->bytes[0] == 127
		       : memcmp(address->bytes, v6, sizeof(v6)) == 0;
}

bool families_can_ask(const struct families *families,
		      const struct address *address)
{
	return is_loopback(address) ||
	       (address->family == 6 ? families->ipv6 : families->ipv4);
}
