/* SPDX-License-Identifier: BSD-3-Clause */
/* zoneinfo.h - what a compiled time zone says (RFC 9636). Pure: the file's
 * bytes are an argument. libc would do this through the environment, which
 * other code of the process reads at the same time. */
#ifndef FOREWARN_BASE_ZONEINFO_H
#define FOREWARN_BASE_ZONEINFO_H

#include "base/time.h"

/**
 * Seconds east of UTC at @p at.
 *
 * @param bytes  @p len of a TZif file of version 2 or later; every field is
 *               checked.
 * @return false and nothing written where it is none.
 */
bool zoneinfo_offset(const uint8_t *bytes, size_t len, struct wall at,
		     int64_t *ret_offset_s);

/** The same by a POSIX TZ string, "CET-1CEST,M3.5.0,M10.5.0/3" (RFC 9636
 * 3.3.1), which need not end with a zero. */
bool zoneinfo_rule_offset(const char *rule, size_t len, struct wall at,
			  int64_t *ret_offset_s);

#endif
