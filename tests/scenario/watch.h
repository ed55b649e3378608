/* SPDX-License-Identifier: BSD-3-Clause */
/* watch.h - the daemon in virtual time: the production code from snapshot to
 * announcement, driven by the clock of a story.
 *
 * Each pass goes all the way: the world is surveyed, the snapshot written as
 * text and read back, judged, and folded into the book of incidents. */
#ifndef FOREWARN_TESTS_WATCH_H
#define FOREWARN_TESTS_WATCH_H

#include "base/map.h"
#include "config/config.h"
#include "incident/incident.h"
#include "lib/world.h"

#define WATCH_ZONES_MAX	   32
#define WATCH_ALERTS_MAX   256
#define WATCH_SILENCES_MAX 8

/* When a zone's signer makes new signatures, and how long they live. */
struct signer {
	int64_t every_s;    /* 0: only when told */
	int64_t lifetime_s; /* from now to expiration */
	int64_t back_s;	    /* inception before now */
	int64_t skew_s;	    /* of its clock */
	struct wall next_at;
};

struct watched {
	struct world *world;
	struct zone_policy policy;
	struct signer signer;
	struct wall survey_at, pulse_at, confirm_at;
	struct wall surveyed_at; /* when the last survey started */
	struct history *history; /* and what the database has of it */
	bool suspect;
	struct assessment *assessment; /* the last one, or NULL */
};

/* An announcement, as far as expectations ask. */
struct alert {
	struct wall at;
	enum change change;
	enum severity severity;
	char owner[256];
	char id[48]; /* of the first finding; "" where none is left */
};

struct watch {
	struct wall now;
	enum world_network network;
	size_t zone_count;
	struct watched zones[WATCH_ZONES_MAX];
	struct incident_book *book;
	struct map *memory; /* owner -> a book with that one incident */
	struct incident_book *monitor; /* of our own faults */
	struct wall canary_at;
	unsigned canary_failures;
	struct wall network_down_at; /* NEVER: it is well */
	size_t alert_count;
	struct alert alerts[WATCH_ALERTS_MAX];
	unsigned transients;
	size_t silence_count;
	struct silence silences[WATCH_SILENCES_MAX];
	char silence_patterns[WATCH_SILENCES_MAX][256];
	const char *silence_texts[WATCH_SILENCES_MAX][2];
	struct wall silence_at; /* one begins or ends */
};

struct watch *watch_new(struct wall start);
void watch_free(struct watch *watch);

/** Begin to watch a zone; its first survey is due at once.
 * @return NULL when there are too many. */
struct watched *watch_add(struct watch *watch, const char *apex);
/** @return the zone, or NULL. */
struct watched *watch_zone(struct watch *watch, const struct name *apex);

/** Something in the world of @p zone changed now: the next pulse may see. */
void watch_changed(struct watch *watch, struct watched *zone);

/** When something is due next. */
struct wall watch_next(const struct watch *watch);
/** Go there, and do the first thing that is due. */
void watch_step(struct watch *watch);

/** Sign now, by the zone's signer. */
void watch_sign(struct watch *watch, struct watched *zone);

/** Our own network is up or down from now on. */
void watch_network(struct watch *watch, enum world_network network);

/** Whether the canaries have told what it is, and we whoever wants to know. */
bool watch_knows_network(const struct watch *watch);

/** Die, and come back with what memory holds. */
void watch_restart(struct watch *watch);

/** Write down and tell what a fold leaves. */
void watch_note_fold(struct watch *watch, const struct fold *fold);

/* people.c: have the silences of now in force; and tell what that leaves. */
void watch_silences(struct watch *watch);
void watch_silences_look(struct watch *watch);

/** Owners of open incidents, counted. */
size_t watch_open_count(const struct watch *watch);

#endif
