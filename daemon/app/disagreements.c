/* SPDX-License-Identifier: BSD-3-Clause */
/* disagreements.c - surveys on which the two validators differ for no reason
 * that we know: kept as STATE_DIR/disagreements/ZONE-DAY.snapshot, which
 * `forewarn replay` reads. */
#include "app/internal.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough to see what they have in common; with the size of each, 32 MiB. */
#define KEPT_MAX   32
#define TEXT_MAX   (1024 * 1024)
#define SUFFIX	   ".snapshot"
#define DIRECTORY  "disagreements"
#define PATH_SIZE  4096
#define ZONE_CHARS 180 /* a file's name has 255 bytes */

static int is_ours(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) == 0;
}

/* @return the time of the last change, or 0. */
static int64_t changed_s(int directory, const char *name)
{
	struct stat st;

	return fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0
		       ? st.st_mtime
		       : 0;
}

static void remove_oldest(int directory, struct dirent **entries, int count)
{
	int64_t oldest_s = INT64_MAX;
	const char *oldest = NULL;

	for (int i = 0; i < count; i++) {
		int64_t s = changed_s(directory, entries[i]->d_name);

		if (s < oldest_s) {
			oldest_s = s;
			oldest = entries[i]->d_name;
		}
	}
	if (oldest && unlinkat(directory, oldest, 0) != 0)
		log_warning(oldest, "cannot be removed: %s", strerror(errno));
}

/* One more will fit. */
static void make_room(const char *path)
{
	int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **entries;
	int count = scandir(path, &entries, is_ours, alphasort);

	if (directory >= 0 && count >= KEPT_MAX)
		remove_oldest(directory, entries, count);
	for (int i = 0; i < count; i++)
		free(entries[i]);
	if (count >= 0)
		free((void *)entries);
	if (directory >= 0)
		(void)close(directory);
}

/* The zone as a file's name: no slash, and the root has no name. */
static void name_file(const struct zone *zone, char ret[ZONE_CHARS + 1])
{
	bool root = strcmp(zone->apex_text, ".") == 0;

	(void)snprintf(ret, ZONE_CHARS + 1, "%s",
		       root ? "root" : zone->apex_text);
	for (char *at = ret; *at != '\0'; at++)
		if (*at == '/')
			*at = '_';
}

static bool write_file(const char *path, const struct snapshot *snapshot)
{
	struct state_file *file;
	struct text text;
	bool good;

	text_init(&text, TEXT_MAX);
	snapshot_write(snapshot, &text);
	good = text_ok(&text) && state_file_begin(path, &file) == ERR_OK;
	if (good &&
	    state_file_write(file, text_string(&text), text.len) != ERR_OK) {
		state_file_abort(file);
		good = false;
	} else if (good) {
		good = state_file_commit(file) == ERR_OK;
	}
	text_done(&text);
	return good;
}

void disagreements_keep(struct app *app, const struct zone *zone,
			const struct snapshot *snapshot)
{
	char directory[PATH_SIZE], path[2 * PATH_SIZE];
	char name[ZONE_CHARS + 1], when[WALL_TEXT_SIZE];

	app->disagreements++;
	name_file(zone, name);
	(void)snprintf(directory, sizeof(directory), "%s/" DIRECTORY,
		       app->config->state_dir);
	(void)wall_format(zone->started_at, when);
	/* A day of "2026-11-22T10:00:00Z": one of a zone a day. */
	(void)snprintf(path, sizeof(path), "%s/%s-%.10s" SUFFIX, directory,
		       name, when);
	if (access(path, F_OK) == 0)
		return;
	if (mkdir(directory, 0750) != 0 && errno != EEXIST) {
		log_warning(directory, "cannot be made: %s", strerror(errno));
		return;
	}
	make_room(directory);
	if (write_file(path, snapshot))
		log_notice(zone->apex_text,
			   "libunbound and our own checks differ: %s", path);
	else
		log_warning(path, "cannot be written");
}
