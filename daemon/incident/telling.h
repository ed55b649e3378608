/* SPDX-License-Identifier: BSD-3-Clause */
/* telling.h - what is to be told of an incident. For the files of the book
 * only. */
#ifndef FOREWARN_INCIDENT_TELLING_H
#define FOREWARN_INCIDENT_TELLING_H

#include "incident/book.h"

/** Open, close and announce, as the counts of @p held ask for after its
 * @p member changed. @return whether there is an announcement. */
bool tell(struct incident_book *book, struct held *held,
	  struct incident_member *member, const struct assessment *a,
	  struct wall now);

/** Forget the outcome of the last fold; and hand out that of this one. */
void fold_begin(struct incident_book *book, struct fold *ret);
void fold_end(const struct incident_book *book, struct fold *ret);

#endif
