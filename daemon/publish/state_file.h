/* SPDX-License-Identifier: BSD-3-Clause */
/* state_file.h - write state.json so that no reader ever sees a torn one:
 * temporary file in the same directory, fsync, rename, fsync of the directory.
 * I/O. */
#ifndef FOREWARN_PUBLISH_STATE_FILE_H
#define FOREWARN_PUBLISH_STATE_FILE_H

#include "base/err.h"

#include <stddef.h>

struct state_file;

/** Begin a new version of @p path (mode 0644). ERR_IO: errno says why;
 * ERR_BUSY: another writer is at it. */
enum err state_file_begin(const char *path, struct state_file **ret_file);
/** Append; ERR_IO also for a full disk. After an error only _abort(). */
enum err state_file_write(struct state_file *file, const char *bytes,
			  size_t count);
/** Make it the current one. Frees @p file in any case; on an error the old
 * version stays in place. */
enum err state_file_commit(struct state_file *file);
/** Drop it. Takes NULL. */
void state_file_abort(struct state_file *file);

#endif
