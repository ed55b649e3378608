/* SPDX-License-Identifier: BSD-3-Clause */
/* mirror.h - keep a cluster of Alertmanagers showing what is open.
 *
 * Not by messages: every round tells every member all of it, so that one which
 * was down, or lost its memory, is right again after a round. An alert that is
 * told no more ends by itself after four rounds; one that has ended is told for
 * a quarter of an hour, for those that missed it. */
#ifndef FOREWARN_NOTIFY_MIRROR_H
#define FOREWARN_NOTIFY_MIRROR_H

#include "notify/internal.h"

struct mirror;

/** ERR_MEMORY. */
enum err mirror_new(struct target *target, const struct target_config *config,
		    struct mirror **ret_mirror);
/** Drops what is under way. Takes NULL. */
void mirror_free(struct mirror *mirror);

/** Something may have changed, or a round is due: the target's timer. */
void mirror_look(evutil_socket_t fd, short what, void *target);

#endif
