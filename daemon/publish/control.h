/* SPDX-License-Identifier: BSD-3-Clause */
/* control.h - the control socket: `forewarn` asks, the daemon answers. I/O.
 *
 * A connection carries one request and one reply. Request: a line of words
 * separated by tabs, "status\texample.com."; reply: "ok\n" or "error\n" and
 * then text to the end of the connection. Bounded: 4 KiB a request, 16
 * connections, 5 s each. Mode 0660; the peer's uid is logged. */
#ifndef FOREWARN_PUBLISH_CONTROL_H
#define FOREWARN_PUBLISH_CONTROL_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct control;

#define CONTROL_WORDS_MAX 16
/* The first word may be this and what who asks calls himself. */
#define CONTROL_SAYS	    "as="
#define CONTROL_REQUEST_MAX 4096 /* bytes, the line's end not counted */

struct control_request {
	long uid;	  /* of who asks, as the kernel says; -1: not known */
	const char *says; /* what he calls himself, or NULL: not to be believed
			   * further than that he may speak here */
	size_t count;	  /* 1 at least */
	const char *const *words; /* may hold any byte but tab and line end */
};

/** Answer @p request; write the reply's text to @p out.
 * @return whether it is "ok". */
typedef bool control_handler(void *arg, const struct control_request *request,
			     struct text *out);

/** Listen at @p path; a socket left behind by a dead daemon is replaced, one
 * of a living daemon is ERR_BUSY. ERR_IO: errno. From here on SIGPIPE is
 * ignored. @p handler must not free the control. */
enum err control_new(struct event_base *base, const char *path,
		     control_handler *handler, void *arg,
		     struct control **ret_control);
/** Remove the socket, drop who is connected. Takes NULL. */
void control_free(struct control *control);
/** Give later connections so long for the request, and the same again for
 * the reply; 5 s unless said. */
void control_set_deadline(struct control *control, int64_t deadline_ms);

/** The other end, blocking, for the command: send @p words, collect the
 * reply within 10 s. @p ret_reply is initialised by the caller and bounds it.
 * @return ERR_NOT_FOUND when no daemon listens; ERR_LIMIT: the request or the
 * reply is too long; ERR_FORMAT: a word with a tab or a line's end, or a
 * reply that is none; ERR_IO: errno, ETIMEDOUT. */
enum err control_ask(const char *path, size_t count, const char *const *words,
		     bool *ret_ok, struct text *ret_reply);

/** Whether somebody listens at @p path; true also where that cannot be known,
 * such as by who may not connect. Never waits. */
bool control_is_there(const char *path);

/* --- the lines alone: pure; control_request.c --- */

/**
 * Read a request.
 *
 * @param line   of @p len bytes, its end and a zero behind them not counted;
 *               cut up.
 * @param words  what @p ret_request points into; both point into @p line.
 * @return NULL; or why it is none, a line.
 */
const char *control_request_read(char *line, size_t len,
				 const char *words[CONTROL_WORDS_MAX],
				 struct control_request *ret_request);
/** Write one. @return as control_ask(). */
enum err control_request_write(size_t count, const char *const *words,
			       struct text *out);
/** Take the first line off @p reply. @return ERR_FORMAT: it is none of ours. */
enum err control_reply_read(struct text *reply, bool *ret_ok);

#endif
