/* SPDX-License-Identifier: BSD-3-Clause */
/* watched.h - what the daemon knows of a zone that a command looks at by
 * itself. */
#ifndef FOREWARN_COMMAND_WATCHED_H
#define FOREWARN_COMMAND_WATCHED_H

#include "command/settings.h"
#include "incident/attention.h"

/**
 * Ask the daemon what people do about the trouble of @p assessment: who looks
 * after it, and what is silenced. No daemon, or one that does not watch the
 * zone, is no error: then nothing is known.
 *
 * @param ret_attention  borrows from what is returned.
 * @return what the daemon judged, to be freed last; NULL: nothing is known.
 */
struct assessment *watched_ask(const struct settings *settings,
			       const struct assessment *assessment,
			       struct attention *ret_attention);

#endif
