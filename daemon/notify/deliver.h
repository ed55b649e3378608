/* SPDX-License-Identifier: BSD-3-Clause */
/* deliver.h - what an attempt to deliver came to, and what to do next. Pure. */
#ifndef FOREWARN_NOTIFY_DELIVER_H
#define FOREWARN_NOTIFY_DELIVER_H

#include "memory/memory.h"
#include "notify/notify.h"

struct attempt {
	unsigned status;       /* of HTTP; 0: no answer came */
	int64_t retry_after_s; /* what the sink asked for; 0: nothing */
};

enum deliver_outcome {
	DELIVER_DONE,
	DELIVER_RETRY,	 /* the sink may take it later */
	DELIVER_REFUSED, /* it will never take this one */
	DELIVER_GONE,	 /* it will never take any */
};

/** Judge one attempt. */
enum deliver_outcome deliver_judge(const struct attempt *attempt);

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
			 const struct attempt *attempt, unsigned failures,
			 uint32_t random);

#endif
