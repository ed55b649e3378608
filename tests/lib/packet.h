/* SPDX-License-Identifier: BSD-3-Clause */
/* packet.h - DNS answers in wire form for tests: a server's own writer, not
 * a mirror of dns/message.c. */
#ifndef FOREWARN_TESTS_PACKET_H
#define FOREWARN_TESTS_PACKET_H

#include "base/arena.h"
#include "dns/message.h"
#include "dns/rdata.h"

#define PACKET_SIZE_MAX 16384

/* Header bits, RFC 1035 4.1.1. */
#define PACKET_AA 0x0400
#define PACKET_TC 0x0200
#define PACKET_RD 0x0100
#define PACKET_RA 0x0080
#define PACKET_AD 0x0020

struct packet {
	size_t len;
	uint16_t counts[3]; /* by enum section */
	struct name qname;
	bool no_opt; /* as from a server that does not know EDNS */
	uint8_t wire[PACKET_SIZE_MAX];
};

/** Begin an answer to @p qname and @p qtype; QR is set. */
void packet_begin(struct packet *packet, const struct name *qname,
		  uint16_t qtype, uint16_t flags, uint16_t rcode);

/** Change the rcode of what was begun. */
void packet_rcode(struct packet *packet, uint16_t rcode);

/** Add a record; sections in order. An owner equal to the question's is
 * written as a pointer. The process aborts past PACKET_SIZE_MAX. */
void packet_add(struct packet *packet, enum section section,
		const struct name *owner, uint16_t type, uint32_t ttl,
		struct rdata rdata);

/** Close it with an OPT record (DO, 1232) unless `no_opt`. @return a copy in @p arena. */
const uint8_t *packet_end(struct packet *packet, struct arena *arena,
			  size_t *ret_len);

#endif
