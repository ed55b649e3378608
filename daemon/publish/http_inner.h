/* SPDX-License-Identifier: BSD-3-Clause */
/* http_inner.h - what the files http*.c share. */
#ifndef FOREWARN_PUBLISH_HTTP_INNER_H
#define FOREWARN_PUBLISH_HTTP_INNER_H

#include "publish/http.h"

#include <event2/event.h>
#include <event2/http.h>
#include <stdint.h>
#include <sys/queue.h>

/* A connection from its acceptance to its end. */
struct http_client {
	struct http *http;
	struct bufferevent *bev;
	int64_t deadline_ms; /* of the monotonic clock */
	LIST_ENTRY(http_client) link;
};

struct http {
	struct event_base *base;
	struct evhttp *server;
	struct evconnlistener *listener;
	struct event *sweep;
	char *socket_path; /* to remove, or NULL */
	http_source *source;
	void *arg;
	char *token; /* NULL: none */
	size_t host_count;
	char **hosts;
	size_t client_count;
	LIST_HEAD(, http_client) clients;
	size_t gzip_count;
};

#define HTTP_PATH_SIZE 1280 /* a name is at most 1004 bytes of text */

/** Whether who says @p authorization ("": nothing) may read what is secret. */
bool http_may_read(const struct http *http, const char *authorization);

/** Whether @p from_client, "NAME:PORT", is a name of ours or an address. A name
 * of somebody else's may be made to lead to us while a browser shows his page
 * ("DNS rebinding"): then he would read what only we may. */
bool http_host_is_ours(const struct http *http, const char *from_client);

/** Decode a path. @return false for anything that looks like a walk through
 * directories, and for bytes that no name of ours has. */
bool http_path_read(const char *raw, char ret_path[HTTP_PATH_SIZE]);

/** evhttp's callback for every request. */
void http_on_request(struct evhttp_request *request, void *http);

/** The client of @p request may take so long from now on. */
void http_extend(struct http *http, struct evhttp_request *request, int64_t ms);

/* Compressed streams at once; each has some 300 KiB of zlib's state. More are
 * sent as they are. */
#define HTTP_GZIPS_MAX 8

/** Whether one more answer may be compressed on its way. */
bool http_pump_has_room(const struct http *http);

/** Send @p stream, a piece at a time; takes it over. The headers are set
 * already. @param gzip  compress on the way. @return false without memory:
 * the stream is over, nothing was sent. */
bool http_pump(struct http *http, struct evhttp_request *request,
	       const struct http_stream *stream, bool gzip);

#endif
