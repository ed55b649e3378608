/* SPDX-License-Identifier: BSD-3-Clause */
/* message.h - DNS messages: a bounded parser that allocates nothing, and the
 * writer of questions. RFC 1035 4.1, EDNS RFC 6891, EDE RFC 8914.
 *
 * The message keeps pointing at the caller's bytes. */
#ifndef FOREWARN_DNS_MESSAGE_H
#define FOREWARN_DNS_MESSAGE_H

#include "base/err.h"
#include "dns/name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A 64 KiB message could hold 5,000 of the smallest records; no RRset that a
 * zone lives on has over a thousand. */
#define MESSAGE_RECORDS_MAX 1024
#define MESSAGE_HEADER_SIZE 12 /* RFC 1035 4.1.1 */
#define MESSAGE_EDE_MAX	    8
#define MESSAGE_SIZE_MAX    65535
/* A question with EDNS: 12 + 255 + 4 + 11, rounded up. */
#define QUESTION_SIZE_MAX 288

enum rr_type {
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_PTR = 12,
	TYPE_MX = 15,
	TYPE_TXT = 16,
	TYPE_AAAA = 28,
	TYPE_SRV = 33,
	TYPE_DNAME = 39,
	TYPE_OPT = 41,
	TYPE_DS = 43,
	TYPE_RRSIG = 46,
	TYPE_NSEC = 47,
	TYPE_DNSKEY = 48,
	TYPE_NSEC3 = 50,
	TYPE_NSEC3PARAM = 51,
	TYPE_TLSA = 52,
	TYPE_CDS = 59,
	TYPE_CDNSKEY = 60,
	TYPE_CAA = 257,
};

enum rcode {
	RCODE_NOERROR = 0,
	RCODE_FORMERR = 1,
	RCODE_SERVFAIL = 2,
	RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4,
	RCODE_REFUSED = 5,
};

#define CLASS_IN 1

enum section { SECTION_ANSWER, SECTION_AUTHORITY, SECTION_ADDITIONAL };

struct record {
	uint16_t owner_at; /* offset of the owner name, maybe compressed */
	uint16_t type, class;
	uint16_t rdata_at, rdata_len; /* within the message, checked */
	uint8_t section;	      /* enum section */
	uint32_t ttl;		      /* RFC 2181 8: top bit set reads as 0 */
};

struct ede {
	uint16_t code;
	uint16_t text_at, text_len; /* within the message; UTF-8 by promise */
};

struct message {
	const uint8_t *wire;
	size_t len;
	uint16_t id;
	uint8_t opcode;
	uint16_t rcode; /* with EDNS' upper bits */
	bool qr, aa, tc, rd, ra, ad, cd;
	bool has_question;
	struct name qname; /* len 0 without a question */
	uint16_t qtype, qclass;
	bool has_edns, edns_do;
	uint16_t edns_size;
	size_t ede_count;
	struct ede ede[MESSAGE_EDE_MAX];
	size_t record_count; /* all sections, OPT left out */
	/* Last, so that a copy may end with those that are there. */
	struct record records[MESSAGE_RECORDS_MAX];
};

/** Bytes of @p message up to its last record: what a copy needs. */
size_t message_bytes(const struct message *message);

/**
 * Parse a whole message.
 *
 * @param wire  must outlive @p ret_message.
 * @return ERR_FORMAT: not a DNS message to its last byte (bytes behind it are
 *         allowed and ignored); ERR_LIMIT: over MESSAGE_RECORDS_MAX, or a
 *         name past the bound of name_unpack(). What then is in
 *         @p ret_message is not to be used.
 */
enum err message_parse(const uint8_t *wire, size_t len,
		       struct message *ret_message);

/** The owner of @p record, which is of @p message. */
void message_owner(const struct message *message, const struct record *record,
		   struct name *ret_owner);

/** Count of records of @p type owned by @p owner (NULL: any) in @p section. */
size_t message_count(const struct message *message, enum section section,
		     const struct name *owner, uint16_t type);

struct question {
	struct name name;
	uint16_t type;
	uint16_t id;
	bool rd, cd, dnssec_ok;
	uint16_t edns_size; /* 0: without EDNS */
};

/** Write a question of class IN. @return its length, never over the size. */
size_t question_write(const struct question *question,
		      uint8_t ret_wire[QUESTION_SIZE_MAX]);

/** Whether @p message is the answer to @p question: QR, opcode, id, and the
 * question repeated (names compared without case, RFC 1035 2.3.3). */
bool message_answers(const struct message *message,
		     const struct question *question);

#define TYPE_TEXT_SIZE 12

/** "DNSKEY", or "TYPE65280" (RFC 3597 5). @return @p ret_text. */
const char *type_to_text(uint16_t type, char ret_text[TYPE_TEXT_SIZE]);
/** @return false when @p text names no type. Case does not count. */
bool type_from_text(const char *text, uint16_t *ret_type);
/** "NOERROR", "SERVFAIL"; "unassigned rcode" past the registry; static. */
const char *rcode_text(uint16_t rcode);
/** The registered meaning of an extended error, static (RFC 8914 4). */
const char *ede_text(uint16_t code);

#endif
