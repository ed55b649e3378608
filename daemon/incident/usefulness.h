/* SPDX-License-Identifier: BSD-3-Clause */
/* usefulness.h - does the daemon do what it is there for: look at every zone,
 * judge what it sees, and tell? What beats and the watchdog go by. Pure. */
#ifndef FOREWARN_INCIDENT_USEFULNESS_H
#define FOREWARN_INCIDENT_USEFULNESS_H

#include "base/text.h"
#include "incident/canaries.h"

struct usefulness {
	enum distrust distrust;	  /* nothing can be judged because of it */
	size_t zones, overdue;	  /* overdue: not measured for two intervals */
	int64_t longest_s;	  /* an overdue zone was not measured */
	unsigned probers;	  /* alive */
	int64_t idle_s;		  /* since a prober last finished something */
	int64_t patience_s;	  /* a prober may need as long */
	int64_t stalled_s;	  /* they have work and finish nothing; 0: they
				   * do */
	const char *stuck_target; /* NULL: nothing is owed for too long */
	int64_t stuck_s;	  /* it owes its oldest message */
	bool memory_refuses;	  /* nothing new can be owed */
};

/** Append why it does not, a line each. @return whether it does. */
bool usefulness_judge(const struct usefulness *facts, struct text *reasons);

/** Whether a restart may mend it: probers that hang, and none of those faults
 * of network, clock and sinks that stay what they are. */
bool usefulness_wants_restart(const struct usefulness *facts);

#endif
