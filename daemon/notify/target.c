/* SPDX-License-Identifier: BSD-3-Clause */
/* target.c - the life of one target, from a row of the configuration on. */
#include "notify/internal.h"

#include "base/clock.h"
#include "notify/redact.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

/* Twice what the configuration takes. */
#define URL_MAX 4096

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

enum err target_new(struct notify *notify, const struct target_config *config,
		    struct target **ret_target)
{
	struct target *target = calloc(1, sizeof(*target));
	enum err err = ERR_OK;

	if (!target)
		return ERR_MEMORY;
	target->notify = notify;
	target->kind = kind_of(config->kind);
	target->pace.limit = config->max_per_minute;
	target->name = strdup(config->name);
	target->url = strdup(config->url);
	target->token = config->token ? strdup(config->token) : NULL;
	target->post_url = post_url(target->kind, config->url);
	target->ca_file =
		config->tls_ca_file ? strdup(config->tls_ca_file) : NULL;
	target->shown = shown_url(config->url);
	target->timer = evtimer_new(notify->base, attempts_look, target);
	if (!target->name || !target->url || !target->post_url ||
	    (config->token && !target->token) ||
	    (config->tls_ca_file && !target->ca_file) || !target->shown ||
	    !target->timer)
		err = ERR_MEMORY;
	for (size_t i = 0; !err && i < config->secret_count; i++)
		if (!sign_key_read(config->secrets[i],
				   &target->keys[target->key_count++]))
			err = ERR_FORMAT;
	if (err) {
		target_free(target);
		return err;
	}
	*ret_target = target;
	return ERR_OK;
}

static void free_secret(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void target_free(struct target *target)
{
	if (!target)
		return;
	for (size_t i = 0; i < REQUESTS_MAX; i++)
		if (target->requests[i].http)
			webhook_cancel(target->requests[i].http);
	/* The last chance; what is not written is sent again one day. */
	(void)attempts_record(target);
	if (target->timer)
		event_free(target->timer);
	explicit_bzero(target->keys, sizeof(target->keys));
	free(target->name);
	free_secret(target->url);
	free_secret(target->post_url);
	free_secret(target->token);
	free(target->ca_file);
	free(target->shown);
	free(target);
}

/* Of two that may both be missing. */
static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool target_is(const struct target *target, const struct target_config *config)
{
	struct sign_key key = { 0 };
	bool same = strcmp(target->name, config->name) == 0 &&
		    strcmp(target->url, config->url) == 0 &&
		    same_text(target->token, config->token) &&
		    same_text(target->ca_file, config->tls_ca_file) &&
		    target->kind == kind_of(config->kind) &&
		    target->pace.limit == config->max_per_minute &&
		    target->key_count == config->secret_count;

	for (size_t i = 0; same && i < target->key_count; i++)
		same = sign_key_read(config->secrets[i], &key) &&
		       key.len == target->keys[i].len &&
		       memcmp(key.bytes, target->keys[i].bytes, key.len) == 0;
	explicit_bzero(&key, sizeof(key));
	return same;
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
