/* SPDX-License-Identifier: BSD-3-Clause */
/* check_provider.c - a provider whose zones are each on some other of its
 * servers dies: one message and one end, and none for what it explains. */
#include "unit.h"

#include "base/text.h"
#include "incident/incident.h"

#include <stdio.h>
#include <string.h>

#define CONFIRM_PASSES 3
#define CUSTOMERS      500
#define SEEDS	       20 /* orders in which the zones notice */
#define PULSE_S	       300
#define LOOK_AGAIN_S   20
#define OUTAGE_S       1800

/* Servers of each zone, and of the provider. Where these are many more than
 * zones name twice, zones are not joined, and nothing could say that they
 * belong together. */
static const struct {
	unsigned each, of;
	unsigned told_most; /* messages before the end */
} providers[] = {
	{ 2, 4, 1 },
	{ 4, 8, 1 },
	/* Not all servers are known when it opens: the others are told, all
	 * of which anything is known at once. */
	{ 4, 200, 5 },
};

/* A zone, and the next look at it. */
static struct customer {
	char zone[16], servers[64];
	int64_t at;
	unsigned looks; /* running that saw the same */
	bool failed;
} customers[CUSTOMERS];

static uint32_t state;

static uint32_t below(uint32_t bound)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % bound;
}

static void choose_servers(struct customer *c, unsigned each, unsigned of)
{
	unsigned chosen = 0, left = each;
	struct text text;

	text_init(&text, sizeof(c->servers) - 1);
	text_put(&text, each == 1 ? "server" : "servers");
	for (unsigned server = 1; left > 0; server++) {
		if (below(of - server + 1) >= left)
			continue;
		left--;
		text_printf(&text, "%s%u", chosen++ ? ", " : " ", server);
	}
	ck_assert(text_ok(&text));
	(void)snprintf(c->servers, sizeof(c->servers), "%s",
		       text_string(&text));
	text_done(&text);
}

static void begin(unsigned each, unsigned of, uint32_t seed)
{
	state = seed;
	for (int i = 0; i < CUSTOMERS; i++) {
		struct customer *c = &customers[i];

		*c = (struct customer){ .at = below(PULSE_S) };
		(void)snprintf(c->zone, sizeof(c->zone), "z%d.", i);
		choose_servers(c, each, of);
	}
}

static struct fold look(struct incident_book *book, struct customer *c,
			bool fails, int64_t now)
{
	struct finding finding = {
		.id = "auth-all-unreachable",
		.severity = SEVERITY_CRITICAL,
		.deadline = WALL_NEVER,
		.cause = c->servers,
	};
	const struct finding *pointer = &finding;
	struct assessment a = {
		.zone_text = c->zone,
		.verdict = fails ? VERDICT_CRITICAL : VERDICT_OK,
		.findings = &pointer,
		.finding_count = fails,
	};
	struct fold fold;

	ck_assert_int_eq(incident_fold(book, &a, (struct wall){ now }, &fold),
			 ERR_OK);
	c->looks = fails == c->failed ? c->looks + 1 : 1;
	c->failed = fails;
	c->at = now + (fold.suspect ? LOOK_AGAIN_S : PULSE_S);
	return fold;
}

struct told {
	unsigned count[CHANGE_REMINDED + 1], of_zones;
};

/* All looks from @p from to @p until. */
static void watch(struct incident_book *book, int64_t from, int64_t until,
		  bool fails, struct told *told)
{
	for (int64_t now = from; now < until; now++)
		for (int i = 0; i < CUSTOMERS; i++) {
			struct fold fold;

			if (customers[i].at > now)
				continue;
			fold = look(book, &customers[i], fails, now);
			for (size_t n = 0; n < fold.announcement_count; n++) {
				const struct announcement *a =
					&fold.announcements[n];

				told->count[a->change]++;
				told->of_zones +=
					!incident_is_of_servers(a->incident);
			}
		}
}

static size_t incidents_open(const struct incident_book *book,
			     size_t *ret_zones, size_t *ret_servers)
{
	const struct incident *incident;
	size_t cursor = 0, count = 0;

	*ret_zones = *ret_servers = 0;
	while ((incident = incident_next(book, &cursor))) {
		count += incident->open;
		*ret_zones += incident->member_count;
		*ret_servers += incident->server_count;
	}
	return count;
}

START_TEST(provider_dies)
{
	unsigned each = providers[_i / SEEDS].each;
	unsigned of = providers[_i / SEEDS].of;
	struct incident_book *book = incident_book_new(CONFIRM_PASSES);
	struct told told = { .of_zones = 0 };
	size_t zones, servers;
	unsigned before_end;

	begin(each, of, 1 + (uint32_t)_i % SEEDS * 7919);
	watch(book, 0, OUTAGE_S, true, &told);
	before_end = told.count[CHANGE_OPENED] + told.count[CHANGE_WORSENED];
	printf("%u of %u, seed %d: opened %u worsened %u of zones %u\n", each,
	       of, 1 + _i % SEEDS * 7919, told.count[CHANGE_OPENED],
	       told.count[CHANGE_WORSENED], told.of_zones);
	ck_assert_uint_eq(incidents_open(book, &zones, &servers), 1);
	ck_assert_uint_eq(zones, CUSTOMERS);
	ck_assert_uint_le(servers, of);
	ck_assert_uint_le(before_end, providers[_i / SEEDS].told_most);
	watch(book, OUTAGE_S, 2 * OUTAGE_S, false, &told);
	ck_assert_uint_eq(told.count[CHANGE_CLOSED], 1);
	ck_assert_uint_eq(told.of_zones, 0);
	ck_assert_uint_eq(incidents_open(book, &zones, &servers), 0);
	ck_assert_uint_eq(zones, 0);
	incident_book_free(book);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("provider");
	TCase *c = tcase_create("provider");

	tcase_add_loop_test(c, provider_dies, 0, COUNT_OF(providers) * SEEDS);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
