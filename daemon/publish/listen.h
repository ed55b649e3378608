/* SPDX-License-Identifier: BSD-3-Clause */
/* listen.h - listen on a unix socket of the file system. I/O. */
#ifndef FOREWARN_PUBLISH_LISTEN_H
#define FOREWARN_PUBLISH_LISTEN_H

#include "base/err.h"

/**
 * Listen at @p path, mode 0660.
 *
 * @param ret_fd  non-blocking; the caller closes it and removes the name.
 * @return ERR_BUSY: a living process has it; a dead one's socket is replaced.
 *         ERR_IO: errno; EEXIST for anything that is no socket.
 */
enum err listen_unix(const char *path, int *ret_fd);

#endif
