/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_frames.c - whatever comes over the socket between daemon and prober, in
 * whatever pieces: whole frames come out as they went in, and a length past the
 * bound ends it once. What is in them is read as settings too.
 *
 * Input: a byte for the size of the pieces, then the stream. */
#include "probe/frames.h"
#include "probe/settings.h"

#include "fuzz/told.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRAME_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct stream {
	const uint8_t *at, *end; /* not yet seen in frames */
	struct frames *frames;
	unsigned closed;
};

/* The settings that are read are written and read the same. */
static void read_settings(const char *bytes, size_t len)
{
	struct arena *arena = arena_new(SETTINGS_ARENA_MAX);
	struct settings *settings, *again;
	struct text one, other;

	text_init(&one, SETTINGS_TEXT_MAX);
	text_init(&other, SETTINGS_TEXT_MAX);
	if (arena && !settings_read(bytes, len, arena, &settings)) {
		settings_write(settings, &one);
		told_check(!settings_read(text_string(&one), one.len, arena,
					  &again));
		settings_write(again, &other);
		told_check(strcmp(text_string(&one), text_string(&other)) == 0);
	}
	text_done(&one);
	text_done(&other);
	arena_free(arena);
}

static void got(void *arg, const char *bytes, size_t len)
{
	struct stream *stream = arg;
	const uint8_t *head = stream->at;

	told_check(!stream->closed && len <= FRAME_MAX);
	told_check((size_t)(stream->end - head) >= 4 + len);
	told_check(((size_t)head[0] << 24 | (size_t)head[1] << 16 |
		    (size_t)head[2] << 8 | head[3]) == len);
	told_check(len == 0 || memcmp(head + 4, bytes, len) == 0);
	stream->at += 4 + len;
	read_settings(bytes, len);
	/* Allowed inside the call. */
	if (len == 1) {
		frames_free(stream->frames);
		stream->frames = NULL;
	}
}

static void closed(void *arg, const char *why)
{
	struct stream *stream = arg;

	told_check(*why && stream->closed++ == 0);
}

static void send_pieces(struct event_base *base, int fd, const uint8_t *data,
			size_t size, size_t piece)
{
	for (size_t at = 0; at < size; at += piece) {
		size_t len = size - at < piece ? size - at : piece;

		/* The other end may have closed. */
		(void)send(fd, data + at, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		(void)event_base_loop(base, EVLOOP_NONBLOCK);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct event_base *base;
	struct stream stream = { data + 1, data + size, NULL, 0 };
	struct frames_user user = { got, closed, &stream };
	int fds[2];

	if (size < 2 || size > 65536)
		return 0;
	base = base ? base : event_base_new();
	told_check(base && !socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	stream.frames = frames_new(base, fds[0], FRAME_MAX, &user);
	told_check(stream.frames);
	send_pieces(base, fds[1], data + 1, size - 1, 1 + 64u * data[0]);
	(void)close(fds[1]);
	for (int i = 0; i < 4; i++)
		(void)event_base_loop(base, EVLOOP_NONBLOCK);
	told_check(!stream.frames || stream.closed == 1);
	frames_free(stream.frames);
	(void)event_base_loop(base, EVLOOP_NONBLOCK);
	return 0;
}
