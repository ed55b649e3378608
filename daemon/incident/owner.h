/* SPDX-License-Identifier: BSD-3-Clause */
/* owner.h - who owns a fault: the zone, what it blames, or the servers that
 * it shares with other zones. For the files of the book only. */
#ifndef FOREWARN_INCIDENT_OWNER_H
#define FOREWARN_INCIDENT_OWNER_H

#include "incident/book.h"

/* Faults that name the same servers, begun so close to each other, are taken
 * for one: the default of `survey`, in which every zone is looked at once. */
#define JOIN_WINDOW_S 3600

/** Who owns the finding that @p zone shows at @p now. It lives as long as the
 * assessment and the book. */
const char *owner_resolve(const struct incident_book *book, const char *zone,
			  const struct finding *finding, struct wall now);

/** Whether @p owner is servers, and no zone: "server 192.0.2.1". */
bool owner_is_servers(const char *owner);

/** Count @p fault of a zone, which began at @p now, among those that name the
 * cause of @p finding. Without memory it is not counted: then it stays with
 * its zone. */
void cause_join(struct incident_book *book, struct incident_fault *fault,
		const struct finding *finding, struct wall now);
void cause_leave(struct incident_fault *fault);

/** Whether faults of @p member are to be told although its servers' incident
 * is open: see incident.h. */
bool shared_has_news(const struct held *held,
		     const struct incident_member *member, struct wall now);
/** From now on they need not be told again for another zone. */
void shared_mark_told(struct held *held, struct incident_member *member,
		      struct wall now);

/** @p fault of a member was read from memory. */
void shared_restore_told(struct held *held, const struct incident_fault *fault);
/** The incident opens: nothing has been told of it. */
void shared_forget_told(struct held *held);

#endif
