/* SPDX-License-Identifier: BSD-3-Clause */
/* clock.h - the one place that reads a clock. I/O: only I/O folders, app and
 * main may include it; everyone else is handed `now`. */
#ifndef FOREWARN_BASE_CLOCK_H
#define FOREWARN_BASE_CLOCK_H

#include "base/time.h"

struct wall clock_wall(void);
struct mono clock_mono(void);

#endif
