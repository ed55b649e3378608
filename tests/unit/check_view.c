/* SPDX-License-Identifier: BSD-3-Clause */
/* check_view.c - what a snapshot's messages say, at the edges. */
#include "unit.h"

#include "lib/packet.h"
#include "lib/world.h"
#include "observe/view.h"

#include <stdio.h>
#include <string.h>

#define NOW   1900000000
#define HOUR  3600
#define ARENA (16 * 1024 * 1024)

static const struct wall now = { NOW };
static struct arena *arena;
static struct world *world;

static void setup(void)
{
	arena = arena_new(ARENA);
	world = world_new("example.", now);
}

static void teardown(void)
{
	world_free(world);
	arena_free(arena);
}

static const struct view *look_at(struct wall when)
{
	struct view *view =
		view_new(arena, world_survey(world, arena, when), when);

	ck_assert_ptr_nonnull(view);
	return view;
}

static struct name name_of(const char *text)
{
	struct name name = { 0 };

	ck_assert_msg(name_from_text(text, &name), "%s", text);
	return name;
}

/* The first row of that server, owner and type. */
static const struct view_rrset *row(const struct view *view, size_t server,
				    const char *owner, uint16_t type)
{
	const struct view_server *s = &view->servers[server];
	struct name name = name_of(owner);

	for (size_t i = 0; i < s->rrset_count; i++)
		if (s->rrsets[i].type == type &&
		    name_equal(&s->rrsets[i].owner, &name))
			return &s->rrsets[i];
	return NULL;
}

START_TEST(healthy)
{
	const struct view *view = look_at(now);

	ck_assert_str_eq(view->zone_text, "example.");
	ck_assert_int_eq(view->security, SECURITY_SECURE);
	ck_assert(!view->budget_spent);
	ck_assert_uint_eq(view->server_count, 2);
	ck_assert_uint_eq(view->key_count, 2);
	ck_assert(view->ds_known);
	ck_assert_uint_eq(view->ds_count, 1);
	ck_assert_int_ge(view->ds_key[0], 0);
	ck_assert_uint_eq(view->keys[view->ds_key[0]].tag, view->ds[0].key_tag);
	ck_assert_uint_gt(view->verdict_count, 0);
	ck_assert_uint_gt(view->cd_count, 0);
	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *s = &view->servers[i];

		ck_assert_int_eq(s->state, SERVER_ANSWERS);
		ck_assert_uint_eq(s->key_count, 2);
		ck_assert(s->has_serial && s->dnskey && s->soa);
		for (size_t k = 0; k < s->rrset_count; k++) {
			const struct view_rrset *r = &s->rrsets[k];

			ck_assert(r->usable == (r->sig_count > 0));
			ck_assert(r->usable != wall_is_never(r->good_until));
		}
	}
}
END_TEST

START_TEST(healthy_texts)
{
	const struct view *view = look_at(now);
	const struct view_server *server = &view->servers[0];

	ck_assert_ptr_nonnull(strstr(server->label, " (192.0.2.1)"));
	ck_assert_str_eq(
		view_subject(arena, NULL, row(view, 0, "www.example.", TYPE_A)),
		"www.example. A");
	ck_assert_ptr_nonnull(
		strstr(view_subject(arena, server,
				    row(view, 0, "www.example.", TYPE_A)),
		       "www.example. A @ "));
}
END_TEST

/* Denials are there too: NXDOMAIN and NODATA have SOA and NSEC. */
START_TEST(healthy_denials)
{
	const struct view *view = look_at(now);
	const struct view_server *s = &view->servers[0];
	size_t nsec = 0, soa = 0;

	for (size_t i = 0; i < s->rrset_count; i++) {
		const struct view_rrset *r = &s->rrsets[i];

		if (!r->from_authority)
			continue;
		ck_assert(r->type == TYPE_NSEC || r->type == TYPE_SOA);
		ck_assert(r->usable);
		nsec += r->type == TYPE_NSEC;
		soa += r->type == TYPE_SOA;
	}
	ck_assert_uint_ge(nsec, 2);
	ck_assert_uint_ge(soa, 2);
}
END_TEST

/* The same RRsets by more servers cost no more checks. */
START_TEST(checked_once)
{
	unsigned before = look_at(now)->verified_count;

	ck_assert_uint_gt(before, 4);
	for (int i = 3; i < 8; i++) {
		char host[32], address[32];

		snprintf(host, sizeof(host), "ns%d.example.", i);
		snprintf(address, sizeof(address), "192.0.2.%d", i);
		world_server_add(world, host, address);
	}
	world->tcp = true;
	/* NS and A of the new hosts may be there too. */
	ck_assert_uint_le(look_at(now)->verified_count, before + 1);
}
END_TEST

static const struct {
	const char *what;
	enum sig_flaw flaw;
	int64_t begins_s, ends_s; /* from now */
	int want;		  /* a state, or -1: no signature */
} signatures[] = {
	{ "right", FLAW_NONE, -HOUR, HOUR, SIG_VALID },
	{ "in its last second", FLAW_NONE, -HOUR, 0, SIG_VALID },
	{ "one second later", FLAW_NONE, -HOUR, -1, SIG_EXPIRED },
	{ "in its first second", FLAW_NONE, 0, HOUR, SIG_VALID },
	{ "one second earlier", FLAW_NONE, 1, HOUR, SIG_EARLY },
	{ "a wrong bit", FLAW_BYTES, -HOUR, HOUR, SIG_INVALID },
	{ "other data", FLAW_DATA, -HOUR, HOUR, SIG_INVALID },
	{ "of no key", FLAW_TAG, -HOUR, HOUR, SIG_KEY_MISSING },
	{ "expired, a wrong bit", FLAW_BYTES, -HOUR, -1, SIG_INVALID },
	{ "expired, of no key", FLAW_TAG, -HOUR, -1, SIG_EXPIRED },
	{ "early, a wrong bit", FLAW_BYTES, 1, HOUR, SIG_INVALID },
	{ "none", FLAW_MISSING, -HOUR, HOUR, -1 },
};

START_TEST(signature_states)
{
	struct world_rrset *www = world_rrset(&world->zone, "www", TYPE_A);
	const struct view *view;
	const struct view_rrset *r;

	www->flaw = signatures[_i].flaw;
	www->has_dates = true;
	www->dates.inception = wall_add(now, signatures[_i].begins_s);
	www->dates.expiration = wall_add(now, signatures[_i].ends_s);
	view = look_at(now);
	r = row(view, 0, "www.example.", TYPE_A);
	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(r->set->count, 1);
	ck_assert_uint_eq(r->sig_count, signatures[_i].want >= 0);
	ck_assert(r->usable == (signatures[_i].want == SIG_VALID));
	if (signatures[_i].want < 0)
		return;
	ck_assert_msg((int)r->sigs[0].state == signatures[_i].want, "%s: %d",
		      signatures[_i].what, r->sigs[0].state);
	ck_assert_int_eq(r->sigs[0].expiration.s, NOW + signatures[_i].ends_s);
	ck_assert((r->sigs[0].key != NULL) ==
		  (signatures[_i].want != SIG_INVALID &&
		   signatures[_i].flaw == FLAW_NONE));
	if (r->usable)
		ck_assert_int_eq(r->good_until.s, r->sigs[0].expiration.s);
}
END_TEST

static const struct {
	const char *what;
	enum world_health health;
	enum server_state want;
} healths[] = {
	{ "well", HEALTH_WELL, SERVER_ANSWERS },
	{ "dead", HEALTH_DEAD, SERVER_SILENT },
	{ "port closed", HEALTH_PORT_CLOSED, SERVER_SILENT },
	{ "no route", HEALTH_NO_ROUTE, SERVER_SILENT },
	{ "garbage", HEALTH_GARBAGE, SERVER_SILENT },
	{ "late", HEALTH_LATE, SERVER_UNMEASURED },
	{ "SERVFAIL", HEALTH_SERVFAIL, SERVER_ANSWERS },
	{ "lame", HEALTH_REFUSED, SERVER_ANSWERS },
};

START_TEST(server_states)
{
	const struct view *view;

	world->servers[1].health = healths[_i].health;
	view = look_at(now);
	ck_assert_int_eq(view->servers[0].state, SERVER_ANSWERS);
	ck_assert_msg(view->servers[1].state == healths[_i].want, "%s",
		      healths[_i].what);
	ck_assert((view->servers[1].dnskey != NULL) ==
		  (healths[_i].want == SERVER_ANSWERS));
	ck_assert_uint_eq(view->key_count, 2);
}
END_TEST

START_TEST(server_without_address)
{
	const struct view *view;

	world->servers[1].address.family = 0;
	view = look_at(now);
	ck_assert_int_eq(view->servers[1].state, SERVER_NO_ADDRESS);
	ck_assert_ptr_nonnull(strstr(view->servers[1].label, "no address"));
	ck_assert_uint_eq(view->servers[1].rrset_count, 0);
}
END_TEST

START_TEST(server_of_other_family)
{
	world_server_add(world, "ns6.example.", "2001:db8::6");
	ck_assert_int_eq(look_at(now)->servers[2].state, SERVER_UNMEASURED);
	world->ipv6 = true;
	ck_assert_int_eq(look_at(now)->servers[2].state, SERVER_ANSWERS);
}
END_TEST

/* A server that has an older version of the zone: its own keys, serial and
 * signatures are seen as its own. */
START_TEST(server_with_own_zone)
{
	struct world_zone *stale = world_freeze(world, 1);
	const struct view *view;

	stale->serial--;
	stale->dates.expiration = wall_add(now, HOUR);
	world_key_add(stale, "zsk9", ALG_ECDSAP256);
	view = look_at(now);
	ck_assert_uint_eq(view->servers[0].key_count, 2);
	ck_assert_uint_eq(view->servers[1].key_count, 3);
	ck_assert_uint_eq(view->key_count, 3);
	ck_assert_uint_eq(view->servers[1].serial, view->servers[0].serial - 1);
	ck_assert_int_eq(row(view, 1, "www.example.", TYPE_A)->good_until.s,
			 NOW + HOUR);
	ck_assert_int_gt(row(view, 0, "www.example.", TYPE_A)->good_until.s,
			 NOW + HOUR);
}
END_TEST

/* --- the DS set --- */

START_TEST(ds_union)
{
	const struct signer_key *other =
		signer_key("ksk2", ALG_ECDSAP256, SIGNER_KSK);
	const struct view *view;
	size_t matched = 0;

	ck_assert_uint_ge(world->parent_count, 1);
	if (world->parent_count == 1) {
		world->parents[1] = world->parents[0];
		world->parents[1].address.bytes[3]++;
		world->parent_count = 2;
	}
	world->parents[1].has_own = true;
	world->parents[1].own = world->ds;
	world_ds_add(&world->parents[1].own, other, DIGEST_SHA384);
	view = look_at(now);
	ck_assert_uint_eq(view->parent_count, 2);
	ck_assert_uint_eq(view->parents[0].ds_count, 1);
	ck_assert_uint_eq(view->parents[1].ds_count, 2);
	ck_assert_uint_eq(view->ds_count, 2);
	for (size_t i = 0; i < view->ds_count; i++)
		matched += view->ds_key[i] >= 0;
	ck_assert_uint_eq(matched, 1);
}
END_TEST

START_TEST(ds_none)
{
	const struct view *view;

	world->ds.count = 0;
	view = look_at(now);
	ck_assert(view->ds_known);
	ck_assert_uint_eq(view->ds_count, 0);
	ck_assert_ptr_nonnull(view->parents[0].answer);
	ck_assert_int_eq(view->security, SECURITY_INSECURE);
}
END_TEST

START_TEST(ds_wrong_digest)
{
	const struct view *view;

	world->ds.at[0].flaw = DS_FLAW_DIGEST;
	view = look_at(now);
	ck_assert_uint_eq(view->ds_count, 1);
	ck_assert_int_eq(view->ds_key[0], -1);
	ck_assert_int_eq(view->security, SECURITY_BOGUS);
}
END_TEST

/* Declared servers: no parent is asked, libunbound's answer tells. */
START_TEST(ds_by_resolver)
{
	const struct view *view;

	world->declared = true;
	view = look_at(now);
	ck_assert_uint_eq(view->parent_count, 0);
	ck_assert(view->ds_known);
	ck_assert_uint_eq(view->ds_count, 1);
	world->ds.count = 0;
	view = look_at(now);
	ck_assert(view->ds_known);
	ck_assert_uint_eq(view->ds_count, 0);
}
END_TEST

START_TEST(ds_unknown)
{
	const struct view *view;

	world->network = NETWORK_DOWN;
	view = look_at(now);
	ck_assert(!view->ds_known);
	ck_assert_ptr_null(view->parents[0].answer);
	ck_assert_int_eq(view->parents[0].state, SERVER_SILENT);
}
END_TEST

static const struct {
	const char *what;
	enum world_health health;
	bool known;
} parents[] = {
	{ "well", HEALTH_WELL, true },
	{ "lame", HEALTH_REFUSED, false },
	{ "SERVFAIL", HEALTH_SERVFAIL, false },
	{ "silent", HEALTH_DEAD, false },
};

/* What is no answer about the DS set does not say that it is empty. */
START_TEST(ds_by_broken_parent)
{
	struct snapshot *snapshot;
	const struct view *view;

	for (size_t i = 0; i < world->parent_count; i++)
		world->parents[i].health = parents[_i].health;
	snapshot = world_survey(world, arena, now);
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		struct answer *answer = (struct answer *)&snapshot->answers[i];

		if (answer->vantage != VANTAGE_PARENT) {
			answer->outcome = OUTCOME_LATE;
			answer->packet = NULL;
		}
	}
	view = view_new(arena, snapshot, now);
	ck_assert_msg(view->ds_known == parents[_i].known, "%s",
		      parents[_i].what);
}
END_TEST

/* --- verdicts --- */

START_TEST(verdict_bogus)
{
	world_rrset(&world->zone, "www", TYPE_A)->flaw = FLAW_BYTES;
	ck_assert_int_eq(look_at(now)->security, SECURITY_BOGUS);
}
END_TEST

START_TEST(verdict_servfail)
{
	const struct view *view;

	world->has_override = true;
	world->validator_servfails = true;
	view = look_at(now);
	ck_assert_int_eq(view->security, SECURITY_INDETERMINATE);
	ck_assert(view->verdicts[0].measured && view->verdicts[0].servfail);
	ck_assert_uint_eq(view->verdicts[0].rcode, RCODE_SERVFAIL);
}
END_TEST

START_TEST(verdict_late)
{
	const struct view *view;

	world->network = NETWORK_LATE;
	view = look_at(now);
	ck_assert_int_eq(view->security, SECURITY_INDETERMINATE);
	for (size_t i = 0; i < view->verdict_count; i++)
		ck_assert(!view->verdicts[i].measured);
	for (size_t i = 0; i < view->server_count; i++)
		ck_assert_int_eq(view->servers[i].state, SERVER_UNMEASURED);
}
END_TEST

START_TEST(verdict_overloaded)
{
	struct snapshot *snapshot = world_survey(world, arena, now);
	const struct view *view;

	snapshot->overloaded = true;
	view = view_new(arena, snapshot, now);
	ck_assert_int_eq(view->security, SECURITY_INDETERMINATE);
	for (size_t i = 0; i < view->verdict_count; i++)
		ck_assert(!view->verdicts[i].measured);
}
END_TEST

/* libunbound's "not secure" with a SERVFAIL is no insecurity; with the denial
 * of an opted-out name it is none of the zone. */
START_TEST(verdict_not_secure)
{
	struct snapshot *snapshot = world_survey(world, arena, now);
	const struct view *view;
	uint8_t servfail[12] = { 0, 0, 0x80, RCODE_SERVFAIL };
	struct answer *first = NULL;

	for (size_t i = 0; i < snapshot->answer_count; i++) {
		struct answer *answer = (struct answer *)&snapshot->answers[i];

		if (answer->vantage != VANTAGE_VALIDATOR)
			continue;
		first = first ? first : answer;
		if (answer->type == 65280)
			answer->security = SECURITY_INSECURE;
	}
	view = view_new(arena, snapshot, now);
	ck_assert_int_eq(view->security, SECURITY_SECURE);
	first->security = SECURITY_INSECURE;
	view = view_new(arena, snapshot, now);
	ck_assert_int_eq(view->security, SECURITY_INSECURE);
	first->packet = servfail;
	first->packet_len = sizeof(servfail);
	view = view_new(arena, snapshot, now);
	ck_assert_int_eq(view->security, SECURITY_INDETERMINATE);
	ck_assert(view->verdicts[0].servfail);
}
END_TEST

/* --- zones made by hand, most of them hostile --- */

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

static TCase *case_new(Suite *suite, const char *name)
{
	TCase *tc = tcase_create(name);

	tcase_add_checked_fixture(tc, setup, teardown);
	suite_add_tcase(suite, tc);
	return tc;
}

static void add_hostile_cases(Suite *suite)
{
	TCase *tc = case_new(suite, "hostile");

	tcase_add_test(tc, keytrap_one_rrset);
	tcase_add_loop_test(tc, signatures_of_a_zone, 0, COUNT_OF(sigjams));
	tcase_add_test(tc, foreign_signer);
	tcase_add_test(tc, alias_chain);
	tcase_add_test(tc, rows_limit);
	tcase_add_test(tc, arena_limits);
}

int main(void)
{
	Suite *suite = suite_create("view");
	TCase *tc = case_new(suite, "servers");

	tcase_add_test(tc, healthy);
	tcase_add_test(tc, healthy_texts);
	tcase_add_test(tc, healthy_denials);
	tcase_add_test(tc, checked_once);
	tcase_add_loop_test(tc, signature_states, 0, COUNT_OF(signatures));
	tcase_add_loop_test(tc, server_states, 0, COUNT_OF(healths));
	tcase_add_test(tc, server_without_address);
	tcase_add_test(tc, server_of_other_family);
	tcase_add_test(tc, server_with_own_zone);
	tc = case_new(suite, "ds");
	tcase_add_test(tc, ds_union);
	tcase_add_test(tc, ds_none);
	tcase_add_test(tc, ds_wrong_digest);
	tcase_add_test(tc, ds_by_resolver);
	tcase_add_test(tc, ds_unknown);
	tcase_add_loop_test(tc, ds_by_broken_parent, 0, COUNT_OF(parents));
	tc = case_new(suite, "verdicts");
	tcase_add_test(tc, verdict_bogus);
	tcase_add_test(tc, verdict_servfail);
	tcase_add_test(tc, verdict_late);
	tcase_add_test(tc, verdict_overloaded);
	tcase_add_test(tc, verdict_not_secure);
	add_hostile_cases(suite);
	return unit_run(suite);
}
