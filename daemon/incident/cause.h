/* SPDX-License-Identifier: BSD-3-Clause */
/* cause.h - the servers that faults name, and which faults they join. For the
 * files of the book only.
 *
 * Faults of one id that name one server, begun within JOIN_WINDOW_S of each
 * other in several zones, are taken for one cause. So a provider whose zones
 * are each on some other of its servers is one all the same. */
#ifndef FOREWARN_INCIDENT_CAUSE_H
#define FOREWARN_INCIDENT_CAUSE_H

#include "base/address.h"
#include "base/text.h"
#include "incident/book.h"

/* The default of `survey`, in which every zone is looked at once. */
#define JOIN_WINDOW_S 3600

/* What is kept for each server that faults of one id name. */
struct cause_key {
	char text[sizeof(((struct incident_fault *)0)->id) + ADDRESS_TEXT_SIZE];
};
struct cause_key cause_key(const char *id, const char *address);

/** The next of "servers 192.0.2.1, 192.0.2.2".
 * @param at  the text at first; moves on.
 * @return false with nothing written: there is no more. */
bool servers_next(const char **at, char ret_address[ADDRESS_TEXT_SIZE]);

/** Whether @p text names any, or all, of the servers of @p held. */
bool held_names_any(const struct held *held, const char *text);
bool held_names_all(const struct held *held, const char *text);

/** Which of two servers' incidents a fault of both belongs to: what is open
 * comes before what is not, and the older before the younger. */
bool held_precedes(const struct held *a, const struct held *b);

/** "server 192.0.2.1": those that the faults of @p held name, the first
 * SERVERS_NAMED_MAX of them and how many more. */
void held_put_servers(const struct held *held, struct text *out);

/** A message, or who asks, is told what they are now. */
void held_tell_servers(struct held *held);

/** @p fault of @p held was seen to be by the servers of @p text (NULL: by
 * none). Without memory it is as it was. */
void cause_seen(struct incident_book *book, struct held *held,
		struct incident_fault *fault, const char *text,
		struct wall now);
/** It is gone. */
void cause_gone(struct incident_book *book, struct held *held,
		struct incident_fault *fault);
/** It moved, and is @p to's now. */
void cause_moved(struct incident_book *book, struct held *from, struct held *to,
		 const struct incident_fault *fault);

/** Whether another zone has the fault @p id by the server @p address, begun
 * shortly before.
 * @param own  how many such faults are of the zone that asks. */
bool cause_is_shared(const struct incident_book *book, const char *id,
		     const char *address, size_t own, struct wall now);

/** Whether "servers 192.0.2.1, 192.0.2.2" has @p address; NULL has none. */
bool servers_have(const char *text, const char *address);

void causes_free(struct map *causes);

#endif
