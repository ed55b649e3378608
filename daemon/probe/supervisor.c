/* SPDX-License-Identifier: BSD-3-Clause */
/* supervisor.c - the daemon's end of the probers: as many as told, restarted
 * with back-off when they die. */
#include "probe/supervisor.h"

#include "base/clock.h"
#include "base/log.h"
#include "probe/settings.h"
#include "probe/worker.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* A prober that dies at once is not started more often than this. */
#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 5000
/* One that lived this long died of something new. */
#define SETTLED_MS 10000

struct post { /* a prober's place */
	struct supervisor *supervisor;
	struct worker *worker; /* NULL: dead, or about to be freed */
	struct worker *corpse; /* to be freed outside of its own calls */
	struct event *restart;
	struct mono started_at;
	int64_t backoff_ms;
	bool retired; /* old settings: ends with its last pass */
	struct post *next;
};

struct supervisor {
	struct event_base *base;
	supervisor_done *done;
	void *arg;
	struct text settings; /* what probers are told */
	unsigned window;
	struct post *posts;
	unsigned restarts;
	struct mono last_progress_at;
};

static void post_done(void *arg, uint64_t plan_id, struct snapshot *snapshot,
		      struct arena *arena, const char *why)
{
	struct post *post = arg;
	struct supervisor *supervisor = post->supervisor;

	if (snapshot)
		supervisor->last_progress_at = clock_mono();
	supervisor->done(supervisor->arg, plan_id, snapshot, arena, why);
	if (post->retired && post->worker && worker_load(post->worker) == 0)
		event_active(post->restart, EV_TIMEOUT, 0);
}

static void restart_in(struct post *post, int64_t ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	/* Without memory for a timer there is none for a prober either; the
	 * daemon's watchdog then sees no progress. */
	(void)event_add(post->restart, &tv);
}

static void post_died(void *arg, struct worker *worker, const char *why)
{
	struct post *post = arg;

	if (clock_mono().ms - post->started_at.ms >= SETTLED_MS)
		post->backoff_ms = BACKOFF_MIN_MS;
	post->worker = NULL;
	post->corpse = worker;
	if (post->retired) {
		event_active(post->restart, EV_TIMEOUT, 0);
		return;
	}
	log_warning(NULL, "a prober died (%s); another starts in %lld ms", why,
		    (long long)post->backoff_ms);
	post->supervisor->restarts++;
	restart_in(post, post->backoff_ms);
	post->backoff_ms *= 2;
	if (post->backoff_ms > BACKOFF_MAX_MS)
		post->backoff_ms = BACKOFF_MAX_MS;
}

static bool post_start(struct post *post)
{
	struct supervisor *supervisor = post->supervisor;
	struct worker_user user = { post_done, post_died, post };

	post->worker =
		worker_new(supervisor->base, &supervisor->settings, &user);
	post->started_at = clock_mono();
	return post->worker;
}

static void post_free(struct post *post)
{
	worker_free(post->worker);
	worker_free(post->corpse);
	if (post->restart)
		event_free(post->restart);
	free(post);
}

static void post_remove(struct post *post)
{
	struct post **at = &post->supervisor->posts;

	while (*at != post)
		at = &(*at)->next;
	*at = post->next;
	post_free(post);
}

/* Bury the dead one and start another, or retire. */
static void on_restart(evutil_socket_t fd, short what, void *arg)
{
	struct post *post = arg;

	(void)fd;
	(void)what;
	worker_free(post->corpse);
	post->corpse = NULL;
	if (post->retired) {
		post_remove(post);
	} else if (!post->worker && !post_start(post)) {
		log_error(NULL, "no prober can be started: %s",
			  strerror(errno));
		restart_in(post, BACKOFF_MAX_MS);
	}
}

static bool post_add(struct supervisor *supervisor)
{
	struct post *post = calloc(1, sizeof(*post));

	if (!post)
		return false;
	post->supervisor = supervisor;
	post->backoff_ms = BACKOFF_MIN_MS;
	post->restart = evtimer_new(supervisor->base, on_restart, post);
	if (!post->restart || !post_start(post)) {
		post_free(post);
		return false;
	}
	post->next = supervisor->posts;
	supervisor->posts = post;
	return true;
}

/* The settings as text; the files are read here and now. */
static enum err write_settings(const struct prober_settings *from,
			       struct text *ret_text)
{
	struct arena *arena = arena_new(SETTINGS_ARENA_MAX);
	struct settings settings = {
		.timeout_ms = from->query_timeout_ms,
		.tries = (unsigned)from->query_tries,
		.user = from->user,
		.private_servers = from->private_servers,
	};
	const char *file = NULL;
	enum err err = ERR_MEMORY;

	text_init(ret_text, SETTINGS_TEXT_MAX);
	if (arena)
		err = roots_read_files(from->root_hints,
				       from->trust_anchor_file, arena,
				       &settings.roots, &file);
	if (err)
		log_error(file,
			  "no root hints or trust anchors: %s; root_hints: and "
			  "trust_anchor_file: say where they are",
			  err == ERR_IO ? strerror(errno) : err_text(err));
	else
		settings_write(&settings, ret_text);
	arena_free(arena);
	if (!err && !text_ok(ret_text))
		err = ERR_LIMIT;
	if (err)
		text_done(ret_text);
	return err;
}

static bool start_all(struct supervisor *supervisor, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (!post_add(supervisor))
			return false;
	return true;
}

enum err supervisor_new(struct event_base *base,
			const struct prober_settings *settings,
			supervisor_done *done, void *arg,
			struct supervisor **ret_supervisor)
{
	struct supervisor *supervisor = calloc(1, sizeof(*supervisor));
	enum err err;

	(void)signal(SIGPIPE, SIG_IGN); /* a valid signal */
	if (!supervisor)
		return ERR_MEMORY;
	err = write_settings(settings, &supervisor->settings);
	if (err) {
		free(supervisor);
		return err;
	}
	supervisor->base = base;
	supervisor->done = done;
	supervisor->arg = arg;
	supervisor->window = settings->window;
	supervisor->last_progress_at = clock_mono();
	if (!start_all(supervisor, settings->probers)) {
		supervisor_free(supervisor);
		return ERR_IO;
	}
	*ret_supervisor = supervisor;
	return ERR_OK;
}

void supervisor_free(struct supervisor *supervisor)
{
	struct post *next;

	if (!supervisor)
		return;
	for (struct post *post = supervisor->posts; post; post = next) {
		next = post->next;
		post_free(post);
	}
	text_done(&supervisor->settings);
	free(supervisor);
}

/* The one with the least to do, of those that take plans. */
static struct post *choose(const struct supervisor *supervisor)
{
	struct post *best = NULL;

	for (struct post *post = supervisor->posts; post; post = post->next)
		if (worker_is_alive(post->worker) && !post->retired &&
		    worker_load(post->worker) < supervisor->window &&
		    (!best ||
		     worker_load(post->worker) < worker_load(best->worker)))
			best = post;
	return best;
}

enum err supervisor_submit(struct supervisor *supervisor,
			   const struct plan *plan)
{
	struct post *post = choose(supervisor);

	if (!post)
		return ERR_BUSY;
	return worker_submit(post->worker, plan) ? ERR_OK : ERR_MEMORY;
}

static void retire(struct post *post)
{
	post->retired = true;
	if (!post->worker || worker_load(post->worker) == 0)
		event_active(post->restart, EV_TIMEOUT, 0);
}

enum err supervisor_reconfigure(struct supervisor *supervisor,
				const struct prober_settings *settings)
{
	struct post *old = supervisor->posts;
	struct text text;
	enum err err = write_settings(settings, &text);

	if (err)
		return err;
	text_done(&supervisor->settings);
	supervisor->settings = text;
	supervisor->window = settings->window;
	/* New posts go to the front of the list. Where one cannot be started,
	 * the old ones stay. */
	if (!start_all(supervisor, settings->probers))
		return ERR_IO;
	for (; old; old = old->next)
		retire(old);
	return ERR_OK;
}

void supervisor_stats(const struct supervisor *supervisor,
		      struct supervisor_stats *ret_stats)
{
	*ret_stats = (struct supervisor_stats){
		.restarts = supervisor->restarts,
		.last_progress_at = supervisor->last_progress_at,
	};
	for (const struct post *post = supervisor->posts; post;
	     post = post->next) {
		if (!worker_is_alive(post->worker))
			continue;
		ret_stats->alive++;
		ret_stats->in_flight += worker_load(post->worker);
	}
}
