/* SPDX-License-Identifier: BSD-3-Clause */
/* deliver.h - when to try again. Pure. */
#ifndef FOREWARN_NOTIFY_DELIVER_H
#define FOREWARN_NOTIFY_DELIVER_H

#include "notify/notify.h"
#include "targets/kind.h"

/**
 * How long to wait before the next attempt.
 *
 * @param failures  attempts that failed in a row, at least 1.
 * @param random    any number: full jitter, so that many that failed together
 *                  do not come back together.
 * @return milliseconds, from 0 to the step of the policy; what the sink asked
 *         for, up to the policy's cap, goes before.
 */
int64_t deliver_delay_ms(const struct notify_policy *policy,
			 const struct kind_reply *reply, unsigned failures,
			 uint32_t random);

#endif
