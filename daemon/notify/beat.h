/* SPDX-License-Identifier: BSD-3-Clause */
/* beat.h - tell a service that misses us when we are silent that we work, or
 * why we do not. */
#ifndef FOREWARN_NOTIFY_BEAT_H
#define FOREWARN_NOTIFY_BEAT_H

#include "notify/internal.h"

struct beat;

/** ERR_MEMORY. */
enum err beat_new(struct target *target, const struct target_config *config,
		  struct beat **ret_beat);
/** Drops what is under way. Takes NULL. */
void beat_free(struct beat *beat);

/** Judge whether we work, and ping where that is due: the target's timer. */
void beat_look(evutil_socket_t fd, short what, void *target);

#endif
