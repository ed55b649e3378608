/* SPDX-License-Identifier: BSD-3-Clause */
/* history.c - versions of what a zone showed, bounded. */
#include "observe/history.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TTL_MARK "; ttl "

struct versions {
	size_t count;
	struct history_version *at; /* the latest is the last */
};

struct history {
	struct versions of[HISTORY_WHAT_COUNT];
};

static const char *const words[HISTORY_WHAT_COUNT] = {
	[HISTORY_DS] = "ds",	 [HISTORY_DNSKEY] = "dnskey",
	[HISTORY_NS] = "ns",	 [HISTORY_SECURITY] = "security",
	[HISTORY_WELL] = "well",
};

const char *history_what_text(enum history_what what)
{
	return words[what];
}

struct history *history_new(void)
{
	return calloc(1, sizeof(struct history));
}

void history_free(struct history *history)
{
	if (!history)
		return;
	for (size_t what = 0; what < HISTORY_WHAT_COUNT; what++) {
		for (size_t i = 0; i < history->of[what].count; i++)
			free(history->of[what].at[i].value);
		free(history->of[what].at);
	}
	free(history);
}

/* --- adding --- */

static void drop_oldest(struct versions *v)
{
	free(v->at[0].value);
	v->count--;
	memmove(&v->at[0], &v->at[1], v->count * sizeof(v->at[0]));
}

static bool add(struct versions *v, const char *value, uint32_t ttl_s,
		struct wall first_seen, struct wall last_seen)
{
	char *copy = strdup(value);
	struct history_version *more;

	if (!copy)
		return false;
	if (v->count == HISTORY_VERSIONS_MAX)
		drop_oldest(v);
	more = realloc(v->at, (v->count + 1) * sizeof(*more));
	if (!more) {
		free(copy);
		return false;
	}
	v->at = more;
	v->at[v->count++] =
		(struct history_version){ copy, ttl_s, first_seen, last_seen };
	return true;
}

static struct history_version *latest(const struct versions *v)
{
	return v->count ? &v->at[v->count - 1] : NULL;
}

void history_restore(struct history *history, enum history_what what,
		     const char *value, uint32_t ttl_s, struct wall first_seen,
		     struct wall last_seen)
{
	struct versions *v = &history->of[what];
	struct history_version *last = latest(v);

	if (!last || strcmp(last->value, value) != 0) {
		(void)add(v, value, ttl_s, first_seen, last_seen);
		return;
	}
	last->last_seen = wall_max(last->last_seen, last_seen);
	/* A cache may hold what was served with the longer one. */
	if (ttl_s > last->ttl_s)
		last->ttl_s = ttl_s;
}

unsigned history_see(struct history *history, const struct sighting *sighting,
		     struct wall now)
{
	unsigned changed = 0;

	for (size_t what = 0; what < HISTORY_WHAT_COUNT; what++) {
		const char *value = sighting->value[what];
		const struct history_version *last = latest(&history->of[what]);

		if (!value)
			continue;
		if (!last || strcmp(last->value, value) != 0)
			changed |= 1u << what;
		history_restore(history, (enum history_what)what, value,
				sighting->ttl_s[what], now, now);
	}
	return changed;
}

void history_seen_again(struct history *history, enum history_what what,
			struct wall now)
{
	struct history_version *last = latest(&history->of[what]);

	if (last)
		last->last_seen = wall_max(last->last_seen, now);
}

int64_t history_keep_every_s(const struct history_version *version,
			     int64_t survey_s)
{
	int64_t half_s = version->ttl_s / 2;

	return version->ttl_s && half_s < survey_s ? half_s : survey_s;
}

/* --- reading --- */

size_t history_count(const struct history *history, enum history_what what)
{
	return history ? history->of[what].count : 0;
}

const struct history_version *history_at(const struct history *history,
					 enum history_what what, size_t i)
{
	size_t count = history_count(history, what);

	return i < count ? &history->of[what].at[count - 1 - i] : NULL;
}

const struct history_version *history_before(const struct history *history,
					     const struct sighting *sighting,
					     enum history_what what,
					     struct wall now, size_t *ret_index,
					     struct wall *ret_since)
{
	const struct history_version *last = history_at(history, what, 0);
	const char *value = sighting->value[what];
	bool added = last && value && strcmp(last->value, value) == 0;

	if (!value)
		return NULL;
	*ret_index = added ? 1 : 0;
	*ret_since = added ? last->first_seen : now;
	return history_at(history, what, *ret_index);
}

bool history_lists(const char *set, const char *item)
{
	size_t len = strlen(item);

	while (*set != '\0') {
		size_t word = strcspn(set, ",");

		if (word == len && memcmp(set, item, len) == 0)
			return true;
		set += word;
		set += strspn(set, ", ");
	}
	return false;
}

bool history_lists_key(const char *value, const char *key)
{
	const char *digest = strrchr(key, '/');
	char plain[HISTORY_KEY_SIZE];

	(void)snprintf(plain, sizeof(plain), "%.*s", (int)(digest - key), key);
	return history_lists(value, key) || history_lists(value, plain);
}

bool history_has_key(const char *value, uint8_t algorithm, uint16_t tag)
{
	while (*value != '\0') {
		unsigned flags, number, key_tag;

		if (sscanf(value, "%5u/%3u/%5u", &flags, &number, &key_tag) ==
			    3 &&
		    number == algorithm && key_tag == tag)
			return true;
		value += strcspn(value, ",");
		value += strspn(value, ", ");
	}
	return false;
}

/* --- the form of memory.db --- */

const char *history_stored(struct arena *arena, const char *value,
			   uint32_t ttl_s)
{
	if (ttl_s == 0)
		return arena_strdup(arena, value);
	return arena_printf(arena, "%s" TTL_MARK "%" PRIu32, value, ttl_s);
}

void history_restore_stored(struct history *history, const char *what,
			    const char *stored, struct wall first_seen,
			    struct wall last_seen)
{
	const char *mark = strstr(stored, TTL_MARK);
	uint32_t ttl_s = 0;
	char *value;

	if (mark)
		(void)sscanf(mark + strlen(TTL_MARK), "%10" SCNu32, &ttl_s);
	value = strndup(stored,
			mark ? (size_t)(mark - stored) : strlen(stored));
	for (size_t i = 0; value && i < HISTORY_WHAT_COUNT; i++)
		if (strcmp(words[i], what) == 0)
			history_restore(history, (enum history_what)i, value,
					ttl_s, first_seen, last_seen);
	free(value);
}
