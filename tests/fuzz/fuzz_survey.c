/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_survey.c - whatever a snapshot says, of a prober that was taken over or
 * in a file of anyone's: it is judged, the same each time, and all that is told
 * of it is fit to be told.
 *
 * Input: the text of a snapshot. */
#include "lib/policy.h"

#include "incident/canaries.h"
#include "incident/fingerprint.h"
#include "incident/lax.h"
#include "incident/skew.h"
#include "report/card.h"
#include "report/explain.h"
#include "report/metrics.h"
#include "report/state.h"
#include "targets/kind.h"

#include "fuzz/told.h"

#include <string.h>

#define TEXT_MAX ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text begin(void)
{
	struct text text;

	text_init(&text, TEXT_MAX);
	return text;
}

/* --- for people and programs --- */

static void tell_zone(const struct assessment *a)
{
	struct report_style style = { .ascii = true, .width = 72 };
	struct text text = begin(), json = begin(), again = begin();
	struct state_zone zone = { .assessment = a,
				   .policy = &strict_policy,
				   .next_check_at = WALL_NEVER };
	struct assessment *back;

	state_zone_json(&zone, &json);
	told_json(&json);
	back = report_zone_read(text_string(&json), json.len);
	told_check(back);
	/* What a command shows of it is what the daemon would. */
	report_zone_text(a, style, &text);
	report_zone_text(back, style, &again);
	told_text(&text);
	told_check(strcmp(text_string(&text), text_string(&again)) == 0);
	text_done(&text);
	text_done(&again);
	text = begin();
	report_zone_row(a, style, 24, &text);
	report_plugin(&a, 1, &text);
	told_text(&text);
	text_done(&text);
	text_done(&json);
	assessment_free(back);
}

static void tell_state(const struct assessment *a)
{
	struct state_zone zone = { .assessment = a,
				   .policy = &strict_policy,
				   .next_check_at = WALL_NEVER };
	struct text check = begin(), brief = begin(), metrics = begin();

	report_zone_json(a, &check);
	told_json(&check);
	state_zone_brief(&zone, true, &brief);
	told_json(&brief);
	for (size_t i = 0; i < metrics_family_count; i++)
		metrics_family_zone(i, &zone, &metrics);
	told_text(&metrics);
	text_done(&check);
	text_done(&brief);
	text_done(&metrics);
}

static void tell_targets(const struct announcement *announcement)
{
	static const struct card_bases bases = {
		"https://dash.example/", "https://wiki.example/dnssec#"
	};

	for (unsigned i = 0; i <= TARGET_COMMAND; i++) {
		const struct kind *kind = kind_of((enum target_kind)i);
		struct arena *arena = arena_new(CARD_BYTES_MAX);
		const struct card *card =
			arena ? card_of_announcement(arena, announcement,
						     "/forewarnd/fuzz", &bases)
			      : NULL;
		struct text body = begin();

		told_check(card);
		if (kind->body) {
			kind->body(card, &body);
			told_json(&body);
		}
		text_done(&body);
		arena_free(arena);
	}
}

static void tell_incident(const struct assessment *a, struct wall now)
{
	struct incident_book *book = incident_book_new(0);
	struct fold fold;

	told_check(book && !incident_fold(book, a, now, &fold));
	told_check(fold.announcement_count == 0 || a->verdict != VERDICT_OK);
	for (size_t i = 0; i < fold.announcement_count; i++) {
		struct text json = begin(), line = begin();

		tell_targets(&fold.announcements[i]);
		state_incident(fold.announcements[i].incident, true, &json);
		told_json(&json);
		report_headline(&fold.announcements[i], &line);
		told_text(&line);
		text_done(&json);
		text_done(&line);
	}
	/* Seen twice it is no news. */
	told_check(!incident_fold(book, a, now, &fold));
	told_check(fold.announcement_count == 0);
	incident_book_free(book);
}

static void tell_why(const struct snapshot *snapshot,
		     const struct assessment *a)
{
	struct report_style style = { .ascii = true, .width = 72 };
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	const struct view *view =
		arena ? view_new(arena, snapshot, snapshot->at) : NULL;
	struct explanation *why = view ? explanation_new(arena, a, view) : NULL;
	struct text text = begin(), json = begin();

	if (why) {
		report_explain_text(why, style, &text);
		told_text(&text);
		report_explain_json(why, &json);
		told_json(&json);
	}
	text_done(&text);
	text_done(&json);
	arena_free(arena);
}

/* --- what the daemon draws from it beside --- */

static void hear(const struct snapshot *snapshot)
{
	static struct skew_witnesses witnesses;
	struct canaries canaries = { 0 };
	struct lax lax = { 0 };
	struct text text = begin();
	struct skew skew;

	skew_forget(&witnesses);
	skew_hear(&witnesses, snapshot, NULL, snapshot->at);
	skew = skew_judge(&witnesses, snapshot->at);
	skew_summary(&skew, &text);
	skew_evidence(&witnesses, &skew, snapshot->at, &text);
	canaries.count = 2;
	canaries.at[0].name = snapshot->zone;
	canaries.at[1].name = name_root;
	canaries_read(&canaries, snapshot);
	/* Who measured nothing does not trust what he has. */
	told_check(snapshot->answer_count ||
		   canaries_judge(&canaries, false) != DISTRUST_NOTHING);
	for (size_t i = 0; i < snapshot->server_count; i++)
		if (snapshot->servers[i].vantage == VANTAGE_RESOLVER)
			lax_configure(&lax, &snapshot->servers[i].address, 1);
	lax_see(&lax, snapshot, &canaries);
	lax_summary(&lax, &text);
	lax_evidence(&lax, &canaries, &text);
	told_text(&text);
	text_done(&text);
}

/* --- the same each time --- */

static void check_again(const struct snapshot *snapshot,
			const struct assessment *a)
{
	struct history *history = history_new();
	struct assessment *again =
		assessment_new(snapshot, &strict_policy, snapshot->at);
	struct text one = begin(), other = begin();

	told_check(history && again);
	report_zone_json(a, &one);
	report_zone_json(again, &other);
	told_check(strcmp(text_string(&one), text_string(&other)) == 0);
	told_check(a->fingerprint == again->fingerprint);
	assessment_free(again);
	/* What is as it was is no change. */
	(void)history_see(history, &a->seen, snapshot->at);
	again = assessment_new_remembering(snapshot, &strict_policy, history,
					   snapshot->at);
	told_check(again && again->verdict == a->verdict);
	assessment_free(again);
	history_free(history);
	text_done(&one);
	text_done(&other);
}

static void judge(const struct snapshot *snapshot)
{
	struct assessment *a =
		assessment_new(snapshot, &strict_policy, snapshot->at);

	told_check(a);
	told_verdict(a);
	told_commands(a);
	told_check(!snapshot->overloaded || a->verdict == VERDICT_UNKNOWN);
	tell_zone(a);
	tell_state(a);
	tell_incident(a, snapshot->at);
	tell_why(snapshot, a);
	check_again(snapshot, a);
	hear(snapshot);
	assessment_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct snapshot *snapshot;

	if (arena && !snapshot_read((const char *)data, size, arena, &snapshot))
		judge(snapshot);
	arena_free(arena);
	return 0;
}
