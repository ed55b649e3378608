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

/** Its id, NULL past the end: for nearest_word(). */
const char *fault_id_at(const void *unused, size_t i);

/* What the manual says of a fault beside its summary: sentences without their
 * final stop. */
struct fault_note {
	const char *id;
	const char *shown; /* the evidence of a message about it */
	const char *fix;   /* the safe order */
};

/** The note about @p id, or NULL where there is no such fault. */
const struct fault_note *fault_note(const char *id);

/* What holds for all faults whose ids begin alike: sentences without their
 * final stop. */
struct fault_family {
	const char *begins;
	const char *plain;   /* what it is about, for who never met DNSSEC */
	const char *careful; /* what is done in panic, and makes it worse */
};

/** The family of @p id; NULL where it has none. Static. */
const struct fault_family *fault_family(const char *id);

/** The list as troff, for forewarn-faults(7). */
void faults_manual(struct text *out);

#endif
