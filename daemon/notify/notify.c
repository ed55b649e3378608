/* SPDX-License-Identifier: BSD-3-Clause */
/* notify.c - the targets as a whole: start, reload, waking. */
#include "notify/notify.h"

#include "notify/internal.h"

#include <stdlib.h>
#include <string.h>

/* A sink that restarts is back after seconds, one that is down after hours. */
static const struct notify_policy policy_builtin = {
	.delay_count = 5,
	.delay_ms = { 5000, 15000, 60000, 120000, 300000 },
	.retry_after_max_ms = 3600000,
	.connect_ms = 5000,
	.total_ms = 15000,
	.database_ms = 5000,
	.pace_ms = 60000,
};

enum err notify_new(struct event_base *base, struct memory *memory,
		    struct notify **ret_notify)
{
	struct notify *notify = calloc(1, sizeof(*notify));
	enum err err;

	if (!notify)
		return ERR_MEMORY;
	notify->base = base;
	notify->memory = memory;
	notify->policy = policy_builtin;
	err = notify_set_source(notify, "/forewarnd", NULL);
	if (!err)
		err = webhook_new(base, &notify->webhook);
	if (!err)
		err = programs_new(base, &notify->programs);
	if (err) {
		notify_free(notify);
		return err;
	}
	*ret_notify = notify;
	return ERR_OK;
}

void notify_set_policy(struct notify *notify,
		       const struct notify_policy *policy)
{
	notify->policy = *policy;
}

void notify_set_sources(struct notify *notify,
			const struct notify_sources *sources)
{
	notify->sources = *sources;
}

bool notify_is_test(const char *id)
{
	return strncmp(id, NOTIFY_TEST_PREFIX, strlen(NOTIFY_TEST_PREFIX)) == 0;
}

void notify_public_only(struct notify *notify, bool only)
{
	webhook_public_only(notify->webhook, only);
}

enum err notify_set_source(struct notify *notify, const char *source,
			   const char *link_base)
{
	char *kept = strdup(source);
	char *link = link_base ? strdup(link_base) : NULL;

	if (!kept || (link_base && !link)) {
		free(kept);
		free(link);
		return ERR_MEMORY;
	}
	free(notify->source);
	free(notify->link_base);
	notify->source = kept;
	notify->link_base = link;
	return ERR_OK;
}

static void free_targets(struct target **targets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		target_free(targets[i]);
	free(targets);
}

void notify_free(struct notify *notify)
{
	if (!notify)
		return;
	free_targets(notify->targets, notify->target_count);
	webhook_free(notify->webhook);
	programs_free(notify->programs);
	free(notify->source);
	free(notify->link_base);
	free(notify);
}

static struct target *find(const struct notify *notify, const char *name)
{
	for (size_t i = 0; i < notify->target_count; i++)
		if (strcmp(notify->targets[i]->name, name) == 0)
			return notify->targets[i];
	return NULL;
}

/* A target for each row of @p configs: NULL where the one that we have is
 * what the row says, and will be kept. */
static enum err make_targets(struct notify *notify,
			     const struct target_config *configs, size_t count,
			     struct target **ret_targets)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < count; i++) {
		const struct target *old = find(notify, configs[i].name);

		if (!old || !target_is(old, &configs[i]))
			err = target_new(notify, &configs[i], &ret_targets[i]);
	}
	return err;
}

/* Move those that are kept from the old list to the gaps of the new one. */
static void keep_targets(struct notify *notify,
			 const struct target_config *configs, size_t count,
			 struct target **targets)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; !targets[i] && k < notify->target_count; k++)
			if (notify->targets[k] &&
			    strcmp(notify->targets[k]->name, configs[i].name) ==
				    0) {
				targets[i] = notify->targets[k];
				notify->targets[k] = NULL;
			}
}

enum err notify_set_targets(struct notify *notify,
			    const struct target_config *configs, size_t count)
{
	struct target **targets = calloc(count + 1, sizeof(struct target *));
	enum err err;

	if (!targets)
		return ERR_MEMORY;
	err = make_targets(notify, configs, count, targets);
	if (err) {
		free_targets(targets, count);
		return err;
	}
	keep_targets(notify, configs, count, targets);
	free_targets(notify->targets, notify->target_count);
	notify->targets = targets;
	notify->target_count = count;
	for (size_t i = 0; i < count; i++)
		target_renew(targets[i]);
	return ERR_OK;
}

void notify_wake(struct notify *notify)
{
	for (size_t i = 0; i < notify->target_count; i++)
		target_wake(notify->targets[i]);
}

enum notify_health notify_health(const struct notify *notify,
				 const char *target)
{
	const struct target *found = find(notify, target);

	if (found && found->disabled)
		return NOTIFY_DISABLED;
	return found && found->failures ? NOTIFY_FAILING : NOTIFY_WELL;
}

bool notify_seen(const struct notify *notify, const char *target,
		 struct notify_seen *ret_seen)
{
	const struct target *found = find(notify, target);

	if (!found || (!found->mirror && !found->beat))
		return false;
	*ret_seen = (struct notify_seen){ found->success_at, found->error_at,
					  found->error };
	return true;
}

const char *notify_health_text(enum notify_health health)
{
	switch (health) {
	case NOTIFY_WELL:
		return "well";
	case NOTIFY_FAILING:
		return "failing";
	case NOTIFY_DISABLED:
		return "disabled";
	}
	return "unknown";
}
