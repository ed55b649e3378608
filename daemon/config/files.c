/* SPDX-License-Identifier: BSD-3-Clause */
/* files.c - paths, reading files whole, and those that others name. */
#include "config/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES ((size_t)1 << 16)

void loader_enter_file(struct loader *loader, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;

	if (!slash)
		return;
	dir = arena_memdup(loader->arena, path, (size_t)(slash - path) + 2);
	if (!dir)
		return; /* arena_failed() tells at the end */
	dir[slash - path + 1] = '\0';
	loader->dir = dir;
}

bool loader_looks_around(const struct loader *loader)
{
	return !loader->in_memory && loader->secrets != SECRETS_LEFT;
}

/* As the complaints shall show it. */
static const char *path_beside(struct loader *loader, const char *path)
{
	return arena_printf(loader->arena, "%s%s",
			    *path == '/' ? "" : loader->dir, path);
}

const char *loader_path(struct loader *loader, const char *path)
{
	char here[PATH_MAX];
	const char *beside;

	if (loader->in_memory)
		return arena_strdup(loader->arena, path);
	beside = path_beside(loader, path);
	/* The daemon may change its directory, so what it keeps is whole. */
	if (!beside || *beside == '/' || !getcwd(here, sizeof(here)))
		return beside;
	return arena_printf(loader->arena, "%s/%s", here, beside);
}

/* Read to the end. Not by stdio, whose buffers would keep what is secret.
 * @return ERR_LIMIT, ERR_MEMORY, or ERR_IO with errno. */
static enum err read_all(int fd, struct text *all)
{
	char *piece = malloc(READ_BYTES);
	enum err err = ERR_OK;
	ssize_t got;

	if (!piece)
		return ERR_MEMORY;
	do {
		got = read(fd, piece, READ_BYTES);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			err = ERR_IO;
		else if ((size_t)got > all->max - all->len)
			err = ERR_LIMIT;
		else
			text_bytes(all, piece, (size_t)got);
		if (err == ERR_OK && !text_ok(all))
			err = ERR_MEMORY;
	} while (got != 0 && err == ERR_OK);
	int reason = errno;
	explicit_bzero(piece, READ_BYTES);
	free(piece);
	errno = reason;
	return err;
}

bool loader_read_file(struct loader *loader, struct place place,
		      const char *path, struct text *ret_bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum err err = ERR_IO;

	if (fd >= 0)
		err = read_all(fd, ret_bytes);
	if (err == ERR_IO)
		complaints_error(&loader->complaints, place,
				 "cannot read %s: %s", path, strerror(errno));
	else if (err == ERR_LIMIT)
		complaints_error(&loader->complaints, place,
				 "%s: over %zu bytes", path, ret_bytes->max);
	else if (err)
		(void)loader_out_of_memory(loader, place);
	if (fd >= 0)
		(void)close(fd); /* only read: nothing can be lost */
	return err == ERR_OK;
}

static bool file_add(struct loader *loader, struct place place,
		     const char *path, bool is_plain)
{
	struct pending_file *file;

	if (loader->file_count++ >= FILES_MAX) {
		complaints_error(&loader->complaints, place,
				 "more than %d files", FILES_MAX);
		return false;
	}
	file = arena_alloc(loader->arena, sizeof(*file));
	if (!file || !path)
		return loader_out_of_memory(loader, place);
	file->place = place;
	file->path = path;
	file->is_plain = is_plain;
	*loader->files_end = file;
	loader->files_end = &file->next;
	return true;
}

/* The files that a pattern of `include:` means now, sorted. None is right for
 * a pattern (a directory that is still empty), wrong for a plain name. */
static bool files_find(struct loader *loader, struct place place,
		       const char *pattern)
{
	bool good = true;
	glob_t found;
	int result = glob(pattern, GLOB_ERR, NULL, &found);

	if (result == GLOB_NOMATCH && !strpbrk(pattern, "*?["))
		return file_add(loader, place, pattern, false);
	if (result == GLOB_NOMATCH)
		return true;
	if (result != 0) {
		complaints_error(&loader->complaints, place,
				 "cannot read %s: %s", pattern,
				 result == GLOB_NOSPACE ? "out of memory"
							: strerror(errno));
		return false;
	}
	for (size_t i = 0; i < found.gl_pathc && good; i++)
		good = file_add(loader, place,
				arena_strdup(loader->arena, found.gl_pathv[i]),
				false);
	globfree(&found);
	return good;
}

bool field_read_files(struct loader *loader, const struct field *field,
		      const struct item *item, void *at)
{
	bool is_plain = field->type == FIELD_ZONE_FILES, good = true;
	size_t seen = 0;

	(void)item;
	(void)at;
	for (struct item e = reader_next(loader->reader); item_is_element(&e);
	     e = reader_next(loader->reader)) {
		const char *path = NULL;

		if (element_is_scalar(loader, field, &e) &&
		    list_has_room(loader, field, &e, seen++))
			path = path_beside(loader, e.text);
		if (!path)
			good = false;
		else if (loader->in_memory)
			continue;
		else if (is_plain)
			good &= file_add(loader, e.place, path, true);
		else
			good &= files_find(loader, e.place, path);
	}
	return good;
}

static const struct field *zones_field(void)
{
	const struct field *field = config_fields;

	while (field->type != FIELD_ZONES)
		field++;
	return field;
}

void loader_read_pending(struct loader *loader)
{
	const struct field only_zones[] = { *zones_field(), { 0 } };

	for (const struct pending_file *file = loader->files; file;
	     file = file->next) {
		struct text bytes;

		text_init(&bytes, CONFIG_FILE_BYTES_MAX);
		bool good = loader_read_file(loader, file->place, file->path,
					     &bytes);
		if (good && file->is_plain)
			zones_read_plain(loader, file->path, &bytes);
		else if (good)
			document_read(loader, file->path, text_string(&bytes),
				      bytes.len, only_zones);
		text_done(&bytes);
	}
}
