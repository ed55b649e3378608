/* SPDX-License-Identifier: BSD-3-Clause */
/* sdnotify.h - tell systemd how we are: sd_notify(3), without libsystemd. I/O.
 *
 * Nothing happens when no $NOTIFY_SOCKET is set. A message that cannot be sent
 * is lost without a word: systemd acts on the silence. */
#ifndef FOREWARN_PUBLISH_SDNOTIFY_H
#define FOREWARN_PUBLISH_SDNOTIFY_H

#include "base/time.h"

#include <stdint.h>

void sdnotify_ready(void);
void sdnotify_stopping(void);

/** Say that a reload begins; sdnotify_ready() ends it.
 * @param now  systemd wants to know which reload it is. */
void sdnotify_reloading(struct mono now);

/** One line for `systemctl status`. */
void sdnotify_status(const char *line);

/** We are well. Call it from progress, not from a timer alone. */
void sdnotify_watchdog(void);

/** How long we may be silent at most, in ms; 0: nobody waits for us
 * (WATCHDOG_USEC is not set, or is for another process). */
int64_t sdnotify_watchdog_ms(void);

#endif
