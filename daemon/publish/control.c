/* SPDX-License-Identifier: BSD-3-Clause */
/* control.c - the daemon's end of the control socket. */
#include "publish/control.h"

#include "base/log.h"
#include "publish/listen.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 16
#define DEADLINE_MS	5000
#define REPLY_BYTES_MAX ((size_t)64 << 20) /* all of a large portfolio */

struct connection {
	TAILQ_ENTRY(connection) link;
	struct control *control;
	struct bufferevent *stream;
	struct event *deadline;
	long uid; /* of the peer; -1: not known */
	bool answered;
};

struct control {
	struct event_base *base;
	char *path;
	control_handler *handler;
	void *arg;
	int64_t deadline_ms;
	struct evconnlistener *listener;
	struct event *resume; /* accept again, after it failed */
	TAILQ_HEAD(, connection) connections;
	size_t connection_count;
};

static struct timeval milliseconds(int64_t ms)
{
	return (struct timeval){ .tv_sec = ms / 1000,
				 .tv_usec = ms % 1000 * 1000 };
}

static void connection_free(struct connection *connection)
{
	struct control *control = connection->control;

	TAILQ_REMOVE(&control->connections, connection, link);
	control->connection_count--;
	if (connection->deadline)
		event_free(connection->deadline);
	bufferevent_free(connection->stream);
	free(connection);
	if (control->listener)
		(void)evconnlistener_enable(control->listener);
}

/* Start to send the reply; on_drained() ends the connection. */
static void answer(struct connection *connection, bool ok, const char *bytes,
		   size_t count)
{
	struct timeval left = milliseconds(connection->control->deadline_ms);

	connection->answered = true;
	/* Reading ends here: a client may have shut down its side already,
	 * and that is no reason to keep the reply from it. */
	(void)bufferevent_disable(connection->stream, EV_READ);
	(void)evtimer_add(connection->deadline, &left);
	if (bufferevent_write(connection->stream, ok ? "ok\n" : "error\n",
			      ok ? 3 : 6) != 0 ||
	    bufferevent_write(connection->stream, bytes, count) != 0)
		connection_free(connection);
}

static void refuse(struct connection *connection, const char *why)
{
	size_t len = strlen(why);

	/* Without the line's end, which the log has its own of. */
	log_info("control", "uid %ld: %.*s", connection->uid, (int)len - 1,
		 why);
	answer(connection, false, why, len);
}

static void serve(struct connection *connection, char *line, size_t len)
{
	struct control *control = connection->control;
	const char *words[CONTROL_WORDS_MAX];
	struct control_request request;
	const char *why = control_request_read(line, len, words, &request);
	struct text reply;
	bool ok;

	if (why) {
		refuse(connection, why);
		return;
	}
	request.uid = connection->uid;
	log_info("control", "uid %ld: %.64s %.256s", request.uid,
		 request.words[0], request.count > 1 ? request.words[1] : "");
	text_init(&reply, REPLY_BYTES_MAX);
	ok = control->handler(control->arg, &request, &reply);
	if (text_ok(&reply))
		answer(connection, ok, text_string(&reply), reply.len);
	else
		refuse(connection, "the reply is too large\n");
	text_done(&reply);
}

static void on_readable(struct bufferevent *stream, void *arg)
{
	struct connection *connection = arg;
	struct evbuffer *input = bufferevent_get_input(stream);
	struct evbuffer_ptr end =
		evbuffer_search_eol(input, NULL, NULL, EVBUFFER_EOL_LF);
	size_t len = end.pos < 0 ? evbuffer_get_length(input) : (size_t)end.pos;
	char line[CONTROL_REQUEST_MAX + 1];

	if (connection->answered)
		return;
	if (len > CONTROL_REQUEST_MAX) {
		refuse(connection, "the request is too long\n");
		return;
	}
	if (end.pos < 0)
		return;
	(void)evbuffer_remove(input, line, len);
	line[len] = '\0';
	serve(connection, line, len);
}

static void on_drained(struct bufferevent *stream, void *arg)
{
	struct connection *connection = arg;

	(void)stream;
	if (connection->answered)
		connection_free(connection);
}

static void on_end(struct bufferevent *stream, short what, void *arg)
{
	(void)stream;
	(void)what; /* error or end: nobody is left to talk to */
	connection_free(arg);
}

static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct connection *connection = arg;

	(void)fd;
	(void)what;
	log_info("control", "uid %ld: too slow, dropped", connection->uid);
	connection_free(connection);
}

static long peer_uid(evutil_socket_t fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
		return -1;
	return (long)peer.uid;
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd,
		      struct sockaddr *from, int from_len, void *arg)
{
	struct control *control = arg;
	struct connection *connection = calloc(1, sizeof(*connection));
	struct timeval left = milliseconds(control->deadline_ms);

	(void)from;
	(void)from_len;
	if (connection)
		connection->stream = bufferevent_socket_new(
			control->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (!connection || !connection->stream) {
		(void)close(fd);
		free(connection);
		return;
	}
	connection->control = control;
	connection->uid = peer_uid(fd);
	TAILQ_INSERT_TAIL(&control->connections, connection, link);
	/* Those past the limit wait in the listen queue; every connection
	 * ends, so their turn comes. */
	if (++control->connection_count == CONNECTIONS_MAX)
		(void)evconnlistener_disable(listener);
	connection->deadline =
		evtimer_new(control->base, on_deadline, connection);
	bufferevent_setcb(connection->stream, on_readable, on_drained, on_end,
			  connection);
	/* One byte past the limit is enough to see that it was passed. */
	bufferevent_setwatermark(connection->stream, EV_READ, 0,
				 CONTROL_REQUEST_MAX + 2);
	if (!connection->deadline ||
	    evtimer_add(connection->deadline, &left) != 0 ||
	    bufferevent_enable(connection->stream, EV_READ | EV_WRITE) != 0)
		connection_free(connection);
}

/* Out of descriptors as a rule: accepting at once would spin. */
static void on_accept_error(struct evconnlistener *listener, void *arg)
{
	struct control *control = arg;
	struct timeval second = { .tv_sec = 1 };

	log_warning("control", "cannot accept: %s", strerror(errno));
	(void)evconnlistener_disable(listener);
	(void)evtimer_add(control->resume, &second);
}

static void on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct control *control = arg;

	(void)fd;
	(void)what;
	if (control->connection_count < CONNECTIONS_MAX)
		(void)evconnlistener_enable(control->listener);
}

static enum err start(struct control *control, const char *path)
{
	enum err err;
	int fd;

	control->path = strdup(path);
	control->resume = evtimer_new(control->base, on_resume, control);
	if (!control->path || !control->resume)
		return ERR_MEMORY;
	err = listen_unix(path, &fd);
	if (err)
		return err;
	control->listener = evconnlistener_new(
		control->base, on_accept, control,
		LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (!control->listener) {
		(void)unlink(path);
		(void)close(fd);
		return ERR_MEMORY;
	}
	evconnlistener_set_error_cb(control->listener, on_accept_error);
	return ERR_OK;
}

enum err control_new(struct event_base *base, const char *path,
		     control_handler *handler, void *arg,
		     struct control **ret_control)
{
	struct control *control = calloc(1, sizeof(*control));
	enum err err;

	if (!control)
		return ERR_MEMORY;
	control->base = base;
	control->handler = handler;
	control->arg = arg;
	control->deadline_ms = DEADLINE_MS;
	TAILQ_INIT(&control->connections);
	err = start(control, path);
	if (err) {
		control_free(control);
		return err;
	}
	/* libevent writes with writev(): a client that left is an error to
	 * handle and not the end of the daemon. */
	(void)signal(SIGPIPE, SIG_IGN);
	*ret_control = control;
	return ERR_OK;
}

void control_set_deadline(struct control *control, int64_t deadline_ms)
{
	control->deadline_ms = deadline_ms;
}

void control_free(struct control *control)
{
	int saved = errno;

	if (!control)
		return;
	if (control->listener) {
		/* Ours: a start without a listener leaves others' alone. */
		(void)unlink(control->path);
		evconnlistener_free(control->listener);
		control->listener = NULL;
	}
	while (!TAILQ_EMPTY(&control->connections))
		connection_free(TAILQ_FIRST(&control->connections));
	if (control->resume)
		event_free(control->resume);
	free(control->path);
	free(control);
	errno = saved;
}
