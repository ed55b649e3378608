/* SPDX-License-Identifier: BSD-3-Clause */
/* sandbox.h - a prober gives up what it does not need. I/O. */
#ifndef FOREWARN_PROBE_SANDBOX_H
#define FOREWARN_PROBE_SANDBOX_H

/** No core dumps, no descriptors but 0, 1, 2 and @p fd, and as many more as
 * allowed. Signals that a terminal or systemd sends to all are ignored: a
 * prober ends when its socket does. @return how many descriptors there may
 * be. */
unsigned sandbox_limits(int fd);

/** Become @p user for good, when root; an unknown one becomes 65534. NULL or
 * not root: stay. Logs what fails. */
void sandbox_become(const char *user);

/** No new privileges, death with the parent, and the system call filter
 * (where built with it). Logs what fails. */
void sandbox_close(void);

#endif
