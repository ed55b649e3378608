/* SPDX-License-Identifier: BSD-3-Clause */
/* dnssec_stripped.h - which servers ignore the DO bit: their answers have no
 * signatures for that reason, so the checks for missing ones leave them out. */
#ifndef FOREWARN_DIAGNOSE_DNSSEC_STRIPPED_H
#define FOREWARN_DIAGNOSE_DNSSEC_STRIPPED_H

#include "diagnose/service.h"

/** An answer that shows it, or NULL: the server does DNSSEC, does not serve
 * the zone, or the zone is unsigned. */
service_filter dnssec_stripped;

#endif
