/* SPDX-License-Identifier: BSD-3-Clause */
/* glob.h - patterns of names, as people write them. Pure. */
#ifndef FOREWARN_BASE_GLOB_H
#define FOREWARN_BASE_GLOB_H

#include <stdbool.h>

/** Whether @p pattern covers the whole of @p text. '*' stands for any
 * characters, dots among them, '?' for one; ASCII letters of either case are
 * the same, and one final dot of either is not looked at: "*.example.com"
 * covers "a.b.Example.com." and not "example.com.". At worst it costs the
 * product of both lengths. */
bool glob_match(const char *pattern, const char *text);

#endif
