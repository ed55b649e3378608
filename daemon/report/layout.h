/* SPDX-License-Identifier: BSD-3-Clause */
/* layout.h - paragraphs folded to the width of a terminal. */
#ifndef FOREWARN_REPORT_LAYOUT_H
#define FOREWARN_REPORT_LAYOUT_H

#include "base/text.h"

/**
 * Append @p body, made safe (safe.h), folded at spaces, ending in a line end.
 *
 * A word that is longer than a line stays whole: what it is (a name, a digest,
 * a DS record) is there to be copied.
 *
 * @param width   columns; 0: do not fold.
 * @param indent  spaces before each line.
 * @param lead    put before the first line ("1. "); the others are indented by
 *                its length. Trusted text.
 */
void layout_paragraph(struct text *out, unsigned width, unsigned indent,
		      const char *lead, const char *body);

/** Append @p body, made safe, on one line however long: a command to paste. */
void layout_line(struct text *out, unsigned indent, const char *lead,
		 const char *body);

#endif
