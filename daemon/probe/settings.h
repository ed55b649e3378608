/* SPDX-License-Identifier: BSD-3-Clause */
/* settings.h - what a prober is told before its first plan, as text.
 *
 * Only the daemon that starts it writes it; it is read as strictly as a
 * snapshot all the same. */
#ifndef FOREWARN_PROBE_SETTINGS_H
#define FOREWARN_PROBE_SETTINGS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "probe/roots.h"

/* Hints and anchors at their bounds, and the rest. */
#define SETTINGS_TEXT_MAX  (512 * 1024)
#define SETTINGS_ARENA_MAX (2 * 1024 * 1024)

struct settings {
	int64_t timeout_ms; /* of a query, and how often it is tried */
	unsigned tries;
	const char *user;     /* to become, when root; NULL: stay */
	bool private_servers; /* ask them where the DNS leads to them */
	struct roots roots;
};

/** Append "forewarn-prober 1" to "end". */
void settings_write(const struct settings *settings, struct text *out);

/** @return ERR_FORMAT, ERR_LIMIT, ERR_VERSION or ERR_MEMORY. */
enum err settings_read(const char *text, size_t len, struct arena *arena,
		       struct settings **ret_settings);

#endif
