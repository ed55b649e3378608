/* SPDX-License-Identifier: BSD-3-Clause */
/* finding.c - one fault of one zone, as told to people. */
#include "diagnose/finding.h"

#include <stdarg.h>
#include <stdio.h>

/* A line of evidence is read on a phone; what is longer is cut. */
#define LINE_SIZE 1024

void lines_add(struct arena *arena, struct lines *lines, const char *format,
	       ...)
{
	char line[LINE_SIZE];
	const char *kept;
	va_list args;

	if (lines->count == FINDING_LINES_MAX) {
		lines->dropped++;
		return;
	}
	va_start(args, format);
	(void)vsnprintf(line, sizeof(line), format, args); /* cut: see above */
	va_end(args);
	kept = arena_strdup(arena, line);
	if (kept)
		lines->at[lines->count++] = kept;
	else
		lines->dropped++;
}

const char *severity_text(enum severity severity)
{
	static const char *const texts[] = {
		[SEVERITY_OK] = "ok",
		[SEVERITY_INFO] = "info",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_CRITICAL] = "critical",
	};

	return texts[severity];
}

const char *kind_text(enum finding_kind kind)
{
	return kind == KIND_FAILING ? "failing" : "predicted";
}
