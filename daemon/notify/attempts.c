/* SPDX-License-Identifier: BSD-3-Clause */
/* attempts.c - what a target is owed, attempt by attempt.
 *
 *	          2xx                 408 425 429 5xx, no answer
 *	well <----------- failing <------------------------------ well
 *	 |                   | one request at a time, after a growing delay
 *	 |        410        |
 *	 '-----> disabled <--'    until target_renew()
 */
#include "notify/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "memory/held.h"
#include "notify/deliver.h"

#include <event2/event.h>
#include <event2/util.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The wall clock may step: what waits for it is looked at this often. */
#define LOOK_AGAIN_MS 60000
#define HEADERS_MAX   8192
/* A token of a file of 4 KiB, escaped, is what an attempt may add. */
#define FILLED_MAX 16384

/* Too many programs run: asked again after this. */
#define ROOM_MS 250

/* What start_next() says when only an event can change something. */
#define IDLE -1

/* --- the database in trouble: told once, tried again --- */

bool notify_database_well(struct notify *notify, enum err err)
{
	const char *words = memory_error(notify->memory);

	if (!err && notify->database_failing)
		log_notice("notify", "the database works again");
	else if (err && !notify->database_failing)
		log_error("notify", "the database: %s: %s; trying again",
			  err_text(err), words);
	else if (err)
		log_debug("notify", "the database: %s: %s", err_text(err),
			  words);
	notify->database_failing = err != ERR_OK;
	return !err;
}

/* What a message tells of others is settled first, in steps. */
static enum err record_step(const struct request *request, bool *ret_more)
{
	struct memory *memory = request->target->notify->memory;
	enum err err = ERR_OK;

	*ret_more = false;
	if (request->state != DELIVERY_OWED)
		err = memory_settle_carried(memory, request->row,
					    request->state, request->at,
					    ret_more);
	if (err || *ret_more)
		return err;
	err = memory_attempted(memory, request->row, request->state,
			       request->at, request->next_at,
			       *request->error ? request->error : NULL);
	/* Removed by an operator's hand: nothing is left to write. */
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* Write down what an attempt came to. Until that succeeds the delivery counts
 * as under way: it is not sent again while we live.
 * @return as attempts_record(). */
static int64_t record(struct request *request)
{
	struct notify *notify = request->target->notify;
	bool more;
	enum err err = record_step(request, &more);

	request->unrecorded = err != ERR_OK || more;
	if (!request->unrecorded)
		request->row = 0;
	if (!notify_database_well(notify, err))
		return notify->policy.database_ms;
	return more ? STEP_MS : 0;
}

int64_t attempts_record(struct target *target)
{
	int64_t left_ms = 0;

	for (size_t i = 0; left_ms == 0 && i < REQUESTS_MAX; i++)
		if (target->requests[i].unrecorded)
			left_ms = record(&target->requests[i]);
	return left_ms;
}

/* --- what an attempt came to --- */

static void well(struct target *target, const struct request *request)
{
	log_info(target->name, "delivered %s at attempt %u", request->id,
		 request->attempts + 1);
	if (target->failures > 0)
		log_notice(target->name, "%s takes messages again",
			   target->shown);
	/* It was down for a while: what failed meanwhile need not wait. After
	 * a single failure it may be that one message which fails. */
	if (target->failures > 1)
		(void)notify_database_well(
			target->notify,
			memory_retry_now(target->notify->memory, target->name,
					 clock_wall()));
	target->failures = 0;
	target->not_before = (struct mono){ 0 };
}

/* Count one failure a round: what ran side by side fails for one reason. */
static void failing(struct target *target, const struct kind_reply *reply,
		    const char *error, uint32_t random)
{
	struct mono now = clock_mono();

	if (target->failures == 0)
		log_notice(target->name, "%s is failing: %s; trying again",
			   target->shown, error);
	else
		log_debug(target->name, "%s still fails: %s", target->shown,
			  error);
	if (now.ms < target->not_before.ms)
		return;
	target->failures++;
	target->not_before.ms =
		now.ms + deliver_delay_ms(&target->notify->policy, reply,
					  target->failures, random);
}

static void retry(struct request *request, const struct kind_reply *reply)
{
	struct target *target = request->target;
	uint32_t random;
	int64_t delay_ms;

	evutil_secure_rng_get_bytes(&random, sizeof(random));
	delay_ms = deliver_delay_ms(&target->notify->policy, reply,
				    request->attempts + 1, random);
	request->state = DELIVERY_OWED;
	request->next_at = wall_add(request->at, delay_ms / 1000);
	failing(target, reply, request->error, random);
}

static void refused(struct request *request, bool gone)
{
	struct target *target = request->target;

	request->state = DELIVERY_GIVEN_UP;
	log_error(target->name, "%s refused %s for good: %s", target->shown,
		  request->id, request->error);
	if (gone && !target->disabled)
		log_error(target->name, "%s is gone: disabled until a reload",
			  target->shown);
	target->disabled = target->disabled || gone;
}

static void on_done(void *arg, const struct webhook_reply *reply)
{
	struct request *request = arg;
	struct kind_reply said = { reply->status, reply->retry_after_s,
				   reply->body, reply->body_len };

	request->http = NULL;
	request->program = NULL;
	request->at = clock_wall();
	request->next_at = WALL_NEVER;
	(void)snprintf(request->error, sizeof(request->error), "%s",
		       reply->error);
	switch (kind_judge(request->target->kind, &said)) {
	case KIND_DONE:
		request->state = DELIVERY_DONE;
		request->error[0] = '\0';
		pace_count(&request->target->pace, clock_mono());
		well(request->target, request);
		break;
	case KIND_RETRY:
		retry(request, &said);
		break;
	case KIND_REFUSED:
		refused(request, false);
		break;
	case KIND_GONE:
		refused(request, true);
		break;
	}
	(void)record(request); /* else attempts_look() will */
	target_wake(request->target);
}

/* --- starting attempts --- */

static unsigned under_way(const struct target *target)
{
	unsigned count = 0;

	for (size_t i = 0; i < REQUESTS_MAX; i++)
		count += target->requests[i].row != 0;
	return count;
}

static struct request *free_request(struct target *target)
{
	/* A target that fails is probed by one request at a time. */
	unsigned limit = target->failures ? 1 : REQUESTS_MAX;

	for (size_t i = 0; under_way(target) < limit; i++)
		if (!target->requests[i].row)
			return &target->requests[i];
	return NULL;
}

static enum err next_due(struct target *target, struct delivery *ret_delivery)
{
	int64_t busy[REQUESTS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < REQUESTS_MAX; i++)
		if (target->requests[i].row)
			busy[count++] = target->requests[i].row;
	return memory_next_due(target->notify->memory, target->name, busy,
			       count, ret_delivery);
}

/* How the attempt goes out: by HTTP or by a program. */
static bool dispatch(struct request *request,
		     const struct kind_attempt *attempt, const char *headers,
		     const char *body)
{
	struct target *target = request->target;
	const struct notify_policy *policy = &target->notify->policy;

	if (target->kind->way == WAY_RUN) {
		const struct program_start start = {
			.arguments = target->command,
			.environment = headers,
			.input = attempt->body,
			.deadline_ms = target->deadline_ms,
			.done = on_done,
			.arg = request,
		};
		request->program =
			program_run(target->notify->programs, &start);
	} else {
		const struct webhook_post what = {
			.url = target->post_url,
			.headers = headers,
			.body = body,
			.ca_file = target->ca_file,
			.connect_ms = policy->connect_ms,
			.total_ms = policy->total_ms,
			.done = on_done,
			.arg = request,
		};
		request->http = webhook_post(target->notify->webhook, &what);
	}
	return request->http || request->program;
}

static bool attempt(struct target *target, struct request *request,
		    const struct delivery *delivery)
{
	const struct kind *kind = target->kind;
	const struct kind_attempt now = { .id = delivery->id,
					  .body = delivery->body,
					  .now = clock_wall(),
					  .key_count = target->key_count,
					  .keys = target->keys,
					  .url = target->url,
					  .token = target->token };
	struct text headers, body;
	bool begun;

	text_init(&headers, HEADERS_MAX);
	text_init(&body, strlen(delivery->body) + FILLED_MAX);
	kind->headers(&now, &headers);
	if (kind->fill)
		kind->fill(&now, &body);
	*request = (struct request){ .target = target };
	begun = text_ok(&headers) && text_ok(&body) &&
		dispatch(request, &now, text_string(&headers),
			 kind->fill ? text_string(&body) : delivery->body);
	text_done(&headers);
	text_done(&body);
	if (!begun)
		return false;
	request->row = delivery->row;
	request->attempts = delivery->attempts;
	(void)snprintf(request->id, sizeof(request->id), "%s", delivery->id);
	(void)snprintf(request->incident, sizeof(request->incident), "%s",
		       delivery->incident);
	return true;
}

/* How long until @p due. Further off than any delay of ours: the clock has
 * stepped back since, and it is due. */
static int64_t wait_ms(const struct target *target, struct wall due)
{
	int64_t left_s = wall_diff(clock_wall(), due);
	int64_t most_s = target->notify->policy.retry_after_max_ms / 1000;

	return left_s > 0 && left_s <= most_s ? left_s * 1000 : 0;
}

/* Whether more waits than may go: the last place is for a summary then. One
 * that fails is owed the rest when it is well again. */
static bool is_storm(const struct target *target, unsigned left)
{
	struct outbox_counts counts;

	return left == 1 && target->failures == 0 &&
	       memory_outbox_counts(target->notify->memory, target->name,
				    &counts) == ERR_OK &&
	       counts.owed > under_way(target) + 1;
}

/* Start one attempt.
 * @return 0: done, there may be more; IDLE; else milliseconds to wait. */
static int64_t start_next(struct target *target)
{
	struct request *request = free_request(target);
	struct mono now = clock_mono();
	unsigned left =
		pace_left(&target->pace, now, target->notify->policy.pace_ms,
			  under_way(target));
	struct delivery delivery;
	int64_t left_ms;
	bool more;
	enum err err;

	if (target->disabled || !request)
		return IDLE;
	if (target->kind->way == WAY_RUN &&
	    !programs_have_room(target->notify->programs))
		return ROOM_MS;
	left_ms = target->not_before.ms - now.ms;
	if (left_ms > 0)
		return left_ms;
	if (left == 0)
		return pace_wait_ms(&target->pace, now,
				    target->notify->policy.pace_ms,
				    under_way(target));
	/* Once begun it goes on, wherever there is room for others by then. */
	target->storm = target->storm || is_storm(target, left);
	err = summary_gather(target, target->storm, &more);
	if (!err && more)
		return STEP_MS;
	target->storm = false;
	if (!err)
		err = next_due(target, &delivery);
	if (err == ERR_NOT_FOUND)
		return summary_wait_ms(target);
	if (!notify_database_well(target->notify, err))
		return target->notify->policy.database_ms;
	left_ms = wait_ms(target, delivery.next_attempt_at);
	if (left_ms > 0)
		return left_ms;
	if (attempt(target, request, &delivery))
		return 0;
	log_error(target->name, "out of memory: %s waits", delivery.id);
	return target->notify->policy.database_ms;
}

void attempts_look(evutil_socket_t fd, short what, void *arg)
{
	struct target *target = arg;
	int64_t left_ms = attempts_record(target);
	struct timeval left;

	(void)fd;
	(void)what;
	if (left_ms == 0)
		do
			left_ms = start_next(target);
		while (left_ms == 0);
	if (left_ms == IDLE)
		return;
	left_ms = left_ms < LOOK_AGAIN_MS ? left_ms : LOOK_AGAIN_MS;
	left = (struct timeval){ .tv_sec = left_ms / 1000,
				 .tv_usec = left_ms % 1000 * 1000 };
	(void)evtimer_add(target->timer, &left);
}
