/* SPDX-License-Identifier: BSD-3-Clause */
/* http_request.c - what a client says, read without the client: whether it may
 * ask, and for what. */
#include "publish/http_inner.h"

#include "base/glob.h"

#include <event2/keyvalq_struct.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- may it be asked --- */

static bool is_token(const struct http *http, const char *given, size_t len)
{
	return len == strlen(http->token) &&
	       CRYPTO_memcmp(given, http->token, len) == 0;
}

/* RFC 7617: base64 of user:password. */
static bool is_basic(const struct http *http, const char *base64)
{
	uint8_t plain[512];
	const uint8_t *colon;
	size_t len = 0;
	bool good = false;

	if (!base64_decode(base64, strlen(base64), plain, sizeof(plain), &len))
		return false;
	colon = memchr(plain, ':', len);
	if (colon)
		good = is_token(http, (const char *)colon + 1,
				len - (size_t)(colon + 1 - plain));
	explicit_bzero(plain, sizeof(plain));
	return good;
}

bool http_may_read(const struct http *http, const char *authorization)
{
	if (!http->token)
		return true;
	if (strncasecmp(authorization, "Bearer ", 7) == 0)
		return is_token(http, authorization + 7,
				strlen(authorization + 7));
	return strncasecmp(authorization, "Basic ", 6) == 0 &&
	       is_basic(http, authorization + 6);
}

bool http_host_is_ours(const struct http *http, const char *from_client)
{
	char host[256];
	size_t len;

	(void)snprintf(host, sizeof(host), "%s", from_client);
	if (*host == '[' || *host == '\0')
		return true; /* an address; nobody's browser */
	len = strcspn(host, ":");
	host[len] = '\0';
	if (strspn(host, "0123456789.") == len ||
	    strcasecmp(host, "localhost") == 0)
		return true;
	for (size_t i = 0; i < http->host_count; i++)
		if (glob_match(http->hosts[i], host))
			return true;
	return false;
}

/* --- what is it for --- */

/* Whether a part of @p path is "." or "..". */
static bool has_dots(const char *path)
{
	for (const char *part = path; (part = strchr(part, '/'));) {
		size_t len = strcspn(++part, "/");

		if ((len == 1 && *part == '.') ||
		    (len == 2 && part[0] == '.' && part[1] == '.'))
			return true;
	}
	return false;
}

bool http_path_read(const char *raw, char ret_path[HTTP_PATH_SIZE])
{
	size_t len = 0;
	char *plain = raw && *raw ? evhttp_uridecode(raw, 0, &len) : NULL;
	bool good = plain && len == strlen(plain) && len < HTTP_PATH_SIZE &&
		    *plain == '/' && !strstr(plain, "//") && !has_dots(plain);

	for (size_t i = 0; good && i < len; i++)
		good = plain[i] > ' ' && plain[i] < 0x7f;
	if (good)
		memcpy(ret_path, plain, len + 1);
	free(plain);
	return good;
}

bool http_parameter(const char *query, const char *name, char *ret, size_t size)
{
	struct evkeyvalq pairs;
	const char *value;
	bool found;

	if (!query || evhttp_parse_query_str(query, &pairs) != 0)
		return false;
	value = evhttp_find_header(&pairs, name);
	found = value && strlen(value) < size;
	if (found)
		(void)snprintf(ret, size, "%s", value);
	evhttp_clear_headers(&pairs);
	return found;
}
