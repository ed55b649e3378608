/* SPDX-License-Identifier: BSD-3-Clause */
/* prober.h - the prober process. I/O. */
#ifndef FOREWARN_PROBE_PROBER_H
#define FOREWARN_PROBE_PROBER_H

/** Serve plans from the socket @p fd until it closes.
 * @return the exit code of the process. */
int prober_main(int fd);

#endif
