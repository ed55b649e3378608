/* SPDX-License-Identifier: BSD-3-Clause */
/* spawn.h - start and end a prober process: this program, executed anew, so
 * that nothing of our memory is in it. I/O. */
#ifndef FOREWARN_PROBE_SPAWN_H
#define FOREWARN_PROBE_SPAWN_H

#include <sys/types.h>

/** Start "PROGRAM --prober 3". @param ret_fd  our end of its socket.
 * @return its pid, or -1 with errno. */
pid_t spawn_prober(int *ret_fd);

/** Wait for @p pid, whose socket is closed; kill it when that takes long.
 * @return as waitpid() does. */
pid_t spawn_reap(pid_t pid, int *ret_status);

#endif
