/* SPDX-License-Identifier: BSD-3-Clause */
/* beat.c - tell that we work, or why we do not.
 *
 *	start ---> well <------> ill
 *	URL/start  URL, every    URL/fail with the reasons, at once and every
 *
 * A change goes out at once, the rest when it is due; and never more than the
 * service takes. */
#include "notify/beat.h"

#include "base/clock.h"
#include "base/log.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Services take 5 pings a minute, and one may be ours by hand. */
#define PINGS_MAX 4
#define MINUTE_MS 60000
/* Whether we work is asked so often at least, so that trouble is told soon. */
#define LOOK_MS	    15000
#define REASONS_MAX 8192
#define URL_MAX	    4096
#define OWED_MAX    16

enum mood { MOOD_START, MOOD_WELL, MOOD_ILL };

struct beat {
	struct target *target;
	int64_t every_ms;
	enum mood told, telling;
	struct mono due_at;
	struct mono pings[PINGS_MAX]; /* the last ones, a ring */
	size_t ping; /* the oldest of them: the next one's place */
	struct webhook_request *http;
	size_t owed_count; /* rows that this ping pays */
	int64_t owed[OWED_MAX];
};

static const char *const endings[] = {
	[MOOD_START] = "/start",
	[MOOD_WELL] = "",
	[MOOD_ILL] = "/fail",
};

static void set_timer(struct beat *beat, int64_t ms)
{
	struct timeval left;

	ms = ms < LOOK_MS ? ms : LOOK_MS;
	ms = ms > 0 ? ms : 0;
	left = (struct timeval){ .tv_sec = ms / 1000,
				 .tv_usec = ms % 1000 * 1000 };
	(void)evtimer_add(beat->target->timer, &left);
}

/* --- what came of it --- */

static void pay(struct beat *beat, const char *error)
{
	struct target *target = beat->target;
	struct wall now = clock_wall();

	/* Not written down it is owed on, and paid by the next ping. */
	for (size_t i = 0; i < beat->owed_count; i++)
		(void)memory_attempted(target->notify->memory, beat->owed[i],
				       error ? DELIVERY_OWED : DELIVERY_DONE,
				       now, now, error);
}

static void on_done(void *arg, const struct webhook_reply *reply)
{
	struct beat *beat = arg;
	bool taken = reply->status >= 200 && reply->status < 300;
	int64_t rest_ms = beat->every_ms;

	beat->http = NULL;
	target_saw(beat->target, taken ? NULL : reply->error);
	pay(beat, taken ? NULL : reply->error);
	if (taken)
		beat->told = beat->telling;
	else
		rest_ms /= 4;
	/* After the start it is said soon whether we work. */
	if (taken && beat->telling == MOOD_START)
		rest_ms = 0;
	beat->due_at.ms = clock_mono().ms + rest_ms;
	set_timer(beat, rest_ms);
}

/* --- telling it --- */

/* A path ends where the question begins: URL/fail?rid=1. */
static void put_url(const struct beat *beat, enum mood mood, struct text *out)
{
	const char *url = beat->target->url;
	size_t len = strcspn(url, "?#"), path = len;

	while (path > 0 && url[path - 1] == '/')
		path--;
	text_bytes(out, url, mood == MOOD_WELL ? len : path);
	text_put(out, endings[mood]);
	text_put(out, url + len);
}

static void ping(struct beat *beat, enum mood mood, const char *reasons)
{
	struct target *target = beat->target;
	const struct notify_policy *policy = &target->notify->policy;
	struct kind_attempt attempt = { .id = "", .body = reasons };
	struct text url, headers;
	struct webhook_post what = { .body = reasons,
				     .ca_file = target->ca_file,
				     .connect_ms = policy->connect_ms,
				     .total_ms = policy->total_ms,
				     .done = on_done,
				     .arg = beat };

	text_init(&url, URL_MAX);
	text_init(&headers, 256);
	put_url(beat, mood, &url);
	target->kind->headers(&attempt, &headers);
	what.url = text_string(&url);
	what.headers = text_string(&headers);
	beat->telling = mood;
	if (text_ok(&url) && text_ok(&headers))
		beat->http = webhook_post(target->notify->webhook, &what);
	beat->pings[beat->ping] = clock_mono();
	beat->ping = (beat->ping + 1) % PINGS_MAX;
	if (!beat->http) {
		log_error(target->name, "out of memory: no ping");
		set_timer(beat, LOOK_MS);
	}
	if (url.at)
		explicit_bzero(url.at, url.cap);
	text_done(&url);
	text_done(&headers);
}

static void take_owed(struct beat *beat)
{
	struct target *target = beat->target;
	struct delivery delivery;

	beat->owed_count = 0;
	while (beat->owed_count < OWED_MAX &&
	       memory_next_due(target->notify->memory, target->name, beat->owed,
			       beat->owed_count, &delivery) == ERR_OK)
		beat->owed[beat->owed_count++] = delivery.row;
}

/* Milliseconds until one more may be sent. */
static int64_t wait_ms(const struct beat *beat, struct mono now)
{
	struct mono oldest = beat->pings[beat->ping];

	return oldest.ms ? oldest.ms + MINUTE_MS - now.ms : 0;
}

static void consider(struct beat *beat, const char *reasons)
{
	enum mood mood = *reasons ? MOOD_ILL : MOOD_WELL;
	struct mono now = clock_mono();
	int64_t left_ms = beat->due_at.ms - now.ms;

	if (beat->told == MOOD_START && !beat->due_at.ms)
		mood = MOOD_START;
	take_owed(beat);
	if (mood != beat->told || beat->owed_count)
		left_ms = 0;
	if (left_ms < wait_ms(beat, now))
		left_ms = wait_ms(beat, now);
	if (left_ms > 0)
		set_timer(beat, left_ms);
	else
		ping(beat, mood, reasons);
}

void beat_look(evutil_socket_t fd, short what, void *arg)
{
	struct target *target = arg;
	struct beat *beat = target->beat;
	const struct notify_sources *sources = &target->notify->sources;
	struct text reasons;

	(void)fd;
	(void)what;
	if (beat->http)
		return; /* on_done() looks again */
	text_init(&reasons, REASONS_MAX);
	if (sources->troubles)
		sources->troubles(sources->arg, &reasons);
	consider(beat, text_string(&reasons));
	text_done(&reasons);
}

enum err beat_new(struct target *target, const struct target_config *config,
		  struct beat **ret_beat)
{
	struct beat *beat = calloc(1, sizeof(*beat));

	if (!beat)
		return ERR_MEMORY;
	beat->target = target;
	beat->every_ms = config->every_s * 1000;
	*ret_beat = beat;
	return ERR_OK;
}

void beat_free(struct beat *beat)
{
	if (!beat)
		return;
	if (beat->http)
		webhook_cancel(beat->http);
	free(beat);
}
