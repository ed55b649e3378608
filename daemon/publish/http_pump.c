/* SPDX-License-Identifier: BSD-3-Clause */
/* http_pump.c - send an answer a piece at a time, compressed on the way: the
 * next piece is made when the client has taken the last, so a slow one holds
 * 64 KiB and never the loop. */
#include "publish/http_inner.h"

#include <event2/buffer.h>
#include <stdlib.h>
#include <zlib.h>

/* deflateInit2: 15 bits of window, and 16 for the gzip format. */
#define GZIP_WINDOW (15 + 16)
/* JSON of many alike lines: level 1 already makes a tenth of it. */
#define GZIP_LEVEL 1

struct pump {
	struct http *http;
	struct evhttp_request *request;
	struct evhttp_connection *connection;
	struct http_stream stream;
	bool gzip, ended;
	z_stream deflate;
};

static void pump_free(struct pump *pump)
{
	if (pump->gzip) {
		(void)deflateEnd(&pump->deflate);
		pump->http->gzip_count--;
	}
	pump->stream.free(pump->stream.state);
	free(pump);
}

static void on_close(struct evhttp_connection *connection, void *arg)
{
	struct pump *pump = arg;
	struct evhttp_request *request = pump->request;

	(void)connection;
	pump_free(pump);
	/* Where the client left, evhttp has let go of the request and waits for
	 * its end; where the server stops, it frees it itself. */
	if (!evhttp_request_get_connection(request))
		evhttp_send_reply_end(request);
}

static void finish(struct pump *pump)
{
	struct evhttp_request *request = pump->request;

	evhttp_connection_set_closecb(pump->connection, NULL, NULL);
	pump_free(pump);
	evhttp_send_reply_end(request);
}

/* Put what @p piece becomes into @p out; an empty one is the end. @return false
 * without memory. */
static bool add_compressed(struct pump *pump, const struct text *piece,
			   struct evbuffer *out)
{
	uint8_t packed[16384];
	z_stream *z = &pump->deflate;
	int flush = piece->len ? Z_NO_FLUSH : Z_FINISH;

	z->next_in = (uint8_t *)piece->at;
	z->avail_in = (unsigned)piece->len;
	do {
		z->next_out = packed;
		z->avail_out = sizeof(packed);
		if (deflate(z, flush) == Z_STREAM_ERROR ||
		    evbuffer_add(out, packed, sizeof(packed) - z->avail_out))
			return false;
	} while (z->avail_out == 0);
	return true;
}

static bool add_piece(struct pump *pump, const struct text *piece,
		      struct evbuffer *out)
{
	pump->ended = piece->len == 0;
	if (pump->gzip)
		return add_compressed(pump, piece, out);
	return evbuffer_add(out, text_string(piece), piece->len) == 0;
}

/* The next piece that has bytes to send. */
static bool next_piece(struct pump *pump, struct evbuffer *out)
{
	bool good = true;

	while (good && evbuffer_get_length(out) == 0 && !pump->ended) {
		struct text piece;

		text_init(&piece, HTTP_PIECE_BYTES_MAX);
		good = pump->stream.next(pump->stream.state, &piece) &&
		       text_ok(&piece) && add_piece(pump, &piece, out);
		text_done(&piece);
	}
	return good;
}

static void send_next(struct evhttp_connection *connection, void *arg)
{
	struct pump *pump = arg;
	struct evbuffer *out = evbuffer_new();

	(void)connection;
	if (!out || !next_piece(pump, out))
		/* What was sent so far must not pass for all of it. */
		http_extend(pump->http, pump->request, 0);
	else if (evbuffer_get_length(out) == 0)
		finish(pump);
	else
		evhttp_send_reply_chunk_with_cb(pump->request, out, send_next,
						pump);
	if (out)
		evbuffer_free(out);
}

bool http_pump_has_room(const struct http *http)
{
	return http->gzip_count < HTTP_GZIPS_MAX;
}

bool http_pump(struct http *http, struct evhttp_request *request,
	       const struct http_stream *stream, bool gzip)
{
	struct pump *pump = calloc(1, sizeof(*pump));

	if (!pump || (gzip && deflateInit2(&pump->deflate, GZIP_LEVEL,
					   Z_DEFLATED, GZIP_WINDOW, 8,
					   Z_DEFAULT_STRATEGY) != Z_OK)) {
		free(pump);
		stream->free(stream->state);
		return false;
	}
	http->gzip_count += gzip;
	pump->http = http;
	pump->request = request;
	pump->connection = evhttp_request_get_connection(request);
	pump->stream = *stream;
	pump->gzip = gzip;
	evhttp_connection_set_closecb(pump->connection, on_close, pump);
	evhttp_send_reply_start(request, HTTP_OK, "OK");
	send_next(pump->connection, pump);
	return true;
}
