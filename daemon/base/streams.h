/* SPDX-License-Identifier: BSD-3-Clause */
/* streams.h - stdin, stdout and stderr of a program that may be started without
 * them, into a pipe that closes or onto a disk that is full. I/O. */
#ifndef FOREWARN_BASE_STREAMS_H
#define FOREWARN_BASE_STREAMS_H

#include <stdbool.h>

/** First of all in main(): what we were started without becomes something that
 * cannot be used, so that no file or socket of ours gets its number, and what
 * is meant for people. */
void streams_open(void);

/**
 * Whether all that was printed on stdout so far is where it should be.
 *
 * Where nobody reads any more the process ends here, as others do: silently, by
 * SIGPIPE. Any other trouble is told on stderr, once.
 */
bool streams_flush(const char *program);

#endif
