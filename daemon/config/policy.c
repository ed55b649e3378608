/* SPDX-License-Identifier: BSD-3-Clause */
/* policy.c - what the values of a configuration answer by themselves. Pure,
 * unlike the reading of them: it is for those who may see config.h alone. */
#include "config/config.h"

#include <string.h>

bool policy_has_label(const struct zone_policy *policy,
		      const struct policy_label *label)
{
	for (size_t i = 0; i < policy->label_count; i++)
		if (strcmp(policy->labels[i].key, label->key) == 0 &&
		    strcmp(policy->labels[i].value, label->value) == 0)
			return true;
	return false;
}
