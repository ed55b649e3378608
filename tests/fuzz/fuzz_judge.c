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

#define SERVER_COUNT (sizeof(servers) / sizeof(servers[0]))
#define ASKED_COUNT  (sizeof(asked) / sizeof(asked[0]))

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

/* What is found, whatever its order: a severity for each fault. */
struct found {
	size_t count;
	struct {
		const char *id;
		enum severity severity;
	} at[FINDINGS_MAX];
	enum severity worst;
	struct wall breaks_at;
};

static void note(struct found *found, const struct finding *f)
{
	size_t i = 0;

	while (i < found->count && found->at[i].id != f->id)
		i++;
	if (i == found->count) {
		found->count++;
		found->at[i].id = f->id;
		found->at[i].severity = f->severity;
	}
	if (f->severity > found->at[i].severity)
		found->at[i].severity = f->severity;
	if (f->severity > found->worst)
		found->worst = f->severity;
}

static bool is_in(const struct found *a, const struct found *b)
{
	for (size_t i = 0; i < a->count; i++) {
		size_t k = 0;

		while (k < b->count && (a->at[i].id != b->at[k].id ||
					a->at[i].severity != b->at[k].severity))
			k++;
		if (k == b->count)
			return false;
	}
	return true;
}

/* @return false where it needs more memory than it may have. */
static bool judge(const struct snapshot *snapshot, struct found *ret)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct view *view = arena ? view_new(arena, snapshot, now) : NULL;
	static struct diagnosis diagnosis;
	struct impact impact;

	memset(ret, 0, sizeof(*ret));
	if (view) {
		diagnose(arena, view, &strict_policy, &diagnosis);
		impact_of(arena, view, &impact);
		ret->breaks_at = impact.breaks_at;
	}
	for (size_t i = 0; view && i < diagnosis.count; i++) {
		if (!diagnosis.findings[i]->summary ||
		    strchr(diagnosis.findings[i]->summary, '\n'))
			abort();
		note(ret, diagnosis.findings[i]);
	}
	arena_free(arena);
	return view;
}

/* Judged again it is the same, and so it is when the servers come in another
 * order: none of them is the first. */
static void check_same(struct snapshot *snapshot, struct answer *answers,
		       const struct found *first)
{
	struct server swapped[SERVER_COUNT];
	struct found again;

	if (!judge(snapshot, &again) ||
	    again.breaks_at.s != first->breaks_at.s || !is_in(first, &again) ||
	    !is_in(&again, first))
		abort();
	memcpy(swapped, servers, sizeof(servers));
	swapped[1] = servers[2];
	swapped[2] = servers[1];
	snapshot->servers = swapped;
	for (size_t i = 0; i < snapshot->answer_count; i++)
		if (answers[i].server == 1 || answers[i].server == 2)
			answers[i].server = 3 - answers[i].server;
	if (!judge(snapshot, &again) ||
	    again.breaks_at.s != first->breaks_at.s || !is_in(first, &again) ||
	    !is_in(&again, first))
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
		.server_count = SERVER_COUNT,
		.servers = servers,
		.answers = answers,
	};
	struct found found;

	if (!name_from_text("example.", &snapshot.zone))
		abort();
	snapshot.answer_count = read_answers(data, size, answers);
	if (judge(&snapshot, &found))
		check_same(&snapshot, answers, &found);
	return 0;
}
