/* SPDX-License-Identifier: BSD-3-Clause */
/* worker.c - the daemon's end of one prober process. */
#include "probe/worker.h"

#include "base/clock.h"
#include "probe/frames.h"
#include "probe/spawn.h"

#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/wait.h>
#include <unistd.h>

/* A pass that is this late never comes: the prober hangs. */
#define GRACE_MS 10000
#define WATCH_S	 1

struct flight { /* one pass under way */
	TAILQ_ENTRY(flight) entry;
	uint64_t plan_id;
	struct mono overdue_at;
};

struct worker {
	struct worker_user user;
	struct frames *frames;
	struct event *watch;
	pid_t pid;
	TAILQ_HEAD(, flight) flights;
	unsigned load;
	char why[160];
};

static struct flight *flight_find(struct worker *worker, uint64_t plan_id)
{
	struct flight *flight;

	TAILQ_FOREACH(flight, &worker->flights, entry)
	if (flight->plan_id == plan_id)
		return flight;
	return NULL;
}

static void flight_free(struct worker *worker, struct flight *flight)
{
	TAILQ_REMOVE(&worker->flights, flight, entry);
	worker->load--;
	free(flight);
}

/* End the process and say how it ended. */
static void reap(struct worker *worker, char *ret_how, size_t cap)
{
	int status = 0;
	pid_t pid = spawn_reap(worker->pid, &status);

	worker->pid = -1;
	if (pid < 0)
		(void)snprintf(ret_how, cap, "cannot wait for it: %s",
			       strerror(errno));
	else if (WIFSIGNALED(status))
		(void)snprintf(ret_how, cap, "signal %d (%s)", WTERMSIG(status),
			       strsignal(WTERMSIG(status)));
	else
		(void)snprintf(ret_how, cap, "exit code %d",
			       WEXITSTATUS(status));
}

/* Every pass under way is lost; then the supervisor may free us. */
static void die(struct worker *worker, const char *why)
{
	struct flight *flight;
	char how[80];

	frames_free(worker->frames);
	worker->frames = NULL;
	(void)event_del(worker->watch);
	reap(worker, how, sizeof(how));
	(void)snprintf(worker->why, sizeof(worker->why), "%s; %s", why, how);
	while ((flight = TAILQ_FIRST(&worker->flights))) {
		uint64_t plan_id = flight->plan_id;

		flight_free(worker, flight);
		worker->user.done(worker->user.arg, plan_id, NULL, NULL,
				  worker->why);
	}
	worker->user.died(worker->user.arg, worker, worker->why);
}

static void on_frame(void *arg, const char *bytes, size_t len)
{
	struct worker *worker = arg;
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct snapshot *snapshot = NULL;
	struct flight *flight = NULL;

	if (arena && snapshot_read(bytes, len, arena, &snapshot) == ERR_OK)
		flight = flight_find(worker, snapshot->plan_id);
	if (!flight) {
		arena_free(arena);
		die(worker, "it sent no snapshot of a pass under way");
		return;
	}
	flight_free(worker, flight);
	worker->user.done(worker->user.arg, snapshot->plan_id, snapshot, arena,
			  NULL);
}

static void on_closed(void *arg, const char *why)
{
	die(arg, why);
}

static void on_watch(evutil_socket_t fd, short what, void *arg)
{
	struct worker *worker = arg;
	struct mono now = clock_mono();
	struct flight *flight;

	(void)fd;
	(void)what;
	TAILQ_FOREACH(flight, &worker->flights, entry)
	if (now.ms > flight->overdue_at.ms) {
		die(worker, "it hangs");
		return;
	}
}

/* What is left of worker_new() once the process runs. */
static bool attach(struct worker *worker, struct event_base *base, int fd,
		   const struct text *settings)
{
	struct frames_user user = { on_frame, on_closed, worker };
	struct timeval every = { WATCH_S, 0 };

	worker->frames = frames_new(base, fd, SNAPSHOT_TEXT_MAX, &user);
	if (!worker->frames) {
		(void)close(fd);
		return false;
	}
	worker->watch = event_new(base, -1, EV_PERSIST, on_watch, worker);
	return worker->watch && event_add(worker->watch, &every) == 0 &&
	       frames_send(worker->frames, settings);
}

struct worker *worker_new(struct event_base *base, const struct text *settings,
			  const struct worker_user *user)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	int fd;

	if (!worker)
		return NULL;
	TAILQ_INIT(&worker->flights);
	worker->user = *user;
	worker->pid = spawn_prober(&fd);
	if (worker->pid < 0) {
		free(worker);
		return NULL;
	}
	if (!attach(worker, base, fd, settings)) {
		worker_free(worker);
		errno = ENOMEM;
		return NULL;
	}
	return worker;
}

void worker_free(struct worker *worker)
{
	struct flight *flight;
	char how[80];

	if (!worker)
		return;
	while ((flight = TAILQ_FIRST(&worker->flights)))
		flight_free(worker, flight);
	frames_free(worker->frames);
	if (worker->watch)
		event_free(worker->watch);
	if (worker->pid > 0)
		reap(worker, how, sizeof(how));
	free(worker);
}

bool worker_submit(struct worker *worker, const struct plan *plan)
{
	struct flight *flight = malloc(sizeof(*flight));
	struct text text;
	bool sent;

	if (!flight)
		return false;
	text_init(&text, SNAPSHOT_TEXT_MAX);
	plan_write(plan, &text);
	sent = frames_send(worker->frames, &text);
	text_done(&text);
	if (!sent) {
		free(flight);
		return false;
	}
	flight->plan_id = plan->id;
	flight->overdue_at.ms = clock_mono().ms + plan->deadline_ms + GRACE_MS;
	TAILQ_INSERT_TAIL(&worker->flights, flight, entry);
	worker->load++;
	return true;
}

bool worker_is_alive(const struct worker *worker)
{
	return worker && worker->frames;
}

unsigned worker_load(const struct worker *worker)
{
	return worker->load;
}
