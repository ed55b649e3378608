/* SPDX-License-Identifier: BSD-3-Clause */
/* fingerprint.h - has anything changed that a pulse can see?
 *
 * A pulse finds nothing by itself: it is compared with the last survey, and
 * where the two differ a survey follows at once. Counted are the validator's
 * verdict on the apex, and of each server whether it answers, its serial, its
 * DNSKEY set and whether SOA and DNSKEY are validly signed. */
#ifndef FOREWARN_INCIDENT_FINGERPRINT_H
#define FOREWARN_INCIDENT_FINGERPRINT_H

#include "observe/snapshot.h"
#include "observe/view.h"

#include <stdint.h>

/** Of a pulse or a survey: comparable with each other. 0 without memory,
 * which is like no other, so that a survey follows. */
uint64_t fingerprint_of(const struct snapshot *snapshot);

/** The same, where a view is there already. */
uint64_t fingerprint_of_view(const struct view *view);

#endif
