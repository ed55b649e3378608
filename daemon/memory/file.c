/* SPDX-License-Identifier: BSD-3-Clause */
/* file.c - the file under the database. */
#include "memory/file.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Two daemons on one database would send everything twice. A lock of fcntl(2)
 * and not of flock(2): that one would live on in a child of a dead daemon. */
enum err memory_file_lock(const char *path, int *ret_fd)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char name[MEMORY_NAME_BYTES];
	int fd;

	(void)snprintf(name, sizeof(name), "%s.lock", path);
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return ERR_IO;
	if (fcntl(fd, F_SETLK, &all) != 0) {
		bool taken = errno == EACCES || errno == EAGAIN;

		(void)close(fd);
		return taken ? ERR_BUSY : ERR_IO;
	}
	*ret_fd = fd;
	return ERR_OK;
}

void memory_file_name(const char *path, const char *what, struct wall now,
		      char ret_name[MEMORY_NAME_BYTES])
{
	char when[WALL_TEXT_SIZE];
	unsigned again = 1;

	(void)wall_format(now, when);
	(void)snprintf(ret_name, MEMORY_NAME_BYTES, "%s.%s-%s", path, what,
		       when);
	while (access(ret_name, F_OK) == 0)
		(void)snprintf(ret_name, MEMORY_NAME_BYTES, "%s.%s-%s-%u", path,
			       what, when, ++again);
}

/* Move the database aside with its log, which belongs to it: who repairs it
 * needs both, and a new database must not find the old one's. */
enum err memory_file_aside(const char *path, struct wall now, char **ret_note)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };
	char aside[MEMORY_NAME_BYTES], from[2 * MEMORY_NAME_BYTES],
		to[2 * MEMORY_NAME_BYTES];
	struct text note;

	memory_file_name(path, "corrupt", now, aside);
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		(void)snprintf(from, sizeof(from), "%s%s", path, suffixes[i]);
		(void)snprintf(to, sizeof(to), "%s%s", aside, suffixes[i]);
		if (rename(from, to) != 0 && errno != ENOENT)
			return ERR_IO;
	}
	text_init(&note, 3 * MEMORY_NAME_BYTES);
	text_printf(&note, "%s was corrupt and is kept as %s", path, aside);
	if (!text_ok(&note)) {
		text_done(&note);
		return ERR_MEMORY;
	}
	*ret_note = note.at;
	return ERR_OK;
}
