/* SPDX-License-Identifier: BSD-3-Clause */
/* prober.c - the prober process: settings, then plans in, snapshots out, until
 * its socket closes. */
#include "probe/prober.h"

#include "base/clock.h"
#include "base/log.h"
#include "probe/exchange.h"
#include "probe/frames.h"
#include "probe/generation.h"
#include "probe/lookup.h"
#include "probe/pass.h"
#include "probe/sandbox.h"
#include "probe/settings.h"

#include <event2/event.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/queue.h>

/* Lookups in libunbound's hands: at 64 it stalls the loop 24 ms, at 256 for
 * 120 ms. */
#define LOOKUP_WINDOW 64
/* Without a descriptor libunbound answers SERVFAIL, as if the zone were broken,
 * and it does not say so: what a lookup may take, and who has fewer than for
 * some of them must not judge at all. */
#define DESCRIPTORS_A_LOOKUP 16
#define DESCRIPTORS_MIN	     64
/* Direct questions under way, and to one address. */
#define SOCKETS_MAX	512
#define PER_ADDRESS_MAX 10
/* How late the tick may be: a prober that is a second behind mistakes its own
 * slowness for the servers'. */
#define TICK_MS	   250
#define LAG_MAX_MS 1000
/* A plan of 256 questions and 128 servers, every name at its longest. */
#define PLAN_TEXT_MAX (1024 * 1024)

struct job { /* one plan */
	TAILQ_ENTRY(job) entry;
	struct prober *prober;
	struct arena *arena; /* until a pass takes it */
	struct plan *plan;
	struct pass *pass; /* NULL: waits */
	struct mono deadline_at;
};

TAILQ_HEAD(job_list, job);

struct prober {
	struct event_base *base;
	struct frames *frames;
	struct arena *arena; /* of the settings */
	struct settings *settings;
	struct pass_tools tools;
	struct job_list waiting, running;
	struct event *tick;
	struct mono tick_at;
	unsigned descriptors;
	int exit_code;
};

static void give_up(struct prober *prober, const char *why)
{
	log_error(NULL, "prober: %s", why);
	prober->exit_code = EXIT_FAILURE;
	(void)event_base_loopbreak(prober->base);
}

static void send_snapshot(struct prober *prober,
			  const struct snapshot *snapshot)
{
	struct text text;

	text_init(&text, SNAPSHOT_TEXT_MAX);
	snapshot_write(snapshot, &text);
	/* The daemon learns from our end that its passes are lost. */
	if (!frames_send(prober->frames, &text))
		give_up(prober, "out of memory");
	text_done(&text);
}

/* Its time was over before it could begin. */
static void job_refuse(struct job *job)
{
	struct wall now = clock_wall();
	struct snapshot none = { .plan_id = job->plan->id,
				 .kind = job->plan->kind,
				 .zone = job->plan->zone,
				 .started_at = now,
				 .finished_at = now,
				 .at = now,
				 .overloaded = true };

	send_snapshot(job->prober, &none);
}

static void job_free(struct job *job, struct job_list *list)
{
	TAILQ_REMOVE(list, job, entry);
	if (job->pass)
		pass_free(job->pass); /* and the arena */
	else
		arena_free(job->arena);
	free(job);
}

static void start_waiting(struct prober *prober);

static void on_pass_done(void *arg, struct pass *pass)
{
	struct job *job = arg;
	struct prober *prober = job->prober;

	send_snapshot(prober, pass_snapshot(pass));
	job_free(job, &prober->running);
	start_waiting(prober);
}

/* @return false when it must wait on. */
static bool job_start(struct job *job)
{
	struct prober *prober = job->prober;
	struct pass_order order = {
		.plan = job->plan,
		.arena = job->arena,
		.left_ms = job->deadline_at.ms - clock_mono().ms,
	};

	if (order.left_ms <= 0) {
		job_refuse(job);
		job_free(job, &prober->waiting);
		return true;
	}
	job->pass = pass_start(&prober->tools, &order, on_pass_done, job);
	if (!job->pass)
		return false;
	TAILQ_REMOVE(&prober->waiting, job, entry);
	TAILQ_INSERT_TAIL(&prober->running, job, entry);
	return true;
}

static void start_waiting(struct prober *prober)
{
	struct job *job;

	while ((job = TAILQ_FIRST(&prober->waiting)) && job_start(job))
		;
}

static void mark_all(struct prober *prober)
{
	struct job *job;

	TAILQ_FOREACH(job, &prober->running, entry)
	pass_mark_overloaded(job->pass);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct prober *prober = arg;
	struct mono now = clock_mono();

	(void)fd;
	(void)what;
	if (now.ms - prober->tick_at.ms > TICK_MS + LAG_MAX_MS ||
	    exchange_pool_starved(prober->tools.exchanges))
		mark_all(prober);
	prober->tick_at = now;
	start_waiting(prober);
}

/* What passes work with; half of it is freed by prober_free() all the same. */
static bool make_tools(struct prober *prober)
{
	const struct settings *settings = prober->settings;
	unsigned quarter = prober->descriptors / 4;
	unsigned lookups = prober->descriptors / DESCRIPTORS_A_LOOKUP;
	struct exchange_limits limits = {
		.sockets = quarter < SOCKETS_MAX ? quarter : SOCKETS_MAX,
		.per_address = PER_ADDRESS_MAX,
		.timeout_ms = settings->timeout_ms,
		.tries = settings->tries,
	};
	struct timeval tick = { 0, TICK_MS * 1000 };
	struct pass_tools *tools = &prober->tools;

	tools->base = prober->base;
	tools->roots = &settings->roots;
	tools->exchanges = exchange_pool_new(prober->base, &limits);
	tools->lookups = lookup_queue_new(
		prober->base,
		lookups < LOOKUP_WINDOW ? lookups : LOOKUP_WINDOW);
	tools->private_servers = settings->private_servers;
	tools->generations = generations_new(prober->base, tools->roots,
					     tools->private_servers);
	prober->tick = event_new(prober->base, -1, EV_PERSIST, on_tick, prober);
	prober->tick_at = clock_mono();
	return tools->exchanges && tools->lookups && tools->generations &&
	       prober->tick && event_add(prober->tick, &tick) == 0;
}

static void take_settings(struct prober *prober, const char *text, size_t len)
{
	enum err err =
		settings_read(text, len, prober->arena, &prober->settings);

	if (err) {
		give_up(prober, err_text(err));
		return;
	}
	if (prober->descriptors < DESCRIPTORS_MIN) {
		give_up(prober, "fewer than 64 file descriptors (ulimit -n)");
		return;
	}
	sandbox_become(prober->settings->user);
	sandbox_close();
	if (!make_tools(prober))
		give_up(prober, "out of memory");
}

static void take_plan(struct prober *prober, const char *text, size_t len)
{
	struct job *job = calloc(1, sizeof(*job));
	struct arena *arena = arena_new(PASS_ARENA_MAX);

	if (!job || !arena ||
	    plan_read(text, len, arena, &job->plan) != ERR_OK) {
		arena_free(arena);
		free(job);
		give_up(prober, "a plan that cannot be read");
		return;
	}
	job->prober = prober;
	job->arena = arena;
	job->deadline_at.ms = clock_mono().ms + job->plan->deadline_ms;
	TAILQ_INSERT_TAIL(&prober->waiting, job, entry);
	start_waiting(prober);
}

static void on_frame(void *arg, const char *bytes, size_t len)
{
	struct prober *prober = arg;

	if (prober->exit_code != EXIT_SUCCESS)
		return; /* given up: the loop ends after what has come */
	if (prober->settings)
		take_plan(prober, bytes, len);
	else
		take_settings(prober, bytes, len);
}

static void on_closed(void *arg, const char *why)
{
	struct prober *prober = arg;

	(void)why; /* that is how a prober ends */
	(void)event_base_loopbreak(prober->base);
}

static void prober_done(struct prober *prober)
{
	struct job *job;

	while ((job = TAILQ_FIRST(&prober->running)))
		job_free(job, &prober->running);
	while ((job = TAILQ_FIRST(&prober->waiting)))
		job_free(job, &prober->waiting);
	exchange_pool_free(prober->tools.exchanges);
	lookup_queue_free(prober->tools.lookups);
	generations_free(prober->tools.generations);
	if (prober->tick)
		event_free(prober->tick);
	frames_free(prober->frames);
	arena_free(prober->arena);
	if (prober->base)
		event_base_free(prober->base);
}

int prober_main(int fd)
{
	struct prober prober = { .exit_code = EXIT_SUCCESS };
	struct frames_user user = { on_frame, on_closed, &prober };

	log_open("forewarn-prober", LOG_LEVEL_NOTICE);
	TAILQ_INIT(&prober.waiting);
	TAILQ_INIT(&prober.running);
	prober.descriptors = sandbox_limits(fd);
	/* Its file would be read by the first call that needs it. */
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	prober.arena = arena_new(SETTINGS_ARENA_MAX);
	prober.base = event_base_new();
	if (prober.base && prober.arena)
		prober.frames =
			frames_new(prober.base, fd, PLAN_TEXT_MAX, &user);
	if (prober.frames)
		(void)event_base_dispatch(prober.base);
	else
		prober.exit_code = EXIT_FAILURE;
	prober_done(&prober);
	return prober.exit_code;
}
