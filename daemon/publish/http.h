/* SPDX-License-Identifier: BSD-3-Clause */
/* http.h - the on-call's window: read-only HTTP by evhttp. I/O.
 *
 * GET and HEAD only, one request a connection, so that what a client can hold
 * is counted in connections. Bounds: HTTP_CONNECTIONS_MAX at once (more wait in
 * the kernel's queue), HTTP_HEADERS_MAX bytes of request, HTTP_REQUEST_MS for
 * all of it however it drips, HTTP_REPLY_MS to take the answer. Large answers
 * go out a piece at a time; the loop never waits for a reader. */
#ifndef FOREWARN_PUBLISH_HTTP_H
#define FOREWARN_PUBLISH_HTTP_H

#include "base/err.h"
#include "base/text.h"

#include <stddef.h>

struct event_base;
struct http;

#define HTTP_CONNECTIONS_MAX 64
#define HTTP_HEADERS_MAX     8192
#define HTTP_REQUEST_MS	     10000
#define HTTP_REPLY_MS	     300000

struct http_options {
	/* "127.0.0.1:9553", "[::1]:9553", "unix:/run/forewarn/http.sock" */
	const char *listen;
	/* Asked for as a Bearer token or as the password of Basic, whatever
	 * the user; NULL: everybody may read. */
	const char *token;
	/* Patterns of names under which browsers may ask, beside addresses and
	 * localhost: a page of somebody else's whose name leads here must not
	 * read. */
	size_t host_count;
	const char *const *hosts;
};

/* About as much as a step of a stream should append, and the most: the series
 * of a zone with every fault and a name of nothing but escapes stay together.
 */
#define HTTP_PIECE_BYTES     65536
#define HTTP_PIECE_BYTES_MAX (1024 * 1024)

/* An answer that is made as it is sent: what a client has not taken yet is not
 * made yet, so that a large one neither holds up the loop nor the memory. */
struct http_stream {
	/** Append the next piece to @p out, nothing where the last one was all.
	 * @return false where the rest cannot be made any more: the client
	 * then sees that it did not get all of it. */
	bool (*next)(void *state, struct text *out);
	void (*free)(void *state); /* once, when it is over or given up */
	void *state;
};

struct http_answer {
	unsigned status; /* 0: there is no such thing: 404 */
	const char *type;
	struct text *body; /* filled by the source, ... */
	char file[4096];   /* ... or the path of a file with all of it, */
	struct http_stream stream; /* ... or this, where `next` is not NULL */
};

/** Answer "/zones/example.com..json" (decoded, no "..", no empty parts) with
 * the query's parameters by http_parameter(). */
typedef void http_source(void *arg, const char *path, const char *query,
			 struct http_answer *answer);

/** Copy the decoded value of @p name in @p query to @p ret.
 * @return false where it is not there or does not fit. */
bool http_parameter(const char *query, const char *name, char *ret,
		    size_t size);

/** Whether @p listen is reached from this host only: a loopback address or a
 * unix socket. */
bool http_is_local(const char *listen);

/** Listen and serve the page and what @p source has. Copies @p options.
 * ERR_FORMAT: not an address; ERR_BUSY: in use; ERR_IO: errno. From here on
 * SIGPIPE is ignored. */
enum err http_new(struct event_base *base, const struct http_options *options,
		  http_source *source, void *arg, struct http **ret_http);
/** Drop who is connected, stop listening. Takes NULL. */
void http_free(struct http *http);

#endif
