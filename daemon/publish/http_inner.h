/* SPDX-License-Identifier: BSD-3-Clause */
/* http_inner.h - what http.c, http_answer.c and http_pump.c share. */
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
