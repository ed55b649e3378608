/* SPDX-License-Identifier: BSD-3-Clause */
/* bench_storm.c - zones that break at once, through the daemon's own path:
 * fold, debts, routes, outbox, notifier, HTTP. Not a test.
 *
 *	bench_storm ZONES SECONDS [MESSAGES_PER_MINUTE]
 *
 * Breaks ZONES over SECONDS, waits until all is told, mends them all the same
 * way. Shows for each: messages, when the first one came, when the last one,
 * how often the disk was waited for, memory. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 10

static unsigned syncs;

/* SQLite calls these; ours are found first. */
int fsync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fdatasync, fd);
}

struct storm {
	struct app app;
	struct event *tick;
	size_t zones, folded;
	int64_t span_ms;
	bool mending;
	struct mono began, first_at, last_at, ticked_at;
	/* The longest that the loop did not come round: by the clock, and what
	 * it worked meanwhile, which is ours alone on a busy machine. */
	int64_t stall_ms;
	double ticked_cpu_ms, work_ms;
	unsigned messages, summaries, syncs_before;
};

static void on_message(struct evhttp_request *request, void *arg)
{
	struct storm *storm = arg;
	const char *id = evhttp_find_header(
		evhttp_request_get_input_headers(request), "webhook-id");

	storm->last_at = clock_mono();
	if (storm->messages++ == 0)
		storm->first_at = storm->last_at;
	storm->summaries += id && strncmp(id, "summary-", 8) == 0;
	evhttp_send_reply(request, 200, "OK", NULL);
}

static unsigned listen_at(struct storm *storm)
{
	struct evhttp *http = evhttp_new(storm->app.base);
	struct evhttp_bound_socket *bound =
		evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	struct sockaddr_in name;
	socklen_t len = sizeof(name);

	evhttp_set_gencb(http, on_message, storm);
	if (!bound || getsockname(evhttp_bound_socket_get_fd(bound),
				  (struct sockaddr *)&name, &len) != 0)
		exit(EXIT_FAILURE);
	return ntohs(name.sin_port);
}

static struct config_file *make_config(const char *dir, const struct storm *s,
				       unsigned port, const char *limit)
{
	char path[256];
	struct text errors;
	struct config_file *file;
	FILE *out;

	(void)snprintf(path, sizeof(path), "%s/c.yaml", dir);
	out = fopen(path, "w");
	if (!out)
		exit(EXIT_FAILURE);
	(void)fprintf(out,
		      "state_dir: %s\nrun_dir: %s\ntargets:\n- {name: sink, "
		      "url: 'http://127.0.0.1:%u/', max_per_minute: %s}\n"
		      "zones:\n",
		      dir, dir, port, limit);
	for (size_t i = 0; i < s->zones; i++)
		(void)fprintf(out, "- z%zu.example\n", i);
	(void)fclose(out);
	text_init(&errors, 4096);
	file = config_load(path, &errors);
	(void)fputs(text_string(&errors), stderr);
	text_done(&errors);
	return file;
}

static void add_finding(struct assessment *a, struct wall now)
{
	struct finding *f = arena_alloc(a->arena, sizeof(*f));
	const struct finding **all = arena_array(a->arena, 1, sizeof(*all));

	*f = (struct finding){
		.id = "rrsig-expired",
		.severity = SEVERITY_CRITICAL,
		.kind = KIND_FAILING,
		.subject = arena_printf(a->arena,
					"%s SOA @ ns1.example. "
					"(192.0.2.1)",
					a->zone_text),
		.summary = arena_printf(a->arena,
					"the signature of %s SOA has "
					"expired",
					a->zone_text),
		.deadline = now,
	};
	all[0] = f;
	a->findings = all;
	a->finding_count = 1;
	a->breaks_at = now;
}

static void fold_zone(struct storm *storm, const struct zone_config *zone)
{
	struct wall now = clock_wall();
	struct fold fold;

	/* A mend is believed at the second look. */
	for (int look = 0; look < (storm->mending ? CLEAR_PASSES : 1); look++) {
		struct assessment *a = assessment_unknown(&zone->apex, "", now);

		a->unknown_because = NULL;
		a->verdict = storm->mending ? VERDICT_OK : VERDICT_CRITICAL;
		if (!storm->mending)
			add_finding(a, now);
		(void)incident_fold(storm->app.book, a, now, &fold);
		remember_fold(&storm->app, zone->apex_text, &fold);
		assessment_free(a);
	}
}

static double cpu_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void report(const struct storm *storm)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("%s %zu zones in %lld s: %u messages (%u of them "
		     "summaries), the first after %lld ms, the last after "
		     "%lld ms; %u fsyncs; the loop stood still for %lld ms at "
		     "most, worked for %.0f ms of CPU at most; %ld MB\n",
		     storm->mending ? "mended" : "broke", storm->zones,
		     (long long)storm->span_ms / 1000, storm->messages,
		     storm->summaries,
		     (long long)(storm->first_at.ms - storm->began.ms),
		     (long long)(storm->last_at.ms - storm->began.ms),
		     syncs - storm->syncs_before, (long long)storm->stall_ms,
		     storm->work_ms, usage.ru_maxrss / 1024);
	(void)fflush(stdout);
}

static void begin(struct storm *storm, bool mending)
{
	storm->mending = mending;
	storm->folded = 0;
	storm->messages = storm->summaries = 0;
	storm->stall_ms = 0;
	storm->work_ms = 0;
	storm->syncs_before = syncs;
	storm->began = storm->ticked_at = clock_mono();
	storm->ticked_cpu_ms = cpu_ms();
}

static bool is_all_told(const struct storm *storm)
{
	struct outbox_counts counts;

	return STAILQ_EMPTY(&storm->app.debts) &&
	       memory_outbox_counts(storm->app.memory, "sink", &counts) ==
		       ERR_OK &&
	       counts.owed + counts.held == 0;
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct storm *storm = arg;
	struct mono now = clock_mono();
	int64_t stall_ms = now.ms - storm->ticked_at.ms - TICK_MS;
	double work_ms = cpu_ms() - storm->ticked_cpu_ms;
	size_t due = (size_t)((double)(now.ms - storm->began.ms) /
			      (double)storm->span_ms * (double)storm->zones);

	(void)fd;
	(void)what;
	storm->ticked_at = now;
	if (stall_ms > storm->stall_ms)
		storm->stall_ms = stall_ms;
	if (work_ms > storm->work_ms)
		storm->work_ms = work_ms;
	for (; storm->folded < due && storm->folded < storm->zones;
	     storm->folded++)
		fold_zone(storm, &storm->app.config->zones[storm->folded]);
	storm->ticked_cpu_ms = cpu_ms();
	if (storm->folded < storm->zones || !is_all_told(storm))
		return;
	report(storm);
	if (storm->mending)
		(void)event_base_loopbreak(storm->app.base);
	else
		begin(storm, true);
}

static bool build(struct storm *storm, const char *dir)
{
	struct app *app = &storm->app;
	const char *note;
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/memory.db", dir);
	app->stopping = true; /* nothing is published */
	app->book = incident_book_new(0);
	app->monitor_book = incident_book_new(0);
	app->zones = map_new();
	app->flights = map_new();
	TAILQ_INIT(&app->waiting);
	return memory_open(path, clock_wall(), &app->memory, &note) == ERR_OK &&
	       notify_new(app->base, app->memory, &app->notify) == ERR_OK &&
	       notify_set_targets(app->notify, app->config->targets,
				  app->config->target_count) == ERR_OK &&
	       latest_start(app) == ERR_OK && remember_start(app) == ERR_OK &&
	       remind_start(app) == ERR_OK &&
	       zones_apply(app, app->config, 0) == ERR_OK;
}

static void remove_all(const char *dir)
{
	static const char *const names[] = { "c.yaml", "memory.db",
					     "memory.db-wal", "memory.db-shm",
					     "memory.db.lock" };
	char path[256];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		(void)unlink(path); /* the log may be gone already */
	}
	(void)rmdir(dir);
}

int main(int argc, char **argv)
{
	static struct storm storm;
	char dir[] = "/tmp/forewarn-storm-XXXXXX";
	struct timeval often = { .tv_usec = TICK_MS * 1000 };
	struct config_file *file;

	if (argc < 3 || !mkdtemp(dir))
		return EXIT_FAILURE;
	log_open("bench_storm", LOG_LEVEL_ERROR);
	storm.zones = (size_t)atoll(argv[1]);
	storm.span_ms = atoll(argv[2]) * 1000;
	storm.app.base = event_base_new();
	file = make_config(dir, &storm, listen_at(&storm),
			   argc > 3 ? argv[3] : "10");
	if (!file)
		return EXIT_FAILURE;
	storm.app.config = config_get(file);
	(void)snprintf(storm.app.source, sizeof(storm.app.source),
		       "/forewarnd/storm");
	if (!build(&storm, dir))
		return EXIT_FAILURE;
	storm.tick = event_new(storm.app.base, -1, EV_PERSIST, on_tick, &storm);
	(void)event_add(storm.tick, &often);
	begin(&storm, false);
	(void)event_base_dispatch(storm.app.base);
	memory_close(storm.app.memory);
	remove_all(dir);
	return EXIT_SUCCESS;
}
