/* SPDX-License-Identifier: BSD-3-Clause */
/* frames.h - whole texts over a socket, both ways, without blocking: a 4-byte
 * big-endian length and that many bytes. I/O. */
#ifndef FOREWARN_PROBE_FRAMES_H
#define FOREWARN_PROBE_FRAMES_H

#include "base/text.h"

struct event_base;
struct frames;

/** One has come. @p bytes are valid during the call. */
typedef void frames_got(void *arg, const char *bytes, size_t len);

/** The other end is gone, or sent a length past the bound: @p why. Called
 * once; only frames_free() is left to do. */
typedef void frames_closed(void *arg, const char *why);

struct frames_user {
	frames_got *got;
	frames_closed *closed;
	void *arg;
};

/**
 * @param fd   a stream socket, taken over: closed by frames_free().
 * @param max  the longest frame taken in; the other end may be hostile.
 * @return NULL without memory; @p fd is then not taken.
 */
struct frames *frames_new(struct event_base *base, int fd, size_t max,
			  const struct frames_user *user);

/** Allowed inside the calls. Takes NULL. */
void frames_free(struct frames *frames);

/** Queue one, of any length. @return false without memory, or where @p text
 * is not ok. */
bool frames_send(struct frames *frames, const struct text *text);

#endif
