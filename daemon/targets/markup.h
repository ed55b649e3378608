/* SPDX-License-Identifier: BSD-3-Clause */
/* markup.h - safe text (report/safe.h) made to stand for itself where `*`, `<`
 * or `@here` would mean something. Pure. */
#ifndef FOREWARN_TARGETS_MARKUP_H
#define FOREWARN_TARGETS_MARKUP_H

#include "base/text.h"

/** Append the character of @p count bytes at @p at so that it stands for
 * itself; what follows it is behind, zero-terminated. */
typedef void markup_char(struct text *out, const char *at, size_t count);

/** As it is. */
markup_char markup_plain;

/** Append @p string, at most @p max_bytes (8 at least) of what comes out:
 * longer ends in "...", never within a character or an escape. */
void markup_put(struct text *out, markup_char *put, const char *string,
		size_t max_bytes);

/** Append the full-width form (U+FF01 to U+FF5E) of an ASCII character: it
 * looks the same and means nothing. */
void markup_full_width(struct text *out, char c);

/** Whether @p c, of any encoding, can be part of a word. */
bool markup_is_word(char c);

#endif
