/* SPDX-License-Identifier: BSD-3-Clause */
/* page.h - the files of page/, in the binary. */
#ifndef FOREWARN_PUBLISH_PAGE_H
#define FOREWARN_PUBLISH_PAGE_H

#include <stddef.h>

struct page_file {
	const char *name; /* "page.css"; NULL at the end */
	const char *type; /* "text/css; charset=utf-8" */
	const unsigned char *bytes;
	size_t len;
};

extern const struct page_file page_files[];

#endif
