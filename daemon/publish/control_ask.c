/* SPDX-License-Identifier: BSD-3-Clause */
/* control_ask.c - the command's end of the control socket: one request, one
 * reply, blocking, and never longer than the deadline. */
#include "publish/control.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Twice what the daemon allows a connection: its word comes first. */
#define DEADLINE_MS 10000

/* Wait until @p fd is ready for @p events. ERR_IO: ETIMEDOUT past @p until. */
static enum err wait_for(int fd, short events, struct mono until)
{
	struct pollfd ready = { .fd = fd, .events = events };
	int64_t left = until.ms - clock_mono().ms;
	int count;

	do
		count = poll(&ready, 1, left > 0 ? (int)left : 0);
	while (count < 0 && errno == EINTR);
	if (count == 0)
		errno = ETIMEDOUT;
	return count > 0 ? ERR_OK : ERR_IO;
}

/* @return false: it is longer than an address may be. */
static bool set_address(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		return false;
	strcpy(address->sun_path, path);
	return true;
}

static enum err dial(const char *path, struct mono until, int *ret_fd)
{
	struct sockaddr_un address;
	enum err err = ERR_OK;
	int fd, saved;

	if (!set_address(&address, path)) {
		errno = ENAMETOOLONG;
		return ERR_IO;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_IO;
	/* unix(7): connect() waits while the listen queue is full, for as long
	 * as a send may take. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO,
		       &(struct timeval){ .tv_sec = DEADLINE_MS / 1000 },
		       sizeof(struct timeval)) != 0 ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		err = errno == ENOENT || errno == ECONNREFUSED ? ERR_NOT_FOUND
							       : ERR_IO;
	if (!err)
		err = wait_for(fd, POLLOUT, until);
	if (err) {
		saved = errno;
		(void)close(fd);
		errno = saved;
		return err;
	}
	*ret_fd = fd;
	return ERR_OK;
}

static enum err collect(int fd, struct mono until, struct text *ret_reply)
{
	char bytes[16384];
	ssize_t count;

	do {
		enum err err = wait_for(fd, POLLIN, until);

		if (err)
			return err;
		count = recv(fd, bytes, sizeof(bytes), 0);
		if (count > 0)
			text_bytes(ret_reply, bytes, (size_t)count);
	} while (count > 0 && text_ok(ret_reply));
	if (!text_ok(ret_reply))
		return ERR_LIMIT;
	return count == 0 ? ERR_OK : ERR_IO;
}

static enum err talk(int fd, const struct text *request, struct mono until,
		     struct text *ret_reply)
{
	/* A request fits the socket's buffer whole. Where the daemon closed
	 * early, what it had to say is still there to be read. */
	if (send(fd, request->at, request->len, MSG_NOSIGNAL) < 0 &&
	    errno != EPIPE)
		return ERR_IO;
	return collect(fd, until, ret_reply);
}

enum err control_ask(const char *path, size_t count, const char *const *words,
		     bool *ret_ok, struct text *ret_reply)
{
	struct mono until = { clock_mono().ms + DEADLINE_MS };
	struct text request;
	enum err err;
	int fd = -1;

	text_init(&request, CONTROL_REQUEST_MAX + 1);
	err = control_request_write(count, words, &request);
	if (!err)
		err = dial(path, until, &fd);
	if (!err) {
		err = talk(fd, &request, until, ret_reply);
		(void)close(fd);
	}
	if (!err)
		err = control_reply_read(ret_reply, ret_ok);
	text_done(&request);
	return err;
}

bool control_is_there(const char *path)
{
	struct sockaddr_un address;
	bool there = true;
	int fd;

	if (!set_address(&address, path))
		return true;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return true;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		there = errno != ENOENT && errno != ECONNREFUSED;
	(void)close(fd);
	return there;
}
