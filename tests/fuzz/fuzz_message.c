/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_message.c - no bytes break the parser of messages, and what it takes
 * holds together. */
#include "base/text.h"
#include "dns/message.h"
#include "dns/rdata.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_name(const struct name *name)
{
	char text[NAME_TEXT_SIZE];
	struct name back;

	check(name_from_text(name_to_text(name, text), &back));
	check(name_equal(name, &back));
	check(name_is_under(name, &name_root));
	check(name_compare(name, &back) == 0);
	check(name_labels(name) == name_labels(&back));
	/* Canonical order: the zone above comes first. */
	back = name_strip(name, 1);
	check(name_is_under(name, &back));
	check(name->len == 1 || name_compare(&back, name) < 0);
}

static void check_record(const struct message *m, const struct record *record)
{
	struct name owner = { 0 };
	struct text text;

	check((size_t)record->rdata_at + record->rdata_len <= m->len);
	check(record->ttl <= INT32_MAX);
	message_owner(m, record, &owner);
	check_name(&owner);
	check(message_count(m, record->section, &owner, record->type) > 0 ||
	      record->class != CLASS_IN);
	text_init(&text, 1 << 20);
	rdata_print(&text, record->type,
		    (struct rdata){ m->wire + record->rdata_at,
				    record->rdata_len });
	check(text_ok(&text) && text.len > 0);
	text_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct message message;
	struct question question = { 0 };

	if (message_parse(data, size, &message))
		return 0;
	check(message.record_count <= MESSAGE_RECORDS_MAX);
	/* A sample: the whole of a large message would be quadratic. */
	for (size_t i = 0; i < message.record_count && i < 64; i++)
		check_record(&message, &message.records[i]);
	for (size_t i = 0; i < message.ede_count; i++)
		check((size_t)message.ede[i].text_at +
			      message.ede[i].text_len <=
		      size);
	if (!message.has_question)
		return 0;
	check_name(&message.qname);
	question.name = message.qname;
	question.type = message.qtype;
	question.id = message.id;
	check(message_answers(&message, &question) ==
	      (message.qr && !message.opcode && message.qclass == CLASS_IN));
	return 0;
}
