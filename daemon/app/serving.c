/* SPDX-License-Identifier: BSD-3-Clause */
/* serving.c - what HTTP shows of the daemon: a path is a row. Read-only. */
#include "app/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "publish/http.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OK	    200
#define UNAVAILABLE 503
/* The address is another's, or a child of ours that is just being started still
 * has the socket that we closed. */
#define RETRY_MS 1000

static const char json_type[] = "application/json; charset=utf-8";
static const char plain_type[] = "text/plain; charset=utf-8";

static void state(struct app *app, const char *rest, const char *query,
		  struct http_answer *answer)
{
	char view[16] = "";

	(void)rest;
	(void)http_parameter(query, "view", view, sizeof(view));
	answer->type = json_type;
	publishing_path(
		app, strcmp(view, "brief") == 0 ? EDITION_BRIEF : EDITION_FULL,
		answer->file, sizeof(answer->file));
}

static void zone(struct app *app, const char *rest, const char *query,
		 struct http_answer *answer)
{
	size_t len = strlen(rest), end = strlen(".json");
	char name[NAME_TEXT_SIZE + 8];
	const struct zone *found;

	(void)query;
	if (len < end || len >= sizeof(name) ||
	    strcmp(rest + len - end, ".json") != 0)
		return;
	(void)snprintf(name, sizeof(name), "%.*s", (int)(len - end), rest);
	found = zone_find(app, name);
	if (!found)
		return;
	answer->status = OK;
	answer->type = json_type;
	publishing_zone_json(app, found, answer->body);
}

static void healthy(struct app *app, const char *rest, const char *query,
		    struct http_answer *answer)
{
	(void)app;
	(void)rest;
	(void)query;
	answer->status = OK;
	answer->type = plain_type;
	text_put(answer->body, "healthy\n");
}

/* Ready to be believed: every zone has been looked at since the start. */
static void ready(struct app *app, const char *rest, const char *query,
		  struct http_answer *answer)
{
	const struct zone *each;
	size_t cursor = 0, waiting = 0;

	(void)rest;
	(void)query;
	while ((each = map_next(app->zones, &cursor, NULL)))
		waiting += !each->known;
	answer->status = waiting ? UNAVAILABLE : OK;
	answer->type = plain_type;
	text_printf(answer->body, "%s: %zu of %zu zones not looked at yet\n",
		    waiting ? "not ready" : "ready", waiting,
		    map_count(app->zones));
}

static const struct {
	const char *path; /* ends with '/': the rest is an argument */
	serving_path *serve;
} paths[] = {
	{ "/state.json", state },
	{ "/zones/", zone },
	{ "/-/healthy", healthy },
	{ "/-/ready", ready },
	{ "/metrics", scraping_metrics },
	{ "/probe", scraping_probe },
	{ "/sd/zones", scraping_discovery },
};

static void serve(void *arg, const char *path, const char *query,
		  struct http_answer *answer)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		size_t len = strlen(paths[i].path);
		bool open = paths[i].path[len - 1] == '/';

		if (open ? strncmp(path, paths[i].path, len) == 0
			 : strcmp(path, paths[i].path) == 0) {
			paths[i].serve(arg, path + len, query, answer);
			return;
		}
	}
}

/* Without the window the watch goes on: nobody is told less for it. */
static void failed(struct app *app, enum err err)
{
	struct timeval rest = app_timeval(RETRY_MS);

	if (!app->http_failed)
		log_error("http", "%s: %s; trying again",
			  app->config->http_listen,
			  err == ERR_IO ? strerror(errno) : err_text(err));
	app->http_failed = true;
	(void)event_add(app->http_tick, &rest);
}

static void start(struct app *app)
{
	struct http_options options = {
		.listen = app->config->http_listen,
		.token = app->config->http_token,
		.host_count = app->config->http_host_count,
		.hosts = app->config->http_hosts,
	};
	enum err err;

	if (!*options.listen)
		return;
	err = http_new(app->base, &options, serve, app, &app->http);
	if (err) {
		failed(app, err);
		return;
	}
	app->http_failed = false;
	log_notice("http", "serving on %s", options.listen);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	start(arg);
}

enum err serving_start(struct app *app)
{
	app->http_tick = event_new(app->base, -1, 0, on_tick, app);
	if (!app->http_tick)
		return ERR_MEMORY;
	start(app);
	return ERR_OK;
}

void serving_stop(struct app *app)
{
	http_free(app->http);
	app->http = NULL;
	if (app->http_tick)
		event_free(app->http_tick);
	app->http_tick = NULL;
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same(const struct config *a, const struct config *b)
{
	bool same = strcmp(a->http_listen, b->http_listen) == 0 &&
		    is_same_text(a->http_token, b->http_token) &&
		    a->http_host_count == b->http_host_count;

	for (size_t i = 0; same && i < a->http_host_count; i++)
		same = strcmp(a->http_hosts[i], b->http_hosts[i]) == 0;
	return same;
}

void serving_restart(struct app *app, const struct config *before)
{
	if (app->http && is_same(before, app->config))
		return;
	http_free(app->http);
	app->http = NULL;
	app->http_failed = false;
	(void)event_del(app->http_tick);
	start(app);
}
