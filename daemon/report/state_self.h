/* SPDX-License-Identifier: BSD-3-Clause */
/* state_self.h - what the published view says of the monitor itself. */
#ifndef FOREWARN_REPORT_STATE_SELF_H
#define FOREWARN_REPORT_STATE_SELF_H

#include "report/state.h"

#include <jansson.h>

/** "faults", "canaries" and "root_keys" of the daemon's object. */
json_t *json_self(const struct state_head *head);

#endif
