/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_judge.c - no answers, however hostile, break the view, a check or the
 * impact clock, and every finding can be told.
 *
 * Input: items of a selector byte, a length of two bytes, and a packet. The
 * selector's low bits choose who was asked for what, the two upmost what the
 * validator made of it. */
#include "lib/policy.h"

#include "diagnose/check.h"
#include "forecast/impact.h"

#include <stdlib.h>
#include <string.h>

#define ANSWERS_MAX   64
#define ARENA_BYTES   (32u * 1024 * 1024)
#define SELECTOR_MASK 0x3f

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 2031-03-01T00:00:00Z, as in the tests that made the corpus. */
static const struct wall now = { 1930089600 };

static const struct server servers[] = {
	{ .vantage = VANTAGE_PARENT, .address = { 4, 53, { 203, 0, 113, 1 } } },
	{ .vantage = VANTAGE_AUTHORITY,
	  .address = { 4, 53, { 192, 0, 2, 1 } } },
	{ .vantage = VANTAGE_AUTHORITY,
	  .address = { 4, 53, { 192, 0, 2, 2 } } },
	{ .vantage = VANTAGE_RESOLVER,
	  .address = { 4, 53, { 192, 0, 2, 53 } } },
	{ .vantage = VANTAGE_RESOLVER,
	  .address = { 4, 53, { 192, 0, 2, 54 } } },
};

static const struct {
	enum vantage vantage;
	int server;
	const char *name;
	uint16_t type;
	bool cd;
} asked[] = {
	{ VANTAGE_AUTHORITY, 1, "example.", TYPE_SOA, false },
	{ VANTAGE_AUTHORITY, 1, "example.", TYPE_DNSKEY, false },
	{ VANTAGE_AUTHORITY, 1, "www.example.", TYPE_A, false },
	{ VANTAGE_AUTHORITY, 1, "_forewarn-nx-0badcafe.example.", TYPE_A,
	  false },
	{ VANTAGE_AUTHORITY, 2, "example.", TYPE_SOA, false },
	{ VANTAGE_AUTHORITY, 2, "example.", TYPE_DNSKEY, false },
	{ VANTAGE_AUTHORITY, 2, "www.example.", TYPE_A, false },
	{ VANTAGE_AUTHORITY, 2, "_forewarn-nx-0badcafe.example.", TYPE_A,
	  false },
	{ VANTAGE_PARENT, 0, "example.", TYPE_DS, false },
	{ VANTAGE_VALIDATOR, -1, "example.", TYPE_SOA, false },
	{ VANTAGE_VALIDATOR, -1, "example.", TYPE_DS, false },
	{ VANTAGE_VALIDATOR, -1, "www.example.", TYPE_A, false },
	{ VANTAGE_VALIDATOR, -1, ".", TYPE_SOA, false },
	{ VANTAGE_RESOLVER, 3, "example.", TYPE_SOA, false },
	{ VANTAGE_RESOLVER, 3, "example.", TYPE_SOA, true },
	{ VANTAGE_RESOLVER, 3, "example.", TYPE_DNSKEY, false },
	{ VANTAGE_RESOLVER, 3, "example.", TYPE_DNSKEY, true },
	{ VANTAGE_RESOLVER, 3, "example.", TYPE_DS, false },
	{ VANTAGE_RESOLVER, 3, "www.example.", TYPE_A, false },
	{ VANTAGE_RESOLVER, 3, ".", TYPE_SOA, false },
	{ VANTAGE_RESOLVER, 4, "example.", TYPE_SOA, false },
	{ VANTAGE_RESOLVER, 4, ".", TYPE_SOA, false },
};

#define ASKED_COUNT (sizeof(asked) / sizeof(asked[0]))

static struct answer answer_of(uint8_t selector, const uint8_t *packet,
			       size_t len)
{
	size_t i = (selector & SELECTOR_MASK) % ASKED_COUNT;
	struct answer answer = {
		.vantage = asked[i].vantage,
		.server = asked[i].server,
		.type = asked[i].type,
		.cd = asked[i].cd,
		.outcome = len > 0 ? OUTCOME_ANSWER : OUTCOME_TIMEOUT,
		.sent_at = now,
		.tries = 1,
		.security = (enum security)(selector >> 6),
		.packet = len > 0 ? packet : NULL,
		.packet_len = len,
	};

	if (!name_from_text(asked[i].name, &answer.name))
		abort();
	return answer;
}

static size_t read_answers(const uint8_t *data, size_t size,
			   struct answer answers[ANSWERS_MAX])
{
	size_t count = 0;

	while (size >= 3 && count < ANSWERS_MAX) {
		size_t len = (size_t)data[1] << 8 | data[2];

		if (len > size - 3)
			len = size - 3;
		answers[count++] = answer_of(data[0], data + 3, len);
		data += 3 + len;
		size -= 3 + len;
	}
	return count;
}

static void judge(struct arena *arena, const struct snapshot *snapshot)
{
	const struct view *view = view_new(arena, snapshot, now);
	static struct diagnosis diagnosis;
	struct impact impact;

	if (!view)
		return;
	diagnose(arena, view, &strict_policy, &diagnosis);
	impact_of(arena, view, &impact);
	for (size_t i = 0; i < diagnosis.count; i++)
		if (!diagnosis.findings[i]->summary ||
		    strchr(diagnosis.findings[i]->summary, '\n'))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct answer answers[ANSWERS_MAX];
	struct snapshot snapshot = {
		.kind = PASS_SURVEY,
		.started_at = now,
		.at = now,
		.ipv4 = true,
		.server_count = sizeof(servers) / sizeof(servers[0]),
		.servers = servers,
		.answers = answers,
	};
	struct arena *arena = arena_new(ARENA_BYTES);

	if (!arena || !name_from_text("example.", &snapshot.zone))
		abort();
	snapshot.answer_count = read_answers(data, size, answers);
	judge(arena, &snapshot);
	arena_free(arena);
	return 0;
}
