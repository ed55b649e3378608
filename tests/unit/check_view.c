/* SPDX-License-Identifier: BSD-3-Clause */
/* check_view.c - what the messages of a snapshot say: servers, signatures, the
 * DS set, verdicts. */
#include "view_fixture.h"
#include "unit.h"

#include "lib/packet.h"

#include <stdio.h>
#include <string.h>

static const struct view *look_at(struct wall when)
{
	struct view *view =
		view_new(arena, world_survey(world, arena, when), when);

	ck_assert_ptr_nonnull(view);
	return view;
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

int main(void)
{
	Suite *suite = suite_create("view");
	TCase *c = tcase_create("view");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, healthy);
	tcase_add_test(c, healthy_texts);
	tcase_add_test(c, healthy_denials);
	tcase_add_test(c, checked_once);
	tcase_add_loop_test(c, signature_states, 0, COUNT_OF(signatures));
	tcase_add_loop_test(c, server_states, 0, COUNT_OF(healths));
	tcase_add_test(c, server_without_address);
	tcase_add_test(c, server_of_other_family);
	tcase_add_test(c, server_with_own_zone);
	tcase_add_test(c, ds_union);
	tcase_add_test(c, ds_none);
	tcase_add_test(c, ds_wrong_digest);
	tcase_add_test(c, ds_by_resolver);
	tcase_add_test(c, ds_unknown);
	tcase_add_loop_test(c, ds_by_broken_parent, 0, COUNT_OF(parents));
	tcase_add_test(c, verdict_bogus);
	tcase_add_test(c, verdict_servfail);
	tcase_add_test(c, verdict_late);
	tcase_add_test(c, verdict_overloaded);
	tcase_add_test(c, verdict_not_secure);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
