/* SPDX-License-Identifier: BSD-3-Clause */
/* moment.h - the --at of check and replay. */
#ifndef FOREWARN_COMMAND_MOMENT_H
#define FOREWARN_COMMAND_MOMENT_H

#include "base/time.h"

/** Read "2026-11-22T10:00:00Z", or "+3d" and "-1h" counted from @p now.
 * NULL is @p otherwise. @return false on anything else; it was said. */
bool moment_parse(const char *text, struct wall now, struct wall otherwise,
		  struct wall *ret_at);

#endif
