/* SPDX-License-Identifier: BSD-3-Clause */
/* keywords.c - the small words of the story language. */
#include "scenario/keywords.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array)	  (sizeof(array) / sizeof((array)[0]))
#define ALGORITHM_DEFAULT 13
#define DIGEST_DEFAULT	  2

void keyword_split(const char *value, struct word_list *ret)
{
	char *save = NULL;

	ret->count = 0;
	snprintf(ret->text, sizeof(ret->text), "%s", value);
	for (char *word = strtok_r(ret->text, ",", &save);
	     word && ret->count < WORD_LIST_MAX;
	     word = strtok_r(NULL, ",", &save))
		ret->at[ret->count++] = word;
}

/* --- keys and DS --- */

/* A key keeps the algorithm with which it was first named. */
static uint8_t algorithm_of(struct scene *scene, const char *label,
			    const char *said)
{
	void *known = map_get(scene->algorithms, label);
	uintptr_t algorithm = said ? strtoul(said, NULL, 10) : 0;

	if (!algorithm)
		algorithm = known ? (uintptr_t)known : ALGORITHM_DEFAULT;
	(void)map_put(scene->algorithms, label, (void *)algorithm);
	return (uint8_t)algorithm;
}

bool keyword_key(struct scene *scene, const char *word, struct key_word *ret)
{
	size_t len = strcspn(word, "/-!");
	const char *rest = word + len;

	if (len == 0 || len >= sizeof(ret->label)) {
		SCENE_FAIL(scene, "'%s' is no key", word);
		return false;
	}
	memset(ret, 0, sizeof(*ret));
	memcpy(ret->label, word, len);
	ret->algorithm =
		algorithm_of(scene, ret->label, *rest == '/' ? rest + 1 : NULL);
	rest += strcspn(rest, "-!");
	ret->mark = *rest;
	return true;
}

static void add_ds(struct scene *scene, const char *word,
		   struct world_ds_set *set)
{
	const struct name *apex = &scene->zone->world->zone.apex;
	size_t len = strcspn(word, ":!");
	const char *rest = word + len;
	struct world_ds *ds;
	char label[32];

	snprintf(label, sizeof(label), "%.*s", (int)len, word);
	ds = world_ds_add(
		set,
		world_signer_key(apex, label, algorithm_of(scene, label, NULL)),
		DIGEST_DEFAULT);
	if (*rest == ':')
		ds->digest_type = (uint8_t)strtoul(rest + 1, NULL, 10);
	else if (strcmp(rest, "!digest") == 0)
		ds->flaw = DS_FLAW_DIGEST;
	else if (strcmp(rest, "!algorithm") == 0)
		ds->flaw = DS_FLAW_ALGORITHM;
	else if (*rest)
		SCENE_FAIL(scene, "'%s' is no DS", word);
}

void keyword_ds_set(struct scene *scene, const char *value,
		    struct world_ds_set *ret)
{
	struct word_list list;

	ret->count = 0;
	if (!strcmp(value, "none"))
		return;
	keyword_split(value, &list);
	for (size_t i = 0; i < list.count; i++)
		add_ds(scene, list.at[i], ret);
}

/* --- words of a fixed set --- */

struct keyword {
	const char *word;
	int value;
};

static bool look_up(struct scene *scene, const struct keyword *rows,
		    size_t count, const char *word, int *ret)
{
	struct text all;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].word, word) == 0) {
			*ret = rows[i].value;
			return true;
		}
	}
	text_init(&all, 512);
	for (size_t i = 0; i < count; i++)
		text_printf(&all, " %s", rows[i].word);
	SCENE_FAIL(scene, "'%s' is none of%s", word, text_string(&all));
	text_done(&all);
	return false;
}

bool keyword_health(struct scene *scene, const char *word,
		    enum world_health *ret)
{
	static const struct keyword rows[] = {
		{ "well", HEALTH_WELL },
		{ "dead", HEALTH_DEAD },
		{ "port-closed", HEALTH_PORT_CLOSED },
		{ "no-route", HEALTH_NO_ROUTE },
		{ "garbage", HEALTH_GARBAGE },
		{ "late", HEALTH_LATE },
		{ "servfail", HEALTH_SERVFAIL },
		{ "refused", HEALTH_REFUSED },
		{ "strips-dnssec", HEALTH_STRIPS },
		{ "no-tcp", HEALTH_NO_TCP },
		{ "cuts-answers", HEALTH_CUTS },
		{ "limits-rate", HEALTH_LIMITS },
		{ "drops-questions", HEALTH_DROPS },
		{ "loses-large", HEALTH_LOSES_LARGE },
	};
	int value;

	if (!look_up(scene, rows, COUNT_OF(rows), word, &value))
		return false;
	*ret = (enum world_health)value;
	return true;
}

bool keyword_mode(struct scene *scene, const char *word,
		  enum world_resolver_mode *ret)
{
	static const struct keyword rows[] = {
		{ "honest", MODE_HONEST },   { "lax", MODE_LAX },
		{ "excepts", MODE_EXCEPTS }, { "accepts", MODE_ACCEPTS },
		{ "fails", MODE_FAILS },     { "broken", MODE_BROKEN },
		{ "refuses", MODE_REFUSES }, { "dead", MODE_DEAD },
	};
	int value;

	if (!look_up(scene, rows, COUNT_OF(rows), word, &value))
		return false;
	*ret = (enum world_resolver_mode)value;
	return true;
}

bool keyword_security(struct scene *scene, const char *word, enum security *ret)
{
	static const struct keyword rows[] = {
		{ "secure", SECURITY_SECURE },
		{ "insecure", SECURITY_INSECURE },
		{ "bogus", SECURITY_BOGUS },
		{ "indeterminate", SECURITY_INDETERMINATE },
	};
	int value;

	if (!look_up(scene, rows, COUNT_OF(rows), word, &value))
		return false;
	*ret = (enum security)value;
	return true;
}

bool keyword_flaw(struct scene *scene, const char *word, int *ret)
{
	static const struct keyword rows[] = {
		{ "good", FLAW_NONE },	   { "missing", FLAW_MISSING },
		{ "bad", FLAW_BYTES },	   { "other-data", FLAW_DATA },
		{ "wrong-tag", FLAW_TAG },
	};

	return look_up(scene, rows, COUNT_OF(rows), word, ret);
}

bool keyword_is(struct scene *scene, const char *word, const char *yes,
		const char *no)
{
	const struct keyword rows[] = { { yes, 1 }, { no, 0 } };
	int value = 0;

	(void)look_up(scene, rows, 2, word, &value); /* it has told */
	return value != 0;
}

bool keyword_yes(struct scene *scene, const char *word)
{
	return keyword_is(scene, word, "yes", "no");
}

struct world_server *keyword_server(struct scene *scene, const char *host)
{
	struct world *world = scene->zone->world;
	char text[NAME_TEXT_SIZE];

	for (size_t i = 0; i < world->server_count; i++) {
		name_to_text(&world->servers[i].host, text);
		if (strncmp(text, host, strlen(host)) == 0)
			return &world->servers[i];
	}
	SCENE_FAIL(scene, "no server is called '%s'", host);
	return NULL;
}

struct world_resolver *keyword_resolver(struct scene *scene,
					const char *address)
{
	struct world *world = scene->zone->world;
	struct address wanted;

	if (!address_from_text(address, &wanted)) {
		SCENE_FAIL(scene, "'%s' is no address", address);
		return NULL;
	}
	for (size_t i = 0; i < world->resolver_count; i++)
		if (address_equal(&world->resolvers[i].address, &wanted))
			return &world->resolvers[i];
	if (world->resolver_count == WORLD_RESOLVERS_MAX) {
		SCENE_FAIL(scene, "there are %d resolvers at most",
			   WORLD_RESOLVERS_MAX);
		return NULL;
	}
	return world_resolver_add(world, address);
}

/* --- lengths and limits --- */

bool keyword_length(const char *word, int64_t *ret_s)
{
	bool negative = word[0] == '-';

	if (!duration_parse(word + (negative || word[0] == '+'), ret_s))
		return false;
	if (negative)
		*ret_s = -*ret_s;
	return true;
}

int64_t *keyword_signer_field(struct signer *signer, const char *word)
{
	if (strcmp(word, "every") == 0)
		return &signer->every_s;
	if (strcmp(word, "for") == 0)
		return &signer->lifetime_s;
	if (strcmp(word, "back") == 0)
		return &signer->back_s;
	return strcmp(word, "skew") == 0 ? &signer->skew_s : NULL;
}

static bool policy_length(const char *value, int64_t *ret_s)
{
	return value && duration_parse(value, ret_s);
}

void keyword_policy(struct scene *scene, const char *word,
		    struct zone_policy *policy)
{
	const char *value = word_value(word, "declared");
	const char *percent;

	if (value && strcmp(value, "any") == 0) {
		policy->expect = EXPECT_ANY;
		return;
	}
	if (value) {
		policy->expect = keyword_is(scene, value, "secure", "insecure")
					 ? EXPECT_SECURE
					 : EXPECT_INSECURE;
		return;
	}
	if (policy_length(word_value(word, "survey"), &policy->survey_s) ||
	    policy_length(word_value(word, "pulse"), &policy->pulse_s))
		return;
	percent = word_value(word, "warning");
	value = word_value(word, "critical");
	if (percent)
		policy->expiry_warning_percent =
			(unsigned)strtoul(percent, NULL, 10);
	else if (value)
		policy->expiry_critical_percent =
			(unsigned)strtoul(value, NULL, 10);
	else
		SCENE_FAIL(scene, "'%s' is no limit", word);
}
