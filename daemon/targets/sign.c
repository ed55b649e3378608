/* SPDX-License-Identifier: BSD-3-Clause */
/* sign.c - signatures of the Standard Webhooks specification. */
#include "targets/sign.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

static const char prefix[] = "whsec_";

bool sign_key_read(const char *secret, struct sign_key *ret_key)
{
	const size_t skip = sizeof(prefix) - 1;
	struct sign_key key;

	if (strncmp(secret, prefix, skip) != 0 ||
	    !base64_decode(secret + skip, strlen(secret + skip), key.bytes,
			   sizeof(key.bytes), &key.len) ||
	    key.len == 0)
		return false;
	*ret_key = key;
	return true;
}

void sign_message(const struct sign_key *key, const char *id,
		  struct wall timestamp, const char *body, struct text *out)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	struct text message;

	text_init(&message, SIZE_MAX / 2); /* as long as the body */
	text_printf(&message, "%s.%" PRId64 ".", id, timestamp.s);
	text_put(&message, body);
	if (!text_ok(&message) || !HMAC(EVP_sha256(), key->bytes, (int)key->len,
					(const uint8_t *)text_string(&message),
					message.len, digest, &len))
		out->failed = true;
	text_put(out, "v1,");
	text_base64(out, digest, len);
	text_done(&message);
}
