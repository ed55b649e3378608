/* SPDX-License-Identifier: BSD-3-Clause */
/* safe.h - text from outside, made fit to be shown.
 *
 * What servers and validators say goes to terminals, chats and logs. There it
 * must neither move the cursor nor reorder a line nor break a JSON document:
 * control characters, marks that change the reading direction, and bytes that
 * are no UTF-8 (RFC 3629) are shown as \xHH. */
#ifndef FOREWARN_REPORT_SAFE_H
#define FOREWARN_REPORT_SAFE_H

#include "base/text.h"

/** Append @p from made safe, one line of valid UTF-8. NULL appends nothing. */
void safe_put(struct text *out, const char *from);

/** The same, at most @p max_bytes of it: longer ends in "...", never within a
 * character. @p max_bytes is 8 at least. */
void safe_put_cut(struct text *out, const char *from, size_t max_bytes);

/** Columns that valid UTF-8 takes: one a character. */
size_t safe_columns(const char *utf8, size_t bytes);

#endif
