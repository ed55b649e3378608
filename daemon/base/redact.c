/* SPDX-License-Identifier: BSD-3-Clause */
/* redact.c - URLs as they may be shown. */
#include "base/redact.h"

#include <string.h>

void redact_url(const char *url, struct text *out)
{
	/* RFC 3986 3.1: the letters of a scheme. */
	size_t scheme = strspn(url, "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
	const char *host = url + scheme + 3;
	const char *end;

	if (scheme == 0 || strncmp(url + scheme, "://", 3) != 0) {
		text_put(out, "a malformed URL");
		return;
	}
	/* A backslash ends the host for some parsers: then for us too. */
	end = host + strcspn(host, "/?#\\");
	for (const char *at = host; at < end; at++)
		if (*at == '@')
			host = at + 1;
	text_bytes(out, url, scheme + 3);
	text_bytes(out, host, (size_t)(end - host));
}
