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
	size_t pump_count;
};

/** evhttp's callback for every request. */
void http_on_request(struct evhttp_request *request, void *http);

/** The client of @p request may take so long from now on. */
void http_extend(struct http *http, struct evhttp_request *request, int64_t ms);

/* Streams at once; each has some 300 KiB of zlib's state. */
#define HTTP_PUMPS_MAX 8

/** Send what @p fd holds, a piece at a time; takes @p fd over. The headers are
 * set already. @param gzip  compress on the way. @return false where it cannot:
 * too many at once, or no memory; @p fd is closed, nothing was sent. */
bool http_pump(struct http *http, struct evhttp_request *request, int fd,
	       bool gzip);

#endif
