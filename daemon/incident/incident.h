/* SPDX-License-Identifier: BSD-3-Clause */
/* incident.h - turn a stream of assessments into incidents, and incidents
 * into what people must be told.
 *
 * An incident belongs to an owner: the zone itself, or what it blames (a
 * broken TLD: one incident, many member zones). Within a member, each fault:
 *
 *	        seen              seen in every confirming pass
 *	quiet --------> suspect -------------------------------> confirmed
 *	  ^               | gone once: transient, counted            | gone
 *	  |<--------------'                                          v
 *	  '<------------------------------------------------- clearing
 *	                    gone in CLEAR_PASSES passes running
 *
 * An incident is open while a fault of any member is confirmed. An unknown
 * assessment moves nothing: it neither confirms nor clears.
 *
 * A finding that names the servers at fault (finding.h, `cause`) belongs to
 * its zone as long as that is alone: it may be the zone's own trouble there.
 * From the second zone on whose same fault by one of the same servers began
 * within JOIN_WINDOW_S it belongs to the servers: one incident of the owner
 * "servers 192.0.2.1, 192.0.2.2", named by all that are at fault when it
 * opens, which grows and shrinks. So zones that are each on some other of a
 * provider's servers are joined by those in between. Two zones and no more,
 * since nothing is lost where that guess is wrong: the one message names both.
 * A fault that was told of its zone stays there, and one that was confirmed in
 * a servers' incident stays in that one, until cleared, while one of its
 * servers is among them. What is not confirmed yet follows its servers to the
 * incident that opened first.
 *
 * What joins such an incident silently has nothing in it that was not told:
 *  - each of its servers was named with a fault of that id, no less severe;
 *    else, once every look has shown it, it is told as WORSENED;
 *  - within JOIN_WINDOW_S of the last that joined: an outage is noticed zone
 *    by zone. What comes after a rest (a customer's zone that servers refuse,
 *    days later) is told as WORSENED, though the list has it.
 * A fault without `cause`, of the same zone at the same time, is the zone's own
 * and told on its own.
 *
 * A fault that is silenced (silence.h) is confirmed and counted as any other:
 * an incident of nothing else is open and untold. When the silence has ended
 * it is told as if it opened then, and only what was told is told to be over.
 *
 * Pure: no clock, no I/O. */
#ifndef FOREWARN_INCIDENT_INCIDENT_H
#define FOREWARN_INCIDENT_INCIDENT_H

#include "base/err.h"
#include "base/time.h"
#include "incident/assessment.h"
#include "incident/silence.h"

/* A mend is believed at the second look. */
#define CLEAR_PASSES 2

enum change {
	CHANGE_OPENED,	 /* the first confirmed fault */
	CHANGE_WORSENED, /* a fault that was not told yet, or more severe */
	CHANGE_EASED,	 /* no longer critical, but not well */
	CHANGE_CLOSED,	 /* all faults are gone */
	CHANGE_REMINDED, /* nothing changed, and nobody has acknowledged it */
};

/* One fault of one member zone, remembered across passes and restarts. */
struct incident_fault {
	char id[48];
	enum severity severity;	     /* as last seen */
	enum severity told_severity; /* SEVERITY_OK: not told */
	enum finding_kind kind;
	unsigned seen;	 /* passes running in which it was there */
	unsigned absent; /* passes running in which it was not */
	bool confirmed;
	bool silenced; /* of a confirmed one: it need not be told now */
	struct wall first_seen_at, deadline;
	char *subject, *summary; /* of the last time it was seen */
	/* The same: "servers 192.0.2.1, 192.0.2.2" that are at fault, NULL
	 * where none is; and looks running by the very same. */
	char *servers;
	unsigned servers_seen;
};

struct incident_member {
	char *zone;
	struct incident_fault *faults;
	size_t fault_count;
};

struct incident {
	char *owner;
	char id[33]; /* hexadecimal, from owner and opening time */
	bool open;
	bool silenced;		/* open, and all of it is silenced now */
	enum severity severity; /* the worst that was told */
	struct wall suspected_at, opened_at, changed_at;
	unsigned announcements; /* told so far; numbers the message ids */
	/* Somebody looks after it: until it worsens, or is over. */
	struct wall acked_at; /* WALL_NEVER: nobody */
	char acked_by[64], ack_note[REASON_BYTES_MAX + 1];
	size_t member_count;
	struct incident_member *members;
	/* Of servers: those at fault, as text like the owner, and how many, as
	 * last told; they may have become more since it opened. Else NULL. */
	char *servers;
	size_t server_count;
};

/* What is owed to people: report/ makes the bodies, memory/ keeps the debt. */
struct announcement {
	char id[48]; /* "INCIDENT.N": the same on every retry */
	enum change change;
	const struct incident *incident; /* valid until the next fold */
	enum severity severity;
	struct wall at;
	/* The assessment that caused it; evidence and fix come from here.
	 * NULL where the zone left the configuration. */
	const struct assessment *assessment;
	/* CHANGE_CLOSED: the id of the fault that went last; else "". */
	char ended[48];
};

struct incident_book;

/** @param confirm_passes  passes after the first that must agree. */
struct incident_book *incident_book_new(unsigned confirm_passes);
void incident_book_free(struct incident_book *book);

struct fold {
	bool suspect; /* some fault waits for its next look: look again soon */
	unsigned confirm_step; /* how many looks it has had, 1 at least */
	unsigned transients;   /* faults that went before they were confirmed */
	size_t changed_count;  /* incidents to write to memory */
	const struct incident *const *changed;
	size_t announcement_count;
	const struct announcement *announcements;
};

/**
 * Fold one zone's assessment into the book.
 *
 * @param now       wall time the pass started.
 * @param ret_fold  points into the book; valid until the next fold.
 * @return ERR_MEMORY: some fault was not counted this time; the book is whole,
 *         and the next pass counts it.
 */
enum err incident_fold(struct incident_book *book,
		       const struct assessment *assessment, struct wall now,
		       struct fold *ret_fold);

/** A zone left the configuration: it clears at once. Same returns. */
enum err incident_forget_zone(struct incident_book *book, const char *zone,
			      struct wall now, struct fold *ret_fold);

/** From now on these are in force, until the next call, which they must live
 * for. Who wants to know what that leaves to be told asks incident_retell(). */
void incident_book_set_silences(struct incident_book *book,
				const struct silence *silences, size_t count,
				struct wall now);

/** Tell what is still to be told of the incident of @p owner, when silences
 * have ended. @param assessment  the last one of its owner, or NULL.
 * Returns as incident_fold(). */
void incident_retell(struct incident_book *book, const char *owner,
		     const struct assessment *assessment, struct wall now,
		     struct fold *ret_fold);

/** Tell again that the incident of @p owner is open; nothing where it is not,
 * was not told, is silenced or acknowledged. @param assessment  the last one of
 * its owner, or NULL. Returns as incident_fold(). */
void incident_remind(struct incident_book *book, const char *owner,
		     const struct assessment *assessment, struct wall now,
		     struct fold *ret_fold);

/** Somebody looks after the open incident of @p owner.
 * @param by, note  are cut to what there is room for. @p by NULL: nobody does
 *                  any more.
 * @return it, or NULL where none is open. */
const struct incident *incident_ack(struct incident_book *book,
				    const char *owner, struct wall at,
				    const char *by, const char *note);

/** Put back one incident from memory (restart). Takes a deep copy. */
enum err incident_restore(struct incident_book *book,
			  const struct incident *incident);

/** Walk all incidents (suspects included): *cursor 0 at first. */
const struct incident *incident_next(const struct incident_book *book,
				     size_t *cursor);

/** The incident of @p owner, suspects included, or NULL. */
const struct incident *incident_of(const struct incident_book *book,
				   const char *owner);

/** The open incident that @p zone is a member of, its own where it has one, or
 * NULL. */
const struct incident *incident_of_zone(const struct incident_book *book,
					const char *zone);

/** As it was told; of one that was not, a silence hides nothing here: the worst
 * of what is confirmed. */
enum severity incident_severity(const struct incident *incident);

/** Whether its owner is servers that zones share: "servers 192.0.2.1, ...". */
bool incident_is_of_servers(const struct incident *incident);

/** Whether others are at fault by now than those it was named by. */
bool incident_has_other_servers(const struct incident *incident);

const char *change_text(enum change change); /* "opened" */

#endif
