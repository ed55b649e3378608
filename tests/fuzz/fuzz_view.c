/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_view.c - no answer breaks the working out of a view: one message as
 * the answer of everybody to every question about its own name. */
#include "observe/view.h"

#include <stdlib.h>

#define ARENA_BYTES (32 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_row(const struct view *view, const struct view_rrset *row)
{
	bool valid = false;

	for (size_t i = 0; i < row->sig_count; i++) {
		const struct view_signature *sig = &row->sigs[i];

		valid |= sig->state == SIG_VALID;
		check(sig->state != SIG_VALID || sig->key);
		check(sig->state != SIG_VALID ||
		      (sig->inception.s <= view->now.s &&
		       sig->expiration.s >= view->now.s));
		check(sig->state != SIG_UNCHECKED || view->budget_spent);
	}
	check(row->usable == valid && valid != wall_is_never(row->good_until));
}

static void check_view(const struct view *view)
{
	check(view->server_count == 1 && view->parent_count == 1);
	check(view->verified_count <= 512);
	for (size_t i = 0; i < view->servers[0].rrset_count; i++)
		check_row(view, &view->servers[0].rrsets[i]);
	for (size_t i = 0; i < view->ds_count; i++)
		check(view->ds_key[i] < (int)view->key_count);
}

static void put_answers(struct answer *answers, const struct message *message,
			const uint8_t *data, size_t size)
{
	static const struct {
		enum vantage vantage;
		int server;
		uint16_t type; /* 0: the message's own */
	} asked[] = {
		{ VANTAGE_VALIDATOR, -1, 0 },
		{ VANTAGE_CD, -1, TYPE_DS },
		{ VANTAGE_PARENT, 1, TYPE_DS },
		{ VANTAGE_AUTHORITY, 0, TYPE_DNSKEY },
		{ VANTAGE_AUTHORITY, 0, TYPE_SOA },
		{ VANTAGE_AUTHORITY, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		answers[i] = (struct answer){
			.vantage = asked[i].vantage,
			.server = asked[i].server,
			.name = message->qname,
			.type = asked[i].type ? asked[i].type : message->qtype,
			.packet = data,
			.packet_len = size,
		};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct message message;
	struct answer answers[6];
	struct server servers[] = {
		{ .vantage = VANTAGE_AUTHORITY, .address = { .family = 4 } },
		{ .vantage = VANTAGE_PARENT, .address = { .family = 4 } },
	};
	struct snapshot snapshot = { .ipv4 = true,
				     .server_count = 2,
				     .servers = servers,
				     .answer_count = 6,
				     .answers = answers };
	struct arena *arena;
	const struct view *view;

	if (message_parse(data, size, &message) || !message.has_question)
		return 0;
	arena = arena_new(ARENA_BYTES);
	if (!arena)
		return 0;
	snapshot.zone = message.qname;
	put_answers(answers, &message, data, size);
	/* In the dates of the corpus' signatures. */
	view = view_new(arena, &snapshot, (struct wall){ 1795400000 });
	if (view)
		check_view(view);
	arena_free(arena);
	return 0;
}
