/* SPDX-License-Identifier: BSD-3-Clause */
/* top_file.h - follow a state file: read it when it is another than before, a
 * little at a time, so that whoever looks at it never waits. I/O. */
#ifndef FOREWARN_COMMAND_TOP_FILE_H
#define FOREWARN_COMMAND_TOP_FILE_H

#include "report/board.h"

enum top_news {
	TOP_SAME,  /* nothing new */
	TOP_MORE,  /* it is being read; what is shown has changed */
	TOP_OLDER, /* the same; what is shown is the version before */
	TOP_NEW,   /* read to its end, or in vain: see top_file_trouble() */
};

struct top_file;

/** @param path  stays the caller's. @return NULL without memory. */
struct top_file *top_file_new(const char *path);
/** Takes NULL. */
void top_file_free(struct top_file *file);

/** Go on: look whether the file changed, or read the next part of it. What
 * takes long to read is looked at more seldom. */
enum top_news top_file_step(struct top_file *file, struct mono now);

/** What is there to be shown; NULL: nothing. Valid until the next step. */
const struct board *top_file_board(const struct top_file *file);
/** How much of it was read; 100 also where it is not known. */
unsigned top_file_percent(const struct top_file *file);
/** Why there is nothing newer, or NULL. */
const char *top_file_trouble(const struct top_file *file);

/** Read the object of @p zone again. @return false: not there any more. */
bool top_file_zone(const struct top_file *file, const char *zone,
		   struct text *ret_json);

#endif
