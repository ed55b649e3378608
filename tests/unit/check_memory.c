/* SPDX-License-Identifier: BSD-3-Clause */
/* check_memory.c - what is remembered comes back: incidents, silences,
 * timelines. */
#include "memory_fixture.h"
#include "unit.h"

#include "memory/database.h"

#include <stdio.h>
#include <string.h>

/* --- incidents --- */

static enum err count_and_stop(void *arg, const struct incident *incident)
{
	struct expected *expected = arg;

	(void)incident;
	expected->seen++;
	return ERR_LIMIT;
}

START_TEST(incident_round_trip)
{
	struct incident smaller = broken;

	expect_only(NULL);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	reopen();
	expect_only(&broken);
	smaller.member_count = 1;
	ck_assert_int_eq(memory_incident_put(memory, &smaller), ERR_OK);
	reopen();
	expect_only(&smaller);
	ck_assert_int_eq(number("SELECT count(*) FROM fault"), 2);
}
END_TEST

START_TEST(incident_ends)
{
	struct incident_fault gone = { .id = "ds-orphan", .absent = 2 };
	struct incident_member member = { (char *)"a.example.", &gone, 1 };
	struct incident suspect = { .owner = (char *)"a.example.",
				    .member_count = 1,
				    .members = &member };

	gone.seen = 1;
	ck_assert_int_eq(memory_incident_put(memory, &suspect), ERR_OK);
	expect_only(&suspect);
	gone.seen = 0;
	ck_assert_int_eq(memory_incident_put(memory, &suspect), ERR_OK);
	expect_only(NULL);
	/* Open without a member: its zones left the configuration. */
	suspect.open = true;
	suspect.member_count = 0;
	ck_assert_int_eq(memory_incident_put(memory, &suspect), ERR_OK);
	expect_only(&suspect);
	suspect.open = false;
	ck_assert_int_eq(memory_incident_put_member(memory, &suspect, "x."),
			 ERR_OK);
	expect_only(NULL);
	ck_assert_int_eq(number("SELECT (SELECT count(*) FROM member) + "
				"(SELECT count(*) FROM fault)"),
			 0);
}
END_TEST

START_TEST(incident_one_member)
{
	struct incident changed = broken;

	ck_assert_int_eq(
		memory_incident_put_member(memory, &broken, "a.example."),
		ERR_OK);
	changed.member_count = 1;
	expect_only(&changed);
	ck_assert_int_eq(
		memory_incident_put_member(memory, &broken, "b.example."),
		ERR_OK);
	expect_only(&broken);
	ck_assert_int_eq(
		memory_incident_put_member(memory, &changed, "b.example."),
		ERR_OK);
	expect_only(&changed);
}
END_TEST

START_TEST(incident_walk_stops)
{
	struct incident second = broken;
	struct expected expected = { NULL, 0 };

	second.owner = (char *)"second.";
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &second), ERR_OK);
	ck_assert_int_eq(memory_incidents(memory, compare, &expected), ERR_OK);
	ck_assert_uint_eq(expected.seen, 2);
	expected.seen = 0;
	ck_assert_int_eq(memory_incidents(memory, count_and_stop, &expected),
			 ERR_LIMIT);
	ck_assert_uint_eq(expected.seen, 1);
}
END_TEST

START_TEST(incident_edited_by_hand)
{
	struct expected expected = { NULL, 0 };

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("UPDATE incident SET severity = 77, announcements = -1, "
		"id = 'longer than thirty-two hexadecimal digits may ever be'");
	by_hand("UPDATE fault SET kind = -3, severity = 'x', seen = 1e300");
	ck_assert_int_eq(memory_incidents(memory, compare, &expected), ERR_OK);
	ck_assert_uint_eq(expected.seen, 1);
}
END_TEST

static enum err expect_fit_id(void *arg, const struct incident *incident)
{
	size_t *seen = arg;

	(*seen)++;
	ck_assert_str_eq(incident->members[0].faults[0].id, "a-1??2?");
	return ERR_OK;
}

/* Ids are shown as they are: on terminals as well. */
START_TEST(fault_id_by_hand)
{
	size_t seen = 0;

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("UPDATE fault SET id = 'a-1' || char(27) || '[2J'");
	ck_assert_int_eq(memory_incidents(memory, expect_fit_id, &seen),
			 ERR_OK);
	ck_assert_uint_eq(seen, 1);
}
END_TEST

/* SQLite's shell does not enforce foreign keys, so what belonged to the rows
 * that were removed stays: it must neither be in the way nor come back. */
START_TEST(incident_removed_by_hand)
{
	struct incident_member alone = { (char *)"a.example.", fault_b, 1 };
	struct incident smaller = broken;

	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("PRAGMA foreign_keys = OFF");
	by_hand("DELETE FROM member");
	by_hand("DELETE FROM incident");
	by_hand("PRAGMA foreign_keys = ON");
	smaller.member_count = 1;
	smaller.members = &alone;
	ck_assert_int_eq(memory_incident_put(memory, &smaller), ERR_OK);
	expect_only(&smaller);
	ck_assert_int_eq(
		memory_incident_put_member(memory, &broken, "b.example."),
		ERR_OK);
}
END_TEST

static enum err check_times(void *arg, const struct incident *incident)
{
	(void)arg;
	ck_assert_int_eq(incident->suspected_at.s, 0);
	ck_assert_int_eq(incident->opened_at.s, 253402300799);
	ck_assert_int_eq(incident->changed_at.s, 0);
	ck_assert(wall_is_never(incident->acked_at));
	return ERR_OK;
}

/* Differences between times that are read never overflow. */
START_TEST(incident_times_by_hand)
{
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	by_hand("UPDATE incident SET suspected_at = -9223372036854775808, "
		"opened_at = 9223372036854775806, changed_at = 'soon', "
		"acked_at = NULL");
	ck_assert_int_eq(memory_incidents(memory, check_times, NULL), ERR_OK);
}
END_TEST

/* --- transactions --- */

START_TEST(transaction_whole)
{
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 1), ERR_OK);
	memory_rollback(memory);
	memory_rollback(memory); /* nothing to roll back is no error */
	expect_only(NULL);
	ck_assert_int_eq(number("SELECT count(*) FROM outbox"), 0);
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_incident_put(memory, &broken), ERR_OK);
	ck_assert_int_eq(owe("t", "i", "i.1", 1), ERR_OK);
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
	reopen();
	expect_only(&broken);
	ck_assert_int_eq(number("SELECT count(*) FROM outbox"), 1);
}
END_TEST

START_TEST(transaction_not_begun)
{
	ck_assert_int_eq(memory_commit(memory), ERR_IO);
	ck_assert_ptr_nonnull(strstr(memory_error(memory), "no transaction"));
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_begin(memory), ERR_IO);
	memory_rollback(memory);
}
END_TEST

/* --- silences --- */

static const char *const silence_zones[] = { "*.example" };
static const char *const silence_faults[] = { "rrsig-*" };

static enum err one_silence(void *arg, const struct silence *silence)
{
	const struct silence *want = arg;

	ck_assert_str_eq(silence->id, want->id);
	ck_assert_uint_eq(silence->zone_count, 1);
	ck_assert_str_eq(silence->zones[0], want->zones[0]);
	ck_assert_uint_eq(silence->fault_count, want->fault_count);
	if (want->fault_count)
		ck_assert_str_eq(silence->faults[0], want->faults[0]);
	ck_assert_str_eq(silence->reason, want->reason);
	ck_assert_str_eq(silence->by, want->by);
	ck_assert_int_eq(silence->from.s, want->from.s);
	ck_assert_int_eq(silence->until.s, want->until.s);
	ck_assert(!silence->maintenance);
	return ERR_OK;
}

/* Over restarts; and a number is never used again, or somebody would end the
 * silence of another. */
START_TEST(silences)
{
	struct silence silence = {
		.id = "1",
		.zone_count = 1,
		.zones = silence_zones,
		.fault_count = (size_t)_i,
		.faults = silence_faults,
		.reason = "it's \"moved\"; \xc3\xa4",
		.by = "alice",
		.from = now,
		.until = { now.s + 3600 },
	};
	int64_t row = 0;

	ck_assert_int_eq(memory_silence_remove(memory, 1), ERR_NOT_FOUND);
	ck_assert_int_eq(memory_silence_add(memory, &silence, &row), ERR_OK);
	ck_assert_int_eq(row, 1);
	reopen();
	ck_assert_int_eq(memory_silences(memory, one_silence, &silence),
			 ERR_OK);
	ck_assert_int_eq(memory_silence_remove(memory, 1), ERR_OK);
	reopen();
	ck_assert_int_eq(memory_silence_add(memory, &silence, &row), ERR_OK);
	ck_assert_int_eq(row, 2);
	(void)snprintf(silence.id, sizeof(silence.id), "2");
	ck_assert_int_eq(memory_silences(memory, one_silence, &silence),
			 ERR_OK);
}
END_TEST

/* --- timelines --- */

struct line {
	char text[128];
};

static enum err add_line(void *arg, const char *what, const char *value,
			 struct wall first_seen, struct wall last_seen)
{
	struct line *line = arg;
	size_t len = strlen(line->text);

	(void)snprintf(line->text + len, sizeof(line->text) - len,
		       "%s %s %d-%d, ", what, value, (int)first_seen.s,
		       (int)last_seen.s);
	return ERR_OK;
}

START_TEST(timeline_versions)
{
	static const struct {
		const char *zone, *what, *value;
		int64_t at;
	} seen[] = {
		{ "a.", "ds", "1", 10 },     { "a.", "ds", "1", 20 },
		{ "a.", "dnskey", "k", 20 }, { "a.", "ds", "2", 30 },
		{ "b.", "ds", "9", 30 },     { "a.", "ds", "1", 40 },
		{ "a.", "ds", "1", 35 }, /* the clock stepped back */
	};
	struct line line = { "" };

	for (size_t i = 0; i < COUNT_OF(seen); i++)
		ck_assert_int_eq(memory_timeline(memory, seen[i].zone,
						 seen[i].what, seen[i].value,
						 (struct wall){ seen[i].at }),
				 ERR_OK);
	reopen();
	ck_assert_int_eq(memory_timeline_each(memory, "a.", add_line, &line),
			 ERR_OK);
	ck_assert_str_eq(line.text, "dnskey k 20-20, ds 1 10-20, ds 2 30-30, "
				    "ds 1 40-40, ");
}
END_TEST

/* Member by member: what lies between them is any byte. */
static void same_root_key(const struct root_key *a, const struct root_key *b)
{
	ck_assert_mem_eq(a->digest, b->digest, sizeof(a->digest));
	ck_assert_uint_eq(a->tag, b->tag);
	ck_assert_uint_eq(a->algorithm, b->algorithm);
	ck_assert_int_eq(a->state, b->state);
	ck_assert_int_eq(a->since.s, b->since.s);
	ck_assert_int_eq(a->first_seen.s, b->first_seen.s);
	ck_assert_int_eq(a->in_file, b->in_file);
}

START_TEST(root_keys_round_trip)
{
	static const struct root_keys want = {
		.count = 2,
		.at = { { .digest = { 1, 2 },
			  .tag = 20326,
			  .algorithm = 8,
			  .state = ROOT_KEY_REVOKED,
			  .since = { 20 },
			  .first_seen = { 10 } },
			{ .digest = { 3 },
			  .tag = 38696,
			  .algorithm = 13,
			  .state = ROOT_KEY_ADD_PEND,
			  .since = { 30 },
			  .first_seen = { 30 } } },
	};
	struct root_keys more = want, got = { .count = 9 };

	ck_assert_int_eq(memory_root_keys(memory, &got), ERR_OK);
	ck_assert_uint_eq(got.count, 0);
	more.at[more.count++].digest[0] = 9;
	ck_assert_int_eq(memory_root_keys_put(memory, &more), ERR_OK);
	ck_assert_int_eq(memory_root_keys_put(memory, &want), ERR_OK);
	reopen();
	ck_assert_int_eq(memory_root_keys(memory, &got), ERR_OK);
	ck_assert_uint_eq(got.count, want.count);
	for (size_t i = 0; i < want.count; i++)
		same_root_key(&got.at[i], &want.at[i]);
	ck_assert_int_eq(got.signed_at.s, want.signed_at.s);
	ck_assert_uint_eq(got.unsigned_looks, want.unsigned_looks);
	ck_assert_int_eq(sqlite3_exec(memory->db,
				      "UPDATE root_key SET digest = 'zz', "
				      "state = 7 WHERE tag = 20326",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(memory_root_keys(memory, &got), ERR_OK);
	ck_assert_uint_eq(got.count, 1);
	same_root_key(&got.at[0], &want.at[1]);
}
END_TEST

START_TEST(changes_round_trip)
{
	struct changes *changes = changes_new();

	expect_changes("[]");
	changes_note(changes, &(struct change_row){ .at = { 10 },
						    .what = CHANGED_DS,
						    .verdict = VERDICT_COUNT,
						    .zone = "a.",
						    .text = "one" });
	changes_note(changes, &(struct change_row){ .at = { 20 },
						    .what = CHANGED_VERDICT,
						    .verdict = VERDICT_OK,
						    .zone = "b.",
						    .zone_count = 7,
						    .text = "two" });
	ck_assert_int_eq(memory_changes_put(memory, changes), ERR_OK);
	ck_assert_int_eq(memory_changes_put(memory, changes), ERR_OK);
	reopen();
	expect_changes("[{\"at\":\"1970-01-01T00:00:20Z\","
		       "\"what\":\"verdict\",\"verdict\":\"ok\","
		       "\"zone\":\"b.\",\"zone_count\":7,\"text\":\"two\"},"
		       "{\"at\":\"1970-01-01T00:00:10Z\",\"what\":\"ds\","
		       "\"verdict\":null,\"zone\":\"a.\",\"zone_count\":1,"
		       "\"text\":\"one\"}]");
	by_hand("UPDATE change SET what = 'weather' WHERE zone = 'a.'");
	by_hand("UPDATE change SET verdict = 99, zones = -1");
	expect_changes("[{\"at\":\"1970-01-01T00:00:20Z\","
		       "\"what\":\"verdict\",\"verdict\":null,"
		       "\"zone\":\"b.\",\"zone_count\":1,\"text\":\"two\"}]");
	changes_free(changes);
}
END_TEST

START_TEST(timeline_bounded)
{
	ck_assert_int_eq(memory_begin(memory), ERR_OK);
	ck_assert_int_eq(memory_timeline(memory, "b.", "ds", "old", now),
			 ERR_OK);
	for (int i = 0; i < TIMELINE_ROWS_MAX + 10; i++)
		ck_assert_int_eq(memory_timeline(memory, "a.", "ds",
						 i % 2 ? "1" : "2",
						 wall_add(now, i)),
				 ERR_OK);
	ck_assert_int_eq(memory_commit(memory), ERR_OK);
	ck_assert_int_eq(number("SELECT count(*) FROM timeline "
				"WHERE zone = 'a.'"),
			 TIMELINE_ROWS_MAX);
	ck_assert_int_eq(number("SELECT min(first_seen) FROM timeline "
				"WHERE zone = 'a.'"),
			 now.s + 10);
	ck_assert_int_eq(number("SELECT count(*) FROM timeline "
				"WHERE zone = 'b.'"),
			 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *c = tcase_create("memory");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, incident_round_trip);
	tcase_add_test(c, incident_ends);
	tcase_add_test(c, incident_one_member);
	tcase_add_test(c, incident_walk_stops);
	tcase_add_test(c, incident_edited_by_hand);
	tcase_add_test(c, fault_id_by_hand);
	tcase_add_test(c, incident_removed_by_hand);
	tcase_add_test(c, incident_times_by_hand);
	tcase_add_test(c, transaction_whole);
	tcase_add_test(c, transaction_not_begun);
	tcase_add_loop_test(c, silences, 0, 2);
	tcase_add_test(c, timeline_versions);
	tcase_add_test(c, root_keys_round_trip);
	tcase_add_test(c, changes_round_trip);
	tcase_add_test(c, timeline_bounded);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
