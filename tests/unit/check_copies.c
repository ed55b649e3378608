/* SPDX-License-Identifier: BSD-3-Clause */
/* check_copies.c - answers that look like faults and are none: made by hand,
 * and put in place of what a server of a healthy world said. */
#include "lib/packet.h"
#include "lib/policy.h"
#include "lib/world.h"
#include "unit/names.h"
#include "unit/unit.h"

#include "diagnose/check.h"

#include <string.h>

/* 2031-03-01T00:00:00Z */
static const struct wall t0 = { 1930089600 };

static struct world *world;
static struct arena *arena;
static struct snapshot *snapshot;
static struct packet packet;

static void setup(void)
{
	world = world_new("example.", t0);
	arena = arena_new(16 * 1024 * 1024);
	world_ask(world, "alias.sub", TYPE_A);
	snapshot = world_survey(world, arena, t0);
}

static void teardown(void)
{
	world_free(world);
	arena_free(arena);
}

/* The answers of a vantage point to one question; NULL after the last. */
static struct answer *next_answer(struct answer *after, enum vantage vantage,
				  const struct name *name, uint16_t type)
{
	/* The world made them; only the snapshot's view of them is const. */
	struct answer *all = (struct answer *)snapshot->answers;
	size_t i = after ? (size_t)(after - all) + 1 : 0;

	for (; i < snapshot->answer_count; i++)
		if (all[i].vantage == vantage && all[i].type == type &&
		    name_equal(&all[i].name, name))
			return &all[i];
	return NULL;
}

/* Every server says what is in `packet`. */
static void all_say(enum vantage vantage, const struct name *name,
		    uint16_t type)
{
	struct answer *answer = NULL;
	size_t len;
	const uint8_t *wire = packet_end(&packet, arena, &len);

	while ((answer = next_answer(answer, vantage, name, type))) {
		answer->packet = wire;
		answer->packet_len = len;
	}
}

static void all_servers_say(const struct name *name, uint16_t type)
{
	all_say(VANTAGE_AUTHORITY, name, type);
}

static void validator_says(const struct name *name, uint16_t type,
			   enum security security)
{
	struct answer *answer =
		next_answer(NULL, VANTAGE_VALIDATOR, name, type);

	ck_assert_ptr_nonnull(answer);
	answer->security = security;
}

static void add_rdata(const struct name *owner, uint16_t type,
		      const void *bytes, uint16_t len)
{
	packet_add(&packet, SECTION_ANSWER, owner, type, 300,
		   (struct rdata){ bytes, len });
}

static const uint8_t address[] = { 192, 0, 2, 7 };

/* --- the answers --- */

static void begin(const char *name, uint16_t type, uint16_t flags)
{
	struct name qname = name_of(name);

	packet_begin(&packet, &qname, type, flags, RCODE_NOERROR);
}

static void unsigned_child_says(enum security security)
{
	struct name name = name_of("alias.sub.example.");

	begin("alias.sub.example.", TYPE_A, PACKET_AA);
	add_rdata(&name, TYPE_A, address, sizeof(address));
	all_servers_say(&name, TYPE_A);
	validator_says(&name, TYPE_A, security);
}

static void unsigned_child_here(void)
{
	unsigned_child_says(SECURITY_INSECURE);
}

static void unsigned_name_of_ours(void)
{
	unsigned_child_says(SECURITY_BOGUS);
}

static void unsigned_without_authority(void)
{
	struct name name = name_of("alias.sub.example.");

	begin("alias.sub.example.", TYPE_A, 0);
	add_rdata(&name, TYPE_A, address, sizeof(address));
	all_servers_say(&name, TYPE_A);
}

/* @param with_dname  the CNAME is made from it. */
static void cname_says(bool with_dname)
{
	struct name alias = name_of("alias.sub.example.");
	struct name above = name_of("sub.example.");
	struct name target = name_of("target.invalid.");
	struct name to = name_of("alias.target.invalid.");

	begin("alias.sub.example.", TYPE_A, PACKET_AA);
	if (with_dname)
		add_rdata(&above, TYPE_DNAME, target.wire, target.len);
	add_rdata(&alias, TYPE_CNAME, to.wire, to.len);
	all_servers_say(&alias, TYPE_A);
	validator_says(&alias, TYPE_A, SECURITY_SECURE);
}

static void cname_unsigned(void)
{
	cname_says(false);
}

/* An A record, and a signature of @p signer. */
static void signed_by(const char *signer, enum security security)
{
	struct name name = name_of("alias.sub.example.");
	struct name by = name_of(signer);
	uint8_t rrsig[18 + NAME_WIRE_MAX + 2] = {
		0, TYPE_A, 13, 3, 0, 0, 1, 44
	};

	begin("alias.sub.example.", TYPE_A, PACKET_AA);
	add_rdata(&name, TYPE_A, address, sizeof(address));
	memcpy(rrsig + 18, by.wire, by.len);
	add_rdata(&name, TYPE_RRSIG, rrsig, (uint16_t)(18 + by.len + 2));
	all_servers_say(&name, TYPE_A);
	validator_says(&name, TYPE_A, security);
}

static void signed_astray(void)
{
	signed_by("elsewhere.", SECURITY_BOGUS);
}

static void signed_astray_below(void)
{
	signed_by("elsewhere.", SECURITY_INSECURE);
}

static void signed_by_the_zone_below(void)
{
	signed_by("sub.example.", SECURITY_BOGUS);
}

/* A record at @p owner as it was signed at @p source. */
static void add_signed(enum section section, const char *owner,
		       const char *source, uint16_t type, struct rdata rdata)
{
	struct name shown = name_of(owner), made = name_of(source);
	const struct signer_job job = {
		.key = world->zone.keys[1].key,
		.apex = &world->zone.apex,
		.owner = &made,
		.type = type,
		.ttl = 300,
		.count = 1,
		.rdata = &rdata,
		.inception = world->zone.dates.inception,
		.expiration = world->zone.dates.expiration,
	};

	packet_add(&packet, section, &shown, type, 300, rdata);
	packet_add(&packet, section, &shown, TYPE_RRSIG, 300,
		   signer_rrsig(arena, &job));
}

static void add_nsec(const char *owner, const char *source, const char *next)
{
	static const char txt_rrsig_nsec[] = "\0\6\0\0\200\0\0\3";
	struct name to = name_of(next);
	uint8_t bytes[NAME_WIRE_MAX + sizeof(txt_rrsig_nsec)];
	uint16_t len = (uint16_t)(to.len + sizeof(txt_rrsig_nsec) - 1);

	memcpy(bytes, to.wire, to.len);
	memcpy(bytes + to.len, txt_rrsig_nsec, sizeof(txt_rrsig_nsec) - 1);
	add_signed(SECTION_AUTHORITY, owner, source, TYPE_NSEC,
		   rdata_copy(arena, bytes, len));
}

/* CVE-2017-15105: the NSEC of *.example. denies nothing past its next name. */
static void wildcard_nsec_expanded(void)
{
	struct name name = name_of("alias.sub.example.");

	begin("alias.sub.example.", TYPE_A, PACKET_AA);
	add_nsec("alias.sub.example.", "*.example.", "b.example.");
	all_servers_say(&name, TYPE_A);
}

/* To the cache without checking as well, with the zone that is led to. */
static void wildcard_dname(void)
{
	static const uint8_t soa[22] = { 0 };
	struct name name = name_of("alias.sub.example.");
	struct name target = name_of("target.invalid.");
	struct name to = name_of("alias.target.invalid.");
	struct name invalid = name_of("invalid.");
	struct answer *cd = next_answer(NULL, VANTAGE_CD, &name, TYPE_A);
	struct answer *said =
		next_answer(NULL, VANTAGE_AUTHORITY, &name, TYPE_A);

	begin("alias.sub.example.", TYPE_A, PACKET_AA);
	add_signed(SECTION_ANSWER, "sub.example.", "*.example.", TYPE_DNAME,
		   (struct rdata){ target.wire, target.len });
	add_rdata(&name, TYPE_CNAME, to.wire, to.len);
	packet_add(&packet, SECTION_AUTHORITY, &invalid, TYPE_SOA, 300,
		   (struct rdata){ soa, sizeof(soa) });
	add_nsec("b.example.", "b.example.", "t.example.");
	all_servers_say(&name, TYPE_A);
	cd->packet = said->packet;
	cd->packet_len = said->packet_len;
	validator_says(&name, TYPE_A, SECURITY_BOGUS);
}

static void keys_cut_off(void)
{
	begin("example.", TYPE_DNSKEY, PACKET_AA | PACKET_TC);
	all_servers_say(&world->zone.apex, TYPE_DNSKEY);
}

static void keys_without_authority(void)
{
	begin("example.", TYPE_DNSKEY, 0);
	all_servers_say(&world->zone.apex, TYPE_DNSKEY);
}

static void keys_malformed(void)
{
	begin("example.", TYPE_DNSKEY, PACKET_AA);
	add_rdata(&world->zone.apex, TYPE_DNSKEY, address, 2);
	all_servers_say(&world->zone.apex, TYPE_DNSKEY);
}

static void ds_in_the_child(void)
{
	const uint8_t ds[] = { 1, 2, 13, 2, 9, 9, 9, 9 };

	/* A server that has the parent as well may say so, unsigned by us. */
	begin("example.", TYPE_NS, PACKET_AA);
	add_rdata(&world->zone.apex, TYPE_DS, ds, sizeof(ds));
	all_servers_say(&world->zone.apex, TYPE_NS);
}

static void apex_denial_insecure(void)
{
	validator_says(&world->zone.apex, PROBE_NODATA_TYPE, SECURITY_INSECURE);
}

static void validator_fails(const struct name *name, uint16_t type)
{
	struct answer *answer =
		next_answer(NULL, VANTAGE_VALIDATOR, name, type);

	answer->outcome = OUTCOME_FAILED;
	answer->security = SECURITY_INDETERMINATE;
	answer->packet = NULL;
}

static void apex_denial_fails(void)
{
	validator_fails(&world->zone.apex, PROBE_NODATA_TYPE);
}

static void apex_denial_bogus(void)
{
	validator_says(&world->zone.apex, PROBE_NODATA_TYPE, SECURITY_BOGUS);
}

static void name_fails(void)
{
	struct name name = name_of("www.example.");

	apex_denial_fails();
	validator_fails(&name, TYPE_A);
}

/* An insecure delegation, denied as though it were a name of the parent's. */
static void parent_denies_cut(const char *types, enum security security)
{
	struct name next = name_of("f.");
	uint8_t bytes[16] = { 0 };

	world->zone.is_unsigned = true;
	world->ds.count = 0;
	snapshot = world_survey(world, arena, t0);
	memcpy(bytes, next.wire, next.len);
	memcpy(bytes + next.len, types, 8);
	begin("example.", TYPE_DS, PACKET_AA);
	packet_add(&packet, SECTION_AUTHORITY, &world->zone.apex, TYPE_NSEC,
		   300, (struct rdata){ bytes, (uint16_t)(next.len + 8) });
	all_say(VANTAGE_PARENT, &world->zone.apex, TYPE_DS);
	validator_says(&world->zone.apex, TYPE_SOA, security);
}

static void cut_without_ns(void)
{
	parent_denies_cut("\0\6\0\0\0\0\0\3", SECURITY_BOGUS);
}

static void cut_without_ns_insecure(void)
{
	parent_denies_cut("\0\6\0\0\0\0\0\3", SECURITY_INSECURE);
}

static void cut_with_ns(void)
{
	parent_denies_cut("\0\6\40\0\0\0\0\3", SECURITY_BOGUS);
}

static void alias_to_itself(void)
{
	struct name www = name_of("www.example.");

	begin("www.example.", TYPE_A, PACKET_AA);
	add_signed(SECTION_ANSWER, "www.example.", "www.example.", TYPE_CNAME,
		   (struct rdata){ www.wire, www.len });
	all_servers_say(&www, TYPE_A);
	validator_fails(&www, TYPE_A);
}

static const struct {
	const char *name;
	void (*spoil)(void);
	const char *want; /* NULL: nothing at all */
} cases[] = {
	{ "an unsigned zone below at the same server", unsigned_child_here,
	  NULL },
	{ "an unsigned name of our own", unsigned_name_of_ours,
	  "critical rrsig-missing" },
	{ "data without authority", unsigned_without_authority, NULL },
	{ "an unsigned CNAME", cname_unsigned, "critical rrsig-missing" },
	{ "signed by a zone that it is not in", signed_astray,
	  "critical rrsig-missing" },
	{ "an unsigned zone below, with the signatures of another",
	  signed_astray_below, NULL },
	{ "signed by a zone below, and bogus", signed_by_the_zone_below,
	  "critical servfail-unclassified" },
	{ "a wildcard's NSEC as though it were the name's own",
	  wildcard_nsec_expanded, "critical denial-proof-missing" },
	{ "a DNAME from a wildcard is not its target's fault", wildcard_dname,
	  "critical servfail-unclassified" },
	{ "a parent's denial of the DS that denies the delegation",
	  cut_without_ns, "critical denial-bitmap-wrong" },
	{ "the same, and nobody minds", cut_without_ns_insecure, NULL },
	{ "a parent's denial that is right", cut_with_ns,
	  "critical servfail-unclassified" },
	{ "an alias to itself", alias_to_itself,
	  "critical servfail-unclassified" },
	{ "keys cut off by truncation", keys_cut_off, NULL },
	{ "keys denied without authority", keys_without_authority, NULL },
	{ "keys that are none", keys_malformed, NULL },
	{ "the parent's DS at our server", ds_in_the_child, NULL },
	{ "an insecure denial", apex_denial_insecure, NULL },
	{ "SERVFAIL for an unknown type", apex_denial_fails,
	  "warning servfail-unclassified" },
	{ "a bogus denial", apex_denial_bogus,
	  "critical servfail-unclassified" },
	{ "SERVFAIL for a name", name_fails, "critical servfail-unclassified" },
};

static const struct diagnosis *judge(void)
{
	static struct diagnosis diagnosis;
	const struct view *view = view_new(arena, snapshot, t0);

	ck_assert_ptr_nonnull(view);
	diagnose(arena, view, &plain_policy, &diagnosis);
	return &diagnosis;
}

START_TEST(answers)
{
	const struct diagnosis *diagnosis;
	const char *found = NULL;

	cases[_i].spoil();
	diagnosis = judge();
	ck_assert_uint_le(diagnosis->count, 1);
	if (diagnosis->count > 0)
		found = arena_printf(
			arena, "%s %s",
			severity_text(diagnosis->findings[0]->severity),
			diagnosis->findings[0]->id);
	ck_assert_pstr_eq(found, cases[_i].want);
}
END_TEST

START_TEST(cname_from_dname)
{
	const struct diagnosis *diagnosis;

	cname_says(true);
	diagnosis = judge();
	/* The DNAME itself must be signed; the CNAME made from it is not. */
	for (size_t i = 0; i < diagnosis->count; i++)
		for (size_t k = 0; k < diagnosis->findings[i]->evidence.count;
		     k++)
			ck_assert(
				!strstr(diagnosis->findings[i]->evidence.at[k],
					"CNAME"));
}
END_TEST

START_TEST(ring_is_shown_once)
{
	const struct finding *f;

	alias_to_itself();
	f = judge()->findings[0];
	ck_assert(strstr(f->summary, "ring"));
	ck_assert_uint_eq(f->evidence.count, 1);
	ck_assert_str_eq(f->evidence.at[0],
			 "www.example. is an alias to www.example.");
}
END_TEST

START_TEST(sorted_and_single)
{
	const struct copies *copies;

	world->tcp = true;
	snapshot = world_survey(world, arena, t0);
	copies = copies_new(arena, view_new(arena, snapshot, t0));
	ck_assert_uint_gt(copies->count, 0);
	ck_assert(name_equal(&copies->at[0].rrset->owner, &world->zone.apex));
	for (size_t i = 0; i < copies->count;) {
		size_t end = copies_group_end(copies, i);

		/* The NSEC of a denial is one owner's, at both servers. */
		ck_assert_uint_eq(end - i, 2);
		ck_assert_ptr_ne(copies->at[i].server,
				 copies->at[i + 1].server);
		i = end;
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("copies");
	TCase *tcase = tcase_create("copies");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, answers, 0, (int)COUNT_OF(cases));
	tcase_add_test(tcase, cname_from_dname);
	tcase_add_test(tcase, ring_is_shown_once);
	tcase_add_test(tcase, sorted_and_single);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
