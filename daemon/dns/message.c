/* SPDX-License-Identifier: BSD-3-Clause */
/* message.c - a bounded parser of DNS messages that allocates nothing, and
 * the writer of questions. */
#include "dns/message.h"

#include <string.h>

#define OPTION_EDE 15 /* RFC 8914 2 */

/* What is left to read of a message. */
struct reader {
	const uint8_t *wire;
	size_t len, at;
	/* The target of the last pointer that began an owner, 0 for none: it
	 * was followed once, and most records of a message repeat it. */
	size_t known_target;
};

static uint16_t get16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

static void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void read_flags(struct message *m, unsigned flags)
{
	m->qr = flags & 0x8000;
	m->opcode = flags >> 11 & 15;
	m->aa = flags & 0x0400;
	m->tc = flags & 0x0200;
	m->rd = flags & 0x0100;
	m->ra = flags & 0x0080;
	m->ad = flags & 0x0020;
	m->cd = flags & 0x0010;
	m->rcode = flags & 15;
}

static enum err read_question(struct reader *r, struct message *m)
{
	unsigned count = get16(r->wire + 4);
	enum err err;

	/* RFC 9619 3: at most one. */
	if (count > 1)
		return ERR_FORMAT;
	if (!count)
		return ERR_OK;
	err = name_unpack(r->wire, r->len, &r->at, &m->qname);
	if (err)
		return err;
	if (r->len - r->at < 4)
		return ERR_FORMAT;
	m->qtype = get16(r->wire + r->at);
	m->qclass = get16(r->wire + r->at + 2);
	m->has_question = true;
	r->at += 4;
	return ERR_OK;
}

static enum err read_ede(struct message *m, size_t at, size_t len)
{
	/* RFC 8914 2: a code, and a text that may be empty. */
	if (len < 2)
		return ERR_FORMAT;
	if (m->ede_count < MESSAGE_EDE_MAX)
		m->ede[m->ede_count++] = (struct ede){
			.code = get16(m->wire + at),
			.text_at = (uint16_t)(at + 2),
			.text_len = (uint16_t)(len - 2),
		};
	return ERR_OK;
}

/* RFC 6891 6.1.2, 6.1.3. @p ttl is raw: RFC 2181 8 is not for it. */
static enum err read_opt(struct message *m, const struct record *opt,
			 uint32_t ttl)
{
	size_t at = opt->rdata_at, end = at + opt->rdata_len;

	/* RFC 6891 6.1.1: one, of the root, among the additional. */
	if (m->has_edns || opt->section != SECTION_ADDITIONAL ||
	    m->wire[opt->owner_at])
		return ERR_FORMAT;
	m->has_edns = true;
	m->edns_do = ttl & 0x8000;
	m->edns_size = opt->class;
	m->rcode |= (uint16_t)(ttl >> 24 << 4);
	while (at < end) {
		size_t len;

		if (end - at < 4)
			return ERR_FORMAT;
		len = get16(m->wire + at + 2);
		if (len > end - at - 4)
			return ERR_FORMAT;
		if (get16(m->wire + at) == OPTION_EDE &&
		    read_ede(m, at + 4, len))
			return ERR_FORMAT;
		at += 4 + len;
	}
	return ERR_OK;
}

/* Move past an owner name, and know that message_owner() can read it. */
static enum err skip_owner(struct reader *r)
{
	size_t left = r->len - r->at, target = 0;
	struct name owner;
	enum err err;

	if (left >= 2 && r->wire[r->at] >= 0xc0) {
		target = get16(r->wire + r->at) & 0x3fffu;
		if (target && target == r->known_target) {
			r->at += 2;
			return ERR_OK;
		}
	}
	err = name_unpack(r->wire, r->len, &r->at, &owner);
	if (!err && target)
		r->known_target = target;
	return err;
}

static enum err read_record(struct reader *r, struct message *m,
			    enum section section)
{
	struct record record = { .owner_at = (uint16_t)r->at,
				 .section = (uint8_t)section };
	const uint8_t *fixed;
	uint32_t ttl;
	enum err err = skip_owner(r);

	if (err)
		return err;
	if (r->len - r->at < 10)
		return ERR_FORMAT;
	fixed = r->wire + r->at;
	record.type = get16(fixed);
	record.class = get16(fixed + 2);
	ttl = get32(fixed + 4);
	record.ttl = ttl > INT32_MAX ? 0 : ttl;
	record.rdata_len = get16(fixed + 8);
	r->at += 10;
	if (record.rdata_len > r->len - r->at)
		return ERR_FORMAT;
	record.rdata_at = (uint16_t)r->at;
	r->at += record.rdata_len;
	if (record.type == TYPE_OPT)
		return read_opt(m, &record, ttl);
	if (m->record_count == MESSAGE_RECORDS_MAX)
		return ERR_LIMIT;
	m->records[m->record_count++] = record;
	return ERR_OK;
}

/* Everything but the records, which need no clearing before they are set. */
static void clear(struct message *m)
{
	m->has_question = m->has_edns = m->edns_do = false;
	m->qname.len = 0;
	m->qtype = m->qclass = m->edns_size = 0;
	m->record_count = m->ede_count = 0;
}

enum err message_parse(const uint8_t *wire, size_t len,
		       struct message *ret_message)
{
	struct message *m = ret_message;
	struct reader r = { .wire = wire,
			    .len = len,
			    .at = MESSAGE_HEADER_SIZE };
	enum err err;

	if (len < MESSAGE_HEADER_SIZE || len > MESSAGE_SIZE_MAX)
		return ERR_FORMAT;
	clear(m);
	m->wire = wire;
	m->len = len;
	m->id = get16(wire);
	read_flags(m, get16(wire + 2));
	err = read_question(&r, m);
	for (unsigned s = SECTION_ANSWER; s <= SECTION_ADDITIONAL; s++)
		for (unsigned left = get16(wire + 6 + 2 * s); left && !err;
		     left--)
			err = read_record(&r, m, (enum section)s);
	return err;
}

size_t message_bytes(const struct message *message)
{
	return offsetof(struct message, records) +
	       message->record_count * sizeof(message->records[0]);
}

void message_owner(const struct message *message, const struct record *record,
		   struct name *ret_owner)
{
	size_t at = record->owner_at;

	/* message_parse() took it, so it is a name. */
	(void)name_unpack(message->wire, message->len, &at, ret_owner);
}

size_t message_count(const struct message *message, enum section section,
		     const struct name *owner, uint16_t type)
{
	size_t count = 0;

	for (size_t i = 0; i < message->record_count; i++) {
		const struct record *record = &message->records[i];
		struct name name;

		if (record->section != section || record->type != type ||
		    record->class != CLASS_IN)
			continue;
		if (owner)
			message_owner(message, record, &name);
		count += !owner || name_equal(owner, &name);
	}
	return count;
}

size_t question_write(const struct question *question,
		      uint8_t ret_wire[QUESTION_SIZE_MAX])
{
	uint8_t *at = ret_wire;

	memset(ret_wire, 0, QUESTION_SIZE_MAX);
	put16(at, question->id);
	put16(at + 2,
	      (question->rd ? 0x0100u : 0u) | (question->cd ? 0x0010u : 0u));
	put16(at + 4, 1);
	put16(at + 10, question->edns_size ? 1 : 0);
	at += MESSAGE_HEADER_SIZE;
	memcpy(at, question->name.wire, question->name.len);
	at += question->name.len;
	put16(at, question->type);
	put16(at + 2, CLASS_IN);
	at += 4;
	if (!question->edns_size)
		return (size_t)(at - ret_wire);
	/* RFC 6891 6.1.2: the root owner, then type, size, flags, no options.
	 */
	put16(at + 1, TYPE_OPT);
	put16(at + 3, question->edns_size);
	put16(at + 7, question->dnssec_ok ? 0x8000 : 0);
	return (size_t)(at + 11 - ret_wire);
}

bool message_answers(const struct message *message,
		     const struct question *question)
{
	return message->qr && message->opcode == 0 &&
	       message->id == question->id && message->has_question &&
	       message->qtype == question->type &&
	       message->qclass == CLASS_IN &&
	       name_equal(&message->qname, &question->name);
}
