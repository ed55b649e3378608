/* SPDX-License-Identifier: BSD-3-Clause */
/* deliver.c - the rules of delivery as tables. */
#include "notify/deliver.h"

/* The first row that fits. Nothing that a sink could mend is final: an
 * announcement waits as long as its sink is down. Redirects are not followed,
 * so they wait for the operator. */
static const struct {
	unsigned from, to;
	enum deliver_outcome outcome;
} rules[] = {
	{ 200, 299, DELIVER_DONE },
	{ 408, 408, DELIVER_RETRY },   /* RFC 9110 15.5.9: request timeout */
	{ 410, 410, DELIVER_GONE },    /* RFC 9110 15.5.11 */
	{ 425, 425, DELIVER_RETRY },   /* RFC 8470 5.2: too early */
	{ 429, 429, DELIVER_RETRY },   /* RFC 6585 4: too many requests */
	{ 400, 499, DELIVER_REFUSED }, /* our request is wrong, and stays so */
};

enum deliver_outcome deliver_judge(const struct attempt *attempt)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (attempt->status >= rules[i].from &&
		    attempt->status <= rules[i].to)
			return rules[i].outcome;
	return DELIVER_RETRY;
}

int64_t deliver_delay_ms(const struct notify_policy *policy,
			 const struct attempt *attempt, unsigned failures,
			 uint32_t random)
{
	size_t last = policy->delay_count - 1;
	size_t step = failures - 1 < last ? failures - 1 : last;

	/* The sink's number may be any: no arithmetic before it is bounded. */
	if (attempt->retry_after_s > policy->retry_after_max_ms / 1000)
		return policy->retry_after_max_ms;
	if (attempt->retry_after_s > 0)
		return attempt->retry_after_s * 1000;
	return policy->delay_ms[step] * (int64_t)random / UINT32_MAX;
}
