/* SPDX-License-Identifier: BSD-3-Clause */
/* check_world.c - the Internet in memory that other tests stand on: its
 * messages are messages, and its resolver is as strict as a real one. */
#include "lib/world.h"
#include "unit/unit.h"

#include "base/time.h"
#include "dns/dnssec.h"

#include <string.h>

/* 2031-03-01T00:00:00Z */
static const struct wall t0 = { 1930089600 };
#define DAY_S 86400

static struct world *world;
static struct arena *arena;

static void setup(void)
{
	world = world_new("example.", t0);
	arena = arena_new(4 * 1024 * 1024);
}

static void teardown(void)
{
	world_free(world);
	arena_free(arena);
}

static const struct answer *validator_of(const struct snapshot *snapshot,
					 const char *name, uint16_t type)
{
	struct name wanted;

	ck_assert(name_from_text(name, &wanted));
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *answer = &snapshot->answers[i];

		if (answer->vantage == VANTAGE_VALIDATOR &&
		    answer->type == type && name_equal(&answer->name, &wanted))
			return answer;
	}
	ck_abort_msg("%s was not asked", name);
}

/* --- every message of a healthy survey parses --- */

static uint16_t rcode_wanted(const struct answer *answer)
{
	bool probe = answer->name.wire[1] == '_';

	return probe ? RCODE_NXDOMAIN : RCODE_NOERROR;
}

START_TEST(messages)
{
	const struct snapshot *snapshot = world_survey(world, arena, t0);
	struct message *message = arena_alloc(arena, sizeof(*message));

	ck_assert_uint_eq(snapshot->server_count, 4);
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *answer = &snapshot->answers[i];

		ck_assert_int_eq(answer->outcome, OUTCOME_ANSWER);
		ck_assert_int_eq(message_parse(answer->packet,
					       answer->packet_len, message),
				 ERR_OK);
		ck_assert(message->qr && message->has_edns);
		ck_assert(name_equal(&message->qname, &answer->name));
		ck_assert_uint_eq(message->qtype, answer->type);
		ck_assert_uint_eq(message->rcode, rcode_wanted(answer));
		ck_assert_uint_gt(message->record_count, 0);
	}
	ck_assert(!arena_failed(arena));
}
END_TEST

/* --- the resolver's model, a broken world a row --- */

static void spoil_nothing(void)
{
}

static void spoil_www_missing(void)
{
	world_rrset(&world->zone, "www", TYPE_A)->flaw = FLAW_MISSING;
}

static void spoil_ds_other_key(void)
{
	world_key_add(&world->zone, "ksk2", 13)->published = false;
	world->ds.at[0].key = world_key(&world->zone, "ksk2")->key;
}

static void spoil_ds_digest(void)
{
	world->ds.at[0].flaw = DS_FLAW_DIGEST;
}

static void spoil_unsigned_under_ds(void)
{
	world->zone.is_unsigned = true;
}

static void spoil_no_ds(void)
{
	world->ds.count = 0;
}

static void spoil_unknown_digest(void)
{
	world->ds.at[0].digest_type = 99;
}

static void spoil_expired(void)
{
	world->zone.dates.expiration = wall_add(t0, -1);
}

static void spoil_expires_now(void)
{
	world->zone.dates.expiration = t0;
}

static void spoil_early(void)
{
	world->zone.dates.inception = wall_add(t0, 1);
}

static void spoil_one_server(void)
{
	world_freeze(world, 0)->dates.expiration = wall_add(t0, -1);
}

static void spoil_all_dead(void)
{
	world->servers[0].health = HEALTH_DEAD;
	world->servers[1].health = HEALTH_REFUSED;
}

static void spoil_zsk_withdrawn(void)
{
	world_key(&world->zone, "zsk1")->published = false;
}

static void spoil_ksk_silent(void)
{
	world_key(&world->zone, "ksk1")->signs_keys = false;
}

static void spoil_ancestor(void)
{
	world->weak_ancestor = name_root;
	world->weak_security = SECURITY_BOGUS;
}

static void spoil_network(void)
{
	world->network = NETWORK_DOWN;
}

static const struct {
	const char *name;
	void (*spoil)(void);
	enum outcome outcome; /* of www A at the validator */
	enum security www, soa;
} rows[] = {
	{ "healthy", spoil_nothing, OUTCOME_ANSWER, SECURITY_SECURE,
	  SECURITY_SECURE },
	{ "one RRset unsigned", spoil_www_missing, OUTCOME_ANSWER,
	  SECURITY_BOGUS, SECURITY_SECURE },
	{ "DS of another key", spoil_ds_other_key, OUTCOME_ANSWER,
	  SECURITY_BOGUS, SECURITY_BOGUS },
	{ "DS with another digest", spoil_ds_digest, OUTCOME_ANSWER,
	  SECURITY_BOGUS, SECURITY_BOGUS },
	{ "unsigned under a DS", spoil_unsigned_under_ds, OUTCOME_ANSWER,
	  SECURITY_BOGUS, SECURITY_BOGUS },
	{ "no DS", spoil_no_ds, OUTCOME_ANSWER, SECURITY_INSECURE,
	  SECURITY_INSECURE },
	{ "only an unknown digest", spoil_unknown_digest, OUTCOME_ANSWER,
	  SECURITY_INSECURE, SECURITY_INSECURE },
	{ "expired a second ago", spoil_expired, OUTCOME_ANSWER, SECURITY_BOGUS,
	  SECURITY_BOGUS },
	{ "in its last second", spoil_expires_now, OUTCOME_ANSWER,
	  SECURITY_SECURE, SECURITY_SECURE },
	{ "a second early", spoil_early, OUTCOME_ANSWER, SECURITY_BOGUS,
	  SECURITY_BOGUS },
	{ "expired on one server", spoil_one_server, OUTCOME_ANSWER,
	  SECURITY_SECURE, SECURITY_SECURE },
	{ "no server answers", spoil_all_dead, OUTCOME_FAILED,
	  SECURITY_INDETERMINATE, SECURITY_INDETERMINATE },
	{ "signing key not published", spoil_zsk_withdrawn, OUTCOME_ANSWER,
	  SECURITY_BOGUS, SECURITY_BOGUS },
	{ "the DS's key does not sign", spoil_ksk_silent, OUTCOME_ANSWER,
	  SECURITY_BOGUS, SECURITY_BOGUS },
	{ "bogus from the root", spoil_ancestor, OUTCOME_ANSWER, SECURITY_BOGUS,
	  SECURITY_BOGUS },
	{ "our network is down", spoil_network, OUTCOME_FAILED,
	  SECURITY_INDETERMINATE, SECURITY_INDETERMINATE },
};

START_TEST(model)
{
	const struct snapshot *snapshot;
	const struct answer *www, *soa;

	rows[_i].spoil();
	snapshot = world_survey(world, arena, t0);
	www = validator_of(snapshot, "www.example.", TYPE_A);
	soa = validator_of(snapshot, "example.", TYPE_SOA);
	ck_assert_msg(www->outcome == rows[_i].outcome, "%s: outcome %d",
		      rows[_i].name, www->outcome);
	ck_assert_msg(www->security == rows[_i].www, "%s: www security %d",
		      rows[_i].name, www->security);
	ck_assert_msg(soa->security == rows[_i].soa, "%s: SOA security %d",
		      rows[_i].name, soa->security);
}
END_TEST

/* --- the signer against dns/: every signature, of every algorithm --- */

static const uint8_t algorithms[] = { 8, 13, 14, 15, 16 };

static const struct signer_key *key_of(const struct rrsig *sig)
{
	for (size_t i = 0; i < world->zone.key_count; i++)
		if (signer_key_tag(world->zone.keys[i].key) == sig->key_tag)
			return world->zone.keys[i].key;
	return NULL;
}

static enum verify check_signature(const struct rrset *set,
				   const struct rrsig *sig)
{
	const struct signer_key *key = key_of(sig);
	struct dnskey dnskey;

	if (!key)
		return VERIFY_BAD;
	ck_assert(dnskey_read(signer_key_rdata(key), &dnskey));
	ck_assert_uint_eq(dnskey.tag, signer_key_tag(key));
	return rrsig_verify(set, sig, &dnskey);
}

/* Check every signature of one section. @return how many there were. */
static unsigned check_section(const struct message *message,
			      enum section section, enum verify wanted)
{
	const struct rrset *set;
	struct name owner;
	unsigned count = 0;

	for (size_t i = 0; i < message->record_count; i++) {
		const struct record *record = &message->records[i];

		if (record->section != section || record->type == TYPE_RRSIG)
			continue;
		message_owner(message, record, &owner);
		ck_assert_int_eq(rrset_collect(arena, message, section, &owner,
					       record->type, &set),
				 ERR_OK);
		for (size_t j = 0; j < set->sig_count; j++, count++)
			ck_assert_int_eq(check_signature(set, &set->sigs[j]),
					 wanted);
	}
	return count;
}

/* Every signature of every server, each to come out as @p wanted. */
static unsigned check_signatures(enum verify wanted)
{
	const struct snapshot *snapshot = world_survey(world, arena, t0);
	struct message *message = arena_alloc(arena, sizeof(*message));
	unsigned count = 0;

	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *answer = &snapshot->answers[i];

		if (answer->vantage != VANTAGE_AUTHORITY)
			continue;
		ck_assert_int_eq(message_parse(answer->packet,
					       answer->packet_len, message),
				 ERR_OK);
		count += check_section(message, SECTION_ANSWER, wanted);
		count += check_section(message, SECTION_AUTHORITY, wanted);
	}
	return count;
}

START_TEST(signatures)
{
	struct ds ds;
	struct dnskey dnskey;

	world->zone.key_count = 0;
	world_key_add(&world->zone, "ksk9", algorithms[_i]);
	world_key_add(&world->zone, "zsk9", algorithms[_i]);
	ck_assert_uint_gt(check_signatures(VERIFY_OK), 20);
	ck_assert(dnskey_read(signer_key_rdata(world->zone.keys[0].key),
			      &dnskey));
	ck_assert(ds_read(signer_ds(arena, world->zone.keys[0].key,
				    &world->zone.apex, DIGEST_SHA384,
				    DS_FLAW_NONE),
			  &ds));
	ck_assert_int_eq(ds_match(&ds, &world->zone.apex, &dnskey), DS_MATCHES);
}
END_TEST

static const enum sig_flaw flaws[] = { FLAW_BYTES, FLAW_DATA, FLAW_TAG };

START_TEST(wrong_signatures)
{
	for (size_t i = 0; i < world->zone.rrset_count; i++)
		world->zone.rrsets[i].flaw = flaws[_i];
	world->zone.denial_flaw = flaws[_i];
	ck_assert_uint_gt(check_signatures(VERIFY_BAD), 20);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("world");
	TCase *tcase = tcase_create("world");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, messages);
	tcase_add_loop_test(tcase, model, 0, (int)COUNT_OF(rows));
	tcase_add_loop_test(tcase, signatures, 0, (int)COUNT_OF(algorithms));
	tcase_add_loop_test(tcase, wrong_signatures, 0, (int)COUNT_OF(flaws));
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
