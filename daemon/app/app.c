/* SPDX-License-Identifier: BSD-3-Clause */
/* app.c - the daemon: build, run, reload, stop. */
#include "app/internal.h"
#include "app/people.h"

#include "base/clock.h"
#include "base/log.h"
#include "publish/sdnotify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* After a start, zones are first looked at over this long for each of them,
 * and within one pulse at most. */
#define START_MS_A_ZONE 20

static int64_t spread_ms(const struct config *config)
{
	int64_t ms = (int64_t)config->zone_count * START_MS_A_ZONE;
	int64_t most = config->defaults->pulse_s * 1000;

	return ms < most ? ms : most;
}

static struct prober_settings settings_of(const struct config *config)
{
	return (struct prober_settings){
		.root_hints = config->root_hints,
		.trust_anchor_file = config->trust_anchor_file,
		.user = config->prober_user,
		.probers = config->probers,
		.window = config->prober_window,
		.query_timeout_ms = config->query_timeout_ms,
		.query_tries = config->query_tries,
		.private_servers = config->private_servers == PERMISSION_ALLOW,
	};
}

void app_note(char **to, const char *text)
{
	free(*to);
	*to = text ? strdup(text) : NULL;
}

/* Why memory.db cannot be used, for people. */
static const char *memory_trouble(enum err err)
{
	switch (err) {
	case ERR_VERSION:
		return "memory.db was made by a newer forewarnd and is left "
		       "alone: nothing survives a restart until that version "
		       "is back, or the file is moved away";
	case ERR_FORMAT:
		return "memory.db is another program's and left alone: "
		       "nothing survives a restart";
	default:
		return "memory.db cannot be opened: nothing survives a "
		       "restart";
	}
}

static bool open_memory(struct app *app)
{
	char path[4096];
	const char *trouble = NULL;
	enum err err;

	(void)snprintf(path, sizeof(path), "%s/memory.db",
		       app->config->state_dir);
	err = memory_open(path, app->started_at, &app->memory, &trouble);
	if (err == ERR_OK) {
		bool lost = memory_began_anew(app->memory);

		if (lost)
			log_error(path, "%s", trouble);
		else if (trouble)
			log_notice(path, "%s", trouble);
		app_note(&app->memory_note, lost ? trouble : NULL);
		return true;
	}
	if (err == ERR_BUSY) {
		log_error(path, "another forewarnd uses it");
		return false;
	}
	/* The watch goes on; what is owed lives as long as this process. */
	log_error(path, "%s%s%s", memory_trouble(err),
		  err == ERR_IO ? ": " : "",
		  err == ERR_IO ? strerror(errno) : "");
	app_note(&app->memory_note, memory_trouble(err));
	return memory_open_volatile(&app->memory) == ERR_OK;
}

static bool open_control(struct app *app)
{
	char path[4096];
	enum err err;

	(void)snprintf(path, sizeof(path), "%s/control.sock",
		       app->config->run_dir);
	err = control_new(app->base, path, commands_handle, app, &app->control);
	if (err != ERR_OK)
		log_error(path, "%s",
			  err == ERR_BUSY ? "another forewarnd listens here"
			  : err == ERR_IO ? strerror(errno)
					  : err_text(err));
	return err == ERR_OK;
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
	struct app *app = arg;

	(void)what;
	if (number == SIGHUP) {
		(void)app_reload(app);
		return;
	}
	log_notice(NULL, "%s: stopping", strsignal((int)number));
	app->stopping = true;
	(void)event_base_loopbreak(app->base);
}

static struct event *catch_signal(struct app *app, int number)
{
	struct event *ev = evsignal_new(app->base, number, on_signal, app);

	if (ev)
		(void)event_add(ev, NULL);
	return ev;
}

/* main() has held them since before the configuration was read. */
static void take_reloads(void)
{
	sigset_t reload;

	(void)sigemptyset(&reload);
	(void)sigaddset(&reload, SIGHUP);
	(void)sigprocmask(SIG_UNBLOCK, &reload, NULL);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	passes_run(arg);
}

static bool build_loop(struct app *app)
{
	app->base = event_base_new();
	if (!app->base)
		return false;
	app->tick = event_new(app->base, -1, 0, on_tick, app);
	app->sigterm = catch_signal(app, SIGTERM);
	app->sigint = catch_signal(app, SIGINT);
	app->sighup = catch_signal(app, SIGHUP);
	take_reloads();
	return app->tick && app->sigterm && app->sigint && app->sighup &&
	       proof_start_watchdog(app);
}

static enum err use_targets(struct app *app)
{
	notify_public_only(app->notify,
			   app->config->private_targets == PERMISSION_DENY);
	if (notify_set_source(app->notify, app->source,
			      app->config->dashboard) != ERR_OK)
		return ERR_MEMORY;
	return notify_set_targets(app->notify, app->config->targets,
				  app->config->target_count);
}

static bool build_stages(struct app *app)
{
	struct prober_settings settings = settings_of(app->config);
	struct notify_sources sources;

	app->book = incident_book_new((unsigned)app->config->confirm_count);
	app->zones = map_new();
	app->flights = map_new();
	if (!app->book || !app->zones || !app->flights)
		return false;
	enum err err = supervisor_new(app->base, &settings, passes_done, app,
				      &app->supervisor);
	if (err) {
		log_error(NULL, "the probers cannot be started: %s",
			  err == ERR_IO ? strerror(errno) : err_text(err));
		return false;
	}
	if (notify_new(app->base, app->memory, &app->notify) != ERR_OK)
		return false;
	proof_sources(app, &sources);
	notify_set_sources(app->notify, &sources);
	return use_targets(app) == ERR_OK && monitor_start(app) == ERR_OK &&
	       latest_start(app) == ERR_OK && people_start(app) == ERR_OK &&
	       remember_start(app) == ERR_OK && remind_start(app) == ERR_OK &&
	       publishing_start(app) == ERR_OK &&
	       testing_start(app) == ERR_OK &&
	       zones_apply(app, app->config, spread_ms(app->config)) == ERR_OK;
}

struct app *app_new(const struct app_options *options, struct config_file *file)
{
	struct app *app = calloc(1, sizeof(*app));

	if (!app) {
		config_free(file);
		return NULL;
	}
	app->options = *options;
	app->config_file = file;
	app->config = config_get(file);
	app->started_at = clock_wall();
	app->config_loaded_at = app->started_at;
	app->state_committed_at = WALL_NEVER;
	TAILQ_INIT(&app->waiting);
	TAILQ_INIT(&app->looks);
	STAILQ_INIT(&app->debts);
	if (gethostname(app->host, sizeof(app->host) - 1) != 0)
		(void)snprintf(app->host, sizeof(app->host), "localhost");
	(void)snprintf(app->source, sizeof(app->source), "/forewarnd/%s",
		       app->host);
	if (build_loop(app) && open_memory(app) && open_control(app) &&
	    build_stages(app) && serving_start(app) == ERR_OK)
		return app;
	log_error(NULL, "cannot start");
	app_free(app);
	return NULL;
}

int app_run(struct app *app)
{
	log_notice(NULL, "forewarnd %s, shard %u of %u, watches %zu zone%s",
		   PACKAGE_VERSION, app->config->shard, app->config->shards,
		   map_count(app->zones),
		   map_count(app->zones) == 1 ? "" : "s");
	resolvers_restore(app);
	monitor_fold(app);
	notify_wake(app->notify);
	passes_run(app);
	sdnotify_ready();
	(void)event_base_dispatch(app->base);
	sdnotify_stopping();
	return EXIT_SUCCESS;
}

enum log_level app_log_level(const struct config *config, int verbose)
{
	static const struct {
		const char *word;
		enum log_level level;
	} words[] = {
		{ "error", LOG_LEVEL_ERROR },
		{ "warning", LOG_LEVEL_WARNING },
		{ "notice", LOG_LEVEL_NOTICE },
		{ "info", LOG_LEVEL_INFO },
		{ "debug", LOG_LEVEL_DEBUG },
	};
	int level = LOG_LEVEL_INFO;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, config->log_level) == 0)
			level = words[i].level;
	level += verbose;
	return level > LOG_LEVEL_DEBUG ? LOG_LEVEL_DEBUG
				       : (enum log_level)level;
}

/* What was opened once, maybe as root: a file with another value of these is
 * refused, rather than half in force. @return the key, or NULL. */
static const char *needs_restart(const struct config *now,
				 const struct config *then)
{
	if (strcmp(now->state_dir, then->state_dir) != 0)
		return "state_dir";
	if (strcmp(now->run_dir, then->run_dir) != 0)
		return "run_dir";
	return strcmp(now->user, then->user) != 0 ? "user" : NULL;
}

static bool reject(struct app *app, const char *errors)
{
	log_error(app->options.config_path,
		  "rejected; the configuration before stays in force");
	for (const char *at = errors; *at;) {
		size_t len = strcspn(at, "\n");

		log_error(NULL, "%.*s", (int)len, at);
		at += len + (at[len] == '\n');
	}
	app_note(&app->config_errors, errors);
	monitor_fold(app);
	return false;
}

static void adopt(struct app *app, struct config_file *file)
{
	const struct config *config = config_get(file);
	struct prober_settings settings = settings_of(config);
	struct config_file *old = app->config_file;

	app->config_file = file;
	app->config = config;
	app->config_loaded_at = clock_wall();
	log_open("forewarnd", app_log_level(config, app->options.verbose));
	if (zones_apply(app, config, spread_ms(config)) != ERR_OK)
		log_error(NULL, "out of memory: some zones are not watched");
	if (use_targets(app) != ERR_OK)
		log_error(NULL, "out of memory: the targets are the old ones");
	undelivered_look(app);
	/* Before a new prober is a copy of us that has our sockets. */
	serving_restart(app, config_get(old));
	if (supervisor_reconfigure(app->supervisor, &settings) != ERR_OK)
		log_error(NULL, "the probers keep their old settings");
	else
		(void)root_keys_load(app); /* read just now */
	people_configured(app);
	canaries_hurry(app); /* they may be others */
	publishing_restart(app);
	config_free(old);
}

bool app_reload(struct app *app)
{
	struct config_file *file;
	struct text errors;
	const char *key;
	bool ok;

	sdnotify_reloading(clock_mono());
	text_init(&errors, 1024 * 1024);
	file = config_load_shard(app->options.config_path, &app->options.shard,
				 &errors);
	key = file ? needs_restart(app->config, config_get(file)) : NULL;
	if (key) {
		text_printf(&errors,
			    "%s:1:1: error: %s is another: that needs a "
			    "restart\n",
			    app->options.config_path, key);
		config_free(file);
		file = NULL;
	}
	if (file) {
		adopt(app, file);
		app_note(&app->config_errors, NULL);
		log_notice(app->options.config_path, "in force, %zu zones",
			   map_count(app->zones));
		monitor_fold(app);
		passes_run(app);
		ok = true;
	} else {
		ok = reject(app, text_string(&errors));
	}
	text_done(&errors);
	sdnotify_ready();
	return ok;
}

static void free_event(struct event *ev)
{
	if (ev)
		event_free(ev);
}

static void free_zones(struct app *app)
{
	struct zone *zone;
	size_t cursor = 0;

	while (app->flights && (zone = map_next(app->flights, &cursor, NULL)))
		if (zone->gone)
			zone_free(zone);
	cursor = 0;
	while (app->zones && (zone = map_next(app->zones, &cursor, NULL)))
		zone_free(zone);
	map_free(app->flights);
	map_free(app->zones);
	schedule_done(&app->schedule);
}

void app_free(struct app *app)
{
	if (!app)
		return;
	app->stopping = true;
	serving_stop(app);
	control_free(app->control);
	supervisor_free(app->supervisor);
	remember_last_look(app);
	remind_stop(app);
	remember_stop(app);
	latest_stop(app);
	notify_free(app->notify);
	publishing_stop(app);
	testing_stop(app);
	free_zones(app);
	people_stop(app);
	incident_book_free(app->book);
	monitor_stop(app);
	memory_close(app->memory);
	free_event(app->tick);
	free_event(app->sigterm);
	free_event(app->sigint);
	free_event(app->sighup);
	free_event(app->watchdog);
	if (app->base)
		event_base_free(app->base);
	config_free(app->config_file);
	free(app->config_errors);
	free(app->memory_note);
	free(app);
}
