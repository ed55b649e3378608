/* SPDX-License-Identifier: BSD-3-Clause */
/* owner.h - who owns a fault: the zone, what it blames, or the servers that
 * it shares with other zones; and what is told of those. For the files of the
 * book only. */
#ifndef FOREWARN_INCIDENT_OWNER_H
#define FOREWARN_INCIDENT_OWNER_H

#include "incident/book.h"

/** Who owns the finding that @p zone shows at @p now. It lives as long as the
 * assessment and the book. */
const char *owner_resolve(const struct incident_book *book, const char *zone,
			  const struct finding *finding, struct wall now);

/** Whether @p owner is servers, and no zone: "server 192.0.2.1". */
bool owner_is_servers(const char *owner);

/** Whether faults of @p member are to be told although its servers' incident
 * is open: see incident.h. */
bool shared_has_news(const struct incident_book *book, const struct held *held,
		     const struct incident_member *member, struct wall now);
/** From now on they need not be told again for another zone. */
void shared_mark_told(struct held *held, struct incident_member *member,
		      struct wall now);

/** A message tells of all that @p held has: the servers of its faults are
 * known now. */
void shared_mark_named(struct held *held);

/** @p fault of a member was read from memory. */
void shared_restore_told(struct held *held, const struct incident_fault *fault);
/** The incident opens: nothing has been told of it. */
void shared_forget_told(struct held *held);

#endif
