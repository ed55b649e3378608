/* SPDX-License-Identifier: BSD-3-Clause */
/* afloat.c - go on without the disk, and back to it.
 *
 *	on the disk --- it refuses, or the file is gone ---> afloat
 *	     ^                                                 |
 *	     '---- memory_land(): there is room again ---------'
 *
 * Nothing is told that is not written down first: with a disk that is full all
 * night nobody would be told of anything. */
#include "memory/database.h"
#include "memory/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A few hundred thousand zones; more would endanger the watch itself. */
#define AFLOAT_BYTES_MAX ((int64_t)512 * 1024 * 1024)

/* Go on with the connection of @p fresh. */
static void change_over(struct memory *memory, struct memory *fresh,
			bool afloat)
{
	memory_disconnect(memory);
	memory->db = fresh->db;
	memcpy(memory->statements, fresh->statements,
	       sizeof(memory->statements));
	memory->afloat = afloat;
}

static enum err copy_all(struct memory *from, struct memory *to)
{
	sqlite3_backup *backup =
		sqlite3_backup_init(to->db, "main", from->db, "main");
	int code;

	if (!backup)
		return memory_failed(to, sqlite3_errcode(to->db));
	(void)sqlite3_backup_step(backup, -1); /* finish() repeats its code */
	code = sqlite3_backup_finish(backup);
	return code == SQLITE_OK ? ERR_OK : memory_failed(to, code);
}

enum err memory_set_afloat(struct memory *memory)
{
	struct memory fresh = { .lock_fd = -1 };
	int64_t bytes = 0;
	enum err err;

	if (memory->afloat)
		return ERR_OK;
	err = memory_ask(memory,
			 "SELECT page_count * page_size "
			 "FROM pragma_page_count, pragma_page_size",
			 &bytes);
	if (!err && bytes > AFLOAT_BYTES_MAX)
		err = ERR_LIMIT;
	if (!err)
		err = memory_connect(&fresh, ":memory:");
	if (!err)
		err = copy_all(memory, &fresh);
	if (!err)
		err = memory_take_up(&fresh);
	if (err) {
		memory_disconnect(&fresh);
		return err;
	}
	memory->robbed = memory_is_robbed(memory);
	change_over(memory, &fresh, true);
	return ERR_OK;
}

bool memory_is_afloat(const struct memory *memory)
{
	return memory->afloat;
}

bool memory_is_robbed(const struct memory *memory)
{
	int robbed = 0;

	if (memory->path && !memory->afloat)
		(void)sqlite3_file_control(memory->db, "main",
					   SQLITE_FCNTL_HAS_MOVED, &robbed);
	return robbed;
}

/* VACUUM INTO leaves that to the system. */
static enum err sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err err = fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_IO;
	int saved = errno;

	if (fd >= 0)
		(void)close(fd); /* only read */
	errno = saved;
	return err;
}

static enum err write_file(struct memory *memory, const char *name)
{
	char *sql = sqlite3_mprintf("VACUUM INTO %Q", name);
	enum err err = ERR_MEMORY;

	(void)unlink(name); /* of a try before */
	if (sql)
		err = memory_execute(memory, sql);
	sqlite3_free(sql);
	if (!err)
		err = sync_file(name);
	if (err)
		(void)unlink(name); /* half of it helps nobody */
	return err;
}

/* The log of the file that is replaced would be played into the new one. SQLite
 * removes it when the last one that has the file open is done. */
static enum err end_log(const char *path)
{
	struct memory old = { .lock_fd = -1 };
	char name[MEMORY_NAME_BYTES];
	int64_t busy;

	(void)snprintf(name, sizeof(name), "%s-wal", path);
	if (access(name, F_OK) != 0)
		return ERR_OK;
	if (access(path, F_OK) != 0)
		return unlink(name) == 0 ? ERR_OK : ERR_IO; /* of no file */
	if (memory_connect(&old, path) == ERR_OK) {
		(void)memory_ask(&old, "PRAGMA wal_checkpoint(TRUNCATE)",
				 &busy);
		(void)sqlite3_db_config(
			old.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	}
	memory_disconnect(&old);
	return access(name, F_OK) == 0 ? ERR_BUSY : ERR_OK;
}

/* The directory may be another one than that which we have a lock in. */
static enum err lock_again(struct memory *memory)
{
	if (memory->lock_fd >= 0)
		(void)close(memory->lock_fd);
	memory->lock_fd = -1;
	return memory_file_lock(memory->path, &memory->lock_fd);
}

/* What an operator put there is not ours to write over. */
static enum err look_at_place(struct memory *memory)
{
	if (!memory->robbed || access(memory->path, F_OK) != 0)
		return ERR_OK;
	(void)snprintf(memory->error, sizeof(memory->error),
		       "another file is in its place; a restart uses it");
	return ERR_BUSY;
}

enum err memory_land(struct memory *memory)
{
	struct memory fresh = { .lock_fd = -1 };
	char name[MEMORY_NAME_BYTES];
	enum err err = look_at_place(memory);

	if (!err)
		err = lock_again(memory);
	(void)snprintf(name, sizeof(name), "%s.new", memory->path);
	if (!err)
		err = write_file(memory, name);
	if (!err)
		err = end_log(memory->path);
	if (!err)
		err = rename(name, memory->path) == 0 ? ERR_OK : ERR_IO;
	if (!err)
		memory->robbed = false;
	if (!err)
		err = memory_connect(&fresh, memory->path);
	if (!err)
		err = memory_take_up(&fresh);
	if (err)
		memory_disconnect(&fresh);
	else
		change_over(memory, &fresh, false);
	return err;
}
