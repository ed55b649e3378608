/* SPDX-License-Identifier: BSD-3-Clause */
/* clock.h - the one place that reads a clock. I/O: only I/O folders, app and
 * main may include it; everyone else is handed `now`. */
#ifndef FOREWARN_BASE_CLOCK_H
#define FOREWARN_BASE_CLOCK_H

#include "base/time.h"
#include "base/window.h"

struct wall clock_wall(void);
struct mono clock_mono(void);

/** Whether the system's time zone database has @p zone, "Europe/Berlin". UTC
 * is always there. */
bool clock_knows_zone(const char *zone);
/** The local time there; that of UTC in a zone that is not known. */
local_of clock_local;

#endif
