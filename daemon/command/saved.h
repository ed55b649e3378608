/* SPDX-License-Identifier: BSD-3-Clause */
/* saved.h - files of snapshots, as `check --save` writes them. */
#ifndef FOREWARN_COMMAND_SAVED_H
#define FOREWARN_COMMAND_SAVED_H

#include "base/text.h"

/* A file of many snapshots; each is bounded by itself. */
#define SAVED_BYTES_MAX ((size_t)1024 * 1024 * 1024)
/* For one of them: packets in base64 become smaller, their index larger. */
#define SAVED_ARENA_MAX ((size_t)64 * 1024 * 1024)

/** Append all of the file at @p path; "-" is stdin.
 * @return false when it cannot be read; it was said why. */
bool saved_read(const char *path, struct text *ret_text);

/** Bytes of the snapshot that starts at @p at; the next may follow. */
size_t saved_length(const char *at);

#endif
