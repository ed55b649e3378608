/* SPDX-License-Identifier: BSD-3-Clause */
/* check_trap.c - which zones may cost libunbound much, and when it is enough.
 */
#include "unit.h"

#include "lib/packet.h"
#include "probe/trap.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

/* Keys of one tag: the same words in another order. */
static void add_key(struct packet *packet, const struct name *apex,
		    uint8_t algorithm, unsigned place)
{
	uint8_t rdata[4 + 64] = { 1, 0, 3, algorithm };

	rdata[4 + 2 * (place % 30)] = (uint8_t)(1 + place / 30);
	packet_add(packet, SECTION_ANSWER, apex, TYPE_DNSKEY, 1,
		   (struct rdata){ rdata, sizeof(rdata) });
}

static void add_signature(struct packet *packet, const struct name *owner,
			  uint16_t covered)
{
	uint8_t rdata[18 + 1 + 64] = { (uint8_t)(covered >> 8),
				       (uint8_t)covered };

	packet_add(packet, SECTION_ANSWER, owner, TYPE_RRSIG, 1,
		   (struct rdata){ rdata, sizeof(rdata) });
}

/* Keys, those of them whose tag and algorithm is one, and the signatures over
 * them; then the signatures over the SOA. */
struct zone {
	const char *name;
	unsigned keys, alike, key_signatures, soa_signatures;
	bool want_set;
	unsigned want_bogus; /* answers, then it is enough; all tried once */
};

static const struct zone zones[] = {
	{ "nothing heard", 0, 0, 0, 0, false, 16 },
	{ "one key", 1, 1, 1, 1, false, 16 },
	{ "a KSK and a ZSK", 2, 1, 2, 1, false, 8 },
	{ "a KSK and a ZSK of one tag", 2, 2, 2, 1, false, 4 },
	{ "two algorithms, all keys rolled", 8, 1, 4, 4, false, 4 },
	{ "an algorithm more", 9, 1, 5, 2, false, 4 },
	{ "three keys of one tag", 3, 3, 2, 1, false, 3 },
	{ "eight signatures, one key", 1, 1, 1, 8, false, 2 },
	{ "KeyTrap", 50, 50, 1, 100, true, 2 },
	{ "LockCram", 100, 60, 1, 1, true, 2 },
	{ "SigJam", 1, 1, 1, 100, true, 2 },
};

static void note(struct trap *trap, struct packet *packet)
{
	struct message message;
	size_t len;
	const uint8_t *wire = packet_end(packet, arena, &len);

	ck_assert_int_eq(message_parse(wire, len, &message), ERR_OK);
	trap_note(trap, &message);
}

static void note_zone(struct trap *trap, const struct zone *zone)
{
	static struct packet packet;
	struct name apex;

	ck_assert(name_from_text("example.", &apex));
	packet_begin(&packet, &apex, TYPE_DNSKEY, 0, RCODE_NOERROR);
	for (unsigned i = 0; i < zone->keys; i++)
		add_key(&packet, &apex,
			i < zone->alike ? 14 : (uint8_t)(100 + i),
			i < 60 ? i : 0);
	for (unsigned i = 0; i < zone->key_signatures; i++)
		add_signature(&packet, &apex, TYPE_DNSKEY);
	note(trap, &packet);
	packet_begin(&packet, &apex, TYPE_SOA, 0, RCODE_NOERROR);
	for (unsigned i = 0; i < zone->soa_signatures; i++)
		add_signature(&packet, &apex, TYPE_SOA);
	note(trap, &packet);
}

START_TEST(tries)
{
	const struct zone *zone = &zones[_i];
	struct trap trap = { 0 };
	unsigned bogus = 0;

	note_zone(&trap, zone);
	ck_assert_msg(trap_is_set(&trap) == zone->want_set,
		      "%s: %u alike, %u signatures", zone->name, trap.alike,
		      trap.signatures);
	while (!trap_is_spent(&trap)) {
		trap_sprung(&trap, true);
		bogus++;
	}
	ck_assert_msg(bogus == zone->want_bogus, "%s: enough after %u",
		      zone->name, bogus);
}
END_TEST

/* The first answer of a zone is tried three times. */
START_TEST(first)
{
	struct trap trap = { 0 };

	note_zone(&trap, &zones[2]);
	trap_sprung(&trap, false);
	ck_assert_uint_eq(trap.wasted, 6);
}
END_TEST

/* An RRSIG of no bytes, and a DNSKEY of three. */
START_TEST(no_records)
{
	static struct packet packet;
	struct trap trap = { 0 };
	struct name apex;

	ck_assert(name_from_text("example.", &apex));
	packet_begin(&packet, &apex, TYPE_DNSKEY, 0, RCODE_NOERROR);
	for (int i = 0; i < 9; i++) {
		packet_add(&packet, SECTION_ANSWER, &apex, TYPE_RRSIG, 1,
			   (struct rdata){ (const uint8_t *)"", 0 });
		packet_add(&packet, SECTION_ANSWER, &apex, TYPE_DNSKEY, 1,
			   (struct rdata){ (const uint8_t *)"\1\0\3", 3 });
	}
	note(&trap, &packet);
	ck_assert(!trap_is_set(&trap));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trap");
	TCase *tc = tcase_create("trap");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, tries, 0, COUNT_OF(zones));
	tcase_add_test(tc, first);
	tcase_add_test(tc, no_records);
	suite_add_tcase(suite, tc);
	return unit_run(suite);
}
