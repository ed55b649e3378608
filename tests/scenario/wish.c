/* SPDX-License-Identifier: BSD-3-Clause */
/* wish.c - hold what the daemon says against what a story expects. */
#include "scenario/scene.h"

#include "scenario/keywords.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was said about the zone, for messages. */
static void describe(const struct assessment *a, struct text *text)
{
	text_put(text, a ? verdict_text(a->verdict) : "nothing yet");
	for (size_t i = 0; a && i < a->finding_count; i++)
		text_printf(text, "%s%s %s%s", i ? ", " : " (",
			    severity_text(a->findings[i]->severity),
			    a->findings[i]->id,
			    i + 1 == a->finding_count ? ")" : "");
	if (a && a->verdict == VERDICT_UNKNOWN && a->unknown_because)
		text_printf(text, ": %s", a->unknown_because);
}

static void fail_verdict(struct scene *scene, const char *expected)
{
	struct text got;

	text_init(&got, 4096);
	describe(scene->zone->assessment, &got);
	SCENE_FAIL(scene, "expected %s, got %s", expected, text_string(&got));
	text_done(&got);
}

/* --- verdict and ids --- */

static bool has_finding(const struct assessment *a, const char *id)
{
	for (size_t i = 0; i < a->finding_count; i++)
		if (strcmp(a->findings[i]->id, id) == 0)
			return true;
	return false;
}

static bool is_wished(const struct words *wishes, const char *id)
{
	for (size_t i = 1; i < wishes->count; i++)
		if (strcmp(wishes->at[i], id) == 0 ||
		    strcmp(wishes->at[i], "...") == 0)
			return true;
	return false;
}

static bool is_id(const char *word)
{
	return !strpbrk(word, "=>") && strcmp(word, "...") != 0;
}

/* Every id that is expected, and no other warning or critical. */
static bool findings_fit(const struct assessment *a, const struct words *wishes)
{
	for (size_t i = 1; i < wishes->count; i++)
		if (is_id(wishes->at[i]) && !has_finding(a, wishes->at[i]))
			return false;
	for (size_t i = 0; i < a->finding_count; i++)
		if (a->findings[i]->severity >= SEVERITY_WARNING &&
		    !is_wished(wishes, a->findings[i]->id))
			return false;
	return true;
}

static void judge_verdict(struct scene *scene, const struct words *wishes)
{
	const struct assessment *a = scene->zone->assessment;
	struct text expected;

	text_init(&expected, 1024);
	text_put(&expected, wishes->at[0]);
	for (size_t i = 1; i < wishes->count; i++)
		if (!strpbrk(wishes->at[i], "=>"))
			text_printf(&expected, " %s", wishes->at[i]);
	if (!a || strcmp(verdict_text(a->verdict), wishes->at[0]) != 0 ||
	    !findings_fit(a, wishes))
		fail_verdict(scene, text_string(&expected));
	text_done(&expected);
}

/* --- announcements --- */

static const struct alert *new_alerts(const struct scene *scene,
				      size_t *ret_count)
{
	*ret_count = scene->watch->alert_count - scene->alerts_seen;
	return scene->watch->alerts + scene->alerts_seen;
}

static void describe_alerts(const struct scene *scene, struct text *text)
{
	size_t count;
	const struct alert *alerts = new_alerts(scene, &count);

	text_printf(text, "%zu", count);
	for (size_t i = 0; i < count; i++)
		text_printf(text, "%s%s %s %s%s", i ? ", " : " (",
			    alerts[i].owner, change_text(alerts[i].change),
			    alerts[i].id, i + 1 == count ? ")" : "");
}

/* "alerts=2", or "alerts=opened,closed". */
static bool alerts_fit(const struct scene *scene, const char *value)
{
	struct word_list list;
	size_t count;
	const struct alert *alerts = new_alerts(scene, &count);

	if (value[0] >= '0' && value[0] <= '9')
		return strtoul(value, NULL, 10) == count;
	keyword_split(value, &list);
	for (size_t i = 0; i < list.count && i < count; i++)
		if (strcmp(list.at[i], change_text(alerts[i].change)) != 0)
			return false;
	return list.count == count;
}

/* A line that says nothing of alerts expects none. */
static void judge_alerts(struct scene *scene, const struct words *wishes)
{
	const char *value = NULL;
	struct text got;

	for (size_t i = 0; i < wishes->count && !value; i++)
		value = word_value(wishes->at[i], "alerts");
	if (!value)
		value = "0";
	text_init(&got, 4096);
	describe_alerts(scene, &got);
	if (!alerts_fit(scene, value))
		SCENE_FAIL(scene, "expected alerts=%s, got %s", value,
			   text_string(&got));
	text_done(&got);
}

/* A word of a story has no space: "servers_192.0.2.1,_192.0.2.2". */
static bool same_owner(const char *word, const char *owner)
{
	while (*word && *word == (*owner == ' ' ? '_' : *owner)) {
		word++;
		owner++;
	}
	return *word == *owner;
}

static void wish_owner(struct scene *scene, const char *value)
{
	size_t count;
	const struct alert *alerts = new_alerts(scene, &count);

	for (size_t i = 0; i < count; i++)
		if (!same_owner(value, alerts[i].owner))
			SCENE_FAIL(scene, "expected owner=%s, got %s", value,
				   alerts[i].owner);
}

static void wish_first_alert(struct scene *scene, const char *value)
{
	const struct watch *watch = scene->watch;
	const char *got = watch->alert_count ? watch->alerts[0].id : "none";

	if (strcmp(got, value) != 0)
		SCENE_FAIL(scene, "expected first-alert=%s, got %s", value,
			   got);
}

/* How long before this line the first alert of the story was told. */
static void wish_lead(struct scene *scene, const char *value)
{
	const struct watch *watch = scene->watch;
	char text[DURATION_TEXT_SIZE];
	int64_t wanted_s, got_s;

	if (!watch->alert_count) {
		SCENE_FAIL(scene, "expected a lead, got no alert at all");
		return;
	}
	got_s = wall_diff(watch->alerts[0].at, scene->step->at);
	if (!duration_parse(value, &wanted_s))
		SCENE_FAIL(scene, "'%s' is no length", value);
	else if (got_s < wanted_s)
		SCENE_FAIL(scene, "expected lead>=%s, got %s", value,
			   duration_format(got_s, text));
}

/* How long after this line the last alert was told. */
static void wish_within(struct scene *scene, const char *value)
{
	const struct watch *watch = scene->watch;
	char text[DURATION_TEXT_SIZE];
	int64_t wanted_s, got_s;
	size_t count;

	(void)new_alerts(scene, &count);
	if (!duration_parse(value, &wanted_s)) {
		SCENE_FAIL(scene, "'%s' is no length", value);
		return;
	}
	if (!count) {
		SCENE_FAIL(scene, "expected within=%s, got no alert", value);
		return;
	}
	got_s = wall_diff(scene->step->at,
			  watch->alerts[watch->alert_count - 1].at);
	if (got_s > wanted_s)
		SCENE_FAIL(scene, "expected within=%s, got %s", value,
			   duration_format(got_s, text));
}

/* --- the rest --- */

static void wish_breaks_at(struct scene *scene, const char *value)
{
	const struct assessment *a = scene->zone->assessment;
	struct wall wanted;
	char text[WALL_TEXT_SIZE], other[WALL_TEXT_SIZE];

	if (strcmp(value, "past") == 0) {
		if (a->breaks_at.s > a->checked_at.s)
			SCENE_FAIL(scene, "expected breaks_at=past, got %s",
				   wall_format(a->breaks_at, text));
		return;
	}
	if (!story_time(scene->story, value, &wanted))
		SCENE_FAIL(scene, "'%s' is no time of a story", value);
	else if (wanted.s != a->breaks_at.s)
		SCENE_FAIL(scene, "expected breaks_at=%s (%s), got %s", value,
			   wall_format(wanted, other),
			   wall_format(a->breaks_at, text));
}

static void wish_because(struct scene *scene, const char *value)
{
	const struct assessment *a = scene->zone->assessment;
	const char *got = a->breaks_because ? a->breaks_because : "none";

	if (strcmp(got, value) != 0)
		SCENE_FAIL(scene, "expected because=%s, got %s", value, got);
}

static void wish_security(struct scene *scene, const char *value)
{
	const char *got = security_text(scene->zone->assessment->security);

	if (strcmp(got, value) != 0)
		SCENE_FAIL(scene, "expected security=%s, got %s", value, got);
}

static void wish_open(struct scene *scene, const char *value)
{
	size_t got = watch_open_count(scene->watch);

	if (got != strtoul(value, NULL, 10))
		SCENE_FAIL(scene, "expected open=%s, got %zu", value, got);
}

/* Of the first finding: some line of evidence begins with that word. */
static void wish_evidence(struct scene *scene, const char *value)
{
	const struct assessment *a = scene->zone->assessment;
	size_t len = strlen(value);

	for (size_t i = 0;
	     a->finding_count && i < a->findings[0]->evidence.count; i++) {
		const char *line = a->findings[0]->evidence.at[i];

		if (strncmp(line, value, len) == 0 && strchr(": ", line[len]))
			return;
	}
	SCENE_FAIL(scene, "no evidence begins with '%s'", value);
}

static void wish_transients(struct scene *scene, const char *value)
{
	if (scene->watch->transients != strtoul(value, NULL, 10))
		SCENE_FAIL(scene, "expected transients=%s, got %u", value,
			   scene->watch->transients);
}

static void wish_nothing(struct scene *scene, const char *value)
{
	(void)scene;
	(void)value; /* judge_alerts() has read it */
}

static const struct {
	const char *key;
	void (*judge)(struct scene *scene, const char *value);
} wishes_table[] = {
	{ "alerts", wish_nothing },
	{ "owner", wish_owner },
	{ "first-alert", wish_first_alert },
	{ "lead>", wish_lead },
	{ "within", wish_within },
	{ "breaks_at", wish_breaks_at },
	{ "because", wish_because },
	{ "security", wish_security },
	{ "open", wish_open },
	{ "evidence", wish_evidence },
	{ "transients", wish_transients },
	{ "acked", wish_acked },
	{ "silenced", wish_silenced },
};

static void judge_word(struct scene *scene, const char *word)
{
	size_t count = sizeof(wishes_table) / sizeof(wishes_table[0]);

	for (size_t i = 0; i < count; i++) {
		const char *value = word_value(word, wishes_table[i].key);

		if (value) {
			wishes_table[i].judge(scene, value);
			return;
		}
	}
	SCENE_FAIL(scene, "'%s' cannot be expected", word);
}

void wish_judge(struct scene *scene)
{
	const struct words *wishes = &scene->step->wishes;

	if (wishes->count == 0) {
		SCENE_FAIL(scene, "expect what?");
		return;
	}
	judge_verdict(scene, wishes);
	judge_alerts(scene, wishes);
	for (size_t i = 1; i < wishes->count && !failure_is_set(scene->failure);
	     i++)
		if (strpbrk(wishes->at[i], "=>"))
			judge_word(scene, wishes->at[i]);
	scene->alerts_seen = scene->watch->alert_count;
}
