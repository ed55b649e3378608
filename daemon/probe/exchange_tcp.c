/* SPDX-License-Identifier: BSD-3-Clause */
/* exchange_tcp.c - the question over TCP, RFC 7766: two bytes of length and
 * the message, both ways, within one deadline for all of it, so that a server
 * that drips holds us no longer than one that is silent. */
#include "probe/exchange_inner.h"

#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

static void tcp_connect(struct exchange *x);

static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct exchange *x = arg;

	(void)fd;
	(void)what;
	exchange_finish(x, x->failure, NULL, 0);
}

static int64_t left_ms(const struct exchange *x)
{
	int64_t gone_ms = clock_mono().ms - x->tcp_started_at.ms;
	int64_t all_ms = x->pool->limits.timeout_ms * x->tries_max;

	return gone_ms < all_ms ? all_ms - gone_ms : 0;
}

static void on_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	tcp_connect(arg);
}

/* The connection is no more; @p error says why, 0 for an orderly end. */
static void tcp_failed(struct exchange *x, int error)
{
	bool some = x->bytes_len > 0;

	x->failure = error ? exchange_outcome(error) : OUTCOME_REFUSED;
	if (some)
		exchange_finish(x, OUTCOME_MALFORMED, x->bytes, x->bytes_len);
	else if (x->failure == OUTCOME_REFUSED && x->connects < x->tries_max) {
		exchange_hang_up(x);
		exchange_set_timer(x, exchange_pause_ms(x), on_again);
	} else
		exchange_finish(x, x->failure, NULL, 0);
}

static void message_complete(struct exchange *x)
{
	bool answers =
		exchange_judge(x, x->bytes, x->bytes_want) == REPLY_ANSWER;

	exchange_finish(x, answers ? OUTCOME_ANSWER : OUTCOME_MALFORMED,
			x->bytes, x->bytes_want);
}

/* The length is known: make room. @return false: @p x is gone. */
static bool length_complete(struct exchange *x)
{
	x->bytes_want = (size_t)x->head[0] << 8 | x->head[1];
	x->bytes = x->bytes_want ? malloc(x->bytes_want) : NULL;
	if (x->bytes)
		return true;
	exchange_finish(x, x->bytes_want ? OUTCOME_TIMEOUT : OUTCOME_MALFORMED,
			NULL, 0);
	return false;
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct exchange *x = arg;
	bool head = x->head_done < 2;
	uint8_t *at = head ? x->head + x->head_done : x->bytes + x->bytes_len;
	size_t want = head ? 2 - x->head_done : x->bytes_want - x->bytes_len;
	ssize_t got = recv(fd, at, want, 0);

	(void)what;
	if (got <= 0) {
		if (got == 0 || (errno != EAGAIN && errno != EINTR))
			tcp_failed(x, got == 0 ? 0 : errno);
		return;
	}
	if (head) {
		x->head_done += (size_t)got;
		if (x->head_done == 2)
			(void)length_complete(x);
		return;
	}
	x->bytes_len += (size_t)got;
	if (x->bytes_len == x->bytes_want)
		message_complete(x);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct exchange *x = arg;
	int error = 0;
	socklen_t len = sizeof(error);

	(void)what;
	(void)getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len);
	if (!error) {
		ssize_t sent = send(fd, x->head + x->head_done,
				    x->head_len - x->head_done, MSG_NOSIGNAL);

		if (sent < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		error = sent < 0 ? errno : 0;
		x->head_done += sent < 0 ? 0 : (size_t)sent;
	}
	if (error) {
		tcp_failed(x, error);
	} else if (x->head_done == x->head_len) {
		x->head_done = 0;
		exchange_watch(x, EV_READ, on_readable);
	}
}

static void tcp_connect(struct exchange *x)
{
	size_t len = question_write(&x->question, x->head + 2);

	x->head[0] = (uint8_t)(len >> 8);
	x->head[1] = (uint8_t)len;
	x->head_len = len + 2;
	x->head_done = 0;
	x->connects++;
	if (exchange_connect(x, SOCK_STREAM)) {
		exchange_watch(x, EV_WRITE, on_writable);
		exchange_set_timer(x, left_ms(x), on_deadline);
	} else if (x->fd < 0) {
		exchange_requeue(x);
	} else {
		tcp_failed(x, errno);
	}
}

void exchange_tcp_start(struct exchange *x)
{
	free(x->bytes);
	x->bytes = NULL;
	x->bytes_len = 0;
	x->strays = 0;
	x->failure = OUTCOME_TIMEOUT;
	x->connects = 0;
	x->tcp_started_at = clock_mono();
	tcp_connect(x);
}
