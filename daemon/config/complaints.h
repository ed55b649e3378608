/* SPDX-License-Identifier: BSD-3-Clause */
/* complaints.h - the errors and warnings of a load, each with its place.
 *
 * Pure. All are kept, not only the first: who mends a file by hand wants one
 * round. Past COMPLAINTS_MAX they are only counted. */
#ifndef FOREWARN_CONFIG_COMPLAINTS_H
#define FOREWARN_CONFIG_COMPLAINTS_H

#include "base/text.h"

/* More than anybody reads; a list of zones in the wrong format would
 * otherwise print a million lines. */
#define COMPLAINTS_MAX 1000

struct place {
	const char *file;
	unsigned line, col; /* from 1; columns are characters */
};

struct complaints {
	struct text *out;
	size_t errors; /* warnings not counted */
	size_t lines;
};

/** Add "file:line:col: error: ..." and remember that the load failed. */
void complaints_error(struct complaints *complaints, struct place place,
		      const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** Add "file:line:col: warning: ...". */
void complaints_warn(struct complaints *complaints, struct place place,
		     const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** Say how many were not shown, if any. Call once, at the end. */
void complaints_close(struct complaints *complaints);

/**
 * Find the word that a typing error most likely meant.
 *
 * @param word_at  returns the word of an index, or NULL past the last.
 * @return it, or NULL when none is near: more than a third of its letters
 *         would have to change, and it is not the beginning of one.
 */
const char *nearest_word(const char *typed,
			 const char *(*word_at)(const void *words, size_t i),
			 const void *words);

#endif
