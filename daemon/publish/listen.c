/* SPDX-License-Identifier: BSD-3-Clause */
/* listen.c - listen on a unix socket of the file system. */
#include "publish/listen.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Make way at @p address: nothing there, or the socket of a dead daemon. */
static enum err take_over(const struct sockaddr_un *address)
{
	struct stat st;
	int fd, saved;

	if (lstat(address->sun_path, &st) != 0)
		return errno == ENOENT ? ERR_OK : ERR_IO;
	if (!S_ISSOCK(st.st_mode)) {
		errno = EEXIST;
		return ERR_IO;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_IO;
	saved = connect(fd, (const struct sockaddr *)address,
			sizeof(*address)) == 0
			? 0
			: errno;
	(void)close(fd);
	if (saved != ECONNREFUSED)
		return ERR_BUSY;
	return unlink(address->sun_path) == 0 ? ERR_OK : ERR_IO;
}

enum err listen_unix(const char *path, int *ret_fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	enum err err;
	mode_t mask;
	int fd, bound;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return ERR_IO;
	}
	strcpy(address.sun_path, path);
	err = take_over(&address);
	if (err)
		return err;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_IO;
	mask = umask(0117); /* 0660 from the first moment */
	bound = bind(fd, (struct sockaddr *)&address, sizeof(address));
	(void)umask(mask);
	if (bound != 0 || listen(fd, SOMAXCONN) != 0) {
		int saved = errno;

		(void)close(fd);
		errno = saved;
		return ERR_IO;
	}
	*ret_fd = fd;
	return ERR_OK;
}
