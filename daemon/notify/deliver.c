/* SPDX-License-Identifier: BSD-3-Clause */
/* deliver.c - when to try again. */
#include "notify/deliver.h"

int64_t deliver_delay_ms(const struct notify_policy *policy,
			 const struct kind_reply *reply, unsigned failures,
			 uint32_t random)
{
	size_t last = policy->delay_count - 1;
	size_t step = failures - 1 < last ? failures - 1 : last;

	/* The sink's number may be any: no arithmetic before it is bounded. */
	if (reply->retry_after_s > policy->retry_after_max_ms / 1000)
		return policy->retry_after_max_ms;
	if (reply->retry_after_s > 0)
		return reply->retry_after_s * 1000;
	return policy->delay_ms[step] * (int64_t)random / UINT32_MAX;
}
