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

/** The list as troff, for forewarn-faults(7). */
void faults_manual(struct text *out);

#endif
