/* SPDX-License-Identifier: BSD-3-Clause */
/* err.c - the words for enum err. */
#include "base/err.h"

const char *err_text(enum err err)
{
	switch (err) {
	case ERR_OK:
		return "no error";
	case ERR_MEMORY:
		return "out of memory";
	case ERR_LIMIT:
		return "too large";
	case ERR_FORMAT:
		return "malformed";
	case ERR_VERSION:
		return "of a newer version than this program knows";
	case ERR_NOT_FOUND:
		return "not found";
	case ERR_IO:
		return "input/output error";
	case ERR_BUSY:
		return "busy";
	}
	return "unknown error";
}
