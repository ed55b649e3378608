/* SPDX-License-Identifier: BSD-3-Clause */
/* history.h - what was seen when for one zone, over its surveys: versions of
 * the DS set, the DNSKEY set, the NS set, and what validators made of it.
 *
 * Small and bounded: a portfolio has a million of them. Values are texts, the
 * same that memory.db keeps in its timelines, so that a restart forgets
 * nothing. Sets are sorted: the order of answers makes no new version. */
#ifndef FOREWARN_OBSERVE_HISTORY_H
#define FOREWARN_OBSERVE_HISTORY_H

#include "base/arena.h"
#include "base/time.h"
#include "dns/rdata.h"
#include "observe/view.h"

enum history_what {
	HISTORY_DS,	  /* "2948 13 2 ab12..., ..."; "": proven to be none */
	HISTORY_DNSKEY,	  /* "257/13/2948/0f3a..., ...": flags, algorithm, key
			   * tag, and the start of a SHA-256 of the key; rows
			   * of older versions have no digest */
	HISTORY_NS,	  /* "ns1.example., ...": as the parent delegates */
	HISTORY_SECURITY, /* "secure", "insecure", "bogus" */
	HISTORY_WELL,	  /* "secure" or "insecure", when last well */
};
#define HISTORY_WHAT_COUNT 5

/* A roll has four or five versions of a set; the older ones are in no cache. */
#define HISTORY_VERSIONS_MAX 8

struct history_version {
	char *value;
	uint32_t ttl_s; /* the greatest it was served with; 0: not known */
	struct wall first_seen, last_seen;
};

struct history;

/* What one survey saw; NULL where it says nothing of that. */
struct sighting {
	const char *value[HISTORY_WHAT_COUNT];
	uint32_t ttl_s[HISTORY_WHAT_COUNT];
};

/** @return NULL without memory; history_free() it. */
struct history *history_new(void);
void history_free(struct history *history); /* takes NULL */

/** What a survey's view says, in @p arena, but for HISTORY_WELL: that is for
 * whoever judges. */
struct sighting sighting_of(struct arena *arena, const struct view *view);

/**
 * Add what was seen at @p now. Past HISTORY_VERSIONS_MAX the oldest version
 * goes. Without memory a version is lost, and nothing else.
 *
 * @return a bit (1 << what) for each new version.
 */
unsigned history_see(struct history *history, const struct sighting *sighting,
		     struct wall now);

/** The latest version of @p what was there at @p now as well. */
void history_seen_again(struct history *history, enum history_what what,
			struct wall now);

/** How old the kept last_seen of a version may get, so that a restart without
 * notice still knows that caches hold it: a survey's interval, and no more than
 * half of its TTL. */
int64_t history_keep_every_s(const struct history_version *version,
			     int64_t survey_s);

/** Put back a version that was kept; older ones first. */
void history_restore(struct history *history, enum history_what what,
		     const char *value, uint32_t ttl_s, struct wall first_seen,
		     struct wall last_seen);

size_t history_count(const struct history *history, enum history_what what);
/** The i-th version, 0 is the latest, or NULL. Takes a NULL history. */
const struct history_version *history_at(const struct history *history,
					 enum history_what what, size_t i);

/**
 * The version before that of @p sighting, which may or may not have been added
 * already.
 *
 * @param ret_index  of it, for history_at() and those before.
 * @param ret_since  when that of @p sighting was first seen; @p now where it
 *                   was not added yet.
 * @return NULL: this is the first, or nothing was seen.
 */
const struct history_version *history_before(const struct history *history,
					     const struct sighting *sighting,
					     enum history_what what,
					     struct wall now, size_t *ret_index,
					     struct wall *ret_since);

/** Whether the text @p item is one of those between commas in @p set. */
bool history_lists(const char *set, const char *item);

/* How values name their items. */
#define HISTORY_KEY_SIZE 48
const char *history_key_text(const struct dnskey *key,
			     char ret_text[HISTORY_KEY_SIZE]);
/** Whether the DNSKEY set @p value lists @p key (history_key_text()); one that
 * was kept without a digest is taken for it. */
bool history_lists_key(const char *value, const char *key);
/** Whether the DNSKEY set @p value has a key of that algorithm and tag. */
bool history_has_key(const char *value, uint8_t algorithm, uint16_t tag);
/** In @p arena, NULL when full. */
const char *history_ds_text(struct arena *arena, const struct ds *ds);

const char *history_what_text(enum history_what what); /* "dnskey" */

/** The form of memory.db: the value, and "; ttl 3600" where one is known. In
 * @p arena, NULL when full. */
const char *history_stored(struct arena *arena, const char *value,
			   uint32_t ttl_s);
/** Put back a row of memory.db; what is no such is passed over. */
void history_restore_stored(struct history *history, const char *what,
			    const char *stored, struct wall first_seen,
			    struct wall last_seen);

#endif
