/* SPDX-License-Identifier: BSD-3-Clause */
/* process.h - what the kernel knows of this process. I/O. */
#ifndef FOREWARN_APP_PROCESS_H
#define FOREWARN_APP_PROCESS_H

#include "report/metrics.h"

/** All zero where /proc is not to be had. */
void process_measure(struct metrics_process *ret);

#endif
