/* SPDX-License-Identifier: BSD-3-Clause */
/* sockaddr.h - an address as the system's calls want it. */
#ifndef FOREWARN_BASE_SOCKADDR_H
#define FOREWARN_BASE_SOCKADDR_H

#include "base/address.h"

#include <sys/socket.h>

/** @return the length. */
socklen_t sockaddr_fill(const struct address *address,
			struct sockaddr_storage *ret_to);

#endif
