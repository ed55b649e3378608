/* SPDX-License-Identifier: BSD-3-Clause */
/* trap.h - what a zone's signatures cost libunbound, told beforehand from what
 * its servers said to us. Nothing here reads a clock or a socket.
 *
 * CVE-2023-50387, "KeyTrap": a validator tries each signature over an RRset
 * with each key of its tag. libunbound gives up after 8 tries, and begins again
 * elsewhere, for each question that it is asked. */
#ifndef FOREWARN_PROBE_TRAP_H
#define FOREWARN_PROBE_TRAP_H

#include "dns/message.h"

struct trap {
	unsigned alike;	     /* the most keys of one tag and algorithm */
	unsigned signatures; /* the most over what was asked for */
	unsigned wasted;     /* tries of libunbound that came to nothing */
};

/** Take in an answer from the zone, or about it. */
void trap_note(struct trap *trap, const struct message *message);

/** Whether an RRset may take more tries than those of any honest zone, be it
 * broken. */
bool trap_is_set(const struct trap *trap);

/** An answer of libunbound's was bogus. @p once: it began only once. */
void trap_sprung(struct trap *trap, bool once);

/** Whether libunbound has tried in vain often enough. */
bool trap_is_spent(const struct trap *trap);

#endif
