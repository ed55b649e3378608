/* SPDX-License-Identifier: BSD-3-Clause */
/* glob.c - patterns of names, as people write them. */
#include "base/glob.h"

#include <stddef.h>
#include <string.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The length without one final dot. */
static size_t length(const char *name)
{
	size_t len = strlen(name);

	return len && name[len - 1] == '.' ? len - 1 : len;
}

/* Only the last star is ever widened: what an earlier one could take, the last
 * one can as well. */
bool glob_match(const char *pattern, const char *text)
{
	const char *pattern_end = pattern + length(pattern);
	const char *text_end = text + length(text);
	const char *star = NULL, *from = text;

	while (text < text_end) {
		if (pattern < pattern_end && *pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (pattern < pattern_end &&
			   (*pattern == '?' ||
			    lower(*pattern) == lower(*text))) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	while (pattern < pattern_end && *pattern == '*')
		pattern++;
	return pattern == pattern_end;
}
