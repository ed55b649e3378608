/* SPDX-License-Identifier: BSD-3-Clause */
/* alerts.h - the alerts that a mirror shows, from the first time that one is
 * there until those that missed its end have heard of it. Pure. */
#ifndef FOREWARN_TARGETS_ALERTS_H
#define FOREWARN_TARGETS_ALERTS_H

#include "base/text.h"
#include "base/time.h"

/* Who was down for less hears that an alert has ended. */
#define ALERTS_KEEP_S 900

struct alerts;

/** @return NULL without memory. */
struct alerts *alerts_new(void);
void alerts_free(struct alerts *alerts); /* Takes NULL. */

/** Begin to say what is there. */
void alerts_begin(struct alerts *alerts);
/**
 * One that is there.
 *
 * @param labels   JSON object, the alert's identity.
 * @param details  its other members as JSON, without braces.
 * @param quiet    it is not shown for the first time now, but goes on to be.
 */
void alerts_put(struct alerts *alerts, const char *labels, const char *details,
		bool quiet);
/** All was said: what was not has ended at @p now, and what ended long ago is
 * forgotten. @return false where something could not be kept: then nothing has
 * ended, since it may be that. */
bool alerts_end(struct alerts *alerts, struct wall now);

size_t alerts_count(const struct alerts *alerts);

/**
 * Write the next of those that are there or have ended, as JSON arrays of at
 * most @p most.
 *
 * @param cursor  0 at first.
 * @param until   when those that are there end unless they are told again.
 * @return false where none was left; nothing is written then.
 */
bool alerts_batch(const struct alerts *alerts, size_t *cursor, size_t most,
		  struct wall until, struct text *out);

#endif
