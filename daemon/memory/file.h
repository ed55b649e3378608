/* SPDX-License-Identifier: BSD-3-Clause */
/* file.h - the file under the database: one daemon at a time, and moved aside
 * when it is corrupt. I/O. */
#ifndef FOREWARN_MEMORY_FILE_H
#define FOREWARN_MEMORY_FILE_H

#include "base/err.h"
#include "base/time.h"

#define MEMORY_PATH_MAX 4000 /* PATH_MAX, less what is added to it */

/** Take "PATH.lock" for this process, until @p ret_fd is closed or it dies.
 * ERR_BUSY: another one has it. ERR_IO: errno. */
enum err memory_file_lock(const char *path, int *ret_fd);

/** Move the database aside to "PATH.corrupt-TIME", its log with it.
 * @param ret_note  what an operator must know; the caller frees it. */
enum err memory_file_aside(const char *path, struct wall now, char **ret_note);

#endif
