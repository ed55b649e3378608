/* SPDX-License-Identifier: BSD-3-Clause */
/* http.c - listening, and what a client may cost. evhttp 2.1 neither counts its
 * connections nor ends one that drips: we hold a reference to each and look
 * them through now and then. */
#include "publish/http.h"

#include "base/address.h"
#include "base/clock.h"
#include "base/sockaddr.h"
#include "publish/http_inner.h"
#include "publish/listen.h"

#include <errno.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UNIX_PREFIX "unix:"
#define BACKLOG	    SOMAXCONN
#define SWEEP_MS    20

static struct timeval timeval_ms(int64_t ms)
{
	return (struct timeval){ .tv_sec = ms / 1000,
				 .tv_usec = ms % 1000 * 1000 };
}

/* --- clients --- */

/* evhttp takes its callbacks away when it lets a connection go. */
static bool is_gone(struct http_client *client)
{
	bufferevent_event_cb on_event;

	bufferevent_getcb(client->bev, NULL, NULL, &on_event, NULL);
	return !on_event;
}

static void client_free(struct http_client *client)
{
	struct http *http = client->http;

	LIST_REMOVE(client, link);
	bufferevent_decref(client->bev); /* the last one: it closes */
	free(client);
	if (http->client_count-- == HTTP_CONNECTIONS_MAX && http->listener)
		(void)evconnlistener_enable(http->listener);
}

/* evhttp's own time-out begins anew with each byte; ours does not. */
static void sweep(evutil_socket_t fd, short what, void *arg)
{
	struct http *http = arg;
	struct http_client *client, *next;
	int64_t now_ms = clock_mono().ms;

	(void)fd;
	(void)what;
	for (client = LIST_FIRST(&http->clients); client; client = next) {
		next = LIST_NEXT(client, link);
		if (is_gone(client)) {
			client_free(client);
		} else if (now_ms > client->deadline_ms) {
			client->deadline_ms = now_ms + HTTP_REQUEST_MS;
			bufferevent_trigger_event(client->bev,
						  BEV_EVENT_TIMEOUT |
							  BEV_EVENT_READING,
						  BEV_TRIG_DEFER_CALLBACKS);
		}
	}
	if (LIST_EMPTY(&http->clients))
		(void)evtimer_del(http->sweep);
}

static struct bufferevent *on_client(struct event_base *base, void *arg)
{
	struct http *http = arg;
	struct http_client *client = calloc(1, sizeof(*client));
	struct timeval rest = timeval_ms(SWEEP_MS);

	if (!client)
		return NULL; /* evhttp makes one of its own, not counted */
	client->bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	if (!client->bev) {
		free(client);
		return NULL;
	}
	bufferevent_incref(client->bev);
	client->http = http;
	client->deadline_ms = clock_mono().ms + HTTP_REQUEST_MS;
	if (LIST_EMPTY(&http->clients))
		(void)evtimer_add(http->sweep, &rest);
	LIST_INSERT_HEAD(&http->clients, client, link);
	if (++http->client_count == HTTP_CONNECTIONS_MAX)
		(void)evconnlistener_disable(http->listener);
	return client->bev;
}

void http_extend(struct http *http, struct evhttp_request *request, int64_t ms)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(
		evhttp_request_get_connection(request));
	struct http_client *client;

	LIST_FOREACH(client, &http->clients, link)
	{
		if (client->bev == bev)
			client->deadline_ms = clock_mono().ms + ms;
	}
}

/* --- listening --- */

bool http_is_local(const char *listen)
{
	struct address address;

	if (strncmp(listen, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
		return true;
	return address_from_host_port(listen, &address) &&
	       address_scope(&address) == ADDRESS_LOOPBACK;
}

static enum err listen_tcp(const char *text, int *ret_fd)
{
	struct sockaddr_storage storage;
	struct address address;
	socklen_t len;
	int on = 1, fd, saved;

	if (!address_from_host_port(text, &address))
		return ERR_FORMAT;
	len = sockaddr_fill(&address, &storage);
	fd = socket(storage.ss_family,
		    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_IO;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&storage, len) == 0 &&
	    listen(fd, BACKLOG) == 0) {
		*ret_fd = fd;
		return ERR_OK;
	}
	saved = errno;
	(void)close(fd);
	errno = saved;
	return saved == EADDRINUSE ? ERR_BUSY : ERR_IO;
}

static enum err listen_at(struct http *http, const char *listen)
{
	const char *path = listen + strlen(UNIX_PREFIX);
	enum err err;
	int fd;

	if (strncmp(listen, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0) {
		err = listen_unix(path, &fd);
		if (!err && !(http->socket_path = strdup(path)))
			err = ERR_MEMORY;
	} else {
		err = listen_tcp(listen, &fd);
	}
	if (err)
		return err;
	http->listener = evconnlistener_new(
		http->base, NULL, NULL,
		LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (!http->listener) {
		(void)close(fd);
		return ERR_MEMORY;
	}
	return evhttp_bind_listener(http->server, http->listener) ? ERR_OK
								  : ERR_MEMORY;
}

/* --- life --- */

static bool keep_options(struct http *http, const struct http_options *options)
{
	http->hosts = calloc(options->host_count + 1, sizeof(*http->hosts));
	if (!http->hosts)
		return false;
	if (options->token && !(http->token = strdup(options->token)))
		return false;
	for (size_t i = 0; i < options->host_count; i++) {
		http->hosts[i] = strdup(options->hosts[i]);
		if (!http->hosts[i])
			return false;
		http->host_count++;
	}
	return true;
}

static void set_up(struct http *http)
{
	struct timeval idle = timeval_ms(HTTP_REQUEST_MS);

	evhttp_set_allowed_methods(http->server,
				   EVHTTP_REQ_GET | EVHTTP_REQ_HEAD);
	evhttp_set_max_headers_size(http->server, HTTP_HEADERS_MAX);
	evhttp_set_max_body_size(http->server, 0);
	evhttp_set_timeout_tv(http->server, &idle);
	evhttp_set_default_content_type(http->server, NULL);
	evhttp_set_bevcb(http->server, on_client, http);
	evhttp_set_gencb(http->server, http_on_request, http);
}

enum err http_new(struct event_base *base, const struct http_options *options,
		  http_source *source, void *arg, struct http **ret_http)
{
	struct http *http = calloc(1, sizeof(*http));
	enum err err = ERR_MEMORY;

	if (!http)
		return ERR_MEMORY;
	LIST_INIT(&http->clients);
	http->base = base;
	http->source = source;
	http->arg = arg;
	http->server = evhttp_new(base);
	http->sweep = event_new(base, -1, EV_PERSIST, sweep, http);
	(void)signal(SIGPIPE, SIG_IGN);
	if (http->server && http->sweep && keep_options(http, options)) {
		set_up(http);
		err = listen_at(http, options->listen);
	}
	if (err) {
		int saved = errno;

		http_free(http);
		errno = saved;
		return err;
	}
	*ret_http = http;
	return ERR_OK;
}

void http_free(struct http *http)
{
	if (!http)
		return;
	http->listener = NULL; /* evhttp frees it; no client wakes it */
	if (http->server)
		evhttp_free(http->server);
	while (!LIST_EMPTY(&http->clients))
		client_free(LIST_FIRST(&http->clients));
	if (http->sweep)
		event_free(http->sweep);
	if (http->socket_path)
		(void)unlink(http->socket_path);
	for (size_t i = 0; i < http->host_count; i++)
		free(http->hosts[i]);
	free(http->hosts);
	if (http->token)
		explicit_bzero(http->token, strlen(http->token));
	free(http->token);
	free(http->socket_path);
	free(http);
}
