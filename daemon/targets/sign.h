/* SPDX-License-Identifier: BSD-3-Clause */
/* sign.h - signatures of the Standard Webhooks specification, symmetric (v1).
 * Pure. */
#ifndef FOREWARN_TARGETS_SIGN_H
#define FOREWARN_TARGETS_SIGN_H

#include "base/text.h"
#include "base/time.h"

/* The specification allows 24 to 64 bytes; longer ones are folded by HMAC. */
#define SIGN_KEY_MAX 256

struct sign_key {
	size_t len;
	uint8_t bytes[SIGN_KEY_MAX];
};

/** Read "whsec_BASE64". @return false and nothing written on anything else. */
bool sign_key_read(const char *secret, struct sign_key *ret_key);

/** Append "v1,BASE64": HMAC-SHA256 over "ID.TIMESTAMP.BODY". @p out fails
 * where libcrypto does. */
void sign_message(const struct sign_key *key, const char *id,
		  struct wall timestamp, const char *body, struct text *out);

#endif
