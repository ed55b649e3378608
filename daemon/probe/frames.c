/* SPDX-License-Identifier: BSD-3-Clause */
/* frames.c - whole texts over a socket. */
#include "probe/frames.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdlib.h>
#include <sys/socket.h>

#define HEAD_BYTES 4

struct frames {
	struct bufferevent *stream;
	size_t max;
	struct frames_user user;
	bool *gone; /* set by frames_free() under a call of ours */
};

/* @return whether a whole frame was there. */
static bool take_one(struct frames *frames, bool *ret_bad)
{
	struct evbuffer *in = bufferevent_get_input(frames->stream);
	unsigned char head[HEAD_BYTES];
	unsigned char *bytes;
	size_t len;
	bool gone = false;

	if (evbuffer_copyout(in, head, sizeof(head)) < HEAD_BYTES)
		return false;
	len = (size_t)head[0] << 24 | (size_t)head[1] << 16 |
	      (size_t)head[2] << 8 | head[3];
	*ret_bad = len > frames->max;
	if (*ret_bad || evbuffer_get_length(in) < HEAD_BYTES + len)
		return false;
	bytes = evbuffer_pullup(in, (ev_ssize_t)(HEAD_BYTES + len));
	*ret_bad = !bytes;
	if (!bytes)
		return false;
	frames->gone = &gone;
	frames->user.got(frames->user.arg, (char *)bytes + HEAD_BYTES, len);
	if (gone)
		return false;
	frames->gone = NULL;
	(void)evbuffer_drain(in, HEAD_BYTES + len); /* they are there */
	return true;
}

static void on_readable(struct bufferevent *stream, void *arg)
{
	struct frames *frames = arg;
	bool bad = false;

	while (take_one(frames, &bad))
		;
	if (bad) {
		(void)bufferevent_disable(stream, EV_READ | EV_WRITE);
		frames->user.closed(frames->user.arg,
				    "it sent a frame past the bound");
	}
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
	struct frames *frames = arg;

	(void)what; /* an end or an error: the same to us */
	(void)bufferevent_disable(stream, EV_READ | EV_WRITE);
	frames->user.closed(frames->user.arg, "its socket closed");
}

struct frames *frames_new(struct event_base *base, int fd, size_t max,
			  const struct frames_user *user)
{
	struct frames *frames = calloc(1, sizeof(*frames));

	if (!frames || evutil_make_socket_nonblocking(fd) != 0) {
		free(frames);
		return NULL;
	}
	frames->stream =
		bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (!frames->stream) {
		free(frames);
		return NULL;
	}
	frames->max = max;
	frames->user = *user;
	bufferevent_setcb(frames->stream, on_readable, NULL, on_event, frames);
	bufferevent_setwatermark(frames->stream, EV_READ, 0, max + HEAD_BYTES);
	(void)bufferevent_enable(frames->stream, EV_READ | EV_WRITE);
	return frames;
}

void frames_free(struct frames *frames)
{
	if (!frames)
		return;
	if (frames->gone)
		*frames->gone = true;
	/* libevent closes it a turn of the loop later; the other end shall
	 * see the end now. It may be gone already. */
	(void)shutdown((int)bufferevent_getfd(frames->stream), SHUT_RDWR);
	bufferevent_free(frames->stream);
	free(frames);
}

bool frames_send(struct frames *frames, const struct text *text)
{
	struct evbuffer *out = bufferevent_get_output(frames->stream);
	unsigned char head[HEAD_BYTES] = {
		(unsigned char)(text->len >> 24),
		(unsigned char)(text->len >> 16),
		(unsigned char)(text->len >> 8),
		(unsigned char)text->len,
	};

	if (!text_ok(text) || evbuffer_expand(out, HEAD_BYTES + text->len) != 0)
		return false;
	return evbuffer_add(out, head, sizeof(head)) == 0 &&
	       evbuffer_add(out, text->at, text->len) == 0;
}
