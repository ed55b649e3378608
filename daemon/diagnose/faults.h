/* SPDX-License-Identifier: BSD-3-Clause */
/* faults.h - every fault id that can be told, whether a check over a view finds
 * it or the daemon raises it: for manuals and for listing. */
#ifndef FOREWARN_DIAGNOSE_FAULTS_H
#define FOREWARN_DIAGNOSE_FAULTS_H

#include "base/text.h"

struct fault {
	const char *id, *summary;
	const char *source; /* "RFC 4035 5.3.1", or NULL */
};

/** The i-th fault, checks first, by precedence. @return false past the end. */
bool fault_at(size_t i, struct fault *ret_fault);

/* What the manual says of a fault beside its summary: sentences without their
 * final stop. */
struct fault_note {
	const char *id;
	const char *shown; /* the evidence of a message about it */
	const char *fix;   /* the safe order */
};

/** The note about @p id, or NULL where there is no such fault. */
const struct fault_note *fault_note(const char *id);

/** The list as troff, for forewarn-faults(7). */
void faults_manual(struct text *out);

#endif
