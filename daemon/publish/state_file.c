/* SPDX-License-Identifier: BSD-3-Clause */
/* state_file.c - replace a file so that readers see the old or the new one,
 * whole, whatever happens to us on the way. */
#include "publish/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Zones come in pieces of a few hundred bytes; one system call for many. */
#define BUFFER_BYTES 65536

struct state_file {
	int fd;
	char *path, *temporary;
	size_t len;
	char buffer[BUFFER_BYTES];
};

void state_file_abort(struct state_file *file)
{
	int saved = errno;

	if (!file)
		return;
	if (file->fd >= 0) {
		/* What cannot be removed is used again by the next begin. */
		(void)unlink(file->temporary);
		(void)close(file->fd);
	}
	free(file->path);
	free(file->temporary);
	free(file);
	errno = saved;
}

static struct state_file *file_new(const char *path)
{
	size_t len = strlen(path);
	struct state_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->fd = -1;
	file->path = strdup(path);
	file->temporary = malloc(len + sizeof(".new"));
	if (!file->path || !file->temporary) {
		state_file_abort(file);
		return NULL;
	}
	memcpy(file->temporary, path, len);
	memcpy(file->temporary + len, ".new", sizeof(".new"));
	return file;
}

/* Whether @p fd is still what the name @p path leads to. */
static bool is_named(int fd, const char *path)
{
	struct stat by_fd, by_path;

	return fstat(fd, &by_fd) == 0 && lstat(path, &by_path) == 0 &&
	       by_fd.st_dev == by_path.st_dev && by_fd.st_ino == by_path.st_ino;
}

/* Open the temporary file for us alone. Its name is fixed, so that a daemon
 * killed a thousand times leaves one file behind and not a thousand; the lock
 * keeps a second writer from publishing the half of ours. */
static enum err open_locked(const char *path, int *ret_fd)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	int saved;

	if (fd < 0)
		return ERR_IO;
	/* Between open and lock the other writer may have renamed it: then
	 * what we hold is the published file, and not to be touched. */
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 || !is_named(fd, path)) {
		(void)close(fd);
		return ERR_BUSY;
	}
	if (ftruncate(fd, 0) != 0 || fchmod(fd, 0644) != 0) {
		saved = errno;
		(void)close(fd);
		errno = saved;
		return ERR_IO;
	}
	*ret_fd = fd;
	return ERR_OK;
}

enum err state_file_begin(const char *path, struct state_file **ret_file)
{
	struct state_file *file = file_new(path);
	enum err err;

	if (!file)
		return ERR_MEMORY;
	err = open_locked(file->temporary, &file->fd);
	if (err) {
		state_file_abort(file);
		return err;
	}
	*ret_file = file;
	return ERR_OK;
}

static enum err write_all(int fd, const char *bytes, size_t count)
{
	while (count) {
		ssize_t written = write(fd, bytes, count);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return ERR_IO;
		bytes += written;
		count -= (size_t)written;
	}
	return ERR_OK;
}

static enum err flush(struct state_file *file)
{
	size_t len = file->len;

	file->len = 0;
	return write_all(file->fd, file->buffer, len);
}

enum err state_file_write(struct state_file *file, const char *bytes,
			  size_t count)
{
	enum err err = ERR_OK;

	if (count > BUFFER_BYTES - file->len)
		err = flush(file);
	if (err)
		return err;
	if (count > BUFFER_BYTES)
		return write_all(file->fd, bytes, count);
	memcpy(file->buffer + file->len, bytes, count);
	file->len += count;
	return ERR_OK;
}

/* Make the rename last through a power cut. A failure is not told: readers
 * have a whole file either way, and the next version tries again. */
static void sync_directory(char *path)
{
	char *slash = strrchr(path, '/');
	int fd;

	if (slash)
		slash[slash == path] = '\0';
	fd = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

enum err state_file_commit(struct state_file *file)
{
	enum err err = flush(file);

	if (!err &&
	    (fsync(file->fd) != 0 || rename(file->temporary, file->path) != 0))
		err = ERR_IO;
	if (err) {
		state_file_abort(file);
		return err;
	}
	(void)close(file->fd); /* the bytes are on disk: fsync said so */
	file->fd = -1;
	sync_directory(file->path);
	state_file_abort(file);
	return ERR_OK;
}
