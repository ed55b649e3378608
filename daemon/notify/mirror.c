/* SPDX-License-Identifier: BSD-3-Clause */
/* mirror.c - keep a cluster of Alertmanagers showing what is open.
 *
 *	rest --- due, or something changed ---> round: all members at once,
 *	  ^                                       | each batch after batch
 *	  '--------- the last one is done --------'
 */
#include "notify/mirror.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/redact.h"
#include "targets/alert.h"
#include "targets/alerts.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prometheus sends as many; a request is then some 400 kB. */
#define BATCH_ALERTS 256
/* An alert that is not told again for so many rounds has ended. */
#define ROUNDS_TO_LIVE 4
/* Changes come in swarms: rounds are apart by this share of `every`, and by a
 * second at least. */
#define SWARM_SHARE	12
#define SWARM_MIN_MS	1000
#define HEADERS_MAX	4096
#define BATCH_BYTES_MAX ((size_t)BATCH_ALERTS * (ALERT_BYTES_MAX + 4096))
/* Of what else is owed to a mirror (tests), in one round. */
#define OWED_MAX 16

struct member {
	struct mirror *mirror;
	char *post_url; /* secret */
	char *shown;
	struct webhook_request *http;
	size_t cursor; /* into the alerts: what is sent already */
	bool failing;  /* as of its last round */
	char error[128];
};

struct mirror {
	struct target *target;
	int64_t every_ms;
	struct alerts *alerts;
	struct wall until; /* when what this round tells ends */
	struct mono began_at;
	struct mono test_until; /* a test is shown */
	size_t open; /* members that have more to be told in this round */
	bool again;  /* something changed meanwhile */
	size_t owed_count;
	int64_t owed[OWED_MAX];
	size_t member_count;
	struct member *members;
};

static void set_timer(struct mirror *mirror, int64_t ms)
{
	struct timeval left = { .tv_sec = ms / 1000,
				.tv_usec = ms % 1000 * 1000 };

	(void)evtimer_add(mirror->target->timer, &left);
}

/* --- what a round tells --- */

static void put_alert(void *arg, const char *labels, const char *details,
		      bool quiet)
{
	alerts_put(arg, labels, details, quiet);
}

/* What is owed beside is a test, or of a time when the target was of another
 * kind. A test is shown for as long as an alert lives that nobody tells again,
 * so that its people hear of it however long they gather alerts. */
static void take_owed(struct mirror *mirror)
{
	struct target *target = mirror->target;
	struct delivery delivery;

	mirror->owed_count = 0;
	while (mirror->owed_count < OWED_MAX &&
	       memory_next_due(target->notify->memory, target->name,
			       mirror->owed, mirror->owed_count,
			       &delivery) == ERR_OK) {
		mirror->owed[mirror->owed_count++] = delivery.row;
		if (notify_is_test(delivery.id))
			mirror->test_until.ms =
				mirror->began_at.ms +
				ROUNDS_TO_LIVE * mirror->every_ms;
	}
}

static void collect(struct mirror *mirror, struct wall now)
{
	const struct notify_sources *sources = &mirror->target->notify->sources;

	take_owed(mirror);
	alerts_begin(mirror->alerts);
	if (sources->alerts)
		sources->alerts(sources->arg, mirror->target->name, now,
				mirror->began_at.ms < mirror->test_until.ms,
				put_alert, mirror->alerts);
	if (!alerts_end(mirror->alerts, now))
		log_error(mirror->target->name,
			  "out of memory: some alerts are not shown");
	mirror->until = wall_add(now, ROUNDS_TO_LIVE * mirror->every_ms / 1000);
}

/* --- what came of it --- */

static void pay(struct mirror *mirror, const char *error)
{
	struct target *target = mirror->target;
	struct wall now = clock_wall();

	/* Not written down it is owed on, and paid by the next round. */
	for (size_t i = 0; i < mirror->owed_count; i++)
		(void)memory_attempted(target->notify->memory, mirror->owed[i],
				       error ? DELIVERY_OWED : DELIVERY_DONE,
				       now, now, error);
}

static void tell(struct member *member, bool failing)
{
	const char *name = member->mirror->target->name;

	if (failing && !member->failing)
		log_notice(name, "%s is failing: %s; trying again",
			   member->shown, member->error);
	else if (failing)
		log_debug(name, "%s still fails: %s", member->shown,
			  member->error);
	else if (member->failing)
		log_notice(name, "%s takes alerts again", member->shown);
	member->failing = failing;
}

/* One that takes them all is enough for people to be told: members tell each
 * other. The target is well only when all of them are. */
static void end_round(struct mirror *mirror)
{
	const struct member *failed = NULL;
	size_t failures = 0;
	int64_t rest_ms = mirror->every_ms;

	for (size_t i = 0; i < mirror->member_count; i++) {
		tell(&mirror->members[i], *mirror->members[i].error);
		if (!mirror->members[i].failing)
			continue;
		failed = &mirror->members[i];
		failures++;
	}
	target_saw(mirror->target, failed ? failed->error : NULL);
	pay(mirror, failures == mirror->member_count ? failed->error : NULL);
	/* An alert outlives this often enough. */
	if (failures)
		rest_ms = mirror->every_ms / ROUNDS_TO_LIVE;
	rest_ms -= clock_mono().ms - mirror->began_at.ms;
	if (mirror->again)
		target_wake(mirror->target);
	else
		set_timer(mirror, rest_ms > 0 ? rest_ms : 0);
}

static void member_ends(struct member *member)
{
	if (--member->mirror->open == 0)
		end_round(member->mirror);
}

static void send_batch(struct member *member);

static void on_done(void *arg, const struct webhook_reply *reply)
{
	struct member *member = arg;
	bool taken = reply->status >= 200 && reply->status < 300;

	member->http = NULL;
	if (!taken)
		(void)snprintf(member->error, sizeof(member->error), "%s",
			       reply->error);
	/* One bad alert in a batch is 400, and the good ones are taken; so the
	 * batches behind it are told as well. */
	if (taken || reply->status == 400)
		send_batch(member);
	else
		member_ends(member);
}

/* --- telling it --- */

static bool post(struct member *member, const char *body)
{
	struct target *target = member->mirror->target;
	const struct notify_policy *policy = &target->notify->policy;
	const struct kind_attempt attempt = { .id = "",
					      .body = body,
					      .now = clock_wall(),
					      .url = target->url,
					      .token = target->token };
	struct webhook_post what = { .url = member->post_url,
				     .body = body,
				     .ca_file = target->ca_file,
				     .connect_ms = policy->connect_ms,
				     .total_ms = policy->total_ms,
				     .done = on_done,
				     .arg = member };
	struct text headers;

	text_init(&headers, HEADERS_MAX);
	target->kind->headers(&attempt, &headers);
	what.headers = text_string(&headers);
	if (text_ok(&headers))
		member->http = webhook_post(target->notify->webhook, &what);
	text_done(&headers);
	return member->http;
}

/* The next batch, or the end of the member's round. Where nothing at all is
 * there an empty list is told: that the path works is worth knowing. */
static void send_batch(struct member *member)
{
	struct mirror *mirror = member->mirror;
	bool first = member->cursor == 0, more, sent = false;
	struct text body;

	text_init(&body, BATCH_BYTES_MAX);
	more = alerts_batch(mirror->alerts, &member->cursor, BATCH_ALERTS,
			    mirror->until, &body);
	if (!more && first)
		text_put(&body, "[]");
	if (more || first)
		sent = text_ok(&body) && post(member, text_string(&body));
	if ((more || first) && !sent)
		(void)snprintf(member->error, sizeof(member->error),
			       "out of memory");
	text_done(&body);
	if (!sent)
		member_ends(member);
	else if (!more)
		member->cursor = SIZE_MAX; /* nothing is behind it */
}

static void begin_round(struct mirror *mirror)
{
	mirror->began_at = clock_mono();
	mirror->again = false;
	collect(mirror, clock_wall());
	/* One more than there are: it cannot end while it begins. */
	mirror->open = mirror->member_count + 1;
	for (size_t i = 0; i < mirror->member_count; i++) {
		mirror->members[i].cursor = 0;
		mirror->members[i].error[0] = '\0';
		send_batch(&mirror->members[i]);
	}
	if (--mirror->open == 0)
		end_round(mirror);
}

void mirror_look(evutil_socket_t fd, short what, void *arg)
{
	struct mirror *mirror = ((struct target *)arg)->mirror;
	int64_t apart_ms = mirror->every_ms / SWARM_SHARE, left_ms;

	(void)fd;
	(void)what;
	if (apart_ms < SWARM_MIN_MS)
		apart_ms = SWARM_MIN_MS;
	left_ms = mirror->began_at.ms + apart_ms - clock_mono().ms;
	if (mirror->open)
		mirror->again = true;
	else if (mirror->began_at.ms && left_ms > 0)
		set_timer(mirror, left_ms);
	else
		begin_round(mirror);
}

/* --- its life --- */

static char *text_taken(struct text *text)
{
	if (text_ok(text) && text->at)
		return text->at;
	text_done(text);
	return NULL;
}

static bool member_init(struct member *member, struct mirror *mirror,
			const char *url)
{
	struct text post_url, shown;

	text_init(&post_url, 4096);
	mirror->target->kind->url(url, &post_url);
	text_init(&shown, 1024);
	redact_url(url, &shown);
	member->mirror = mirror;
	member->post_url = text_taken(&post_url);
	member->shown = text_taken(&shown);
	return member->post_url && member->shown;
}

enum err mirror_new(struct target *target, const struct target_config *config,
		    struct mirror **ret_mirror)
{
	size_t count = config->url_count ? config->url_count : 1;
	const char *const *urls =
		config->url_count ? config->urls : &config->url;
	struct mirror *mirror = calloc(1, sizeof(*mirror));
	bool ok;

	if (!mirror)
		return ERR_MEMORY;
	mirror->target = target;
	mirror->every_ms = config->every_s * 1000;
	mirror->alerts = alerts_new();
	mirror->members = calloc(count, sizeof(*mirror->members));
	ok = mirror->alerts && mirror->members;
	mirror->member_count = ok ? count : 0;
	for (size_t i = 0; ok && i < count; i++)
		ok = member_init(&mirror->members[i], mirror, urls[i]);
	if (!ok) {
		mirror_free(mirror);
		return ERR_MEMORY;
	}
	*ret_mirror = mirror;
	return ERR_OK;
}

void mirror_free(struct mirror *mirror)
{
	if (!mirror)
		return;
	for (size_t i = 0; i < mirror->member_count; i++) {
		struct member *member = &mirror->members[i];

		if (member->http)
			webhook_cancel(member->http);
		if (member->post_url)
			explicit_bzero(member->post_url,
				       strlen(member->post_url));
		free(member->post_url);
		free(member->shown);
	}
	free(mirror->members);
	alerts_free(mirror->alerts);
	free(mirror);
}
