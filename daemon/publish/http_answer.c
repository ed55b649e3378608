/* SPDX-License-Identifier: BSD-3-Clause */
/* http_answer.c - one request: what is it for, and the headers that keep what
 * is shown from being anything but shown. */
#include "publish/http_inner.h"

#include "publish/page.h"

#include <event2/buffer.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An answer that a source makes in memory. */
#define BODY_BYTES_MAX (256u * 1024 * 1024)

static const char policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; "
	"connect-src 'self'; img-src data:; base-uri 'none'; "
	"form-action 'none'; frame-ancestors 'none'";

static void header(struct evhttp_request *request, const char *name,
		   const char *value)
{
	(void)evhttp_add_header(evhttp_request_get_output_headers(request),
				name, value);
}

static const char *asked(struct evhttp_request *request, const char *name)
{
	const char *value = evhttp_find_header(
		evhttp_request_get_input_headers(request), name);

	return value ? value : "";
}

static void set_headers(struct evhttp_request *request)
{
	header(request, "Content-Security-Policy", policy);
	header(request, "X-Content-Type-Options", "nosniff");
	header(request, "Referrer-Policy", "no-referrer");
	header(request, "Cross-Origin-Resource-Policy", "same-origin");
	header(request, "Cache-Control", "no-cache");
	header(request, "Vary", "Accept-Encoding, Authorization");
	header(request, "Connection", "close");
}

static void refuse(struct evhttp_request *request, int status,
		   const char *reason)
{
	struct evbuffer *body = evbuffer_new();
	struct evkeyvalq *headers = evhttp_request_get_output_headers(request);

	if (body)
		(void)evbuffer_add_printf(body, "%s\n", reason);
	(void)evhttp_remove_header(headers, "Content-Type");
	(void)evhttp_remove_header(headers, "Content-Encoding");
	header(request, "Content-Type", "text/plain; charset=utf-8");
	evhttp_send_reply(request, status, reason, body);
	if (body)
		evbuffer_free(body);
}

/* What restarts us or leads readers to us (Kubernetes, a load balancer) cannot
 * keep a secret, and learns of no zone. */
static bool is_of_supervisors(const char *path)
{
	return strncmp(path, "/-/", 3) == 0;
}

static bool takes_gzip(struct evhttp_request *request)
{
	return strstr(asked(request, "Accept-Encoding"), "gzip") != NULL;
}

/* --- answers --- */

static void send_bytes(struct evhttp_request *request, const char *type,
		       const void *bytes, size_t len)
{
	struct evbuffer *body = evbuffer_new();

	if (!body || evbuffer_add(body, bytes, len) != 0) {
		if (body)
			evbuffer_free(body);
		refuse(request, 503, "out of memory");
		return;
	}
	header(request, "Content-Type", type);
	evhttp_send_reply(request, HTTP_OK, "OK", body);
	evbuffer_free(body);
}

/* RFC 9110 13.1.2: whether the client has this version. */
static bool has_version(struct evhttp_request *request, const char *etag)
{
	header(request, "ETag", etag);
	if (!strstr(asked(request, "If-None-Match"), etag))
		return false;
	evhttp_send_reply(request, HTTP_NOTMODIFIED, "Not Modified", NULL);
	return true;
}

static void send_stream(struct http *http, struct evhttp_request *request,
			const char *type, const struct http_stream *stream)
{
	bool gzip = takes_gzip(request) && http_pump_has_room(http);

	header(request, "Content-Type", type);
	if (gzip)
		header(request, "Content-Encoding", "gzip");
	if (evhttp_request_get_command(request) == EVHTTP_REQ_HEAD) {
		stream->free(stream->state);
		evhttp_send_reply(request, HTTP_OK, "OK", NULL);
		return;
	}
	http_extend(http, request, HTTP_REPLY_MS);
	if (!http_pump(http, request, stream, gzip))
		refuse(request, 503, "out of memory");
}

/* --- a file as a stream --- */

static bool file_next(void *state, struct text *out)
{
	const int *fd = state;
	uint8_t bytes[HTTP_PIECE_BYTES];
	ssize_t len = read(*fd, bytes, sizeof(bytes));

	if (len > 0)
		text_bytes(out, bytes, (size_t)len);
	return len >= 0;
}

static void file_free(void *state)
{
	int *fd = state;

	if (*fd >= 0)
		(void)close(*fd);
	free(fd);
}

static void send_file(struct http *http, struct evhttp_request *request,
		      const char *type, const char *path)
{
	int *fd = malloc(sizeof(*fd));
	struct http_stream stream = { file_next, file_free, fd };
	struct stat st;
	char etag[80];

	if (!fd) {
		refuse(request, 503, "out of memory");
		return;
	}
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (*fd < 0 || fstat(*fd, &st) != 0) {
		file_free(fd);
		refuse(request, 503, "not written yet");
		return;
	}
	/* A new version is a new file: state_file.c renames. Weak, since the
	 * bytes differ where they are compressed. */
	(void)snprintf(etag, sizeof(etag),
		       "W/\"%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"",
		       (uint64_t)st.st_ino, (uint64_t)st.st_mtim.tv_sec,
		       (uint64_t)st.st_mtim.tv_nsec);
	if (has_version(request, etag))
		file_free(fd);
	else
		send_stream(http, request, type, &stream);
}

static bool send_page(struct evhttp_request *request, const char *path)
{
	const char *name = strcmp(path, "/") == 0 ? "index.html" : path + 1;

	for (const struct page_file *file = page_files; file->name; file++)
		if (strcmp(file->name, name) == 0) {
			send_bytes(request, file->type, file->bytes, file->len);
			return true;
		}
	return false;
}

static void answer(struct http *http, struct evhttp_request *request,
		   const char *path)
{
	const char *query =
		evhttp_uri_get_query(evhttp_request_get_evhttp_uri(request));
	struct text body;
	struct http_answer found = { .body = &body };

	if (send_page(request, path))
		return;
	text_init(&body, BODY_BYTES_MAX);
	http->source(http->arg, path, query, &found);
	if (*found.file)
		send_file(http, request, found.type, found.file);
	else if (found.stream.next)
		send_stream(http, request, found.type, &found.stream);
	else if (found.status == 0)
		refuse(request, HTTP_NOTFOUND, "no such thing");
	else if (!text_ok(&body))
		refuse(request, 503, "out of memory");
	else if (found.status != HTTP_OK)
		refuse(request, (int)found.status, text_string(&body));
	else
		send_bytes(request, found.type, text_string(&body), body.len);
	text_done(&body);
}

void http_on_request(struct evhttp_request *request, void *arg)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	struct http *http = arg;
	char path[HTTP_PATH_SIZE];

	set_headers(request);
	http_extend(http, request, HTTP_REQUEST_MS);
	if (!http_host_is_ours(http, asked(request, "Host"))) {
		refuse(request, 421,
		       "not asked under a name of ours: http_hosts");
	} else if (!http_path_read(evhttp_uri_get_path(uri), path)) {
		refuse(request, HTTP_BADREQUEST, "not a path of ours");
	} else if (!is_of_supervisors(path) &&
		   !http_may_read(http, asked(request, "Authorization"))) {
		header(request, "WWW-Authenticate",
		       "Basic realm=\"forewarnd\", charset=\"UTF-8\"");
		refuse(request, 401, "a token is needed");
	} else {
		answer(http, request, path);
	}
}
