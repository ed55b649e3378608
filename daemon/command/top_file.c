/* SPDX-License-Identifier: BSD-3-Clause */
/* top_file.c - follow a state file.
 *
 * The daemon replaces it, so what was opened stays whole, and a zone can be
 * read from it again as long as its board is shown. Of somebody's copy that is
 * not so: what is read is then checked like everything else. It is not mapped,
 * since a file that is cut meanwhile would end us. */
#include "command/top_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Some milliseconds of work. */
#define CHUNK_BYTES 262144
#define LOOK_MS	    500
#define REST_FACTOR 9 /* times as long as the reading took */
/* The first reading takes far longer than the next, and nothing may look stale
 * that is not. */
#define REST_MS_MAX 10000

struct version {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed_at;
};

struct top_file {
	const char *path;
	struct version version; /* that was opened last */
	struct mono look_at, began_at;
	struct board *board; /* read to its end, or NULL */
	int fd;		     /* that the board was read from; -1: none */
	struct board_reader *reader; /* NULL: nothing is being read */
	int reader_fd;
	uint64_t read_bytes;
	char trouble[256];
	char chunk[CHUNK_BYTES];
};

struct top_file *top_file_new(const char *path)
{
	struct top_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->path = path;
	file->fd = file->reader_fd = -1;
	return file;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd); /* only read from */
	*fd = -1;
}

void top_file_free(struct top_file *file)
{
	if (!file)
		return;
	if (file->reader)
		board_free(board_read_end(file->reader));
	close_fd(&file->reader_fd);
	close_fd(&file->fd);
	board_free(file->board);
	free(file);
}

const struct board *top_file_board(const struct top_file *file)
{
	if (file->board || !file->reader)
		return file->board;
	return board_so_far(file->reader);
}

unsigned top_file_percent(const struct top_file *file)
{
	uint64_t size = (uint64_t)file->version.size;

	if (!file->reader || size == 0)
		return 100;
	return file->read_bytes < size
		       ? (unsigned)(file->read_bytes * 100 / size)
		       : 99;
}

const char *top_file_trouble(const struct top_file *file)
{
	return *file->trouble ? file->trouble : NULL;
}

static enum top_news fail(struct top_file *file, const char *why)
{
	(void)snprintf(file->trouble, sizeof(file->trouble), "%.180s: %s",
		       file->path, why);
	return TOP_NEW;
}

static bool is_same(const struct version *a, const struct version *b)
{
	return a->device == b->device && a->inode == b->inode &&
	       a->size == b->size &&
	       a->changed_at.tv_sec == b->changed_at.tv_sec &&
	       a->changed_at.tv_nsec == b->changed_at.tv_nsec;
}

static struct version version_of(const struct stat *status)
{
	return (struct version){ status->st_dev, status->st_ino,
				 status->st_size, status->st_mtim };
}

/* Open another version than the last one. */
static enum top_news look(struct top_file *file, struct mono now)
{
	struct version version;
	struct stat status;

	file->look_at.ms = now.ms + LOOK_MS;
	if (stat(file->path, &status) != 0) {
		file->version = (struct version){ 0 };
		return fail(file, strerror(errno));
	}
	version = version_of(&status);
	if (is_same(&version, &file->version))
		return TOP_SAME;
	file->reader_fd = open(file->path, O_RDONLY | O_CLOEXEC);
	if (file->reader_fd < 0 || fstat(file->reader_fd, &status) != 0)
		return fail(file, strerror(errno));
	file->version = version_of(&status);
	file->reader = board_read_begin(file->board);
	if (!file->reader) {
		close_fd(&file->reader_fd);
		return fail(file, "out of memory");
	}
	file->read_bytes = 0;
	file->began_at = now;
	return TOP_OLDER;
}

/* A version that was cut short replaces none that was whole: it may be a copy
 * that is still under way. */
static enum top_news finish(struct top_file *file, struct mono now)
{
	struct board *board = board_read_end(file->reader);
	int64_t rest_ms = REST_FACTOR * (now.ms - file->began_at.ms);

	file->reader = NULL;
	file->look_at.ms = now.ms + LOOK_MS +
			   (rest_ms < REST_MS_MAX ? rest_ms : REST_MS_MAX);
	if (!board || (file->board && !board->whole)) {
		close_fd(&file->reader_fd);
		fail(file, board ? "ends early" : "out of memory");
		board_free(board);
		return TOP_NEW;
	}
	board_free(file->board);
	close_fd(&file->fd);
	file->board = board;
	file->fd = file->reader_fd;
	file->reader_fd = -1;
	*file->trouble = '\0';
	return TOP_NEW;
}

static enum top_news read_on(struct top_file *file, struct mono now)
{
	ssize_t count = read(file->reader_fd, file->chunk, CHUNK_BYTES);

	if (count < 0 && errno == EINTR)
		return TOP_OLDER;
	if (count < 0) {
		board_free(board_read_end(file->reader));
		file->reader = NULL;
		close_fd(&file->reader_fd);
		return fail(file, strerror(errno));
	}
	if (count == 0)
		return finish(file, now);
	board_read(file->reader, file->chunk, (size_t)count);
	file->read_bytes += (uint64_t)count;
	return file->board ? TOP_OLDER : TOP_MORE;
}

enum top_news top_file_step(struct top_file *file, struct mono now)
{
	if (file->reader)
		return read_on(file, now);
	return now.ms < file->look_at.ms ? TOP_SAME : look(file, now);
}

bool top_file_zone(const struct top_file *file, const char *zone,
		   struct text *ret_json)
{
	const struct board *board = top_file_board(file);
	const struct board_row *row = board ? board_find(board, zone) : NULL;
	int fd = file->board ? file->fd : file->reader_fd;
	uint64_t left = row ? row->bytes : 0;
	char bytes[16384];

	while (left) {
		size_t want = left < sizeof(bytes) ? left : sizeof(bytes);
		ssize_t count = pread(fd, bytes, want,
				      (off_t)(row->offset + row->bytes - left));

		if (count <= 0)
			return false;
		text_bytes(ret_json, bytes, (size_t)count);
		left -= (size_t)count;
	}
	return row && text_ok(ret_json);
}
