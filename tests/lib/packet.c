/* SPDX-License-Identifier: BSD-3-Clause */
/* packet.c - DNS answers in wire form, RFC 1035 4.1 and RFC 6891 6.1.2. */
#include "lib/packet.h"

#include <stdlib.h>
#include <string.h>

/* Where the question's name stands: behind the header. */
#define QNAME_AT 12

static void put(struct packet *packet, const void *bytes, size_t len)
{
	if (packet->len + len > sizeof(packet->wire))
		abort();
	if (len)
		memcpy(packet->wire + packet->len, bytes, len);
	packet->len += len;
}

static void put_u16(struct packet *packet, uint16_t value)
{
	uint8_t bytes[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	put(packet, bytes, sizeof(bytes));
}

static void put_owner(struct packet *packet, const struct name *owner)
{
	if (owner->len > 1 && name_equal(owner, &packet->qname))
		put_u16(packet, 0xc000 | QNAME_AT);
	else
		put(packet, owner->wire, owner->len);
}

void packet_begin(struct packet *packet, const struct name *qname,
		  uint16_t qtype, uint16_t flags, uint16_t rcode)
{
	memset(packet, 0, sizeof(*packet));
	packet->qname = *qname;
	put_u16(packet, 0); /* id: a snapshot's reader does not ask */
	put_u16(packet, (uint16_t)(0x8000 | flags | rcode));
	put_u16(packet, 1);
	put(packet, "\0\0\0\0\0", 6); /* counts: packet_end() */
	put(packet, qname->wire, qname->len);
	put_u16(packet, qtype);
	put_u16(packet, CLASS_IN);
}

void packet_rcode(struct packet *packet, uint16_t rcode)
{
	packet->wire[3] = (uint8_t)((packet->wire[3] & 0xf0) | (rcode & 0x0f));
}

void packet_add(struct packet *packet, enum section section,
		const struct name *owner, uint16_t type, uint32_t ttl,
		struct rdata rdata)
{
	put_owner(packet, owner);
	put_u16(packet, type);
	put_u16(packet, CLASS_IN);
	put_u16(packet, (uint16_t)(ttl >> 16));
	put_u16(packet, (uint16_t)ttl);
	put_u16(packet, rdata.len);
	put(packet, rdata.at, rdata.len);
	packet->counts[section]++;
}

const uint8_t *packet_end(struct packet *packet, struct arena *arena,
			  size_t *ret_len)
{
	/* The root, OPT, 1232 bytes, no extended rcode, version 0, DO. */
	static const uint8_t opt[] = { 0, 0, 41, 4, 208, 0, 0, 128, 0, 0, 0 };
	uint8_t *copy;

	if (!packet->no_opt) {
		put(packet, opt, sizeof(opt));
		packet->counts[SECTION_ADDITIONAL]++;
	}
	for (int i = 0; i < 3; i++) {
		packet->wire[6 + 2 * i] = (uint8_t)(packet->counts[i] >> 8);
		packet->wire[7 + 2 * i] = (uint8_t)packet->counts[i];
	}
	copy = arena_memdup(arena, packet->wire, packet->len);
	if (!copy)
		abort();
	*ret_len = packet->len;
	return copy;
}
