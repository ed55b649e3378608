/* SPDX-License-Identifier: BSD-3-Clause */
/* file.h - the file under the database: one daemon at a time, and moved aside
 * when it is corrupt. I/O. */
#ifndef FOREWARN_MEMORY_FILE_H
#define FOREWARN_MEMORY_FILE_H

#include "base/err.h"
#include "base/time.h"

#define MEMORY_PATH_MAX 4000 /* PATH_MAX, less what is added to it */

/* Room for ".corrupt-TIME-N-wal" behind a path. */
#define MEMORY_NAME_BYTES (MEMORY_PATH_MAX + 64)

/** Take "PATH.lock" for this process, until @p ret_fd is closed or it dies.
 * ERR_BUSY: another one has it. ERR_IO: errno. */
enum err memory_file_lock(const char *path, int *ret_fd);

/** Find a name "PATH.WHAT-TIME" that no file has. */
void memory_file_name(const char *path, const char *what, struct wall now,
		      char ret_name[MEMORY_NAME_BYTES]);

/** Move the database aside to "PATH.corrupt-TIME", its log with it.
 * @param ret_note  what an operator must know; the caller frees it. */
enum err memory_file_aside(const char *path, struct wall now, char **ret_note);

#endif
