/* SPDX-License-Identifier: BSD-3-Clause */
/* book.h - how the book keeps its incidents: by owner, and by member zone.
 *
 * For incident.c (which folds), telling.c (which tells), owner.c, cause.c and
 * book.c (which stores) only. */
#ifndef FOREWARN_INCIDENT_BOOK_H
#define FOREWARN_INCIDENT_BOOK_H

#include "base/map.h"
#include "incident/incident.h"

/* A zone's faults belong to itself, to a few ancestors, and to servers: one
 * set of them for each fault of servers at most. */
#define OWNERS_MAX 16

/* "servers ", that many addresses of at most 56 bytes, and how many more there
 * are. diagnose/ names no more of one zone. */
#define SHARED_TEXT_SIZE  2048
#define SERVERS_NAMED_MAX 32

struct held {
	struct incident pub; /* first, so that one is the other */
	struct map *index;   /* member zone -> 1 + its place in pub.members */
	/* Confirmed faults over all members, by severity: a fold must not
	 * walk the other members of a large incident. */
	size_t confirmed[SEVERITY_CRITICAL + 1];
	size_t audible[SEVERITY_CRITICAL + 1]; /* those not silenced */
	char last_gone[48]; /* id of the confirmed fault that went last */
	/* Of servers that zones share, else NULL: address -> how many faults
	 * name it; id of a fault and address -> the severity at which it was
	 * told, of whichever zone; and when the last one joined. */
	struct map *servers, *told;
	struct wall joined_at;
};

/* Which incidents a zone is a member of. */
struct place {
	size_t count;
	struct held *in[OWNERS_MAX];
};

struct incident_book {
	unsigned confirm_passes;
	size_t silence_count; /* in force; their owner's */
	const struct silence *silences;
	struct wall silences_at;
	struct map *owners; /* owner -> struct held */
	struct map *places; /* zone -> struct place */
	struct map *causes; /* fault id and address -> struct cause (cause.c) */
	struct map *homes;  /* address -> which servers' incident to join */
	/* Where each finding of the assessment that is being folded belongs;
	 * NULL: nowhere, as it is no trouble, or for want of memory. */
	struct held *held_now[FINDINGS_MAX];
	/* Ended by the last fold, kept for whoever reads its outcome. */
	size_t ended_count;
	struct held *ended[OWNERS_MAX];
	size_t changed_count, announcement_count;
	const struct incident *changed[OWNERS_MAX];
	struct announcement announcements[OWNERS_MAX];
};

/** The member @p zone of the incident of @p owner; made when not there.
 * @return NULL without memory, or past OWNERS_MAX owners for one zone. */
struct incident_member *book_member(struct incident_book *book,
				    const char *owner, const char *zone,
				    struct held **ret_held);

/** The member @p zone of @p held, or NULL. */
struct incident_member *held_member(const struct held *held, const char *zone);

/** Count a confirmed fault of @p held, or no more. Its severity and whether it
 * is silenced change in between only. */
void held_count(struct held *held, const struct incident_fault *fault);
void held_discount(struct held *held, const struct incident_fault *fault);

/** The worst severity that is counted; SEVERITY_OK: none is. */
enum severity counts_worst(const size_t counts[SEVERITY_CRITICAL + 1]);

/** Whether the fault @p id of @p zone in @p held is silenced now. */
bool book_silences(const struct incident_book *book, const struct held *held,
		   const char *zone, const char *id);

/** Where @p zone is a member, or NULL. */
struct place *book_place(const struct incident_book *book, const char *zone);

/** Take out members without faults, and incidents without members; the
 * latter live on in book->ended until book_forget_ended(). */
void book_prune(struct incident_book *book, const char *zone);
void book_forget_ended(struct incident_book *book);

/** The fault @p id of @p member, or NULL. */
struct incident_fault *member_find(const struct incident_member *member,
				   const char *id);
/** The same; made when not there. NULL without memory. */
struct incident_fault *member_fault(struct incident_member *member,
				    const char *id);
/** Go on as @p to, which is new, with what was seen of @p from. */
void fault_move(struct incident_fault *to, struct incident_fault *from);
/** Take out fault number @p index. */
void member_drop(struct incident_member *member, size_t index);

/** The servers' incident opens for the first time: it is known by all servers
 * that its faults name by now, and keeps that name. */
void book_name_servers(struct incident_book *book, struct held *held);

/** Replace a text that is owned by its struct; keeps the old one without
 * memory. */
void replace_text(char **text, const char *with);

#endif
