/* SPDX-License-Identifier: BSD-3-Clause */
/* selection.h - the copies that one finding is about, and how to speak of
 * them in one line. */
#ifndef FOREWARN_DIAGNOSE_SELECTION_H
#define FOREWARN_DIAGNOSE_SELECTION_H

#include "diagnose/copy_fault.h"

struct selection {
	size_t count;
	const struct copy **at; /* in the order of d->copies */
	size_t rrset_count;	/* distinct owner and type */
	size_t server_count;	/* distinct servers */
};

/** Whether the i-th of d->copies is meant. */
typedef bool selection_filter(const struct diagnosis *d, size_t i);

/** Select copies. Without memory the selection is empty, and the arena has
 * failed: nobody will read the findings. */
struct selection selection_new(struct diagnosis *d, selection_filter *filter);

/** Select the copies that @p fault owns. */
struct selection selection_of_fault(struct diagnosis *d, enum copy_fault fault);

/** Put first whose signature ends first. All must have one. */
void selection_by_end(struct selection *s);

/** "www.example. A" or "3 RRsets". */
const char *selection_what(struct diagnosis *d, const struct selection *s);

/** "the signature of www.example. A" or "the signatures of 3 RRsets". */
const char *selection_signature(struct diagnosis *d, const struct selection *s);

/** "at ns1.example. (192.0.2.1)" or "at 2 of 3 servers". */
const char *selection_where(struct diagnosis *d, const struct selection *s);

/** The subject of a finding: that of the first copy. */
const char *selection_subject(struct diagnosis *d, const struct selection *s);

/**
 * Add the finding of a fault that makes validation of what was selected fail.
 *
 * Where only hidden servers have it nobody fails yet: it is predicted, for the
 * next transfer, which may come at any time.
 */
struct finding *selection_report(struct diagnosis *d,
				 const struct selection *s);

/** Lines of evidence, one for all copies of a server that tell the same, and
 * for each server the question that shows its first copy to be mended. */
void selection_show(struct diagnosis *d, struct finding *f,
		    const struct selection *s);

#endif
