/* SPDX-License-Identifier: BSD-3-Clause */
/* redact.h - URLs as they may be shown. Pure. */
#ifndef FOREWARN_BASE_REDACT_H
#define FOREWARN_BASE_REDACT_H

#include "base/text.h"

/** Append "scheme://host:port" of @p url. The rest is secret: chat services
 * put their key into the path, others into the query or the user. What is no
 * URL becomes "a malformed URL". */
void redact_url(const char *url, struct text *out);

#endif
