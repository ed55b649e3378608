/* SPDX-License-Identifier: BSD-3-Clause */
/* testing.c - alerts that only ask whether the path to people works: by hand
 * (forewarn test-alert), and as often as test_alert_every says.
 *
 * They go the way of every other one, so they are owed in the outbox, and what
 * it knows of the last one is the proof. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "report/card.h"
#include "report/json.h"
#include "targets/kind.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The wall clock may step: looked at this often at least. */
#define LOOK_MS 10000
/* The first one ever: a daemon that was just set up shall prove it soon. */
#define FIRST_S 60

#define ID_SIZE 40

/* --- owing one --- */

static const struct target_config *find_target(const struct app *app,
					       const char *name)
{
	for (size_t i = 0; i < app->config->target_count; i++)
		if (strcmp(app->config->targets[i].name, name) == 0)
			return &app->config->targets[i];
	return NULL;
}

/* What a target that is told by messages gets; the others show or say what
 * they do anyway. */
static bool write_body(struct app *app, const struct target_config *target,
		       const char *id, struct wall now, struct text *body)
{
	const struct kind *kind = kind_of(target->kind);
	struct arena *arena;
	const struct card *card;

	if (!kind->body)
		return true;
	arena = arena_new(CARD_BYTES_MAX);
	card = arena ? card_of_test(arena, id, target->name, now, app->source)
		     : NULL;
	if (card)
		kind->body(card, body);
	arena_free(arena);
	return card && text_ok(body);
}

static enum err owe_one(struct app *app, const struct target_config *target,
			const char *id, struct wall now)
{
	struct delivery delivery = { .id = id,
				     .target = target->name,
				     .incident = id,
				     .state = DELIVERY_OWED,
				     .severity = SEVERITY_INFO,
				     .owed_at = now,
				     .next_attempt_at = now,
				     .deadline = WALL_NEVER };
	enum err err = ERR_MEMORY;
	struct text body;

	text_init(&body, DELIVERY_BODY_MAX);
	if (write_body(app, target, id, now, &body)) {
		delivery.body = text_string(&body);
		err = memory_owe(app->memory, &delivery);
	}
	text_done(&body);
	return err;
}

/* @param names  NULL: all targets. All or none of them are owed it. */
static enum err owe_test(struct app *app, size_t count,
			 const char *const *names, const char *id)
{
	const struct config *config = app->config;
	struct wall now = clock_wall();
	enum err err = memory_begin(app->memory);

	if (err)
		return err;
	if (!names)
		count = config->target_count;
	for (size_t i = 0; !err && i < count; i++)
		err = owe_one(app,
			      names ? find_target(app, names[i])
				    : &config->targets[i],
			      id, now);
	if (!err)
		err = memory_commit(app->memory);
	if (err)
		memory_rollback(app->memory);
	else
		notify_wake(app->notify);
	return err;
}

static void new_id(char ret[ID_SIZE])
{
	/* Later ones are greater as text: 10 digits until the year 2286. */
	(void)snprintf(ret, ID_SIZE, NOTIFY_TEST_PREFIX "%" PRId64 ".%03d",
		       clock_wall().s, (int)(clock_mono().ms % 1000));
}

/* --- by hand --- */

bool testing_send(struct app *app, const struct control_request *request,
		  struct text *out)
{
	size_t count = request->count - 1;
	const char *const *names = count ? request->words + 1 : NULL;
	char id[ID_SIZE];
	enum err err;

	for (size_t i = 0; i < count; i++)
		if (!find_target(app, names[i])) {
			text_printf(out, "no target is named %s\n", names[i]);
			return false;
		}
	if (app->config->target_count == 0) {
		text_put(out, "there are no targets\n");
		return false;
	}
	new_id(id);
	err = owe_test(app, count, names, id);
	if (err) {
		text_printf(out, "memory.db: %s: %s\n", err_text(err),
			    memory_error(app->memory));
		return false;
	}
	log_notice(NULL, "test alert %s, asked for by uid %ld", id,
		   request->uid);
	text_printf(out, "%s\n", id);
	return true;
}

/* What became of one test. */
struct result {
	bool settled, delivered;
	char error[128]; /* why it was not delivered (yet); "": not known */
};

/* One that waits behind another waits for the same reason. */
static void judge_waiting(const struct app *app,
			  const struct delivery *delivery, const char *target,
			  struct result *result)
{
	struct outbox_counts counts;

	if (delivery->error)
		(void)snprintf(result->error, sizeof(result->error), "%s",
			       delivery->error);
	else if (notify_health(app->notify, target) == NOTIFY_DISABLED)
		(void)snprintf(result->error, sizeof(result->error),
			       "it is gone (HTTP 410) until a reload");
	else if (notify_health(app->notify, target) == NOTIFY_FAILING &&
		 memory_outbox_counts(app->memory, target, &counts) == ERR_OK)
		(void)snprintf(result->error, sizeof(result->error), "%s",
			       counts.last_error);
}

/* @p delivery  is gone after this: it is the memory's. */
static struct result judge(const struct app *app, const char *target,
			   const struct delivery *delivery)
{
	struct result result = {
		.settled = delivery->state == DELIVERY_DONE ||
			   delivery->state == DELIVERY_GIVEN_UP,
		.delivered = delivery->state == DELIVERY_DONE,
	};

	if (!result.delivered)
		judge_waiting(app, delivery, target, &result);
	return result;
}

static const char *result_text(const struct result *result)
{
	if (result->settled)
		return result->delivered ? "delivered" : "refused";
	return *result->error ? "failing" : "waiting";
}

static void put_result(const struct app *app, const char *target,
		       const struct delivery *delivery, struct text *out)
{
	json_t *object = json_object();
	struct result result;

	json_add(&object, "target", json_safe(target, 0));
	json_add(&object, "id", json_safe(delivery->id, 0));
	json_add(&object, "attempts", json_number(delivery->attempts));
	json_add(&object, "sent_at", json_wall(delivery->owed_at));
	json_add(&object, "settled_at",
		 delivery->state == DELIVERY_OWED
			 ? json_null()
			 : json_wall(delivery->next_attempt_at));
	result = judge(app, target, delivery);
	json_add(&object, "result", json_string(result_text(&result)));
	json_add(&object, "error",
		 *result.error ? json_safe(result.error, 0) : json_null());
	json_put(out, object);
	text_put(out, "\n");
}

bool testing_result(struct app *app, const struct control_request *request,
		    struct text *out)
{
	const char *id = request->words[1];

	if (!notify_is_test(id)) {
		text_printf(out, "%s is no test\n", id);
		return false;
	}
	for (size_t i = 0; i < app->config->target_count; i++) {
		const char *name = app->config->targets[i].name;
		struct delivery delivery;

		if (memory_latest(app->memory, name, id, &delivery) == ERR_OK)
			put_result(app, name, &delivery, out);
	}
	return text_ok(out);
}

/* --- what is known of the last one --- */

void testing_last(const struct app *app, const char *target,
		  struct state_test *ret_test)
{
	struct delivery delivery;
	struct result result;

	*ret_test = (struct state_test){ .at = WALL_NEVER };
	if (memory_latest(app->memory, target, NOTIFY_TEST_PREFIX, &delivery) !=
	    ERR_OK)
		return;
	ret_test->at = delivery.owed_at;
	result = judge(app, target, &delivery);
	ret_test->ok = result.delivered;
	ret_test->known = result.settled || *result.error;
}

/* --- on a schedule --- */

/* When the last one was, to any of the targets; WALL_NEVER: never yet. */
static struct wall last_at(const struct app *app)
{
	struct wall last = WALL_NEVER;

	for (size_t i = 0; i < app->config->target_count; i++) {
		struct state_test test;

		testing_last(app, app->config->targets[i].name, &test);
		if (wall_is_never(last) ||
		    (!wall_is_never(test.at) && test.at.s > last.s))
			last = test.at;
	}
	return last;
}

static struct wall due_at(const struct app *app)
{
	struct wall last = last_at(app);

	return wall_is_never(last)
		       ? wall_add(app->started_at, FIRST_S)
		       : wall_add(last, app->config->test_alert_every_s);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	struct timeval tv = app_timeval(LOOK_MS);
	char id[ID_SIZE];
	enum err err;

	(void)fd;
	(void)what;
	(void)event_add(app->test_tick, &tv);
	if (app->config->test_alert_every_s == 0 ||
	    app->config->target_count == 0 ||
	    wall_diff(clock_wall(), due_at(app)) > 0)
		return;
	new_id(id);
	err = owe_test(app, 0, NULL, id);
	if (err)
		log_error("memory.db", "no test alert: %s", err_text(err));
	else
		log_info(NULL, "test alert %s, as test_alert_every says", id);
}

enum err testing_start(struct app *app)
{
	struct timeval tv = app_timeval(LOOK_MS);

	app->test_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->test_tick || event_add(app->test_tick, &tv) != 0)
		return ERR_MEMORY;
	return ERR_OK;
}

void testing_stop(struct app *app)
{
	if (app->test_tick)
		event_free(app->test_tick);
}
