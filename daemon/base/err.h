/* SPDX-License-Identifier: BSD-3-Clause */
/* err.h - why we could not do our job. A broken zone is never one of these: a
 * broken zone is a finding. */
#ifndef FOREWARN_BASE_ERR_H
#define FOREWARN_BASE_ERR_H

enum err {
	ERR_OK = 0,
	ERR_MEMORY,    /* an allocation failed or an arena is full */
	ERR_LIMIT,     /* the input is past a bound that we set */
	ERR_FORMAT,    /* the input breaks the rules of its format */
	ERR_VERSION,   /* the input is of a newer version than ours */
	ERR_NOT_FOUND, /* what was asked for is not there */
	ERR_IO,	       /* the system said no; errno has the reason */
	ERR_BUSY,      /* not now; ask again */
};

/** @return a few words in lower case, static. */
const char *err_text(enum err err);

#endif
