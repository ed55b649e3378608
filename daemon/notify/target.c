/* SPDX-License-Identifier: BSD-3-Clause */
/* target.c - the life of one target, from a row of the configuration on. */
#include "notify/internal.h"

#include "base/clock.h"
#include "base/redact.h"
#include "notify/beat.h"
#include "notify/mirror.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Twice what the configuration takes. */
#define URL_MAX 4096
/* A command of the greatest length, and all else. */
#define CONFIG_MAX ((size_t)256 * 1024)

void target_wake(struct target *target)
{
	event_active(target->timer, EV_TIMEOUT, 0);
}

static char *shown_url(const char *url)
{
	struct text shown;

	text_init(&shown, 1024);
	redact_url(url, &shown);
	if (text_ok(&shown))
		return shown.at;
	text_done(&shown);
	return NULL;
}

static char *post_url(const struct kind *kind, const char *url)
{
	struct text out;

	if (!kind->url)
		return strdup(url);
	text_init(&out, URL_MAX);
	kind->url(url, &out);
	if (text_ok(&out) && out.at)
		return out.at;
	text_done(&out);
	return NULL;
}

/* All that a target is made of. Compared and thrown away: secret. */
static void put_config(const struct target_config *config, struct text *out)
{
	text_printf(out, "%s\n%d %u %lld %lld\n", config->name, config->kind,
		    config->max_per_minute, (long long)config->deadline_s,
		    (long long)config->every_s);
	text_printf(out, "%s\n%s\n%s\n", config->url ? config->url : "",
		    config->token ? config->token : "",
		    config->tls_ca_file ? config->tls_ca_file : "");
	for (size_t i = 0; i < config->url_count; i++)
		text_printf(out, "url %s\n", config->urls[i]);
	for (size_t i = 0; i < config->command_count; i++)
		text_printf(out, "word %s\n", config->command[i]);
	for (size_t i = 0; i < config->secret_count; i++)
		text_printf(out, "key %s\n", config->secrets[i]);
}

static char *config_text(const struct target_config *config)
{
	struct text out;

	text_init(&out, CONFIG_MAX);
	put_config(config, &out);
	if (text_ok(&out))
		return out.at;
	text_done(&out);
	return NULL;
}

static char *copy(const char *text, bool *ok)
{
	char *copied = text ? strdup(text) : NULL;

	*ok = *ok && (copied || !text);
	return copied;
}

static const char **copy_command(const struct target_config *config, bool *ok)
{
	const char **words = calloc(config->command_count + 1, sizeof(*words));

	*ok = *ok && words;
	for (size_t i = 0; *ok && i < config->command_count; i++)
		words[i] = copy(config->command[i], ok);
	return words;
}

static event_callback_fn look_of(enum kind_way way)
{
	switch (way) {
	case WAY_MIRROR:
		return mirror_look;
	case WAY_BEAT:
		return beat_look;
	case WAY_POST:
	case WAY_RUN:
		break;
	}
	return attempts_look;
}

static enum err fill(struct target *target, const struct target_config *config)
{
	const char *first = config->url_count ? config->urls[0] : config->url;
	bool ok = true;

	target->pace.limit = config->max_per_minute;
	target->deadline_ms = config->deadline_s * 1000;
	target->success_at = target->error_at = WALL_NEVER;
	target->name = copy(config->name, &ok);
	target->config = config_text(config);
	target->url = copy(config->url, &ok);
	target->token = copy(config->token, &ok);
	target->ca_file = copy(config->tls_ca_file, &ok);
	target->command = copy_command(config, &ok);
	target->shown =
		first ? shown_url(first) : copy(config->command[0], &ok);
	if (config->url)
		target->post_url = post_url(target->kind, config->url);
	target->timer = evtimer_new(target->notify->base,
				    look_of(target->kind->way), target);
	if (!ok || !target->config || !target->shown || !target->timer ||
	    (config->url && !target->post_url))
		return ERR_MEMORY;
	for (size_t i = 0; i < config->secret_count; i++)
		if (!sign_key_read(config->secrets[i],
				   &target->keys[target->key_count++]))
			return ERR_FORMAT;
	return ERR_OK;
}

/* A message that the target took @p at, before this process or this target of
 * it was. The clock has stepped back behind one that is yet to come. */
static void count_earlier(void *arg, struct wall at)
{
	struct target *target = arg;
	int64_t age_s = wall_diff(at, clock_wall());
	struct mono then = clock_mono();

	/* The database knows the second: it may have been that much later. */
	if (age_s > 0)
		then.ms -= age_s * 1000 - 999;
	if (age_s >= 0)
		pace_count(&target->pace, then);
}

/* The limit holds over a crash, a restart and a change of the target. */
static enum err count_all_earlier(struct target *target)
{
	struct notify *notify = target->notify;
	int64_t window_s = (notify->policy.pace_ms + 999) / 1000;

	if (target->pace.limit == 0)
		return ERR_OK;
	return memory_delivered(notify->memory, target->name,
				wall_add(clock_wall(), -window_s),
				count_earlier, target);
}

enum err target_new(struct notify *notify, const struct target_config *config,
		    struct target **ret_target)
{
	struct target *target = calloc(1, sizeof(*target));
	enum err err;

	if (!target)
		return ERR_MEMORY;
	target->notify = notify;
	target->kind = kind_of(config->kind);
	err = fill(target, config);
	if (!err && target->kind->way == WAY_MIRROR)
		err = mirror_new(target, config, &target->mirror);
	if (!err && target->kind->way == WAY_BEAT)
		err = beat_new(target, config, &target->beat);
	if (err) {
		target_free(target);
		return err;
	}
	/* Without the database nothing can be sent either. */
	(void)notify_database_well(notify, count_all_earlier(target));
	*ret_target = target;
	return ERR_OK;
}

static void free_secret(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

static void free_command(const char **words)
{
	for (size_t i = 0; words && words[i]; i++)
		free((char *)words[i]); /* copy_command() made it */
	free(words);
}

void target_free(struct target *target)
{
	if (!target)
		return;
	for (size_t i = 0; i < REQUESTS_MAX; i++) {
		if (target->requests[i].http)
			webhook_cancel(target->requests[i].http);
		if (target->requests[i].program)
			program_cancel(target->requests[i].program);
	}
	/* The last chance; what is not written is sent again one day. */
	while (attempts_record(target) == STEP_MS)
		;
	mirror_free(target->mirror);
	beat_free(target->beat);
	if (target->timer)
		event_free(target->timer);
	explicit_bzero(target->keys, sizeof(target->keys));
	free_secret(target->config);
	free_secret(target->url);
	free_secret(target->post_url);
	free_secret(target->token);
	free_command(target->command);
	free(target->name);
	free(target->ca_file);
	free(target->shown);
	free(target);
}

bool target_is(const struct target *target, const struct target_config *config)
{
	char *text = config_text(config);
	bool same = text && strcmp(text, target->config) == 0;

	free_secret(text);
	return same;
}

void target_saw(struct target *target, const char *error)
{
	target->failures = error ? target->failures + 1 : 0;
	if (!error) {
		target->success_at = clock_wall();
		return;
	}
	target->error_at = clock_wall();
	(void)snprintf(target->error, sizeof(target->error), "%s", error);
}

void target_renew(struct target *target)
{
	target->disabled = false;
	target->failures = 0;
	target->not_before = (struct mono){ 0 };
	(void)notify_database_well(
		target->notify, memory_retry_now(target->notify->memory,
						 target->name, clock_wall()));
	target_wake(target);
}
