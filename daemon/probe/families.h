/* SPDX-License-Identifier: BSD-3-Clause */
/* families.h - which address families this machine can use. I/O. */
#ifndef FOREWARN_PROBE_FAMILIES_H
#define FOREWARN_PROBE_FAMILIES_H

#include "probe/roots.h"

struct families {
	bool ipv4, ipv6;
};

/** Whether there is a route to a root server; nothing is sent. */
struct families families_find(const struct roots *roots);

/** Whether @p address can be asked: its family is there, or it is loopback. */
bool families_can_ask(const struct families *families,
		      const struct address *address);

#endif
