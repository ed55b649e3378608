/* SPDX-License-Identifier: BSD-3-Clause */
/* check_view_hostile.c - zones made by hand, most of them to cost time or
 * memory. */
#include "view_fixture.h"
#include "unit.h"

#include "lib/packet.h"

#include <string.h>

struct hostile {
	struct snapshot snapshot;
	struct server server;
	struct answer answers[64];
};

static struct hostile hostile;
static struct packet packet;

static void hostile_begin(void)
{
	memset(&hostile, 0, sizeof(hostile));
	hostile.snapshot.zone = name_of("example.");
	hostile.snapshot.ipv4 = true;
	hostile.snapshot.server_count = 1;
	hostile.snapshot.servers = &hostile.server;
	hostile.snapshot.answers = hostile.answers;
	hostile.server.vantage = VANTAGE_AUTHORITY;
	ck_assert(address_from_text("192.0.2.1", &hostile.server.address));
}

static void hostile_answer(const char *owner, uint16_t type)
{
	struct answer *answer =
		&hostile.answers[hostile.snapshot.answer_count++];

	answer->vantage = VANTAGE_AUTHORITY;
	answer->name = name_of(owner);
	answer->type = type;
	answer->packet = packet_end(&packet, arena, &answer->packet_len);
}

/* RSA keys of one tag: the same words of the modulus in another order. */
static void add_colliding_keys(unsigned count)
{
	struct name apex = name_of("example.");
	uint8_t rdata[4 + 4 + 64];

	packet_begin(&packet, &apex, TYPE_DNSKEY, PACKET_AA, RCODE_NOERROR);
	memset(rdata, 0x81, sizeof(rdata));
	memcpy(rdata, "\1\0\3\10\3\1\0\1", 8);
	rdata[8] = 0x91;
	for (unsigned i = 0; i < count; i++) {
		rdata[8 + 2 * (i + 1)] = 7;
		packet_add(&packet, SECTION_ANSWER, &apex, TYPE_DNSKEY, 1,
			   (struct rdata){ rdata, sizeof(rdata) });
		rdata[8 + 2 * (i + 1)] = 0x81;
	}
	hostile_answer("example.", TYPE_DNSKEY);
}

/* A signature by their tag, different for each name. */
static void add_forged(const char *owner, uint16_t tag, unsigned count)
{
	uint8_t rdata[18 + 9 + 64] = { 0, TYPE_A, 8, 2, [18] = 7 };
	struct name name = name_of(owner);

	memcpy(rdata + 8, "\177\0\0\0\0\0\0\1", 8); /* valid for decades */
	rdata[16] = (uint8_t)(tag >> 8);
	rdata[17] = (uint8_t)tag;
	memcpy(rdata + 19, "example", 7);
	packet_begin(&packet, &name, TYPE_A, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &name, TYPE_A, 1,
		   (struct rdata){ (const uint8_t *)"\1\2\3\4", 4 });
	for (unsigned i = 0; i < count; i++) {
		rdata[sizeof(rdata) - 1] = (uint8_t)i;
		rdata[sizeof(rdata) - 2] = name.wire[1];
		packet_add(&packet, SECTION_ANSWER, &name, TYPE_RRSIG, 1,
			   (struct rdata){ rdata, sizeof(rdata) });
	}
	hostile_answer(owner, TYPE_A);
}

START_TEST(keytrap_one_rrset)
{
	const struct view *view;
	const struct view_rrset *r;

	hostile_begin();
	add_colliding_keys(30);
	view = view_new(arena, &hostile.snapshot, now);
	ck_assert_uint_eq(view->key_count, 30);
	ck_assert_uint_eq(view->keys[0].tag, view->keys[29].tag);
	add_forged("www.example.", view->keys[0].tag, 3);
	view = view_new(arena, &hostile.snapshot, now);
	ck_assert_uint_eq(view->verified_count, 8);
	ck_assert(!view->budget_spent); /* that is of the zone */
	r = row(view, 0, "www.example.", TYPE_A);
	ck_assert(r->gave_up);
	for (size_t i = 0; i < r->sig_count; i++)
		ck_assert_int_eq(r->sigs[i].state, SIG_UNCHECKED);
}
END_TEST

/* An RRset with @p count signatures by one key, each with a date of its own. */
static void add_signed(const char *owner, const struct signer_key *key,
		       enum sig_flaw flaw, unsigned count)
{
	struct name name = name_of(owner), apex = name_of("example.");
	struct rdata a = { (const uint8_t *)"\1\2\3\4", 4 };

	packet_begin(&packet, &name, TYPE_A, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &name, TYPE_A, 1, a);
	for (unsigned i = 0; i < count; i++) {
		const struct signer_job job = {
			.key = key,
			.apex = &apex,
			.owner = &name,
			.type = TYPE_A,
			.ttl = 1,
			.count = 1,
			.rdata = &a,
			.inception = wall_add(now, -1),
			.expiration = wall_add(now, 1 + i),
			.flaw = flaw,
		};

		packet_add(&packet, SECTION_ANSWER, &name, TYPE_RRSIG, 1,
			   signer_rrsig(arena, &job));
	}
	hostile_answer(owner, TYPE_A);
}

/* 26 RRsets of 8 signatures each. */
static const struct {
	const char *name;
	uint8_t algorithm;
	enum sig_flaw flaw;
	unsigned want_checks;
	enum signature_state want_last;
} sigjams[] = {
	{ "wrong, RSA", ALG_RSASHA256, FLAW_BYTES, 160, SIG_UNCHECKED },
	{ "wrong, P-256", ALG_ECDSAP256, FLAW_BYTES, 160, SIG_UNCHECKED },
	{ "wrong, ED448", ALG_ED448, FLAW_BYTES, 54, SIG_UNCHECKED },
	{ "wrong, P-384", ALG_ECDSAP384, FLAW_BYTES, 16, SIG_UNCHECKED },
	/* The first of each RRset, and those behind it. */
	{ "right, P-256", ALG_ECDSAP256, FLAW_NONE, 26 + 160, SIG_VALID },
	{ "right, P-384", ALG_ECDSAP384, FLAW_NONE, 26 + 16, SIG_VALID },
};

START_TEST(signatures_of_a_zone)
{
	const struct signer_key *key =
		signer_key("zsk1", sigjams[_i].algorithm, SIGNER_ZSK);
	struct name apex = name_of("example.");
	const struct view *view;

	hostile_begin();
	packet_begin(&packet, &apex, TYPE_DNSKEY, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &apex, TYPE_DNSKEY, 1,
		   signer_key_rdata(key));
	hostile_answer("example.", TYPE_DNSKEY);
	for (char c = 'a'; c <= 'z'; c++)
		add_signed((char[]){ c, '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e',
				     0 },
			   key, sigjams[_i].flaw, 8);
	view = view_new(arena, &hostile.snapshot, now);
	ck_assert_msg(view->verified_count == sigjams[_i].want_checks,
		      "%s: %u checks", sigjams[_i].name, view->verified_count);
	ck_assert(view->budget_spent);
	ck_assert_int_eq(row(view, 0, "z.example.", TYPE_A)->sigs[0].state,
			 sigjams[_i].want_last);
	ck_assert_int_eq(row(view, 0, "z.example.", TYPE_A)->sigs[7].state,
			 SIG_UNCHECKED);
}
END_TEST

/* RFC 4035 5.3.1: only the zone's own keys sign its data. */
START_TEST(foreign_signer)
{
	static const char *const apexes[] = { "example.", "www.example.", "." };
	const struct signer_key *key =
		signer_key("zsk1", ALG_ECDSAP256, SIGNER_ZSK);
	struct name owner = name_of("www.example."), apex = name_of("example.");
	struct rdata a = { (const uint8_t *)"\1\2\3\4", 4 };
	const struct view_rrset *r;

	hostile_begin();
	packet_begin(&packet, &apex, TYPE_DNSKEY, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &apex, TYPE_DNSKEY, 1,
		   signer_key_rdata(key));
	hostile_answer("example.", TYPE_DNSKEY);
	packet_begin(&packet, &owner, TYPE_A, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &owner, TYPE_A, 1, a);
	for (size_t i = 0; i < COUNT_OF(apexes); i++) {
		struct name signer = name_of(apexes[i]);
		const struct signer_job job = { .key = key,
						.apex = &signer,
						.owner = &owner,
						.type = TYPE_A,
						.ttl = 1,
						.count = 1,
						.rdata = &a,
						.inception = wall_add(now, -1),
						.expiration = now };

		packet_add(&packet, SECTION_ANSWER, &owner, TYPE_RRSIG, 1,
			   signer_rrsig(arena, &job));
	}
	hostile_answer("www.example.", TYPE_A);
	r = row(view_new(arena, &hostile.snapshot, now), 0, "www.example.",
		TYPE_A);
	ck_assert_uint_eq(r->sig_count, 3);
	ck_assert_int_eq(r->sigs[0].state, SIG_VALID);
	ck_assert_int_eq(r->sigs[1].state, SIG_KEY_MISSING);
	ck_assert_int_eq(r->sigs[2].state, SIG_KEY_MISSING);
}
END_TEST

/* An answer with more RRsets than any honest one; others' data; an index that
 * no server has. */
START_TEST(rows_limit)
{
	struct name apex = name_of("example."), other = name_of("example.net.");
	struct rdata a = { (const uint8_t *)"\1\2\3\4", 4 };
	const struct view *view;

	hostile_begin();
	packet_begin(&packet, &apex, TYPE_A, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &other, TYPE_A, 1, a);
	for (char c = 'a'; c <= 'z'; c++) {
		struct name name;

		ck_assert(name_prepend((char[]){ c, 0 }, &apex, &name));
		packet_add(&packet, SECTION_ANSWER, &name, TYPE_A, 1, a);
	}
	hostile_answer("example.", TYPE_A);
	hostile.answers[1] = hostile.answers[0];
	hostile.answers[1].server = 7;
	hostile.snapshot.answer_count = 2;
	view = view_new(arena, &hostile.snapshot, now);
	ck_assert_uint_eq(view->servers[0].rrset_count, 16);
	ck_assert_ptr_null(view->servers[0].rrsets[0].set);
	ck_assert_ptr_null(row(view, 0, "example.net.", TYPE_A));
}
END_TEST

/* Each link of an alias chain within the zone is a row. */
START_TEST(alias_chain)
{
	struct name alias = name_of("alias.example."),
		    www = name_of("www.example.");
	struct rdata target = { www.wire, www.len };
	const struct view *view;

	hostile_begin();
	packet_begin(&packet, &alias, TYPE_A, PACKET_AA, RCODE_NOERROR);
	packet_add(&packet, SECTION_ANSWER, &alias, TYPE_CNAME, 1, target);
	packet_add(&packet, SECTION_ANSWER, &www, TYPE_A, 1,
		   (struct rdata){ (const uint8_t *)"\1\2\3\4", 4 });
	hostile_answer("alias.example.", TYPE_A);
	view = view_new(arena, &hostile.snapshot, now);
	ck_assert_uint_eq(view->servers[0].rrset_count, 3);
	ck_assert_ptr_null(row(view, 0, "alias.example.", TYPE_A)->set);
	ck_assert_ptr_nonnull(row(view, 0, "alias.example.", TYPE_CNAME)->set);
	ck_assert_ptr_nonnull(row(view, 0, "www.example.", TYPE_A)->set);
}
END_TEST

/* At every size of the arena it is a whole view or none. */
START_TEST(arena_limits)
{
	struct snapshot *snapshot = world_survey(world, arena, now);
	size_t before = arena_bytes(arena), need;

	ck_assert_ptr_nonnull(view_new(arena, snapshot, now));
	need = arena_bytes(arena) - before;
	for (size_t size = 0; size < need; size += need / 97) {
		struct arena *small = arena_new(size);

		ck_assert_ptr_null(view_new(small, snapshot, now));
		arena_free(small);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("view hostile");
	TCase *c = tcase_create("view hostile");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, keytrap_one_rrset);
	tcase_add_loop_test(c, signatures_of_a_zone, 0, COUNT_OF(sigjams));
	tcase_add_test(c, foreign_signer);
	tcase_add_test(c, rows_limit);
	tcase_add_test(c, alias_chain);
	tcase_add_test(c, arena_limits);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
